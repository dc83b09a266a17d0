"""Sensitivity: what flips the ranking."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.analyses.sensitivity import EVERYWHERE, Flip, rankable, ranking_flips
from model.case import Component, Option
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.engine.scenarios import scenarios_of
from model.parameters.table import parameters
from model.problems import BadInput
from tests.analyses.sensitivity_cases import example


def ranked(result: CaseResult) -> list[str]:
    """Option ids, best npv first."""
    return sorted(result.options, key=lambda option: -(result.options[option].metrics["npv"] or 0.0))


def with_flip(result: CaseResult, flip: Flip, share: float = 1.0) -> CaseResult:
    """The whole case run with this share of a flip's change."""
    case = result.case
    value = flip.base + share * (flip.value - flip.base)
    simple = [option.id for option in case.options if option.type != "mix"]
    for option in simple if flip.option == EVERYWHERE else [flip.option]:
        case = case.with_input(option, flip.key, value)
    return run_case(case)


@pytest.mark.thorough
def test_a_flip_makes_another_option_the_best() -> None:
    """Each of the ten smallest, in a run of the whole case; with 99.9% of the change the ranking still stands."""
    best = ranked(example())[0]
    for flip in ranking_flips(example())[:10]:
        assert ranked(with_flip(example(), flip))[0] == flip.winner != best
        if parameters()[flip.key].kind != "integer":
            assert ranked(with_flip(example(), flip, 0.999))[0] == best


@pytest.mark.thorough
def test_flips_come_smallest_first_and_whole_where_they_must_be() -> None:
    flips = ranking_flips(example())
    assert [flip.size for flip in flips] == sorted(flip.size for flip in flips)
    assert all(flip.value == round(flip.value) for flip in flips if parameters()[flip.key].kind == "integer")


@pytest.mark.thorough
def test_a_mix_moves_along_when_its_component_flips_the_ranking() -> None:
    """A mix of conversion and new build holds their inputs: the flip counts what it does to the mix too."""
    case = example().case
    mix = Option("m", "mix", components=(Component("c", 0.1), Component("d", 0.9)))
    result = run_case(replace(case, options=(*case.options, mix)))
    best = ranked(result)[0]
    flips = ranking_flips(result)
    assert flips
    for flip in flips[:5]:
        assert ranked(with_flip(result, flip))[0] == flip.winner != best


@pytest.mark.thorough
def test_an_input_that_all_options_share_also_moves_in_all() -> None:
    """The example discounts every option at one rate: somewhere on it the cheap start wins from the long life."""
    result = run_case(example().case)
    shared = [flip for flip in ranking_flips(result) if flip.option == EVERYWHERE]
    for flip in shared:
        assert ranked(with_flip(result, flip))[0] == flip.winner
    assert all(len({scenarios_of(result, option).base(flip.key) for option in "abcd"}) == 1 for flip in shared)


@pytest.mark.thorough
def test_the_cost_of_a_person_a_year_ranks_as_that_of_a_bed_a_night() -> None:
    """A year has 365 nights: one is 365 times the other, so the cheapest by the one is the cheapest by the other."""
    by_night, by_year = (
        ranking_flips(example(), key, most=3) for key in ("cost_per_bed_night", "cost_per_person_year")
    )
    assert by_night
    assert [(flip.key, flip.option, flip.winner) for flip in by_year] == [
        (flip.key, flip.option, flip.winner) for flip in by_night
    ]
    assert [flip.value for flip in by_year] == pytest.approx([flip.value for flip in by_night], rel=1e-6)


def test_the_result_of_a_ledger_ranks_options_too() -> None:
    assert "ledger_state_npv" in rankable()


@pytest.mark.parametrize("key", ["loan_amount", "price_first_year", "profit"])
def test_where_neither_way_is_better_there_is_no_ranking(key: str) -> None:
    with pytest.raises(BadInput) as refused:
        ranking_flips(example(), key)
    (problem,) = refused.value.problems
    for language in ("nl", "en"):
        said = problem.text(language)
        assert key in said and "npv" in said
