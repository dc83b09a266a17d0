"""Sentences on who pays, risk, evidence and norms: their figures are those of the result, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from model.analyses.evidence import evidence
from model.analyses.risk import RiskResult, default_branches, default_setup, run_risk
from model.case import IF_PROPOSALS_PASS, IN_FORCE, Reason
from model.case.example import example_case
from model.engine.inputs import OWN_LINES
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.engine.scenarios import scenarios_of
from model.law.norms import check_norms
from model.outcomes.budget import budget_effect
from model.outcomes.frames import check_frames
from model.outcomes.overview import ledger_totals, registration_effect
from model.outcomes.proposals import compare_laws, proposal_effects, under_both_laws
from model.outcomes.quantities import figure_of
from model.parameters.table import parameters
from model.readings import evidence as of_evidence
from model.readings import municipality, norms, resident, risk, who_pays
from model.readings import proposals as of_proposals
from model.readings.figures import as_exact_as_needed
from model.readings.horizon import horizon_reading, years_reading
from model.words.figures import Figure
from model.words.messages import Message
from model.words.texts import LANGUAGES


@cache
def example() -> CaseResult:
    """The example with frames."""
    frames: dict[str, float | str] = {
        "min_m2_per_bed": 20.0,
        "latest_opening_date": "2026-12-01",
        "max_resident_cost_share": 0.5,
    }
    return run_case(replace(example_case("GM1783"), frames=frames))


@cache
def laws() -> dict[str, CaseResult]:
    return dict(under_both_laws(example()))


@cache
def run() -> RiskResult:
    setup = replace(default_setup(example(), "d", draws=200), branches=default_branches(scenarios_of(example(), "d")))
    return run_risk(example(), "d", setup)


def every_reading() -> Iterator[Message]:
    result, case = example(), example().case
    option = result.options["a"]
    tests = {key: [test for part in check_norms(result, key).values() for test in part] for key in result.options}
    framed = check_frames(result)
    support = evidence(result, "a")
    effect = budget_effect(case, option)
    bed = resident.dearest_bed(option, laws())
    assert effect is not None and bed is not None
    yield who_pays.ledgers_reading(option)
    yield who_pays.reconciliation_reading(option)
    yield from (of_proposals.proposal_reading(case, effect) for effect in proposal_effects(result))
    yield of_proposals.law_of(case)
    yield who_pays.law_reading(case, compare_laws(laws()))
    yield municipality.books_reading(option)
    yield municipality.property_tax_reading(option)
    yield municipality.budget_reading(effect, "a")
    yield municipality.registration_reading(registration_effect(result, "a"), "a")
    yield from resident.resident_reading(bed)
    yield from filter(None, map(resident.travel_reading, option.parts))
    yield of_evidence.evidence_reading("a", support)
    yield of_evidence.find_first_reading(case, "a", support)
    yield of_evidence.past_review_reading(["occupancy", "price_per_bed_week"], date(2027, 2, 1))
    yield norms.overview_reading(case, tests, framed)
    yield norms.tests_reading(case, "a", tests["a"])
    yield norms.frames_reading(case, framed)
    yield from (norms.conflict_reading(keys) for keys in framed.conflicts)
    yield from (norms.frame_verdict(frame) for frame in framed.by_option["a"])
    yield from (norms.limit_cell(frame) for frame in framed.by_option["a"])
    yield from (norms.norm_outcome(test) for test in tests["a"])
    yield from (norms.norm_cell(test, value) for test in tests["a"] for value in (test.value, test.limit))
    yield horizon_reading(case)
    yield years_reading(case)
    yield from (sentence for line in risk.risk_paragraph(result, run()) for sentence in line)
    yield from (risk.in_one_line(run()), risk.range_reading(run()), risk.precision_reading(run()))
    yield from (risk.largest_driver_reading(case, run()), risk.frames_reading(run()))
    yield from risk.second_life_reading(run())


def figures(said: Message) -> list[Figure]:
    """The figures a sentence names, in its order."""
    return [piece.figure for piece in said.pieces("nl") if isinstance(piece.figure, Figure)]


def values(said: Message, *keys: str) -> list[float | None]:
    """The values of the figures of these quantities."""
    return [figure.value for figure in figures(said) if figure.quantity.key in keys]


@pytest.mark.thorough
class TestSaid:
    def test_every_sentence_is_said_in_both_languages(self) -> None:
        for said in every_reading():
            assert all(said.text(language) for language in LANGUAGES), said.code

    def test_no_sentence_carries_a_number_in_words(self) -> None:
        """A text among the values is the name of a thing or a period; a number is a figure, a count or a day."""

        def texts(said: Message) -> Iterator[str]:
            for _, value in said.values:
                if isinstance(value, Message):
                    yield from texts(value)
                elif isinstance(value, str):
                    yield value

        for said in every_reading():
            assert not any("€" in words or "%" in words for words in texts(said)), said

    def test_both_languages_name_the_same_figures(self) -> None:
        for said in every_reading():
            named = [[piece.figure for piece in said.pieces(language) if piece.figure] for language in LANGUAGES]
            assert sorted(map(str, named[0])) == sorted(map(str, named[1])), said.code


class TestWhoPays:
    def test_the_party_that_pays_most_and_the_one_that_receives_most_with_their_balances(self) -> None:
        totals = ledger_totals(example().options["a"])
        said = who_pays.ledgers_reading(example().options["a"])
        assert values(said, "paid_on_balance", "received_on_balance") == [-min(totals.values()), max(totals.values())]

    def test_the_option_that_the_proposals_hit_most_and_what_they_change(self) -> None:
        changes = {
            key: (option.metrics["npv"] or 0.0) - (laws()[IN_FORCE].options[key].metrics["npv"] or 0.0)
            for key, option in laws()[IF_PROPOSALS_PASS].options.items()
        }
        hit = max(changes, key=lambda key: abs(changes[key]))
        named = next(iter(figures(who_pays.law_reading(example().case, compare_laws(laws())))))
        assert (named.of, named.value) == (hit, pytest.approx(changes[hit]))

    def test_proposals_that_change_no_npv_are_said_to_change_nothing(self) -> None:
        same = [replace(one, npv_in_force=1_000.0, npv_if_passed=1_000.4) for one in compare_laws(laws())]
        assert who_pays.law_reading(example().case, same).code == "law_reading_none"

    def test_the_worst_budget_year_is_the_lowest_of_all(self) -> None:
        effect = budget_effect(example().case, example().options["a"])
        assert effect is not None
        said = municipality.budget_reading(effect, "a")
        assert values(said, "budget_result") == [effect.mean_result, min(effect.result)]
        assert str(effect.worst_year) in said.text("en")

    def test_a_price_above_the_ceiling_is_told_from_the_first_period_on(self) -> None:
        bed = resident.DearestBed(("2027", "2028", "2029"), (100.0, 130.0, 90.0), {IN_FORCE: (120.0,) * 3})
        assert bed.first_above(IN_FORCE) == "2028"


class TestChances:
    @pytest.mark.parametrize(
        ("chance", "words"),
        [
            (0, "0%"),
            (0.003, "0,3%"),
            (0.0004, "0,04%"),
            (0.126, "13%"),
            (0.997, "99,7%"),
            (0.9996, "99,96%"),
            (1, "100%"),
        ],
    )
    def test_what_is_neither_never_nor_always_is_not_rounded_to_it(self, chance: float, words: str) -> None:
        assert as_exact_as_needed(figure_of("chance_of_shortfall", "a", chance)).text("nl") == words

    def test_a_chance_that_is_not_known_is_a_dash(self) -> None:
        assert as_exact_as_needed(figure_of("chance_frame_fails", "a", float("nan"))).text("nl") == "–"


class TestNorms:
    def test_a_frame_that_is_a_date_has_its_room_in_days(self) -> None:
        """Short stay opens nine months after 1 January 2027: 31 + 273 days after the limit of 1 December 2026."""
        outcome = run_case(example().case.with_input("a", "construction_months", 9.0))
        late = next(test for test in check_frames(outcome).by_option["a"] if test.kind.is_date)
        assert norms.limit_cell(late).text("nl") == "1 december 2026"
        assert norms.frame_verdict(late).text("nl") == "past niet (304\u00a0dagen te laat)"

    def test_a_limit_is_shown_as_it_was_typed(self) -> None:
        floor = next(test for test in check_frames(example()).by_option["a"] if test.kind.key == "min_m2_per_bed")
        exact = replace(floor, limit=12.25)
        assert norms.limit_cell(exact).text("nl") == "12,25\u00a0m²"

    def test_options_that_miss_a_frame_are_named(self) -> None:
        said = norms.frames_reading(example().case, check_frames(example()))
        assert all(option.title("nl") in said.text("nl") for option in example().case.options)


class TestReasons:
    def test_changed_inputs_without_a_reason_are_counted(self) -> None:
        option = example().case.option("a")
        changed = replace(option, inputs={"occupancy": 0.9, "term_years": 12.0})
        assert of_evidence.without_reason(changed) == 2
        told = replace(changed, reasons={"occupancy": Reason("gemeten", "", "2026-01-01")})
        said: Sequence[Message] = [of_evidence.reasons_reading(one) for one in (option, changed, told)]
        assert [one.code for one in said] == ["reasons_none", "reasons_missing", "reasons_missing"]
        assert "1 gewijzigde waarde heeft" in said[2].text("nl")


def test_a_risk_in_any_input_of_an_option_has_a_driver_and_a_measure() -> None:
    """An event may be about every number an option has, also one that only a norm reads."""
    groups = {parameter.group for parameter in parameters().values() if parameter.scope == "option"}
    assert groups <= set(risk.measures())


def test_a_risk_of_which_its_group_says_too_little_has_words_of_its_own() -> None:
    """A bank that fixes its rate controls no subsidy, and guarantees of employers no operator who fails."""
    groups = {parameter.group for parameter in parameters().values()} | {OWN_LINES}
    own = risk.measures().keys() - groups
    events = {event.key: risk.group_of(run(), event.key) for event in run().setup.events if event.effects}
    assert own <= parameters().keys() | events.keys()
    for key in own:
        group = events.get(key) or parameters()[key].group
        for name in (key, f"x.{key}") if key in parameters() else (key,):
            assert risk.measure_of(run(), name) == risk.measures()[key] != risk.measures()[group]
