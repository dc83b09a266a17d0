"""One option at a time: its sliders with bounds and sources, its cash flow, its table per year."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from model.case import Option, OwnLine, allowed_inputs
from model.lines.labels import words
from model.lines.structure import OWN_KINDS, OWN_PERS
from model.options import OPTION_TYPES
from model.parameters.table import Parameter
from pages.shared.charts import cash_flow
from pages.shared.fields import number_field, parameter_field
from pages.shared.numbers import format_number
from pages.shared.state import case, change, clear_inputs, edition, load_new, result
from pages.shared.words import language, metric_value, plain, t

HEADLINES = ("npv", "irr", "viability_gap", "cost_recovery_price_per_bed_week", "dscr_min", "investment")
GROUPS = (
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
    "law",
)


def choose() -> Option:
    """The option to look at."""
    options = {option.id: option for option in case().options}
    chosen = st.segmented_control(
        t("option"),
        list(options),
        default=next(iter(options)),
        format_func=lambda key: plain(options[key].title(language())),
        key=f"shown_option.{edition()}",
        required=True,
        persist_state="session",
    )
    return options[chosen or next(iter(options))]


def name_and_variant(option: Option) -> None:
    """The option's name and, where it has them, its variant."""
    kind = OPTION_TYPES[option.type]
    left, right = st.columns(2)
    label = left.text_input(
        t("option_label"),
        option.label,
        placeholder=kind.label(language()),
        key=f"{option.id}.label.{edition()}",
        max_chars=200,
    )
    variant = option.variant
    if kind.variants:
        variant = right.selectbox(
            t("variant"),
            kind.variants,
            index=kind.variants.index(option.variant),
            format_func=lambda each: kind.variant_label(each, language()),
            key=f"{option.id}.variant.{edition()}",
        )
    if (label, variant) != (option.label, option.variant):
        replace_option(replace(option, label=label, variant=variant), fresh=variant != option.variant)


def replace_option(new: Option, *, fresh: bool = False) -> None:
    """Put a changed option in the case; `fresh` gives its fields new identities, since their defaults changed."""
    if change(replace(case(), options=tuple(new if each.id == new.id else each for each in case().options))):
        if fresh:
            load_new(case())
        st.rerun()


def inputs(option: Option) -> None:
    """Headline sliders, then everything else by subject."""
    found = result().options[option.id].resolved[0].provenance
    known = allowed_inputs(option.type)
    st.caption(t("marks"))
    headline = [parameter for parameter in known.values() if parameter.level == 1 and matters(parameter, option)]
    for column, parameters in zip(st.columns(3), (headline[0::3], headline[1::3], headline[2::3]), strict=True):
        with column:
            for parameter in parameters:
                parameter_field(option, parameter, found[parameter.key])
    for group in GROUPS:
        members = [each for each in known.values() if each.group == group and each not in headline]
        if members:
            with st.expander(t(f"group_{group}")):
                for column, parameters in zip(
                    st.columns(3), (members[0::3], members[1::3], members[2::3]), strict=True
                ):
                    with column:
                        for parameter in parameters:
                            parameter_field(option, parameter, found[parameter.key])
    if option.inputs and st.button(t("back_to_defaults", count=len(option.inputs))):
        clear_inputs(option)
        st.rerun()


def matters(parameter: Parameter, option: Option) -> bool:
    """Of the three building-cost fields only the one in use is a headline."""
    if not parameter.key.startswith("building_cost_per_"):
        return True
    basis = result().options[option.id].resolved[0].provenance["building_cost_basis"].value
    return parameter.key == f"building_cost_{basis}"


def own_lines(option: Option) -> None:
    """Own lines: what is there, remove one, add one."""
    with st.expander(t("own_lines", count=len(option.own_lines)), expanded=option.type == "own"):
        for number, line in enumerate(option.own_lines):
            text, button = st.columns([6, 1], vertical_alignment="center")
            last = "" if line.last is None else f" – {line.last:g}"
            text.markdown(
                f"**{plain(line.label)}**: {t('own_' + line.kind)}, € {format_number(line.amount, 2, language())} {t('per_' + line.per)}, "
                f"{t('year')} {line.first:g}{last}"
            )
            if button.button(t("remove"), key=f"{option.id}.own.{number}.remove.{edition()}"):
                rest = tuple(each for place, each in enumerate(option.own_lines) if place != number)
                replace_option(replace(option, own_lines=rest), fresh=True)
        with st.form(f"{option.id}.own.{edition()}.{len(option.own_lines)}", border=False):
            columns = st.columns(3)
            label = columns[0].text_input(t("own_label"), max_chars=200)
            kind = columns[1].selectbox(t("own_kind"), OWN_KINDS, index=2, format_func=lambda each: t(f"own_{each}"))
            per = columns[2].selectbox(t("own_per"), OWN_PERS, index=1, format_func=lambda each: t(f"per_{each}"))
            columns = st.columns(4)
            with columns[0]:
                amount = number_field(t("own_amount"), None, f"{option.id}.own.amount")
            with columns[1]:
                first = number_field(t("own_from"), 1.0, f"{option.id}.own.from")
            with columns[2]:
                last = number_field(t("own_to"), None, f"{option.id}.own.to")
            with columns[3]:
                growth = number_field(t("own_growth"), 0.0, f"{option.id}.own.growth", percent=True)
            if st.form_submit_button(t("add")):
                if amount is None or not label:
                    st.error(t("own_incomplete"))
                else:
                    new = OwnLine(label, kind, amount, per, 0.0 if first is None else first, last, growth or 0.0)
                    replace_option(replace(option, own_lines=(*option.own_lines, new)), fresh=True)


def shares(option: Option) -> None:
    """The components of a mix, as percentages that add up to 100."""
    new = []
    for part in option.components:
        title = plain(case().option(part.option).title(language()))
        share = number_field(f"{title} (%)", part.share, f"{option.id}.share.{part.option}", percent=True)
        new.append(replace(part, share=part.share if share is None else share))
    if abs(sum(part.share for part in new) - 1) > 1e-9:
        st.warning(t("shares_not_100"))
    elif tuple(new) != option.components:
        replace_option(replace(option, components=tuple(new)))


def outcome(option: Option) -> None:
    """Figures first, then the chart with its reading, then the table."""
    found = result().options[option.id]
    columns = [*st.columns(3), *st.columns(3)]
    for column, key in zip(columns, HEADLINES, strict=True):
        reason = found.reasons.get(key)
        column.metric(
            words(key).label(language()),
            metric_value(key, found.metrics[key], short=True),
            help=words(key).meaning(language()),
        )
        if reason is not None:
            column.caption(reason.text(language()))
    for notice in found.warnings:
        st.caption(f"⚠ {plain(notice.text(language()))}")
    reached = found.metrics["payback_years"]
    reading = (
        t("reading_not_paid") if reached is None else t("reading_paid", years=metric_value("payback_years", reached))
    )
    st.markdown(f"**{reading}**")
    st.plotly_chart(
        cash_flow(found, language()), width="stretch", key=f"chart.{option.id}", config={"displaylogo": False}
    )
    with st.expander(t("table")):
        keys = [
            key
            for key in found.lines
            if words(key).rank == ("detail" if st.session_state.get("more_lines") else "main")
            or words(key).rank == "main"
        ]
        st.toggle(t("more_lines"), key="more_lines")
        frame = pd.DataFrame(
            {
                period: [format_number(found.lines[key][number], 0, language()) for key in keys]
                for number, period in enumerate(found.periods)
            },
            index=pd.Index([words(key).label(language()) for key in keys], name=t("line")),
        )
        st.dataframe(frame, width="stretch")


st.title(t("options_title"))
chosen = choose()
name_and_variant(chosen)
outcome_place = st.container()
if OPTION_TYPES[chosen.type].is_mix:
    shares(chosen)
else:
    inputs(chosen)
    own_lines(case().option(chosen.id))
with outcome_place:
    outcome(case().option(chosen.id))
