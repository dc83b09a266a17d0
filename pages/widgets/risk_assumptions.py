"""What a risk run assumes, as it can be set: ranges, correlations, events, second lives, and how many futures."""

from __future__ import annotations

from functools import partial

import streamlit as st

from model.analyses.risk import (
    KINDS,
    METHODS,
    Branch,
    Distribution,
    Event,
    Setup,
    changed_by,
    default_branches,
    without_input,
)
from model.analyses.sensitivity import ends_of
from model.case.uncertainty.overlay import LARGEST_SEED
from model.engine.inputs import parameter_of
from model.engine.results import OptionResult
from model.engine.scenarios import Scenarios, scenarios_of
from model.options import OPTION_TYPES
from model.parameters.table import parameters
from model.readings.risk import asleep_reading, branch_name, law_sentences, shares_reading, values_reading
from model.words.numbers import format_short
from model.words.units import unit
from pages.session.computed import of_case
from pages.session.entries import Save, chosen, in_order, pressed, show_refusal, tied
from pages.session.refusals import branch_drafts
from pages.session.state import case
from pages.session.words import language, plain, t
from pages.widgets.fields import Caption, number_field
from pages.widgets.folds import fold
from pages.widgets.risk_choices import (
    CHANCES,
    back_to_standard,
    first_with,
    in_three,
    named,
    pairs_added,
    save_chance,
    save_correlation,
    save_effects,
    save_end,
    save_kind,
    save_probability,
    save_run,
    save_second_life,
    save_setting,
    save_share,
    save_varied,
    setup_of,
    standard_of,
    usual_amount,
    usual_range,
)

DRAWS = (1_000, 10_000, 100_000)
KINDS_IN_ORDER = ("pert", *(kind for kind in KINDS if kind != "pert"))
IN_PARTS = 3
"""Values of a discrete distribution that the fields for low, typical and high can show."""
BRANCH_INPUTS = {
    "stay": ("residual_share",),
    "relocate_once": ("relocation_cost_share", "residual_share"),
    "relocate_twice": ("relocation_cost_share", "residual_share"),
    "dismantle": ("dismantle_cost_per_bed",),
    "ordinary_homes": ("residual_share",),
}
"""Cost and residual value that can be set per branch of the second life."""


def assumptions(option: OptionResult) -> None:
    """All fields of the set-up of an option, in folds; what is entered goes into the case."""
    option_id = option.option.id
    setup = setup_of(option_id)
    scenarios = of_case(scenarios_of, option_id)
    with st.expander(t("risk_settings"), key="risk_settings"):
        run_settings(option_id, setup)
    fold(t("risk_inputs"), "risk_inputs", partial(ranges, option_id, setup, scenarios))
    with st.expander(t("correlations"), key="risk_correlations"):
        correlations(option_id, setup)
    fold(t("risk_events"), "risk_events", partial(events, option_id, setup, scenarios))
    fold(t("second_life"), "risk_second_life", partial(second_life, option, setup, scenarios))
    with st.container():
        if not option.option.risk.is_standard:
            st.button(
                t("risk_back_to_standard"),
                on_click=pressed(back_to_standard),
                args=(option_id,),
                icon=":material/settings_backup_restore:",
            )


def ranges(option_id: str, setup: Setup, scenarios: Scenarios) -> None:
    """Which inputs vary, and between which values."""
    st.caption(t("risk_inputs_intro"))
    varied(option_id, setup, scenarios)
    for name in in_order(f"ranges.{option_id}", setup.distributions):
        with st.container():
            if name in setup.distributions:
                one_range(option_id, name, in_three(setup.distributions[name]))


def edit_field(
    option_id: str, field: str, words: str, value: float, usual: float, save: Save, *, percent: bool = False
) -> None:
    """A number field over an assumption of an option; the usual value stands in grey in the empty field."""
    number_field(
        Caption(words + (" (%)" if percent else ""), words),
        None if value == usual else short(value),
        f"risk.{option_id}.{field}",
        save,
        follows=short(usual),
        percent=percent,
    )


def short(value: float) -> float:
    """A value as its field shows it: cents of a large amount are noise there; what is not edited keeps them."""
    return round(value, 2 if abs(value) >= 100 else 6)


def run_settings(option_id: str, setup: Setup) -> None:
    """Draws, certainty, seed and method."""
    columns = st.columns(4)
    counts = sorted({*DRAWS, setup.draws})
    usual = standard_of(option_id).certainty
    widget_key = f"risk_draws.{option_id}"
    columns[0].selectbox(
        t("draws"),
        counts,
        format_func={count: format_short(count, language()) for count in counts}.__getitem__,
        **tied(widget_key, setup.draws, partial(save_run, option_id, "draws"), options=counts),
    )
    with columns[1]:
        number_field(
            Caption(f"{t('certainty')} (%)", t("certainty")),
            None if setup.certainty == usual else setup.certainty,
            f"risk.{option_id}.certainty",
            partial(save_run, option_id, "certainty"),
            follows=usual,
            percent=True,
        )
    columns[2].number_input(
        t("seed"),
        0,
        LARGEST_SEED,
        step=1,
        **tied(f"risk_seed.{option_id}", setup.seed, partial(save_run, option_id, "seed")),
    )
    columns[3].selectbox(
        t("method"),
        METHODS,
        format_func={method: t(f"method_{method}") for method in METHODS}.__getitem__,
        **tied(f"risk_method.{option_id}", setup.method, partial(save_run, option_id, "method"), options=METHODS),
    )


def varied(option_id: str, setup: Setup, scenarios: Scenarios) -> None:
    """Which inputs vary; and what was chosen for an input that the option does not have now."""
    names = sorted({*ends_of(scenarios), *setup.distributions}, key=lambda name: named(name).lower())
    st.multiselect(
        t("risk_varied"),
        names,
        format_func={name: named(name) for name in names}.__getitem__,
        placeholder=t("risk_varied_none"),
        **tied(f"risk_varied.{option_id}", list(setup.distributions), partial(save_varied, option_id), options=names),
    )
    left = without_input(case().option(option_id).risk, scenarios)
    with st.container():
        if left:
            st.caption(plain(asleep_reading(case(), option_id, left).text(language())))


def one_range(option_id: str, name: str, given: Distribution) -> None:
    """The fields of one input, in a row: kind, low, typical and high."""
    percent = unit(parameter_of(name).unit).is_ratio
    columns = st.columns([1.5, 1, 1, 1])
    widget_key = f"risk_kind.{option_id}.{name}"
    with columns[0]:
        st.selectbox(
            plain(named(name)),
            KINDS_IN_ORDER,
            format_func={kind: t(f"kind_{kind}") for kind in KINDS}.__getitem__,
            **tied(widget_key, given.kind, partial(save_kind, option_id, name), options=KINDS_IN_ORDER),
        )
        show_refusal(widget_key)
    usual = in_three(usual_range(option_id, name))
    if given.kind == "discrete" and len(given.values) != IN_PARTS:
        columns[1].caption(plain(values_reading(option_id, given).text(language())))
        return
    for column, end in zip(columns[1:], ("low", "typical", "high"), strict=True):
        with column:
            if given.kind in {"normal", "lognormal", "uniform"} and end == "typical":
                st.caption(t(f"kind_note_{given.kind}"))
                continue
            save = partial(save_end, option_id, name, end)
            ends = getattr(given, end), getattr(usual, end)
            edit_field(option_id, f"{name}.{end}", t(end), *ends, save, percent=percent)
    if given.kind == "discrete":
        for column, end, chance in zip(
            st.columns(2), ("low", "high"), (given.probabilities[0], given.probabilities[-1]), strict=True
        ):
            with column:
                save = partial(save_chance, option_id, name, end)
                words = t(f"chance_{end}")
                edit_field(option_id, f"{name}.chance_{end}", words, chance, CHANCES[0], save, percent=True)


def add_pair(option_id: str) -> None:
    """Callback: a field for the correlation of the two inputs chosen."""
    pair = (st.session_state[f"pair_first.{option_id}"], st.session_state[f"pair_second.{option_id}"])
    known = {*pairs_added(option_id), *setup_of(option_id).correlations}
    if pair[0] != pair[1] and pair not in known and pair[::-1] not in known:
        pairs_added(option_id).append(pair)


def correlations(option_id: str, setup: Setup) -> None:
    """A field per pair of inputs that move together; a pair can be added, zero takes it out."""
    st.caption(t("correlations_intro"))
    names = list(setup.distributions)
    pairs = dict.fromkeys((*standard_of(option_id).correlations, *setup.correlations, *pairs_added(option_id)))
    standard = standard_of(option_id).correlations
    for pair in in_order(f"pairs.{option_id}", pairs):
        first, second = pair
        with st.container():
            if {first, second} <= set(names):
                edit_field(
                    option_id,
                    f"correlation.{first}.{second}",
                    t("correlated", first=plain(named(first)), second=plain(named(second))),
                    setup.correlations.get(pair, 0.0),
                    standard.get(pair, 0.0),
                    partial(save_correlation, option_id, pair),
                )
    if len(names) > 1:
        left, middle, right = st.columns([2, 2, 1], vertical_alignment="bottom")
        shown = {name: named(name) for name in names}
        for column, code, start in ((left, "first", names[0]), (middle, "second", names[1])):
            chosen(column.selectbox, t(f"pair_{code}"), names, shown, f"pair_{code}.{option_id}", start=start)
        right.button(t("pair_add"), on_click=pressed(add_pair), args=(option_id,), icon=":material/add:")


def events(option_id: str, setup: Setup, scenarios: Scenarios) -> None:
    """The probability and the effects of each event; one of the law alone where it changes something."""
    st.caption(t("risk_events_intro"))
    known = {name.rpartition(".")[2] for name in scenarios.inputs()} | set(scenarios.inputs())
    with st.container():
        for told in law_sentences(scenarios, setup.events):
            st.caption(plain(told.text(language())))
    for event in setup.events:
        with st.container():
            if event.effects or changed_by(scenarios, event.law):
                one_event(option_id, event, known)


def one_event(option_id: str, event: Event, known: set[str]) -> None:
    """The slider of an event's probability, and a field per effect; effects that start alike share a field."""
    st.slider(
        plain(event.label(language())),
        0,
        100,
        step=5,
        format="%d%%",
        **tied(
            f"event.{option_id}.{event.key}",
            round(event.probability * 100),
            partial(save_probability, option_id, event.key),
        ),
    )
    groups: dict[tuple[str, float], list[int]] = {}
    for number, effect in enumerate(event.effects):
        if effect.input in known:
            groups.setdefault((effect.change, usual_amount(option_id, event.key, number)), []).append(number)
    used: set[str] = set()
    for column, ((change, _), numbers) in zip(st.columns(max(2, len(groups))), groups.items(), strict=False):
        inputs = [event.effects[number].input for number in numbers]
        field = f"event.{event.key}.{inputs[0]}"
        field = f"{field}.{numbers[0]}" if field in used else field
        used.add(field)
        with column:
            edit_field(
                option_id,
                field,
                t(f"effect_{change}", inputs=plain(" / ".join(map(named, inputs)))),
                event.effects[numbers[0]].amount,
                usual_amount(option_id, event.key, numbers[0]),
                partial(save_effects, option_id, event.key, tuple(numbers)),
            )


def second_life(option: OptionResult, setup: Setup, scenarios: Scenarios) -> None:
    """The futures after the first term: probability, cost and residual value per branch."""
    option_id = option.option.id
    if OPTION_TYPES[option.option.type].only_own_lines or "end_of_term" not in option.resolved[0].provenance:
        st.caption(t("second_life_not"))
        return
    st.toggle(
        t("second_life_count"),
        **tied(f"second_life.{option_id}", bool(setup.branches), partial(save_second_life, option_id)),
    )
    if not setup.branches:
        st.caption(t("second_life_off"))
        return
    st.caption(t("second_life_intro"))
    drafts = branch_drafts().get(option_id, {})
    for branch in setup.branches:
        one_branch(option_id, branch, drafts.get(branch.key, branch.probability), scenarios)
    if drafts:
        st.warning(plain(shares_reading(option_id, drafts).text(language())))


def one_branch(option_id: str, branch: Branch, share: float, scenarios: Scenarios) -> None:
    """A branch with its probability, its cost and its residual value."""
    columns = st.columns([2, 1, 1])
    shipped = {default.key: default.settings for default in default_branches(scenarios)}
    columns[0].slider(
        plain(branch_name(branch.key).label(language()).capitalize()),
        0,
        100,
        step=5,
        format="%d%%",
        **tied(
            f"branch.{option_id}.{branch.key}",
            round(share * 100),
            partial(save_share, option_id, branch.key),
        ),
    )
    for column, key in zip(columns[1:], BRANCH_INPUTS.get(branch.key, ()), strict=False):
        base = scenarios.base(first_with(scenarios, key))
        with column:
            edit_field(
                option_id,
                f"branch.{branch.key}.{key}",
                parameters()[key].label(language()),
                float(branch.settings.get(key, base)),
                float(shipped.get(branch.key, {}).get(key, base)),
                partial(save_setting, option_id, branch.key, key),
                percent=unit(parameters()[key].unit).is_ratio,
            )
