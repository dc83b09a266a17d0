"""What closes, or comes closest: the verdict on the money, by hand and said the same everywhere."""

from __future__ import annotations

import pytest

from model.cli.report import result_data, result_table
from model.engine.results import CaseResult
from model.readings.closing import closing, closing_readings, closing_sentences, closing_words
from tests.readings.own_options import option, outcome


def words(result: CaseResult, language: str) -> str:
    """What is said of a case, in a row."""
    return closing_words(closing_readings(closing(result), result.case), language)


def test_of_options_that_all_lose_the_one_with_the_smallest_share_of_its_investment_comes_closest() -> None:
    """Ankers 5 x 190,000 - 1,000,000 = -50,000 or -5%; Berken 5 x 150,000 - 1,000,000 = -250,000 or -25%."""
    statement = closing(outcome(option("Berken", 150_000), option("Ankers", 190_000)))
    assert [balance.option for balance in statement.balances] == ["Ankers", "Berken"]
    assert [balance.share for balance in statement.balances] == pytest.approx([-0.05, -0.25])
    assert statement.closing == () and statement.named is not None and statement.named.per_bed == pytest.approx(-5_000)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "nl",
            (
                "Geen van de 2 opties sluit. Het dichtst bij komt Ankers, met een tekort van 5,0% van de investering, "
                "€ 5.000 per bed.",
                "De prijs bij Ankers is € 364,38 per bed per week; kostprijsdekkend is € 383,56, € 19,18 meer.",
                "Geen enkele invoer zonder bron verschuift de uitkomst op zichzelf meer dan 2% van de investering.",
            ),
        ),
        (
            "en",
            (
                "None of the 2 options closes. Closest is Ankers, with a shortage of 5.0% of the investment, "
                "€ 5,000 per bed.",
                "The price of Ankers is € 364.38 per bed per week; € 383.56 would recover its costs, € 19.18 more.",
                "No single input without a source moves the outcome by more than 2% of the investment.",
            ),
        ),
    ],
)
def test_the_shortage_is_said_in_euros_per_bed_and_per_bed_per_week(language: str, sentences: tuple[str, ...]) -> None:
    """190,000 / (10 x 365 / 7) = 364.38 a bed a week; 200,000 a year would return the million: 383.56."""
    said = closing_sentences(outcome(option("Berken", 150_000), option("Ankers", 190_000)), language)
    assert tuple(sentence.replace("\u00a0", " ") for sentence in said) == sentences


def test_those_that_close_are_named_best_first_with_what_is_left() -> None:
    """5 x 240,000 - 1,000,000 = 200,000 or 20%; 5 x 210,000 leaves 5%."""
    said = words(outcome(option("A1", 210_000), option("B2", 150_000), option("C3", 240_000)), "nl")
    assert said.startswith(
        "2 van de 3 opties sluiten: C3 (20,0% van de investering over) en A1 (5,0% van de investering over)."
    )
    assert "De prijs bij C3 is" in said and "minder." in said


@pytest.mark.parametrize(
    ("yearly", "start"),
    [
        ((200_000,), "De optie sluit: A (0,0% van de investering over)."),
        ((100_000,), "A sluit niet en heeft een tekort van 50,0% van de investering, € 50.000 per bed."),
        ((200_000, 220_000), "Alle 2 opties sluiten: B (10,0% van de investering over) en A (0,0%"),
    ],
)
def test_one_option_and_all_options_are_said_as_such(yearly: tuple[float, ...], start: str) -> None:
    options = [option(name, amount) for name, amount in zip("AB", yearly, strict=False)]
    assert words(outcome(*options), "nl").startswith(start)


def test_an_input_without_a_source_counts_when_its_range_moves_the_outcome_by_two_per_cent_of_the_investment() -> None:
    """The discount rate is an assumption with a range: over five years of 190,000 its ends differ by tens of thousands.

    The other inputs without a source (inflation) move no npv, and a given rate is no assumption any more.
    """
    rate = option("A", 190_000)
    del rate["inputs"]["discount_rate"]
    assert closing(outcome(rate)).unsourced == ("discount_rate",)
    assert "1 invoer zonder bron die alleen al" in words(outcome(rate), "nl")
    assert closing(outcome(option("A", 190_000))).unsourced == ()


def test_an_option_without_any_line_has_no_outcome() -> None:
    empty = {"id": "z", "type": "own", "inputs": {"term_years": 5}}
    assert words(outcome(empty), "nl") == ""
    assert closing(outcome(empty, option("A", 150_000))).named == closing(outcome(option("A", 150_000))).named


def test_without_an_investment_the_shortage_is_in_euros_alone() -> None:
    """Costs of 1,000 a year for five years over ten beds: 500 a bed."""
    costs = {"label": "Beheer", "kind": "operating_cost", "amount": 1_000, "per": "year", "from": 1, "to": 5}
    said = words(outcome(option("A", 0, own_lines=[costs])), "nl")
    assert said == "A sluit niet en heeft een tekort van € 500 per bed."


def test_the_command_line_says_it_to_people_and_to_machines() -> None:
    result = outcome(option("Berken", 150_000), option("Ankers", 190_000))
    data = result_data(result)["closing"]
    assert (data["closes"], data["named"], data["text"]) == ([], "Ankers", words(result, "nl"))
    assert result_table(result, "nl").startswith("\n".join(closing_sentences(result, "nl")))
