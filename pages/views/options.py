"""One option at a time: its sliders with bounds and sources, its cash flow, its table per year."""

import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from model.case import LONGEST_NAME, Option, shown_inputs
from model.case.edits import change_option_type, remove, set_mix_shares, set_value
from model.engine.notices import counts
from model.lines.labels import words_of_line
from model.options import OPTION_TYPES
from model.options.mix import make_one
from model.outcomes.quantities import figure
from model.parameters.table import Parameter
from model.problems import Problem
from model.readings.lasting import paid_back_reading
from model.readings.missing import missing_reading
from model.readings.staff import shortage_of, staff_reading
from model.readings.take_up import take_up_reading
from model.words.messages import message
from model.words.quantities import headlines
from model.words.units import show_value
from pages.charts.drawing import show
from pages.charts.specs import Said, cash_flow
from pages.parts.options_mirror import mirror_of, mirror_warnings
from pages.parts.options_own_lines import own_lines
from pages.session.entries import chosen, in_order, pressed, show_refusal, tied
from pages.session.refusals import refusal, share_drafts
from pages.session.state import case, edit, market, result
from pages.session.words import bold, label, language, notice_text, plain, subject, t, titles
from pages.widgets.choose import onward
from pages.widgets.fields import Caption, has_slider, number_field, parameter_field
from pages.widgets.folds import fold
from pages.widgets.kinds import dropped, possible_types
from pages.widgets.page_bar import announce
from pages.widgets.readings import line, said
from pages.widgets.reasons import reasons
from pages.widgets.tables import scrolling_table

ABOVE_THE_CHART, ALWAYS_IN_SIGHT = 2, 1
"""The rank up to which a result stands above the chart, and at the bottom of the window."""
GROUPS = (
    "stay",
    "price",
    "occupancy",
    "building",
    "land",
    "operation",
    "end_of_term",
    "financing",
    "growth",
    "tax",
    "municipality",
    "resident",
    "norms",
    "law",
)


def choose() -> Option:
    """The option to look at; the same one as long as it exists, also after a visit to another page."""
    names = {key: plain(name) for key, name in titles(case().options).items()}
    return case().option(
        chosen(
            st.segmented_control,
            t("option"),
            list(names),
            names,
            "shown_option",
            required=True,
            label_visibility="collapsed",
        )
    )


def kind(option: Option) -> None:
    """What the option is: its type and, where there are any, its variant."""
    of = OPTION_TYPES[option.type]
    types = possible_types(option, case().options)
    key = f"{option.id}.type"
    st.selectbox(
        t("option_type"),
        types,
        format_func={type_: OPTION_TYPES[type_].label(language()) for type_ in types}.__getitem__,
        help=t("option_type_help"),
        **tied(key, option.type, partial(save_type, option.id), options=types),
    )
    show_refusal(key)
    if of.variants:
        key = f"{option.id}.variant"
        st.selectbox(
            t("variant"),
            of.variants,
            format_func={variant: of.variant_label(variant, language()) for variant in of.variants}.__getitem__,
            **tied(key, option.variant, partial(save_variant, option.id), options=of.variants),
        )
        show_refusal(key)


def save_type(option_id: str, chosen: str) -> tuple[Problem, ...]:
    """Make an option one of another type, of that type's first variant."""
    return make(option_id, chosen, next(iter(OPTION_TYPES[chosen].variants), ""))


def save_variant(option_id: str, chosen: str) -> tuple[Problem, ...]:
    """Make an option another variant of its type."""
    return make(option_id, case().option(option_id).type, chosen)


def make(option_id: str, type_: str, variant: str) -> tuple[Problem, ...]:
    """Put an option of another kind in the place of the one it was, and remember that one."""
    before = case().option(option_id)
    problems = edit(change_option_type(option_id, type_, variant))
    if not problems:
        share_drafts().pop(option_id, None)
        st.session_state["was_of_kind"] = (before, case())
    return problems


def what_was_dropped(option: Option) -> None:
    """What the option was given and cannot have as what it became, until the next change."""
    before, since = st.session_state.get("was_of_kind", (None, None))
    if before is None or before.id != option.id or since != case():
        return
    lost = dropped(before, option, case().options)
    if lost:
        st.warning(t("dropped", entries=plain("; ".join(lost)), undo=t("undo")))


def name(option: Option) -> None:
    """The option's name, if it is to have another one than its type and variant."""
    key = f"{option.id}.label"
    st.text_input(
        t("option_label"),
        placeholder=option.usual_title(language()),
        max_chars=LONGEST_NAME,
        **tied(key, option.label, partial(save, option.id, "label"), keep_entry=True),
    )
    show_refusal(key)


def save(option_id: str, name: str, value: Any) -> tuple[Problem, ...]:
    """Put one field of an option in the case."""
    return edit(set_value(("options", option_id, name), value))


def sliders(option: Option) -> None:
    """The headline inputs, under one another beside the outcome: a slider and what it does are seen together."""
    provenance = result().options[option.id].resolved[0].provenance
    for parameter in shown_inputs(option).values():
        if has_slider(parameter):
            with st.container():
                if in_use(parameter, option):
                    parameter_field(option, parameter, provenance, slider=True)
    st.caption(t("marks"))


def changes(option: Option) -> None:
    """What was changed: why, and the way back."""
    if not option.inputs:
        return
    reasons(option)
    st.button(
        t("back_to_defaults", count=len(option.inputs)),
        on_click=pressed(back_to_defaults),
        args=(option.id,),
        key="back_to_defaults",
    )


def back_to_defaults(option_id: str) -> None:
    """Every input of an option at its default again; the reasons go with the entries."""
    edit(remove(("options", option_id, "inputs")))


def all_inputs(option: Option) -> None:
    """Everything by subject, where the headline inputs can be typed too."""
    st.header(t("all_inputs_title"))
    st.caption(t("exact_below"))
    known = shown_inputs(option)
    groups = {group: [parameter for parameter in known.values() if parameter.group == group] for group in GROUPS}
    with st.container():
        marks = group_marks(option, groups)
        if marks:
            st.caption(marks)
    for group, members in groups.items():
        if members:
            fold(t(f"group_{group}"), f"group.{group}", partial(in_columns, option, members))


def group_marks(option: Option, groups: Mapping[str, Sequence[Parameter]]) -> str:
    """Which groups hold entries, how many, and in which one was refused; empty when there are none.

    It stands beside the groups and not in their titles: a group with a new title is a new one to Streamlit, and closes.
    """
    marks = []
    for group, members in groups.items():
        given = sum(parameter.key in option.inputs for parameter in members)
        refused = any(refusal(f"{option.id}.{parameter.key}") for parameter in members)
        if given or refused:
            marks.append(t(f"group_{group}") + (f" ✎ {given}" if given else "") + (" ⚠" if refused else ""))
    return t("entries_in", groups=", ".join(marks)) if marks else ""


def in_columns(option: Option, members: Sequence[Parameter]) -> None:
    """Fields in rows of three, so that neighbours stand on one line; one not asked now leaves its place open.

    What counts for nothing as a choice stands is asked only where something was entered.
    """
    provenance = result().options[option.id].resolved[0].provenance
    known = {
        parameter.key: parameter
        for parameter in members
        if counts(parameter.key, provenance) or parameter.key in option.inputs
    }
    keys = in_order(f"{option.id}.{option.type}.{option.variant}.{members[0].group}", known)
    for start in range(0, len(keys), 3):
        for column, key in zip(st.columns(3), keys[start : start + 3], strict=False):
            with column:
                if key in known:
                    parameter_field(option, known[key], provenance, slider=False)
    if "presence" in known:
        for words in said(staff_reading(result().options[option.id].computed)):
            st.caption(plain(words))


def in_use(parameter: Parameter, option: Option) -> bool:
    """Of the three building-cost fields only the one in use is a headline."""
    if not parameter.key.startswith("building_cost_per_"):
        return True
    basis = result().options[option.id].resolved[0].provenance["building_cost_basis"].value
    return parameter.key == f"building_cost_{basis}"


def shares(option: Option) -> None:
    """The components of a mix, as percentages; together they take effect once they add up to 100."""
    st.header(t("inputs_title"))
    names = titles(case().options)
    drafts = share_drafts().get(option.id, {})
    for part in option.components:
        number_field(
            Caption(f"{plain(names[part.option])} (%)"),
            drafts.get(part.option, part.share),
            f"{option.id}.share.{part.option}",
            partial(save_share, option.id, part.option),
            follows=0.0,
            percent=True,
        )
    if drafts:
        total = show_value(math.fsum(drafts.values()), "share", language(), "brief")
        st.warning(plain(t("shares_not_100", total=total)))


def save_share(option_id: str, component: str, share: float | None) -> tuple[Problem, ...]:
    """Remember a share, and put all of them in the case when they add up."""
    option = case().option(option_id)
    drafts = share_drafts().get(option_id) or {part.option: part.share for part in option.components}
    drafts = {**drafts, component: share or 0.0}
    if not make_one(drafts.values()):
        share_drafts()[option_id] = drafts
        return ()
    share_drafts().pop(option_id, None)
    return edit(set_mix_shares(option_id, drafts))


def outcome(option: Option) -> None:
    """Figures first, then the chart with its reading."""
    option_result = result().options[option.id]
    with st.container(horizontal=True, gap="medium"):
        for key in headlines(ABOVE_THE_CHART):
            st.metric(
                label(key),
                figure(option_result, key).show(language(), "short"),
                help=words_of_line(key).meaning(language()),
                width="content",
            )
    missing = [
        line(reading)
        for key in headlines(ABOVE_THE_CHART)
        if (reading := missing_reading(result(), option.id, key)) is not None
    ]
    if missing:
        st.caption("  \n".join([t("dash_means"), *missing]))
    if not option_result.has_outcome:
        st.info(t("own_lines_first"))
        return
    paid_back = paid_back_reading(option_result)
    st.markdown(bold(paid_back.text(language())))
    alternative = Said(paid_back, message("ui_cash_flow_alt"))
    show(cash_flow(option_result, alternative), key=f"chart.{option.id}")
    for words in said(take_up_reading(option_result.computed)):
        st.caption(plain(words))
    names = titles(case().options)
    notices = [notice_text(notice, names[option.id], names) for notice in option_result.warnings]
    short = [plain(reading.text(language())) for reading in shortage_of(result(), option_result)]
    told = dict.fromkeys([*short, *mirror_warnings(option), *notices])
    if told:
        st.caption("  \n".join(f"⚠ {sentence}" for sentence in told))


def table(option: Option) -> None:
    """Every line per period."""
    option_result = result().options[option.id]
    more = st.toggle(t("more_lines"), key="more_lines", persist_state="session")
    ranks = {"main", "detail"} if more else {"main"}
    keys = [key for key in option_result.lines if words_of_line(key).rank in ranks]
    rows = [
        [show_value(value, words_of_line(key).unit, language(), "cell") for value in option_result.lines[key]]
        for key in keys
    ]
    scrolling_table(option_result.periods, [label(key) for key in keys], rows, t("table_alt"))


def always_in_sight(option: Option) -> None:
    """The outcome at the bottom of the window, wherever on the page an input is changed."""
    outcome = result().options[option.id]
    shown = {label(key): figure(outcome, key).show(language(), "short") for key in headlines(ALWAYS_IN_SIGHT)}
    title = titles(case().options)[option.id]
    with st.bottom:
        st.markdown(f"{bold(title)}: " + " · ".join(f"{name} {bold(value)}" for name, value in shown.items()))
    announce(f"{title}: " + "; ".join(f"{name} {value}" for name, value in shown.items()))


st.title(t("options_title"))
st.caption(plain(subject(case(), market().municipality(case().municipality).name)))
with st.container(horizontal=True, vertical_alignment="center"):
    about = choose()
    with st.popover(t("kind_and_name"), icon=":material/edit:", key="kind_and_name"):
        kind(about)
        name(about)
with st.container():
    what_was_dropped(about)
left, right = st.columns([5, 3], gap="medium")
with left:
    with st.container():
        outcome(about)
    fold(t("table"), "table", partial(table, about))
if OPTION_TYPES[about.type].is_mix:
    with right:
        shares(about)
    mirror_of(about)
else:
    with right:
        sliders(about)
    mirror_of(about)
    with st.container():
        changes(about)
    if OPTION_TYPES[about.type].only_own_lines:
        own_lines(about)
        all_inputs(about)
    else:
        all_inputs(about)
        own_lines(about)
onward("options")
always_in_sight(about)
