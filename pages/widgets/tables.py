"""Tables as text: readable by a screen reader, with figures to the right and everything as typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from model.words.units import show_value
from pages.session.computed import kept
from pages.session.words import language, plain, t

MOST_COLUMNS = 40
CHARACTER, MARGIN = 7, 24
"""Pixels that a character of a name takes at most on average, and the room around a cell."""
_IN_TABLE = '[class*="_right_"][class*="_{}_"] table'


def show_table(
    columns: Mapping[str, Sequence[str]],
    *,
    index: Sequence[str],
    corner: str,
    alt: str,
    figures: Sequence[str] | None = None,
) -> None:
    """A table with a heading per row; `figures` names the columns with figures, all of them if not given."""
    cells = tuple((title, *column) for title, column in columns.items())
    frame = kept("table", (cells, tuple(index), corner), partial(_frame, columns, index, corner))
    right = [number for number, title in enumerate(columns, start=2) if figures is None or title in figures]
    with st.container(key=f"table{_next()}_right_{'_'.join(map(str, right))}_"):
        st.table(frame, alt=alt)


def _frame(columns: Mapping[str, Sequence[str]], index: Sequence[str], corner: str) -> pd.DataFrame:
    """The cells as Streamlit takes them, everything as typed."""
    return pd.DataFrame(
        {plain(title): [plain(cell) for cell in column] for title, column in columns.items()},
        index=pd.Index([plain(heading) for heading in index], name=plain(corner)),
    )


def _next() -> int:
    """The number of the next table of this page: a container with a key is there only once."""
    number: int = st.session_state.get("tables", 0) + 1
    st.session_state["tables"] = number
    return number


def begin_tables() -> None:
    """A page begins: its tables are counted anew, and figures stand to the right in the columns that the key names.

    A pandas Styler could say that too, but takes longer for a table than all the rest of a page.
    """
    st.session_state["tables"] = 0
    columns = range(2, MOST_COLUMNS + 2)
    right = ",\n".join(f"{_IN_TABLE.format(number)} :is(td, th):nth-child({number})" for number in columns)
    cells = ",\n".join(f"{_IN_TABLE.format(number)} td:nth-child({number})" for number in columns)
    st.html(f"<style>{right} {{ text-align: right !important }} {cells} {{ white-space: nowrap }}</style>")


def rows_table(about: str, columns: Sequence[str], rows: Mapping[str, Sequence[float]]) -> None:
    """Rows per period or year in whole euros, as a table that scrolls, called by what it is `about`."""
    cells = [[show_value(value, "eur", language(), "cell") for value in row] for row in rows.values()]
    scrolling_table(columns, list(rows), cells, f"{about}. {t('table_alt')}")


def scrolling_table(
    columns: Sequence[str], lines: Sequence[str], cells: Sequence[Sequence[str]], alt: str, *, corner: str = ""
) -> None:
    """A table too large for the page, figures to the right; its first column names lines, or what `corner` says.

    That column is wide enough for every name, and stays in sight where it leaves room for figures.
    """
    st.dataframe(
        pd.DataFrame(cells, columns=list(columns), index=pd.Index(lines, name=corner or t("line"))),
        width="stretch",
        column_config={
            **{name: st.column_config.TextColumn(alignment="right") for name in columns},
            "_index": st.column_config.TextColumn(width=_width_of([*lines, corner])),
        },
        alt=alt,
    )


def _width_of(names: Sequence[str]) -> int:
    """How wide a column is in which every one of these names can be read to its end."""
    return CHARACTER * max(map(len, names)) + MARGIN
