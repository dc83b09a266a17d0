"""Risk: the paragraph equals its table."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from model.analyses.risk import Distribution, run_risk
from model.readings.risk import paragraph_text, risk_paragraph, size_of
from model.words.numbers import round_half_up
from tests.analyses.risk_cases import example, own_case, risk_of, setup

NUMBER = {"nl": r"-?\d{1,3}(?:\.\d{3})*(?:,\d+)?", "en": r"-?\d{1,3}(?:,\d{3})*(?:\.\d+)?"}


def read_number(word: str, language: str) -> float:
    thousands, decimal = (".", ",") if language == "nl" else (",", ".")
    return float(word.replace(thousands, "").replace(decimal, "."))


def numbers_in(sentence: str, language: str) -> list[float]:
    """Every amount in euros, then every percentage."""
    euros = re.findall(r"(?<=€\u00a0)" + NUMBER[language], sentence)
    return [read_number(written, language) for written in [*euros, *re.findall(NUMBER[language] + "(?=%)", sentence)]]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("option", ["a", "d"])
def test_every_number_in_the_risk_paragraph_equals_the_table(option: str, language: str) -> None:
    risk = risk_of(option)
    previous = {"p50": risk.spreads["npv"].p50 + 1_000_000, "capital": risk.capital - 250_000}
    words = paragraph_text(risk_paragraph(example(), risk, previous), language)
    lines = words.split("\n")
    npv = risk.spreads["npv"]

    def percent(share: float) -> float:
        """Whole per cents, unless that would say never or always of what is neither."""
        for decimals in range(3):
            if 0 < (told := round_half_up(share * 100, decimals)) < 100:
                return told
        return round_half_up(share * 100, 3)

    head = [npv.p10, npv.p90, npv.p50, risk.capital]
    shares = [npv.below_zero, risk.setup.certainty, risk.evidence_share]
    assert numbers_in(lines[0], language) == [round_half_up(amount, 0) for amount in head] + [
        percent(s) for s in shares
    ]
    items = [line for line in lines if re.match(r"\d\. ", line)]
    assert len(items) == 5
    for line, contribution in zip(items, risk.contributions, strict=False):
        _, told = re.split(r": (?:verklaart|explains) ", line)
        assert numbers_in(told, language) == [round_half_up(size_of(contribution), 0), percent(contribution.share)]
    assert numbers_in(lines[-1], language) == [-1_000_000, 250_000]


def test_risks_are_listed_by_their_part_in_the_variance() -> None:
    assert all(a.share >= b.share for a, b in pairwise(risk_of("a").contributions))


def test_a_small_chance_is_not_told_as_none() -> None:
    """3 futures in 1,000 below zero are 0.3%, not 0%."""
    rare = Distribution("discrete", values=(900_000.0, 1_100_000.0), probabilities=(0.003, 0.997))
    risk = run_risk(own_case(), "o", replace(setup(subsidy_at_start=rare), draws=1_000))
    assert "De kans op een tekort is 0,3%" in paragraph_text(risk_paragraph(own_case(), risk), "nl")
