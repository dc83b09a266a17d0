"""What proposals of law would do: all that may pass together, and each by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from model.case import IF_PROPOSALS_PASS, IN_FORCE, Case, Component, Option, read_case, write_case
from model.case.edits import apply_all
from model.case.example import example_case
from model.case.proposals import counted, counting_on, expected, first_day
from model.decide.proposals import count_on
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.outcomes.proposals import compare_laws, proposal_effects, under_both_laws
from model.parameters.law import proposals
from model.readings.proposals import law_of, proposal_reading, proposal_source

LATER = date(2029, 3, 1)


@cache
def result() -> CaseResult:
    """The example, with a mix of half short stay and half new build."""
    case = example_case("GM1783")
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    return run_case(replace(case, options=(*case.options, mix)))


def with_proposals(**days: str) -> Case:
    return read_case({**write_case(result().case), "proposals": days})


def test_both_laws_are_whole_runs() -> None:
    """VAT is revised if the thirty-night rule passes; no proposal touches the deduction, so its ceiling stays."""
    compared = {comparison.option: comparison for comparison in compare_laws(under_both_laws(result()))}
    passed = run_case(replace(result().case, law=IF_PROPOSALS_PASS))
    assert compared["a"].npv_if_passed == passed.options["a"].metrics["npv"]
    assert compared["a"].npv_in_force == result().options["a"].metrics["npv"]
    assert compared["a"].revision > 0
    assert compared["a"].ceiling_if_passed == compared["a"].ceiling_in_force > 0


def test_a_proposal_without_a_date_counts_only_where_the_case_gives_one() -> None:
    """The letter on tenancy names none: neither the law nor all that may pass bring it along."""
    case = result().case
    assert proposals()["tenancy"].since is None
    assert counted(case) == {}
    assert counted(replace(case, law=IF_PROPOSALS_PASS)) == {"thirty_nights": date(2028, 7, 1)} == expected(case)
    assert counted(with_proposals(tenancy="2029-03-01")) == {"tenancy": LATER}


def test_what_a_case_says_of_a_proposal_goes_before_its_law() -> None:
    case = replace(with_proposals(thirty_nights="no", tenancy="2029-03-01"), law=IF_PROPOSALS_PASS)
    assert counted(case) == {"tenancy": LATER}
    moved = replace(with_proposals(thirty_nights="2029-03-01"), law=IF_PROPOSALS_PASS)
    assert counted(moved) == {"thirty_nights": LATER}


def test_each_proposal_by_itself_is_the_case_that_counts_on_it_alone() -> None:
    by_key = {effect.proposal.key: effect for effect in proposal_effects(result())}
    assert list(by_key) == list(proposals())
    for key, effect in by_key.items():
        then = run_case(counting_on(result().case, {key: effect.since}))
        changes = {
            option: (outcome.metrics["npv"] or 0.0) - (result().options[option].metrics["npv"] or 0.0)
            for option, outcome in then.options.items()
        }
        assert effect.option is not None
        assert effect.npv_change == pytest.approx(changes[effect.option])
        assert abs(effect.npv_change) == max(map(abs, changes.values())) > 0
        assert not effect.counts
    assert by_key["thirty_nights"].since == date(2028, 7, 1)
    assert by_key["tenancy"].since == result().case.start_date


def test_the_effect_of_a_proposal_does_not_hang_on_whether_the_case_counts_on_it() -> None:
    on = with_proposals(thirty_nights="2028-07-01")
    before, after = (proposal_effects(run)[0] for run in (result(), run_case(on)))
    assert after.counts
    assert replace(after, counts=False) == before


def test_switching_proposals_on_and_off_leaves_the_others_as_they_were() -> None:
    """Also from a case whose law counts on all that may pass: it names them from then on."""
    case = replace(result().case, law=IF_PROPOSALS_PASS)
    both = apply_all(case, count_on(case, "tenancy", LATER), result().market)
    assert counted(both) == {"thirty_nights": date(2028, 7, 1), "tenancy": LATER}
    assert both.law == IN_FORCE
    one = apply_all(both, count_on(both, "thirty_nights", None), result().market)
    assert counted(one) == {"tenancy": LATER}
    none = apply_all(one, count_on(one, "tenancy", None), result().market)
    assert none == replace(result().case, law=IN_FORCE)
    assert apply_all(none, count_on(none, "tenancy", None), result().market) == none


def test_a_proposal_starts_from_the_day_it_was_announced_for_else_with_the_case() -> None:
    case = result().case
    assert (first_day(case, "thirty_nights"), first_day(case, "tenancy")) == (date(2028, 7, 1), case.start_date)
    assert first_day(with_proposals(tenancy="2029-03-01"), "tenancy") == LATER


class TestWords:
    def test_the_law_of_a_case_names_what_it_counts_on_and_from_when(self) -> None:
        assert law_of(result().case).text("nl") == "Geldend recht"
        said = law_of(with_proposals(tenancy="2029-03-01", thirty_nights="2028-07-01")).text("nl")
        assert "Dertignachtenregel voor btw vanaf 1 juli 2028" in said
        assert "Langer verblijf wordt huur vanaf 1 maart 2029" in said

    def test_a_proposal_says_where_it_was_read_and_whether_it_has_a_date(self) -> None:
        thirty, tenancy = (proposal_source(proposals()[key]).text("nl") for key in ("thirty_nights", "tenancy"))
        assert "1 juli 2028" in thirty and "Auxilium" in thirty
        assert "ingangsdatum niet bekend" in tenancy and "2025D46545" in tenancy

    def test_what_it_does_names_the_option_and_the_day_or_that_it_does_nothing(self) -> None:
        effect = proposal_effects(result())[1]
        assert "1 januari 2027" in proposal_reading(result().case, effect).text("nl")
        nothing = replace(effect, option=None, npv_change=0.0)
        assert proposal_reading(result().case, nothing).code == "law_proposal_nothing"
