"""What was chosen of the risk run of an option, kept in the case: every entry is tried on the case as it then is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import streamlit as st

from model.analyses.risk import (
    Branch,
    Distribution,
    Event,
    Overlay,
    Setup,
    default_branches,
    default_setup,
    setup_for,
    with_branches,
    with_choices,
    with_correlation,
    with_distribution,
    with_event,
    within_reach,
)
from model.analyses.sensitivity import ends_of
from model.case.edits import smallest_edit
from model.case.risk import write_overlay
from model.case.uncertainty.correlations import conflicts
from model.case.uncertainty.overlay import HIGHEST_CERTAINTY, LOWEST_CERTAINTY
from model.engine.inputs import parameter_of
from model.engine.scenarios import Scenarios, scenarios_of
from model.options.mix import make_one
from model.problems import Problem, problem
from model.words.units import show_value
from pages.session.computed import kept, of_case
from pages.session.refusals import branch_drafts
from pages.session.state import case, edit, result
from pages.session.words import language, t
from pages.widgets.choose import input_amount, input_name

Pair = tuple[str, str]
Problems = tuple[Problem, ...]
CHANCES = (0.25, 0.25)
"""Chance of low and of high in a discrete distribution until somebody sets them; typical takes the rest."""


def named(name: str) -> str:
    """An input by its name, with its option in words."""
    return input_name(name, st.session_state["analysed_option"])


def standard_of(option_id: str) -> Setup:
    """The standard set-up of an option, over which the choices lie."""
    return of_case(default_setup, option_id)


def setup_of(option_id: str) -> Setup:
    """The set-up of an option as the case has it."""
    return kept("risk_setup", option_id, lambda: setup_for(result(), option_id, standard=standard_of(option_id)))


def choose(option_id: str, make: Callable[[Overlay, Setup], Overlay]) -> Problems:
    """Change what was chosen for an option; `make` gets the choices and the standard."""
    option = case().option(option_id)
    chosen = make(option.risk, standard_of(option_id))
    change = smallest_edit(("risk", option_id), write_overlay(option.risk), write_overlay(chosen))
    return () if change is None else edit(change)


def back_to_standard(option_id: str) -> None:
    """Callback: nothing chosen any more."""
    branch_drafts().pop(option_id, None)
    choose(option_id, lambda *_: Overlay())


def save_run(option_id: str, name: str, value: object) -> Problems:
    """Draws, seed, method or certainty of a run; None brings back the standard."""
    if name == "certainty" and isinstance(value, float) and not LOWEST_CERTAINTY <= value <= HIGHEST_CERTAINTY:
        limits = {
            key: show_value(share, "share", language(), "exact")
            for key, share in (("value", value), ("lowest", LOWEST_CERTAINTY), ("highest", HIGHEST_CERTAINTY))
        }
        return (problem("out_of_bounds", t("certainty"), **limits),)

    def make(overlay: Overlay, standard: Setup) -> Overlay:
        chosen: dict[str, Any] = {name: None if value == getattr(standard, name) else value}
        return replace(overlay, **chosen)

    return choose(option_id, make)


# Ranges of inputs


def usual_range(option_id: str, name: str) -> Distribution:
    """The distribution of an input in the standard set-up; of another input the range of its evidence."""
    standard = standard_of(option_id).distributions.get(name)
    if standard is not None:
        return standard
    scenarios = of_case(scenarios_of, option_id)
    base = scenarios.base(name)
    low, high = ends_of(scenarios).get(name, (base, base))
    return Distribution("pert", low, min(max(base, low), high), high)


def save_varied(option_id: str, names: Iterable[str]) -> Problems:
    """Which inputs are uncertain: one that comes gets its usual range."""
    chosen, now = set(names), setup_of(option_id).distributions

    def make(overlay: Overlay, standard: Setup) -> Overlay:
        for name in now.keys() - chosen:
            overlay = with_distribution(overlay, standard, name, None)
        for name in sorted(chosen - now.keys()):
            overlay = with_distribution(overlay, standard, name, usual_range(option_id, name))
        return overlay

    return choose(option_id, make)


def in_three(given: Distribution) -> Distribution:
    """A distribution with the low, typical and high that its fields show: of a discrete one its three values."""
    if given.kind == "discrete" and given.values:
        middle = sorted(given.values)[len(given.values) // 2]
        return replace(given, low=min(given.values), typical=middle, high=max(given.values))
    return replace(given, typical=min(max(given.typical, given.low), given.high))


def save_distribution(option_id: str, name: str, chosen: Distribution) -> Problems:
    """How an input is drawn, unless that cannot be."""
    return range_problems(option_id, name, chosen) or choose(
        option_id, lambda overlay, standard: with_distribution(overlay, standard, name, chosen)
    )


def save_kind(option_id: str, name: str, kind: str) -> Problems:
    """The kind of distribution of an input, with the low, typical and high it has."""
    given = in_three(setup_of(option_id).distributions[name])
    chosen = Distribution(kind, given.low, given.typical, given.high)
    if kind == "discrete":
        chosen = in_parts(chosen, *CHANCES)
    return save_distribution(option_id, name, chosen)


def in_parts(given: Distribution, low: float, high: float) -> Distribution:
    """A discrete distribution over low, typical and high, with the chances of low and high."""
    middle = round(1 - low - high, 12) + 0.0
    return replace(given, values=(given.low, given.typical, given.high), probabilities=(low, middle, high))


def save_end(option_id: str, name: str, end: str, value: float | None) -> Problems:
    """Low, typical or high of an input; a blank brings back the usual one."""
    usual = in_three(usual_range(option_id, name))
    given = in_three(setup_of(option_id).distributions[name])
    changed: dict[str, Any] = {end: getattr(usual, end) if value is None else value}
    chosen = replace(given, **changed)
    if chosen.kind == "discrete":
        chosen = in_parts(chosen, chosen.probabilities[0], chosen.probabilities[-1])
    return save_distribution(option_id, name, chosen)


def save_chance(option_id: str, name: str, end: str, value: float | None) -> Problems:
    """The chance of low or of high of an input with a discrete distribution."""
    given = in_three(setup_of(option_id).distributions[name])
    chances = {"low": given.probabilities[0], "high": given.probabilities[-1]}
    chances[end] = CHANCES[0] if value is None else value
    return save_distribution(option_id, name, in_parts(given, chances["low"], chances["high"]))


def range_problems(option_id: str, name: str, chosen: Distribution) -> Problems:
    """What is wrong with a range, in words with the input's own unit."""
    option = result().options[option_id]
    shown = {end: input_amount(name, getattr(chosen, end), option) for end in ("low", "typical", "high")}
    codes = {refused.code for refused in chosen.problems(name)}
    if codes:
        return tuple(problem(f"ui_range_{code}", name, input=named(name), **shown) for code in sorted(codes))
    parameter = parameter_of(name)
    if not chosen.outside(parameter.lowest, parameter.highest):
        return ()
    lowest, highest = (
        "" if limit is None else input_amount(name, limit, option) for limit in (parameter.lowest, parameter.highest)
    )
    value = f"{shown['low']} - {shown['high']}"
    return (problem("out_of_bounds", named(name), value=value, lowest=lowest, highest=highest),)


# Correlations


def save_correlation(option_id: str, pair: Pair, value: float | None) -> Problems:
    """The correlation of two inputs, unless it contradicts the others; a blank brings back the standard one."""
    option, standard = case().option(option_id), standard_of(option_id)
    wanted = standard.correlations.get(pair, 0.0) if value is None else value
    chosen = with_correlation(option.risk, standard, pair, wanted)
    setup = within_reach(with_choices(chosen, standard), of_case(scenarios_of, option_id))
    return tuple(
        _by_name(conflict, setup) for conflict in conflicts(setup.distributions, setup.correlations, t("correlations"))
    ) or choose(option_id, lambda *_: chosen)


def _by_name(refused: Problem, setup: Setup) -> Problem:
    """A problem with correlations that calls the inputs by their names."""
    value, where = str(dict(refused.values)["value"]), refused.field
    for name in sorted(setup.distributions, key=len, reverse=True):
        value, where = value.replace(name, named(name)), where.replace(name, named(name))
    if language() == "nl":
        value = re.sub(r"(?<=\d)\.(?=\d)", ",", value)
    # As a cause in words, since a value is cut off after eighty characters.
    return replace(refused, field=where, values=(("value", problem("ui_in_words", "", allowed=value)),))


# Events


def save_event(option_id: str, key: str, make: Callable[[Event], Event]) -> Problems:
    """Change the event of this key."""
    event = next(event for event in setup_of(option_id).events if event.key == key)
    return choose(option_id, lambda overlay, standard: with_event(overlay, standard, make(event)))


def save_probability(option_id: str, key: str, per_cent: int) -> Problems:
    """The probability of an event."""
    return save_event(option_id, key, lambda event: replace(event, probability=per_cent / 100))


def usual_amount(option_id: str, key: str, number: int) -> float:
    """The amount of an event's effect in the standard set-up, else as it is: effects that start alike share a field."""
    now = next(event for event in setup_of(option_id).events if event.key == key)
    usual = next((event for event in standard_of(option_id).events if event.key == key), now)
    same = len(usual.effects) == len(now.effects) and all(
        (one.input, one.change) == (other.input, other.change)
        for one, other in zip(usual.effects, now.effects, strict=True)
    )
    return (usual if same else now).effects[number].amount


def save_effects(option_id: str, key: str, numbers: tuple[int, ...], value: float | None) -> Problems:
    """The amount of effects of an event, by their place; a blank brings back the usual one."""
    return save_event(
        option_id,
        key,
        lambda event: replace(
            event,
            effects=tuple(
                replace(effect, amount=usual_amount(option_id, key, number) if value is None else value)
                if number in numbers
                else effect
                for number, effect in enumerate(event.effects)
            ),
        ),
    )


# The second life


def save_second_life(option_id: str, counts: bool) -> Problems:
    """Whether the second life counts; it starts as the shipped one."""
    branch_drafts().pop(option_id, None)
    usual = default_branches(of_case(scenarios_of, option_id)) if counts else ()
    return choose(option_id, lambda overlay, standard: with_branches(overlay, standard, usual))


def save_branches(option_id: str, make: Callable[[Branch], Branch]) -> Problems:
    """Change the branches of the second life."""
    branches = tuple(make(branch) for branch in setup_of(option_id).branches)
    return choose(option_id, lambda overlay, standard: with_branches(overlay, standard, branches))


def save_share(option_id: str, key: str, per_cent: int) -> Problems:
    """Remember the probability of a branch, and put all of them in the case when they add up."""
    drafts = branch_drafts().get(option_id) or {
        branch.key: branch.probability for branch in setup_of(option_id).branches
    }
    drafts = {**drafts, key: per_cent / 100}
    if not make_one(drafts.values()):
        branch_drafts()[option_id] = drafts
        return ()
    branch_drafts().pop(option_id, None)
    return save_branches(option_id, lambda branch: replace(branch, probability=drafts[branch.key]))


def save_setting(option_id: str, key: str, name: str, value: float | None) -> Problems:
    """An input of a branch; a blank brings back the shipped one, or that of the case."""
    parameter = parameter_of(name)
    lowest, highest = parameter.lowest, parameter.highest
    if value is not None and ((lowest is not None and value < lowest) or (highest is not None and value > highest)):
        return (problem("out_of_bounds", f"{option_id}.{name}", value=value, lowest=lowest, highest=highest),)
    shipped = {branch.key: branch.settings for branch in default_branches(of_case(scenarios_of, option_id))}
    wanted = shipped.get(key, {}).get(name) if value is None else value

    def make(branch: Branch) -> Branch:
        if branch.key != key:
            return branch
        settings = {other: given for other, given in branch.settings.items() if other != name}
        return replace(branch, settings=settings if wanted is None else {**settings, name: wanted})

    return save_branches(option_id, make)


def first_with(scenarios: Scenarios, key: str) -> str:
    """The name under which an input stands in an option, or in the first component of a mix."""
    return next((name for name in scenarios.inputs() if name.rpartition(".")[2] == key), key)


def pairs_added(option_id: str) -> list[Pair]:
    """Pairs of inputs for which a field was asked in this session; what is entered there goes into the case."""
    every: dict[str, list[Pair]] = st.session_state.setdefault("risk_pairs", {})
    return every.setdefault(option_id, [])
