"""Tables as text: readable by a screen reader, with figures to the right and everything as typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from model.words.numbers import format_number
from pages.session.words import language, plain, t

_RIGHT = "text-align: right !important; white-space: nowrap"
"""Streamlit puts text to the left with a style of its own on every cell."""


def show_table(
    columns: Mapping[str, Sequence[str]],
    *,
    index: Sequence[str],
    corner: str,
    alt: str,
    figures: Sequence[str] | None = None,
) -> None:
    """A table with a heading per row; `figures` names the columns with figures, all of them if not given."""
    frame = pd.DataFrame(
        {plain(title): [plain(cell) for cell in column] for title, column in columns.items()},
        index=pd.Index([plain(heading) for heading in index], name=plain(corner)),
    )
    right = list(columns if figures is None else figures)
    styles = [
        {"selector": f".{kind}.col{number}", "props": _RIGHT if kind == "data" else "text-align: right !important"}
        for number, title in enumerate(columns)
        if title in right
        for kind in ("data", "col_heading")
    ]
    st.table(frame.style.set_table_styles(styles), alt=alt)  # type: ignore[arg-type]


def rows_table(about: str, columns: Sequence[str], rows: Mapping[str, Sequence[float]]) -> None:
    """Rows per period or year in whole euros, as a table that scrolls, called by what it is `about`."""
    frame = pd.DataFrame(
        {period: [row[number] for row in rows.values()] for number, period in enumerate(columns)},
        index=pd.Index(list(rows), name=t("line")),
    )
    st.dataframe(
        frame.style.format(partial(format_number, decimals=0, language=language())),
        width="stretch",
        alt=f"{about}. {t('table_alt')}",
    )
