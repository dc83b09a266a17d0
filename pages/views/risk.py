"""Risk: the chance of a shortfall, the capital that covers it, what drives it, and the second life of the building."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from model.case import Case
from model.evaluation import CaseResult, OptionResult
from model.options import OPTION_TYPES
from model.parameters.table import parameters
from model.problems import BadInput, Problem, problem
from model.risk import (
    METHODS,
    Branch,
    Distribution,
    Event,
    RiskResult,
    Setup,
    default_branches,
    default_setup,
    run_risk,
)
from model.risk_text import driver_label, risk_paragraph
from model.scenarios import Scenarios, scenarios_of
from model.sensitivity import ends_of
from model.texts import text
from pages.shared.analysis_charts import distribution, share_bars
from pages.shared.charts import CONFIG
from pages.shared.choose import chosen_option, heading, input_amount, next_step
from pages.shared.fields import number_field
from pages.shared.numbers import format_euro, format_million, format_percent, format_short
from pages.shared.state import case, result
from pages.shared.tables import show_table
from pages.shared.versions import version, version_fields, version_outcome
from pages.shared.words import PERCENT_UNITS, label, language, metric_value, plain, sentence, t, titles

DRAWS = (1_000, 10_000, 100_000)
CERTAINTY = 0.9
LOWEST_CERTAINTY, HIGHEST_CERTAINTY = 0.5, 0.9999
KINDS = ("pert", "triangular", "normal", "lognormal", "uniform", "discrete")
CHANCES = (0.25, 0.25)
"""Chance of low and of high in a discrete distribution until somebody sets them; typical takes the rest."""
SHOWN_DRIVERS = 10
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


RunKey = tuple[object, ...]


def stop(key: RunKey) -> None:
    """Callback of the stop button: Streamlit breaks the run off, and this keeps it from starting again by itself."""
    st.session_state["risk_stopped"] = key


def run(option: OptionResult, setup: Setup, beside: DeltaGenerator) -> RiskResult | None:
    """The run with its progress bar and stop button, here and `beside` the assumptions; None if stopped or refused."""
    wrong = faults(option, setup)
    for each in wrong:
        st.error(plain(each))
        beside.error(plain(each))
    if wrong:
        return None
    option_id = option.option.id
    made = st.session_state.get("risk_run")
    key: RunKey = (result().market.version, result().case, option_id, repr(setup))
    if made is not None and made[0] == key:
        found: RiskResult = made[1]
        return found
    if st.session_state.get("risk_stopped") == key:
        st.info(t("stopped"))
        if not st.button(t("again")):
            return None
        del st.session_state["risk_stopped"]
    waiting = [place.empty() for place in (st.container(), beside)]
    bars = [place.container() for place in waiting]
    meters = [place.progress(0.0, t("risk_running")) for place in bars]
    if setup.draws >= DRAWS[-1]:
        for number, place in enumerate(bars):
            place.button(t("stop"), on_click=stop, args=(key,), icon=":material/stop_circle:", key=f"stop.{number}")

    def told(share: float) -> None:
        for meter in meters:
            meter.progress(share, t("risk_running"))

    try:
        fresh = run_risk(result(), option_id, setup, told)
    except BadInput as refused:
        for problem_found in refused.problems:
            st.error(refusal_words(problem_found, setup))
            beside.error(refusal_words(problem_found, setup))
        return None
    finally:
        for place in waiting:
            place.empty()
    keep_previous(option_id)
    st.session_state["risk_run"] = (key, fresh)
    return fresh


def keep_previous(option_id: str) -> None:
    """The last run of this option on another state of the case becomes the one to compare with."""
    made = st.session_state.get("risk_run")
    if made is not None and made[0][2] == option_id and made[0][1] != result().case:
        st.session_state["risk_previous"] = (option_id, made[0][1], made[1])


def refusal_words(refused: Problem, setup: Setup) -> str:
    """Why a run cannot be, with inputs by their names: which correlations contradict each other."""
    if refused.code not in {"correlations_conflict", "bad_correlation"}:
        return sentence(refused)
    value = str(dict(refused.values)["value"])
    where = refused.field if refused.code == "bad_correlation" else t("correlations")
    for name in sorted(setup.distributions, key=len, reverse=True):
        value, where = value.replace(name, named(name)), where.replace(name, named(name))
    if language() == "nl":
        value = re.sub(r"(?<=\d)\.(?=\d)", ",", value)
    return plain(text(refused.code, language(), field=where, value=value))


def earlier_run(option_id: str, setup: Setup) -> tuple[Case, RiskResult] | None:
    """The run to compare with: of the version kept, else the last one of this option before the case was changed."""
    kept = version()
    if kept is not None and kept != case():
        outcome = version_outcome()
        if outcome is None or option_id not in outcome.options:
            return None
        key = (outcome.market.version, kept, option_id, repr(setup))
        made = st.session_state.get("risk_version_run")
        if made is None or made[0] != key:
            made = (key, run_earlier(outcome, option_id, setup))
            st.session_state["risk_version_run"] = made
        return None if made[1] is None else (kept, made[1])
    previous = st.session_state.get("risk_previous")
    if previous is None or previous[0] != option_id:
        return None
    return previous[1], previous[2]


def run_earlier(outcome: CaseResult, option_id: str, setup: Setup) -> RiskResult | None:
    """An earlier version with its own ranges, drawn in the same way as now; None when that cannot be."""
    alone = default_setup(outcome, option_id, draws=setup.draws, seed=setup.seed)
    same = replace(alone, certainty=setup.certainty, method=setup.method, branches=setup.branches)
    try:
        return run_risk(outcome, option_id, same)
    except (BadInput, KeyError):
        return None


def summary(found: RiskResult) -> None:
    """The three numbers a council asks for, with the evidence beside them."""
    npv = found.spreads["npv"]
    columns = st.columns(4)
    columns[0].metric(t("chance_of_shortfall"), format_percent(npv.below_zero, language(), 0))
    columns[1].metric(
        t("capital_needed", share=certainty_words(found.setup.certainty)), format_million(found.capital, language())
    )
    columns[2].metric(t("middle_outcome"), format_million(npv.p50, language()))
    columns[3].metric(t("rests_on_sources"), format_percent(found.evidence_share, language(), 0))
    st.caption(t("false_precision"))
    reading = t("risk_reading", p10=format_euro(npv.p10, language()), p90=format_euro(npv.p90, language()))
    st.markdown(f"**{plain(reading)}**")
    if found.histogram:
        st.plotly_chart(
            distribution(found.histogram, (("P10", npv.p10), ("P50", npv.p50), ("P90", npv.p90)), language()),
            width="stretch",
            config=CONFIG,
            alt=f"{t('risk_alt')} {reading}",
        )
    st.caption(
        t(
            "converged" if found.enough else "not_converged",
            p50=format_euro(npv.error_50, language()),
            p90=format_euro(npv.error_90, language()),
        )
    )
    with st.expander(t("percentiles"), key="percentiles"):
        percentiles(found)


def echo(found: RiskResult, place: DeltaGenerator) -> None:
    """The outcome in a line beside the assumptions, where it is seen to follow them."""
    npv = found.spreads["npv"]
    words = t(
        "risk_echo",
        chance=format_percent(npv.below_zero, language(), 0),
        share=certainty_words(found.setup.certainty),
        capital=format_million(found.capital, language()),
        middle=format_million(npv.p50, language()),
    )
    place.markdown(f"**{plain(words)}**")


def certainty_words(share: float) -> str:
    """A certainty as a percentage with the decimals it needs: 90%, 99,9%."""
    return f"{format_short(round(share * 100, 2), language(), percent=True)}%"


def percentiles(found: RiskResult) -> None:
    """Every result in every ledger: its spread, and how exact its percentiles are."""
    spreads = {key: each for key, each in found.spreads.items() if each.known > 0}
    fields = (
        ("P10", "p10"),
        ("P50", "p50"),
        ("P90", "p90"),
        (t("mean"), "mean"),
        (t("error_of", what="P50"), "error_50"),
        (t("error_of", what="P90"), "error_90"),
    )
    show_table(
        {name: [metric_value(key, getattr(each, field)) for key, each in spreads.items()] for name, field in fields}
        | {t("known_share"): [format_percent(each.known, language(), 0) for each in spreads.values()]},
        index=[label(key) for key in spreads],
        corner=t("metric"),
        alt=t("percentiles"),
    )
    st.caption(t("percentiles_note"))


def drivers(found: RiskResult) -> None:
    """What makes the spread: each input's and event's share of the variance."""
    st.subheader(t("drivers_title"))
    largest = [each for each in found.contributions if each.share > 0][:SHOWN_DRIVERS]
    if not largest:
        st.write(t("drivers_none"))
        return
    names = [driver_name(found, each.key) for each in largest]
    shown = [format_percent(each.share, language(), 0) for each in largest]
    reading = t("drivers_reading", input=names[0], share=shown[0])
    st.markdown(f"**{plain(reading)}**")
    st.plotly_chart(
        share_bars(names, [each.share for each in largest], shown, language()),
        width="stretch",
        config=CONFIG,
        alt=f"{t('drivers_alt')} {reading}",
    )
    with st.expander(t("table"), key="drivers_table"):
        show_table(
            {
                t("share_of_spread"): shown,
                t("mean_at_low"): [format_euro(each.at_low, language()) for each in largest],
                t("mean_at_high"): [format_euro(each.at_high, language()) for each in largest],
            },
            index=names,
            corner=t("input"),
            alt=t("drivers_title"),
        )
        st.caption(t("drivers_note"))


def driver_name(found: RiskResult, key: str) -> str:
    """What drives a risk, with its option in words."""
    return named(key) if key in found.setup.distributions else driver_label(found, key, language())


def frames(found: RiskResult) -> None:
    """The chance that each frame of the council fails."""
    st.subheader(t("frames_risk"))
    if not found.frames:
        st.write(t("frames_risk_none"))
        next_step("norms", "to_frames")
        return
    worst = max(found.frames, key=lambda each: -1.0 if each.chance != each.chance else each.chance)
    reading = t(
        "frames_risk_reading",
        frame=text(f"frame_{worst.key}", language()),
        chance=format_percent(worst.chance, language(), 0),
    )
    st.markdown(f"**{plain(reading)}**")
    show_table(
        {t("chance_fails"): [format_percent(each.chance, language(), 0) for each in found.frames]},
        index=[text(f"frame_{each.key}", language()) for each in found.frames],
        corner=t("frame"),
        alt=t("frames_risk"),
    )


def tree(found: RiskResult) -> None:
    """The second life: how likely each branch is, what it yields, and what the option to relocate is worth."""
    if not found.branch_means:
        return
    st.subheader(t("second_life"))
    best = max(found.branch_means, key=lambda key: found.branch_means[key][1])
    sentences = [
        t(
            "branches_reading",
            branch=text(f"risk_branch_{best}", language()),
            mean=format_million(found.branch_means[best][1], language()),
        )
    ]
    if found.option_value is not None:
        sentences.append(t("option_value", value=format_euro(found.option_value, language())))
    st.markdown(f"**{plain(' '.join(sentences))}**")
    show_table(
        {
            t("share_of_futures"): [format_percent(share, language(), 0) for share, _ in found.branch_means.values()],
            t("branch_mean"): [format_euro(mean, language()) for _, mean in found.branch_means.values()],
        },
        index=[text(f"risk_branch_{key}", language()).capitalize() for key in found.branch_means],
        corner=t("second_life"),
        alt=t("second_life"),
    )


def paragraph(option: OptionResult, found: RiskResult) -> None:
    """The text to paste, in either language, and what changed since the last version."""
    st.subheader(t("risk_paragraph"))
    st.caption(t("risk_paragraph_intro"))
    earlier = earlier_run(option.option.id, found.setup)
    chosen = st.segmented_control(
        t("paragraph_language"),
        ("nl", "en"),
        default=language(),
        format_func={"nl": "Nederlands", "en": "English"}.__getitem__,
        key=f"paragraph.{language()}",
        required=True,
    )
    previous = None
    if earlier is not None:
        previous = {"p50": earlier[1].spreads["npv"].p50, "capital": earlier[1].capital}
    st.code(risk_paragraph(result(), found, chosen, previous), language=None, wrap_lines=True)
    with st.expander(t("changed_title"), key="changed"):
        version_fields("risk")
        if earlier is None:
            st.write(t("changed_none"))
        else:
            changed(option.option.id, found, *earlier)


def changed(option_id: str, found: RiskResult, before: Case, earlier: RiskResult) -> None:
    """The inputs that changed since, and what that did to the outcome."""
    npv, old = found.spreads["npv"], earlier.spreads["npv"]
    rows: Sequence[tuple[str, float, float, Callable[[float], str]]] = (
        (t("middle_outcome"), old.p50, npv.p50, lambda value: format_euro(value, language())),
        (
            t("capital_needed", share=certainty_words(found.setup.certainty)),
            earlier.capital,
            found.capital,
            lambda value: format_euro(value, language()),
        ),
        (
            t("chance_of_shortfall"),
            old.below_zero,
            npv.below_zero,
            lambda value: format_percent(value, language(), 0),
        ),
    )
    show_table(
        {
            t("version_before"): [show(value) for _, value, _, show in rows],
            t("now"): [show(value) for _, _, value, show in rows],
        },
        index=[name for name, *_ in rows],
        corner=t("metric"),
        alt=t("changed_title"),
    )
    old_inputs = before.option(option_id).inputs if option_id in {each.id for each in before.options} else {}
    new_inputs = case().option(option_id).inputs
    moved = [key for key in {**old_inputs, **new_inputs} if old_inputs.get(key) != new_inputs.get(key)]
    if moved:
        names = "; ".join(parameters()[key].label(language()) for key in moved)
        st.write(t("changed_inputs", inputs=plain(names)))


heading("risk")
chosen = chosen_option("analysed_option")
outcome_place = st.container()
st.subheader(t("risk_assumptions"))
st.write(t("risk_assumptions_intro"))
beside_place = st.container()
chosen_id = chosen.option.id
many = scenarios_of(result(), chosen_id)
with st.expander(t("risk_settings"), key="risk_settings"):
    current = run_settings(chosen_id)
with st.expander(t("risk_inputs"), key="risk_inputs"):
    st.caption(t("risk_inputs_intro"))
    current = ranges(chosen_id, varied(chosen_id, current, many))
with st.expander(t("correlations"), key="risk_correlations"):
    current = correlations(chosen_id, current)
with st.expander(t("risk_events"), key="risk_events"):
    current = events(chosen_id, current, many)
with st.expander(t("second_life"), key="risk_second_life"):
    current = second_life(chosen, current, many)
with outcome_place:
    outcome = run(chosen, current, beside_place)
    if outcome is not None:
        echo(outcome, beside_place)
        summary(outcome)
        drivers(outcome)
        frames(outcome)
        tree(outcome)
        paragraph(chosen, outcome)
next_step("export", "to_export")
