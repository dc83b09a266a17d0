"""An own line in words, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.case import OwnLine
from model.case.example import example_case
from model.readings.own_lines import own_line_reading
from model.words.figures import Figure

LINES = {
    "its amount is per year, from its first year on": (
        OwnLine("x", "revenue", 1250.0),
        "opbrengst, € 1.250 per jaar, vanaf jaar 1",
        "revenue, € 1,250 per year, from year 1",
    ),
    "what falls once says so, and in which year": (
        OwnLine("x", "investment", 100.0, "once", 0.0),
        "investering, € 100 eenmalig, jaar 0",
        "investment, € 100 once, year 0",
    ),
    "it may stop, and grow": (
        OwnLine("x", "operating_cost", 2.5, "bed_week", 2.0, 10.0, growth=0.025),
        "exploitatiekosten, € 2,50 per bed per week, jaar 2 – 10, groei 2,5% per jaar",
        "operating cost, € 2.50 per bed per week, year 2 – 10, growth 2.5% per year",
    ),
    "it may be there in one year only": (
        OwnLine("x", "subsidy", 100.0, "year", 3.0, 3.0),
        "subsidie, € 100 per jaar, jaar 3",
        "subsidy, € 100 per year, year 3",
    ),
    "it may come at the end, whenever that is": (
        OwnLine("x", "terminal_value", 1_000_000.0, "once", None),
        "eindopbrengst, € 1.000.000 eenmalig, aan het einde van de termijn",
        "terminal value, € 1,000,000 once, at the end of the term",
    ),
}


@pytest.mark.parametrize(("line", "dutch", "english"), LINES.values(), ids=LINES)
def test_an_own_line_in_words(line: OwnLine, dutch: str, english: str) -> None:
    case = example_case("GM1783")
    first = replace(case.options[0], own_lines=(OwnLine("other", "revenue", 7.0), line))
    said = own_line_reading(replace(case, options=(first,)), first.id, 2)
    assert [said.text(language).replace("\u00a0", " ") for language in ("nl", "en")] == [dutch, english]


def test_its_amount_and_its_growth_are_figures_that_were_entered() -> None:
    case = example_case("GM1783")
    first = replace(case.options[0], own_lines=(OwnLine("x", "revenue", 7.0, growth=0.01),))
    pieces = own_line_reading(replace(case, options=(first,)), first.id, 1).pieces("nl")
    figures = [piece.figure for piece in pieces if isinstance(piece.figure, Figure)]
    assert [(figure.value, figure.of, figure.basis) for figure in figures] == [
        (7.0, first.id, "entered"),
        (0.01, first.id, "entered"),
    ]
