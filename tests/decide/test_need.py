"""The need: rows hold until the next of the same stay and source, add up within a source and never across sources."""

from __future__ import annotations

from typing import Any

from model.case import read_case
from model.case.example import example_case
from model.case.sections.need import NeedRow
from model.case.writing import write_case
from model.decide.need import Beds, beds_needed, needed


def row(stay: str, month: str, typical: float, source: str = "Telling", band: float = 0.0) -> NeedRow:
    data = {"low": typical - band, "typical": typical, "high": typical + band, "source": source}
    return NeedRow.model_validate({"stay": stay, "from": month, **data})


def typical(rows: list[NeedRow], source: str = "Telling") -> dict[str, float]:
    return {month: beds.typical for month, beds in needed(rows)[source].items()}


def test_a_row_holds_until_the_next_of_the_same_stay() -> None:
    rows = [row("short", "2027-01", 100), row("mid", "2027-06", 40), row("short", "2028-01", 60)]
    assert typical(rows) == {"2027-01": 100, "2027-06": 140, "2028-01": 100}


def test_rows_of_the_same_stay_and_month_add_up_with_their_bands() -> None:
    rows = [row("short", "2027-01", 100, band=10), row("short", "2027-01", 50, band=5)]
    assert needed(rows)["Telling"]["2027-01"] == Beds(135, 150, 165)


def test_sources_stand_beside_one_another() -> None:
    rows = [row("short", "2027-01", 100, "Telling"), row("short", "2027-01", 80, "Werkgevers")]
    assert {source: months["2027-01"].typical for source, months in needed(rows).items()} == {
        "Telling": 100,
        "Werkgevers": 80,
    }


def test_the_beds_needed_are_those_of_the_fullest_month_of_the_source_that_needs_most() -> None:
    entries: list[dict[str, Any]] = [
        {"stay": stay, "from": month, "low": beds, "typical": beds, "high": beds + 20, "source": source}
        for stay, month, beds, source in (
            ("short", "2027-01", 100, "Telling"),
            ("mid", "2027-06", 60, "Telling"),
            ("short", "2027-01", 150, "Werkgevers"),
        )
    ]
    case = read_case(write_case(example_case("GM1783")) | {"need": {"rows": entries}})
    need = beds_needed(case)
    # Telling: 100 + 60 in June 2027, its high 120 + 80; Werkgevers: 150.
    assert (need.value, need.period, need.band) == (160.0, "2027-06", (160.0, 200.0))
