"""What the solver found, in sentences whose numbers are figures."""

from __future__ import annotations

import pytest

from model.analyses.solve import TARGETS, BreakEven, Solution
from model.readings.break_even import (
    break_even_readings,
    break_even_words,
    target_reading,
    usable_solutions,
    values_reading,
    verified_reading,
)
from model.words.figures import Figure
from model.words.messages import Message
from tests.readings.own_options import option, outcome

RENT = "own.2.amount"
RESULT = outcome(option("A", 190_000))


def answer(*solutions: Solution, best: float = -50_000.0) -> BreakEven:
    """An answer about the rent of option A: a million over five years asks 200,000 a year."""
    return BreakEven(RENT, "npv", 0.0, 100_000.0, 195_000.0, 190_000.0, solutions, 195_000.0, best)


def said(reading: Message, language: str = "nl") -> str:
    return reading.text(language).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "nl",
            "Met Huur = € 200.000 per jaar (nu € 190.000 per jaar) wordt het doel gehaald: "
            "netto contante waarde van € 0.",
        ),
        (
            "en",
            "With Huur = € 200,000 per year (now € 190,000 per year) the target is reached: net present value of € 0.",
        ),
    ],
)
def test_one_value_is_told_with_what_it_is_now(language: str, sentence: str) -> None:
    (only,) = break_even_readings(answer(Solution(200_000.0, 0.0)), RESULT, "A")
    assert said(only, language) == sentence


def test_every_number_of_an_answer_is_a_figure() -> None:
    """So that a document can put an anchor at each."""
    (only,) = break_even_readings(answer(Solution(200_000.0, 0.0), Solution(210_000.0, 0.0)), RESULT, "A")
    figures = [piece.figure for piece in only.pieces("nl")]
    assert [figure.value for figure in figures if isinstance(figure, Figure)] == [0.0, 200_000.0, 210_000.0, 190_000.0]


def test_without_a_value_the_nearest_is_told_and_where() -> None:
    (only,) = break_even_readings(answer(), RESULT, "A")
    assert said(only).endswith(": op zijn best € -50.000 bij € 195.000 per jaar.")
    assert said(values_reading(answer(), RESULT, "A")) == "geen waarde; op zijn best € -50.000 bij € 195.000 per jaar"


def test_a_result_that_exists_nowhere_is_no_number() -> None:
    nowhere = answer(best=float("nan"))
    assert "bestaat deze uitkomst" in said(break_even_readings(nowhere, RESULT, "A")[0])
    assert said(values_reading(nowhere, RESULT, "A")).endswith("bestaat nergens in dat bereik")


def test_of_a_step_the_value_just_below_is_told_but_not_offered() -> None:
    below = Solution(199_999.0, 1.0, 200_000.0, -1.0, is_step=True)
    assert said(values_reading(answer(below), RESULT, "A")) == "onder € 200.000 per jaar"
    assert usable_solutions(answer(below)) == ()
    assert len(break_even_readings(answer(below), RESULT, "A")) == 1


def test_what_was_run_again_is_told_value_by_value() -> None:
    two = answer(Solution(1.0, 0.25), Solution(2.0, -0.75))
    assert said(verified_reading(two, "A")).endswith("uitkomst € 0; € -1.")


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_is_said_in_both_languages_with_its_value_or_as_a_difference(target: str) -> None:
    reading = target_reading(target, "A", 0.25)
    has_figure = any(piece.figure for piece in reading.pieces("nl"))
    assert has_figure != TARGETS[target].is_difference
    assert reading.text("nl") != reading.text("en")


def test_the_sentences_stand_in_a_row_on_the_command_line() -> None:
    found = answer(Solution(200_000.0, 0.0))
    assert break_even_words(found, RESULT, "A", "nl") == break_even_readings(found, RESULT, "A")[0].text("nl")
