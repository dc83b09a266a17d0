"""Tables beside the code: each cell is read by the type of its field, and one that cannot be is named by its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from model.words.rows import TableError, read_table


@dataclass(frozen=True)
class Rule:
    """A row with a field of every kind."""

    key: str
    since: date
    share: float
    most: int | None
    holds: bool
    kinds: tuple[str, ...]
    note: str = ""


HEADER = "key,from,share,most,holds,kinds"
GOOD = "rent,2027-01-01,0.5,,1,home|room"


def table(tmp_path: Path, *lines: str) -> tuple[Rule, ...]:
    path = tmp_path / "rules.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_table(path, Rule, columns={"since": "from"})


def test_a_row_becomes_a_record_by_the_types_of_its_fields(tmp_path: Path) -> None:
    expected = Rule("rent", date(2027, 1, 1), 0.5, None, True, ("home", "room"))
    assert table(tmp_path, HEADER, GOOD) == (expected,)


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        (GOOD.replace("0.5", "half"), "share"),
        (GOOD.replace("2027-01-01", "1-1-2027"), "from"),
        (GOOD.replace(",,", ",2.5,"), "most"),
        (GOOD.replace(",1,", ",yes,"), "holds"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_file_line_and_column(wrong: str, column: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match=f"rules.csv, line 3, column {column}"):
        table(tmp_path, HEADER, GOOD, wrong)


@pytest.mark.parametrize("wrong", [f"{GOOD},more", "rent,2027-01-01"])
def test_a_row_with_too_many_or_too_few_cells_is_named_by_its_line(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="rules.csv, line 3: allowed: 6 cells"):
        table(tmp_path, HEADER, GOOD, wrong)


@pytest.mark.parametrize(
    ("header", "named"), [("key,from,share,most,holds", "no column kinds"), (f"{HEADER},colour", "colour")]
)
def test_a_column_that_is_missing_or_that_nothing_reads_is_named(header: str, named: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match=f"rules.csv, line 1: .*{named}"):
        table(tmp_path, header)


def test_a_field_with_a_default_may_have_no_column(tmp_path: Path) -> None:
    assert [rule.note for rule in table(tmp_path, HEADER, GOOD)] == [""]
