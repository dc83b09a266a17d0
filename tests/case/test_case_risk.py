"""The risk set-up of an option in its case: read strictly, written back, and used by everything that runs a risk."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings

from model.analyses.risk import (
    Branch,
    Distribution,
    Effect,
    Event,
    Overlay,
    Setup,
    check_setup,
    default_branches,
    default_setup,
    run_risk,
    setup_for,
)
from model.analyses.risk.chosen import (
    with_branches,
    with_choices,
    with_correlation,
    with_distribution,
    with_event,
    without_input,
)
from model.case import Case, Component, Option, OwnLine, parse_case, read_case, write_case
from model.case.edits import apply, remove
from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.engine.scenarios import scenarios_of
from model.export.analyses import analyse
from model.problems import BadInput, Problem
from model.words.numbers import number
from tests.support.risk_choices import risk_choices

Json = dict[str, Any]
OCCUPANCY = {"kind": "triangular", "low": 0.6, "typical": 0.8, "high": 0.95}


def case_data(**chosen: Any) -> Json:
    """The example case with choices for option a."""
    return {**write_case(example_case("GM1783")), "risk": {"a": chosen}}


def problem_of(data: Json) -> Problem:
    with pytest.raises(BadInput) as caught:
        read_case(data)
    assert len(caught.value.problems) == 1, caught.value.texts("en")
    return caught.value.problems[0]


def with_risk(result: CaseResult, option_id: str, chosen: Overlay) -> CaseResult:
    options = tuple(
        replace(option, risk=chosen) if option.id == option_id else option for option in result.case.options
    )
    return run_case(replace(result.case, options=options))


@cache
def example() -> CaseResult:
    return run_case(example_case("GM1783"))


# Reading and writing


@settings(max_examples=60, deadline=None, database=None, derandomize=True)
@given(risk_choices())
def test_what_is_written_is_read_back(chosen: Json) -> None:
    case = read_case(case_data(**chosen))
    again = parse_case(json.dumps(write_case(case), allow_nan=False).encode(), "zaak.json")
    assert again == case
    assert again.option("a").risk == case.option("a").risk


def test_the_choices_are_read_as_they_stand() -> None:
    case = read_case(
        case_data(
            distributions={"occupancy": OCCUPANCY, "price_growth": None},
            correlations=[["occupancy", "price_per_bed_week", 0.4]],
            events=[{"key": "law_change", "probability": 0.5, "law": "if_proposals_pass"}],
            branches=[{"key": "stay", "probability": 1, "settings": {"end_of_term": "stay"}}],
            draws=500,
            seed=3,
            method="sobol",
            certainty=0.95,
        )
    )
    assert case.option("a").risk == Overlay(
        distributions={"occupancy": Distribution("triangular", 0.6, 0.8, 0.95), "price_growth": None},
        correlations={("occupancy", "price_per_bed_week"): 0.4},
        events=(Event("law_change", 0.5, (), "Wetsvoorstellen gaan door", "Proposals pass", "if_proposals_pass"),),
        branches=(Branch("stay", 1.0, {"end_of_term": "stay"}),),
        draws=500,
        seed=3,
        method="sobol",
        certainty=0.95,
    )


def test_a_case_without_choices_is_written_without_them() -> None:
    assert "risk" not in write_case(read_case(case_data()))
    assert "risk" not in write_case(example_case("GM1783"))


def test_only_what_was_chosen_is_written() -> None:
    data = case_data(certainty=0.95, distributions={"price_growth": None})
    assert write_case(read_case(data))["risk"] == data["risk"]


def one_event(**changes: Any) -> Json:
    event = {"key": "x", "probability": 0.5, "effects": [{"input": "occupancy", "change": "add", "amount": 0.1}]}
    return case_data(events=[{**event, **changes}])


WRONG: dict[str, tuple[Json, str, str, str]] = {
    "no object": ({**case_data(), "risk": []}, "risk", "[]", ""),
    "unknown option": ({**case_data(), "risk": {"z": {}}}, "risk.z", "", "a, b, c, d"),
    "option that is no object": ({**case_data(), "risk": {"a": 5}}, "risk.a", "5", ""),
    "unknown part": (case_data(colour=1), "risk.a.colour", "", "distributions"),
    "unknown input": (
        case_data(distributions={"ocupancy": OCCUPANCY}),
        "risk.a.distributions.ocupancy",
        "",
        "occupancy",
    ),
    "a choice is not drawn": (
        case_data(distributions={"loan_type": None}),
        "risk.a.distributions.loan_type",
        "",
        "loan",
    ),
    "the law is not drawn": (
        case_data(distributions={"deduction_share": None}),
        "risk.a.distributions.deduction_share",
        "",
        "",
    ),
    "unknown kind": (
        case_data(distributions={"occupancy": {**OCCUPANCY, "kind": "gamma"}}),
        "risk.a.distributions.occupancy.kind",
        "gamma",
        "pert",
    ),
    "no number": (
        case_data(distributions={"occupancy": {**OCCUPANCY, "low": "0,6"}}),
        "risk.a.distributions.occupancy.low",
        "0,6",
        "",
    ),
    "typical outside the range": (
        case_data(distributions={"occupancy": {**OCCUPANCY, "typical": 0.5}}),
        "risk.a.distributions.occupancy",
        "0.5",
        "0.6",
    ),
    "beyond the bounds": (
        case_data(distributions={"occupancy": {**OCCUPANCY, "high": 1.5}}),
        "risk.a.distributions.occupancy",
        "1.5",
        "1",
    ),
    "probabilities that do not add up": (
        case_data(distributions={"occupancy": {"kind": "discrete", "values": [0.5, 0.9], "probabilities": [0.5, 0.6]}}),
        "risk.a.distributions.occupancy",
        "1.1",
        "1",
    ),
    "correlation of one": (case_data(correlations=[["occupancy"]]), "risk.a.correlations", "occupancy", ""),
    "full correlation": (
        case_data(correlations=[["occupancy", "price_per_bed_week", 1]]),
        "risk.a.correlations[1]",
        "1",
        "-1",
    ),
    "correlation given twice": (
        case_data(correlations=[["occupancy", "loan_rate", 0.1], ["loan_rate", "occupancy", 0.1]]),
        "risk.a.correlations[2]",
        "loan_rate, occupancy",
        "",
    ),
    "correlations that conflict": (
        case_data(
            correlations=[
                ["occupancy", "loan_rate", 0.9],
                ["loan_rate", "inflation", 0.9],
                ["occupancy", "inflation", -0.9],
            ]
        ),
        "risk.a.correlations",
        "occupancy",
        "",
    ),
    "event without effect": (case_data(events=[{"key": "x", "probability": 1}]), "risk.a.events[1].effects", "", ""),
    "event above one": (one_event(probability=2), "risk.a.events[1].probability", "2", "1"),
    "event on nothing": (
        one_event(effects=[{"input": "colour", "change": "add", "amount": 1}]),
        "risk.a.events[1].effects[1].colour",
        "",
        "",
    ),
    "event with an unknown change": (
        one_event(effects=[{"input": "occupancy", "change": "halve", "amount": 1}]),
        "risk.a.events[1].effects[1].change",
        "halve",
        "multiply",
    ),
    "event under an unknown law": (one_event(law="martial"), "risk.a.events[1].law", "martial", "if_proposals_pass"),
    "branches that do not add up": (
        case_data(branches=[{"key": "stay", "probability": 0.5, "settings": {}}]),
        "risk.a.branches",
        "0.5",
        "1",
    ),
    "branch with an unknown word": (
        case_data(branches=[{"key": "x", "probability": 1, "settings": {"end_of_term": "fly"}}]),
        "risk.a.branches[1].settings.end_of_term",
        "fly",
        "stay",
    ),
    "no draws": (case_data(draws=0), "risk.a.draws", "0", "1000000"),
    "half a draw": (case_data(draws=10.5), "risk.a.draws", "10.5", ""),
    "seed below zero": (case_data(seed=-1), "risk.a.seed", "-1", "0"),
    "unknown method": (case_data(method="guess"), "risk.a.method", "guess", "sobol"),
    "certainty of a per cent": (case_data(certainty=0.01), "risk.a.certainty", "0.01", "0.9999"),
}


def as_said(value: str, language: str) -> str:
    """A number in the notation of the language: 0,5 in Dutch; anything else as it is."""
    return number(float(value), language) if re.fullmatch(r"-?[0-9.]+", value) else value


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_named_with_its_field_its_value_and_what_is_allowed(name: str) -> None:
    data, field, value, allowed = WRONG[name]
    problem = problem_of(data)
    assert problem.field == field
    for language in ("nl", "en"):
        assert all(as_said(piece, language) in problem.text(language) for piece in (field, value, allowed))


def test_a_mix_takes_the_inputs_of_its_components_together_or_one_by_one() -> None:
    data = write_case(example_case("GM1783"))
    mix = {"id": "m", "type": "mix", "components": [{"option": "a", "share": 0.5}, {"option": "d", "share": 0.5}]}
    data["options"].append(mix)
    chosen = {"distributions": {"loan_rate": None, "a.occupancy": OCCUPANCY}}
    assert read_case({**data, "risk": {"m": chosen}}).option("m").risk.distributions["loan_rate"] is None
    wrong = problem_of({**data, "risk": {"m": {"distributions": {"b.occupancy": None}}}})
    assert wrong.field == "risk.m.distributions.b.occupancy"


# Laid over the standard


def test_nothing_chosen_is_the_standard() -> None:
    assert setup_for(example(), "a") == default_setup(example(), "a")


def test_what_is_chosen_lies_over_the_standard() -> None:
    chosen = Distribution("uniform", 0.7, 0.8, 0.9)
    standard = default_setup(example(), "a")
    gone = next(name for name in standard.distributions if name != "occupancy")
    overlay = Overlay({"occupancy": chosen, gone: None}, certainty=0.95)
    setup = setup_for(with_risk(example(), "a", overlay), "a")
    expected = {name: distribution for name, distribution in standard.distributions.items() if name != gone} | {
        "occupancy": chosen
    }
    assert dict(setup.distributions) == expected
    assert (setup.certainty, setup.seed, setup.events) == (0.95, standard.seed, standard.events)


def test_every_option_of_a_case_has_its_own() -> None:
    result = with_risk(example(), "a", Overlay(draws=77))
    assert [setup_for(result, option).draws for option in "abcd"] == [77, 10_000, 10_000, 10_000]


def test_a_change_that_is_undone_leaves_nothing_behind() -> None:
    standard = default_setup(example(), "a")
    name, usual = next(iter(standard.distributions.items()))
    changed = with_distribution(Overlay(), standard, name, replace(usual, kind="triangular"))
    assert not changed.is_standard
    assert with_distribution(changed, standard, name, usual).is_standard
    event = standard.events[0]
    changed = with_event(Overlay(), standard, replace(event, probability=0.9))
    assert with_choices(changed, standard).events[0].probability == 0.9
    assert with_event(changed, standard, event).is_standard
    pair = tuple(standard.distributions)[:2]
    changed = with_correlation(Overlay(), standard, pair, 0.3)  # type: ignore[arg-type]
    assert changed.correlations is not None and changed.correlations[pair] == 0.3  # type: ignore[index]
    assert with_correlation(changed, standard, pair, standard.correlations.get(pair, 0.0)).is_standard  # type: ignore[arg-type]
    changed = with_branches(Overlay(), standard, default_branches(scenarios_of(example(), "a")))
    assert with_branches(changed, standard, ()).is_standard


def test_an_input_taken_away_takes_its_correlations_along() -> None:
    standard = Setup({name: Distribution("uniform", 0.1, 0.2, 0.3) for name in "xy"}, {("x", "y"): 0.5})
    assert with_choices(Overlay({"x": None}), standard).correlations == {}


def test_what_the_option_does_not_have_any_more_is_left_aside_and_counts_again_later() -> None:
    """Occupancy of the mix as one input exists only as long as it is equal in its components."""
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    case = example().case
    chosen = Overlay({"occupancy": Distribution("uniform", 0.7, 0.8, 0.9)}, {("occupancy", "loan_rate"): 0.2})
    case = replace(case, options=(*case.options, replace(mix, risk=chosen)))
    apart = run_case(case.with_input("a", "occupancy", 0.7).with_input("d", "occupancy", 0.9))
    alike = run_case(case.with_input("a", "occupancy", 0.8).with_input("d", "occupancy", 0.8))
    assert "occupancy" not in setup_for(apart, "m").distributions
    assert without_input(chosen, scenarios_of(apart, "m")) == ("occupancy",)
    assert setup_for(apart, "m").correlations == {}
    assert setup_for(alike, "m").distributions["occupancy"] == chosen.distributions["occupancy"]
    for result in (apart, alike):
        assert check_setup(setup_for(result, "m"), scenarios_of(result, "m")) == ()


def test_an_event_that_moves_nothing_of_the_option_is_left_aside() -> None:
    event = Event("x", 1.0, (Effect("own.3.amount", "multiply", 2.0),))
    own = Option(
        "o", "own", own_lines=(OwnLine("Bouw", "investment", 1e6, "once", 0.0),), risk=Overlay(events=(event,))
    )
    result = run_case(replace(example().case, options=(own,)))
    assert setup_for(result, "o").events == ()


# With the option


def test_an_option_takes_its_choices_along_when_it_is_copied_and_when_it_goes() -> None:
    case = read_case(case_data(certainty=0.95))
    copied: Case = replace(case, options=(*case.options, replace(case.option("a"), id="e")))
    assert write_case(copied)["risk"] == {"a": {"certainty": 0.95}, "e": {"certainty": 0.95}}
    assert read_case(write_case(copied)) == copied
    without = replace(case, options=tuple(option for option in case.options if option.id != "a"))
    assert "risk" not in write_case(without)
    assert read_case(write_case(without)) == without


def test_the_choices_about_own_lines_follow_them_when_one_before_is_taken_out() -> None:
    """Of lines 1, 2, 3 the second goes: what was chosen about it goes too, the third is now the second."""
    lines = tuple(OwnLine(f"Lijn {number}", "revenue", 100.0 * number) for number in (1, 2, 3))
    first, two, three = (Distribution("uniform", low, low, low + 50) for low in (100.0, 200.0, 300.0))
    own = Overlay(
        {"own.1.amount": first, "own.2.amount": two, "own.3.amount": three},
        {("own.1.amount", "own.3.amount"): 0.3, ("own.1.amount", "own.2.amount"): 0.2},
        (
            Event("x", 0.5, (Effect("own.2.amount", "add", 1.0), Effect("own.3.amount", "add", 2.0))),
            Event("y", 0.5, (Effect("own.2.amount", "add", 1.0),)),
        ),
    )
    mix = Option(
        "m", "mix", components=(Component("a", 0.5), Component("b", 0.5)), risk=Overlay({"a.own.3.amount": three})
    )
    options = (Option("a", "short_stay", own_lines=lines, risk=own), Option("b", "mid_stay", own_lines=lines), mix)
    left = apply(replace(example().case, options=options), remove(("options", "a", "own_lines", "2")))
    assert [line.label for line in left.option("a").own_lines] == ["Lijn 1", "Lijn 3"]
    assert left.option("b").own_lines == lines
    assert left.option("a").risk == Overlay(
        {"own.1.amount": first, "own.2.amount": three},
        {("own.1.amount", "own.2.amount"): 0.3},
        (Event("x", 0.5, (Effect("own.2.amount", "add", 2.0),)),),
    )
    assert left.option("m").risk == Overlay({"a.own.2.amount": three})
    assert read_case(write_case(left)) == left


def test_the_choices_change_no_number_of_the_case_itself() -> None:
    changed = with_risk(example(), "a", Overlay({"occupancy": None}, draws=10))
    assert changed.options["a"].metrics == example().options["a"].metrics


@pytest.mark.thorough
def test_the_workbook_shows_the_risk_run_of_the_case() -> None:
    result = with_risk(example(), "a", Overlay({"occupancy": None}, draws=60, seed=9, certainty=0.95))
    risk = analyse(result).risks["a"]
    assert risk == run_risk(result, "a")
    assert (risk.setup.draws, risk.setup.seed, risk.setup.certainty) == (60, 9, 0.95)
