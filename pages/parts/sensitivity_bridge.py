"""Sensitivity: what explains the difference with another option, with the defaults, or with an earlier version."""

from __future__ import annotations

from functools import partial

import streamlit as st

from model.analyses.sensitivity import Bridge, bridge
from model.documents.words import said
from model.engine.results import CaseResult, OptionResult
from model.problems import BadInput
from model.readings.bridge import bridge_reading, no_bridge_reading, steps_shown
from model.words.messages import message
from model.words.quantities import quantity
from pages.charts.drawing import show
from pages.charts.specs import Said, bridge_steps
from pages.session.computed import kept
from pages.session.entries import chosen
from pages.session.state import case, result
from pages.session.versions import at_defaults, earlier_case, earlier_outcome
from pages.session.words import bold, language, plain, t, titles
from pages.widgets.earlier import earlier_fields
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
    measure = metric if quantity(metric).unit_key == "eur" else "npv"
    if before == "option":
        others = [
            name for name, candidate in result().options.items() if name != option_id and alike(option, candidate)
        ]
        if not others:
            st.write(plain(message("bridge_not").text(language())))
            return
        other = chosen(st.selectbox, t("bridge_to"), others, names, "bridge_to")
        bridge_between(result(), option_id, result(), other, (names[option_id], names[other]), measure)
        return
    if before == "defaults":
        earlier: CaseResult | None = at_defaults(option_id)
        start = t("bridge_at_defaults")
    else:
        earlier_fields("bridge")
        version, earlier = earlier_case(), earlier_outcome()
        start = version[1] if version is not None else ""
        if earlier is None:
            return
    old = earlier.options.get(option_id) if earlier is not None else None
    if earlier is None or old is None or not alike(old, option):
        st.write(t("bridge_no_earlier", option=plain(names[option_id])))
        return
    bridge_between(earlier, option_id, result(), option_id, (start, t("bridge_now")), measure)


def bridge_between(
    before: CaseResult, first: str, after: CaseResult, second: str, ends: tuple[str, str], measure: str
) -> None:
    """The bridge from an option to one of this case or of another version of it; or why there is none."""
    try:
        # Kept together with the cases it is between: as long as those are there, no others can have their numbers.
        *_, difference = kept(
            "bridge",
            (id(before), first, id(after), second, measure),
            lambda: (before, after, bridge(before, first, after, second, measure)),
        )
    except BadInput as refused:
        st.write(plain(no_bridge_reading(refused, measure).text(language())))
        return
    bridge_chart(difference, second, ends, measure)


def bridge_chart(difference: Bridge, option_id: str, ends: tuple[str, str], measure: str) -> None:
    """The waterfall with its reading and table."""
    reading = bridge_reading(difference, option_id, measure)
    words = reading.text(language())
    if not steps_shown(difference):
        st.write(plain(words))
        return
    st.markdown(bold(words))
    spec = bridge_steps(difference, ends, option_id, measure, Said(reading, message("ui_bridge_alt")))
    show(spec)
    st.caption(t(f"bridge_{difference.method}"))
    fold(
        t("table"),
        "bridge_table",
        partial(
            show_table,
            {t("amount"): [figure.show(language()) for figure in spec.figures()]},
            index=[said(name, language()) for name in spec.categories],
            corner=t("bridge_title"),
            alt=t("bridge_title"),
        ),
    )
