"""What a risk run assumes, as it can be set: ranges, correlations, events, second lives, and how many futures."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from model.evaluation import OptionResult
from model.options import OPTION_TYPES
from model.parameters.table import parameters
from model.problems import Problem, problem
from model.risk import METHODS, Branch, Distribution, Event, Setup, default_branches, default_setup
from model.risk_text import law_sentences
from model.scenarios import Scenarios
from model.sensitivity import ends_of
from model.texts import text
from pages.shared.choose import input_amount
from pages.shared.fields import number_field
from pages.shared.numbers import format_percent, format_short
from pages.shared.state import case, result
from pages.shared.words import PERCENT_UNITS, language, plain, t, titles

DRAWS = (1_000, 10_000, 100_000)
CERTAINTY = 0.9
LOWEST_CERTAINTY, HIGHEST_CERTAINTY = 0.5, 0.9999
KINDS = ("pert", "triangular", "normal", "lognormal", "uniform", "discrete")
CHANCES = (0.25, 0.25)
"""Chance of low and of high in a discrete distribution until somebody sets them; typical takes the rest."""
BRANCH_INPUTS = {
    "stay": ("residual_share",),
    "relocate_once": ("relocation_cost_share", "residual_share"),
    "relocate_twice": ("relocation_cost_share", "residual_share"),
    "dismantle": ("dismantle_cost_per_bed",),
    "ordinary_homes": ("residual_share",),
}
"""Cost and residual value that can be set per branch of the second life."""

Edits = dict[str, float]


def edits(option_id: str) -> Edits:
    """What was entered over the assumptions of an option in this session, by the place of its field."""
    every: dict[str, Edits] = st.session_state.setdefault("risk_edits", {})
    return every.setdefault(option_id, {})


def save_edit(option_id: str, place: str, value: float | None) -> tuple[Problem, ...]:
    """Keep an entry for this session; a blank brings back what stood there."""
    if value is None:
        edits(option_id).pop(place, None)
    else:
        edits(option_id)[place] = value
    return ()


def save_certainty(value: float | None) -> tuple[Problem, ...]:
    """Keep the certainty asked for, within what makes sense."""
    if value is not None and not LOWEST_CERTAINTY <= value <= HIGHEST_CERTAINTY:
        limits = {
            name: format_percent(each, language(), 2)
            for name, each in (("value", value), ("lowest", LOWEST_CERTAINTY), ("highest", HIGHEST_CERTAINTY))
        }
        return (problem("out_of_bounds", t("certainty"), **limits),)
    st.session_state["risk_certainty"] = CERTAINTY if value is None else value
    return ()


def edit_field(option_id: str, place: str, words: str, usual: float, *, percent: bool = False) -> float:
    """A number field over an assumption of an option; gives what holds now."""
    value = edits(option_id).get(place, usual)
    number_field(
        words + (" (%)" if percent else ""),
        # Cents of a large amount are noise on the screen; what is not edited keeps them.
        round(value, 2 if abs(value) >= 100 else 6),
        f"risk.{option_id}.{place}",
        partial(save_edit, option_id, place),
        name=words,
        percent=percent,
    )
    return value


def named(name: str) -> str:
    """An input by its name, with its option in words."""
    prefix, _, key = name.rpartition(".")
    words = parameters()[key].label(language())
    return f"{titles(case().options).get(prefix, prefix)}: {words}" if prefix else words


def run_settings(option_id: str) -> Setup:
    """Draws, certainty, seed and method."""
    columns = st.columns(4)
    draws = columns[0].selectbox(
        t("draws"),
        DRAWS,
        index=1,
        format_func={each: format_short(each, language()) for each in DRAWS}.__getitem__,
        key="risk_draws",
        persist_state="session",
    )
    certainty: float = st.session_state.get("risk_certainty", CERTAINTY)
    with columns[1]:
        number_field(
            f"{t('certainty')} (%)", certainty, "risk.certainty", save_certainty, name=t("certainty"), percent=True
        )
    seed = columns[2].number_input(t("seed"), 1, 999_999, 1, key="risk_seed", persist_state="session")
    method = columns[3].selectbox(
        t("method"),
        METHODS,
        format_func={each: t(f"method_{each}") for each in METHODS}.__getitem__,
        key="risk_method",
        persist_state="session",
    )
    setup = default_setup(result(), option_id, draws=draws, seed=int(seed))
    return replace(setup, certainty=certainty, method=method)


def varied(option_id: str, setup: Setup, scenarios: Scenarios) -> Setup:
    """The set-up with the inputs that were chosen to vary; another input gets the range of its evidence."""
    ends = ends_of(scenarios)
    key = f"risk_varied.{option_id}"
    kept = [name for name in st.session_state.get(key, list(setup.distributions)) if name in ends]
    st.session_state[key] = kept
    chosen = st.multiselect(
        t("risk_varied"),
        sorted(ends, key=lambda name: named(name).lower()),
        format_func={name: named(name) for name in ends}.__getitem__,
        key=key,
        placeholder=t("risk_varied_none"),
        persist_state="session",
    )
    distributions = {}
    for name in sorted(
        chosen, key=lambda each: list(setup.distributions).index(each) if each in setup.distributions else 99
    ):
        low, high = ends[name]
        usual = Distribution("pert", low, min(max(scenarios.base(name), low), high), high)
        distributions[name] = setup.distributions.get(name, usual)
    return replace(setup, distributions=distributions)


def ranges(option_id: str, setup: Setup) -> Setup:
    """The set-up with the distribution of each input as entered: its kind, low, typical and high."""
    return replace(
        setup, distributions={name: one_range(option_id, name, given) for name, given in setup.distributions.items()}
    )


def one_range(option_id: str, name: str, given: Distribution) -> Distribution:
    """The fields of one input, in a row."""
    words = named(name)
    percent = parameters()[name.rpartition(".")[2]].unit in PERCENT_UNITS
    columns = st.columns([1.5, 1, 1, 1])
    kind = columns[0].selectbox(
        plain(words),
        KINDS,
        format_func={each: t(f"kind_{each}") for each in KINDS}.__getitem__,
        key=f"risk_kind.{option_id}.{name}",
        persist_state="session",
    )
    numbers = {}
    for column, end in zip(columns[1:], ("low", "typical", "high"), strict=True):
        with column:
            if kind in {"normal", "lognormal", "uniform"} and end == "typical":
                st.caption(t(f"kind_note_{kind}"))
                numbers[end] = given.typical
                continue
            numbers[end] = edit_field(option_id, f"{name}.{end}", t(end), getattr(given, end), percent=percent)
    usual = Distribution(kind, low=numbers["low"], typical=numbers["typical"], high=numbers["high"])
    if kind != "discrete":
        return usual
    left, right = st.columns(2)
    with left:
        low = edit_field(option_id, f"{name}.chance_low", t("chance_low"), CHANCES[0], percent=True)
    with right:
        high = edit_field(option_id, f"{name}.chance_high", t("chance_high"), CHANCES[1], percent=True)
    return replace(
        usual,
        values=(numbers["low"], numbers["typical"], numbers["high"]),
        probabilities=(low, 1 - low - high, high),
    )


def faults(option: OptionResult, setup: Setup) -> list[str]:
    """What is wrong with the ranges entered, in words with the input's own unit."""
    found = []
    for name, given in setup.distributions.items():
        shown = {end: input_amount(name, getattr(given, end), option) for end in ("low", "typical", "high")}
        codes = {each.code for each in given.problems(name)}
        if given.kind == "discrete":
            codes = codes and {"bad_probabilities"}
        found += [t(f"range_{code}", input=named(name), **shown) for code in sorted(codes)]
    return found


Pair = tuple[str, str]


def pairs_added(option_id: str) -> list[Pair]:
    """Pairs of inputs whose correlation was added in this session."""
    every: dict[str, list[Pair]] = st.session_state.setdefault("risk_pairs", {})
    return every.setdefault(option_id, [])


def add_pair(option_id: str) -> None:
    """Callback: a field for the correlation of the two inputs chosen."""
    pair = (st.session_state[f"pair_first.{option_id}"], st.session_state[f"pair_second.{option_id}"])
    known = pairs_added(option_id)
    if pair[0] != pair[1] and pair not in known and pair[::-1] not in known:
        known.append(pair)


def correlations(option_id: str, setup: Setup) -> Setup:
    """The set-up with the correlations entered; a pair can be added, zero takes it out."""
    st.caption(t("correlations_intro"))
    names = list(setup.distributions)
    usual = {pair: value for pair, value in setup.correlations.items() if set(pair) <= set(names)}
    for pair in pairs_added(option_id):
        if set(pair) <= set(names) and pair[::-1] not in usual:
            usual.setdefault(pair, 0.0)
    found = {
        (first, second): edit_field(
            option_id,
            f"correlation.{first}.{second}",
            t("correlated", first=plain(named(first)), second=plain(named(second))),
            value,
        )
        for (first, second), value in usual.items()
    }
    if len(names) > 1:
        left, middle, right = st.columns([2, 2, 1], vertical_alignment="bottom")
        shown = {name: named(name) for name in names}
        for column, code, index in ((left, "first", 0), (middle, "second", 1)):
            key = f"pair_{code}.{option_id}"
            if st.session_state.get(key) not in names:
                st.session_state[key] = names[index]
            column.selectbox(t(f"pair_{code}"), names, format_func=shown.__getitem__, key=key, persist_state="session")
        right.button(t("pair_add"), on_click=add_pair, args=(option_id,), icon=":material/add:")
    return replace(setup, correlations={pair: value for pair, value in found.items() if value != 0})


def events(option_id: str, setup: Setup, scenarios: Scenarios) -> Setup:
    """The set-up with the probability and the effects of each event as entered."""
    st.caption(t("risk_events_intro"))
    known = {name.rpartition(".")[2] for name in scenarios.inputs()}
    for words in law_sentences(scenarios, setup.events, language()):
        st.caption(plain(words))
    return replace(setup, events=tuple(one_event(option_id, event, known) for event in setup.events))


def one_event(option_id: str, event: Event, known: set[str]) -> Event:
    """The slider of an event's probability, and a field per effect; equal effects on several inputs share a field."""
    chance = st.slider(
        plain(event.label(language())),
        0,
        100,
        round(event.probability * 100),
        5,
        "%d%%",
        key=f"event.{option_id}.{event.key}",
        persist_state="session",
    )
    effects = []
    groups: dict[tuple[str, float], list[str]] = {}
    for effect in event.effects:
        groups.setdefault((effect.change, effect.amount), []).append(effect.input)
    columns = st.columns(max(2, len(groups)))
    for column, ((change, amount), inputs) in zip(columns, groups.items(), strict=False):
        moved = " / ".join(parameters()[key].label(language()) for key in inputs if key in known)
        if not moved:
            continue
        with column:
            amount = edit_field(
                option_id, f"event.{event.key}.{inputs[0]}", t(f"effect_{change}", inputs=plain(moved)), amount
            )
        effects += [replace(each, amount=amount) for each in event.effects if each.input in inputs]
    return replace(event, probability=chance / 100, effects=tuple(effects))


def second_life(option: OptionResult, setup: Setup, scenarios: Scenarios) -> Setup:
    """The set-up with the futures after the first term: probability, cost and residual value per branch."""
    option_id = option.option.id
    if OPTION_TYPES[option.option.type].only_own_lines or "end_of_term" not in option.resolved[0].provenance:
        st.caption(t("second_life_not"))
        return setup
    if not st.toggle(t("second_life_count"), key=f"second_life.{option_id}", persist_state="session"):
        st.caption(t("second_life_off"))
        return setup
    st.caption(t("second_life_intro"))
    branches = [one_branch(option_id, branch, scenarios) for branch in default_branches(scenarios)]
    total = round(100 * sum(branch.probability for branch in branches))
    if total != 100:
        st.warning(t("branches_not_100", total=total))
        return setup
    return replace(setup, branches=tuple(branches))


def one_branch(option_id: str, branch: Branch, scenarios: Scenarios) -> Branch:
    """A branch with its probability and what was entered for its cost and residual value."""
    inputs = BRANCH_INPUTS.get(branch.key, ())
    columns = st.columns([2, 1, 1])
    share = columns[0].slider(
        text(f"risk_branch_{branch.key}", language()).capitalize(),
        0,
        100,
        round(branch.probability * 100),
        5,
        "%d%%",
        key=f"branch.{option_id}.{branch.key}",
        persist_state="session",
    )
    settings = dict(branch.settings)
    for column, key in zip(columns[1:], inputs, strict=False):
        place = f"branch.{branch.key}.{key}"
        usual = settings.get(key, scenarios.base(_first_with(scenarios, key)))
        with column:
            value = edit_field(
                option_id,
                place,
                parameters()[key].label(language()),
                float(usual),
                percent=parameters()[key].unit in PERCENT_UNITS,
            )
        if place in edits(option_id):
            settings[key] = value
    return replace(branch, probability=share / 100, settings=settings)


def _first_with(scenarios: Scenarios, key: str) -> str:
    """The name under which an input stands in an option, or in the first component of a mix."""
    return next((name for name in scenarios.inputs() if name.rpartition(".")[2] == key), key)
