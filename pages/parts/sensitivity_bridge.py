"""Sensitivity: what explains the difference with another option, with the defaults, or with an earlier version."""

from __future__ import annotations

from functools import partial

import streamlit as st

from model.analyses.sensitivity import Bridge, bridge
from model.engine.results import CaseResult, OptionResult
from model.lines.labels import words_of_line
from model.lines.metrics import METRIC_KEYS
from model.problems import BadInput
from model.words.numbers import format_euro, format_million
from pages.charts.analysis_charts import waterfall
from pages.charts.charts import CONFIG
from pages.session.computed import kept
from pages.session.entries import chosen
from pages.session.state import case, result
from pages.session.versions import at_defaults, version_fields, version_outcome
from pages.session.words import language, plain, t, titles
from pages.widgets.folds import fold
from pages.widgets.tables import show_table

BEFORE = ("option", "defaults", "version")


def alike(first: OptionResult, second: OptionResult) -> bool:
    """Whether a bridge between two options is possible: part by part the standard lines in both, or in neither."""
    kinds = [[part.structure.only_own_lines for part in option.resolved] for option in (first, second)]
    return bool(first.components) == bool(second.components) and kinds[0] == kinds[1]


def bridge_part(option: OptionResult, metric: str) -> None:
    """What explains the difference with another option, with the defaults, or with an earlier version of the case."""
    st.header(t("bridge_title"))
    option_id = option.option.id
    starts = {kind: t(f"bridge_from_{kind}") for kind in BEFORE}
    before = chosen(st.segmented_control, t("bridge_before"), BEFORE, starts, "bridge_before", required=True)
    names = titles(case().options)
    measure = metric if words_of_line(metric).unit == "eur" and metric in METRIC_KEYS else "npv"
    if before == "option":
        others = [
            name for name, candidate in result().options.items() if name != option_id and alike(option, candidate)
        ]
        if not others:
            st.write(t("bridge_not"))
            return
        other = chosen(st.selectbox, t("bridge_to"), others, names, "bridge_to")
        bridge_between(result(), option_id, other, (names[option_id], names[other]), measure)
        return
    if before == "defaults":
        earlier: CaseResult | None = at_defaults(option_id)
        start = t("bridge_at_defaults")
    else:
        version_fields("bridge")
        earlier, start = version_outcome(), t("bridge_at_version")
        if earlier is None:
            return
    old = earlier.options.get(option_id) if earlier is not None else None
    if earlier is None or old is None or not alike(old, option):
        st.write(t("bridge_no_earlier", option=plain(names[option_id])))
        return
    bridge_between(earlier, option_id, option_id, (start, t("bridge_now")), measure)


def bridge_between(before: CaseResult, first: str, second: str, ends: tuple[str, str], measure: str) -> None:
    """The bridge from an option, here or in an earlier case, to one of this case; or why there is none."""
    try:
        # Kept together with the case it starts from: as long as that is there, no other can have its number.
        _, difference = kept(
            "bridge",
            (id(before), first, second, measure),
            lambda: (before, bridge(before, first, result(), second, measure)),
        )
    except BadInput as error:
        without_value = any(problem.code == "bridge_without_value" for problem in error.problems)
        st.write(
            t("bridge_no_value", metric=plain(words_of_line(measure).label(language())))
            if without_value
            else t("bridge_not")
        )
        return
    bridge_chart(difference, ends, measure)


def bridge_chart(difference: Bridge, ends: tuple[str, str], measure: str) -> None:
    """The waterfall with its reading and table."""
    steps = sorted((step for step in difference.steps if abs(step.amount) >= 1), key=lambda step: -abs(step.amount))
    if not steps:
        st.write(t("bridge_equal", metric=plain(words_of_line(measure).label(language()))))
        return
    labels = [t("bridge_rest") if step.group == "structure" else t(f"group_{step.group}") for step in steps]
    reading = t(
        "bridge_reading",
        metric=words_of_line(measure).label(language()),
        start=format_million(difference.start, language()),
        end=format_million(difference.end, language()),
        group=labels[0],
        amount=format_euro(steps[0].amount, language()),
    )
    st.markdown(f"**{plain(reading)}**")
    amounts = [difference.start, *(step.amount for step in steps), difference.end]
    st.plotly_chart(
        waterfall(
            [ends[0], *labels, ends[1]],
            amounts,
            [True, *(False for _ in steps), True],
            [format_million(amount, language()) for amount in amounts],
            language(),
        ),
        width="stretch",
        config=CONFIG,
        alt=f"{t('bridge_alt')} {reading}",
    )
    st.caption(t(f"bridge_{difference.method}"))
    fold(
        t("table"),
        "bridge_table",
        partial(
            show_table,
            {t("amount"): [format_euro(amount, language(), 2) for amount in amounts]},
            index=[ends[0], *labels, ends[1]],
            corner=t("bridge_title"),
            alt=t("bridge_title"),
        ),
    )
