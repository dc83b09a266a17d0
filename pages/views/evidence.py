"""Evidence: how much of an outcome rests on a source, what to find out first, and why inputs were changed."""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from model.analyses.evidence import STATUSES, Evidence, InputEvidence, evidence, past_review
from model.engine.results import OptionResult
from model.engine.scenarios import scenarios_of
from model.readings.evidence import evidence_reading, find_first_reading, past_review_reading
from model.readings.figures import chance_of
from model.words.messages import message
from model.words.numbers import format_iso, format_period
from model.words.units import show_value
from pages.charts.drawing import show
from pages.charts.specs import Said, share_bars
from pages.parts.evidence_inquiry import inquiry
from pages.session.computed import of_case
from pages.session.state import case, result
from pages.session.words import bold, language, plain, t
from pages.widgets.choose import brief_amount, chosen_option, heading, input_amount, input_name, next_step, onward
from pages.widgets.folds import fold
from pages.widgets.page_bar import announce
from pages.widgets.reasons import reasons
from pages.widgets.tables import show_table


def share(option: OptionResult, support: Evidence) -> None:
    """The share in one sentence, and per status."""
    reading = evidence_reading(option.option.id, support)
    words = reading.text(language())
    st.header(plain(words))
    announce(words)

    def shown(part: float) -> str:
        return chance_of("evidence_share", option.option.id, part).text(language())

    columns = st.columns(3)
    columns[0].metric(t("rests_on_sources"), shown(support.share))
    columns[1].metric(t("rests_on_assumptions"), shown(support.shares["assumption"]))
    columns[2].metric(t("rests_on_weak"), shown(support.weak_share), help=t("weak_help"))
    shares = [support.shares[status] for status in STATUSES]
    names = [t(f"status_{status}") for status in STATUSES]
    show(share_bars(names, shares, Said(reading, message("ui_evidence_alt"))))
    st.caption(t("evidence_definition"))
    fold(
        t("table"),
        "evidence_table",
        partial(
            show_table,
            {t("share_of_outcome"): [shown(part) for part in (*shares, support.weak_share)]},
            index=[*names, t("rests_on_weak")],
            corner=t("status"),
            alt=t("evidence_alt"),
        ),
    )


def first_of_all(option: OptionResult, support: Evidence) -> None:
    """The five assumptions that matter most."""
    st.header(t("get_first_title"))
    by_key = {row.key: row for row in support.inputs}
    wanted = [by_key[key] for key in support.get_these_first]
    reading = find_first_reading(case(), option.option.id, support).text(language())
    if not wanted:
        st.success(plain(reading))
        return
    st.markdown(bold(reading))
    effects_table(option, wanted, t("get_first_title"))
    next_step("options", "get_first_step")


def effects_table(option: OptionResult, inputs: list[InputEvidence], alt: str) -> None:
    """Inputs with value, range, support and effect."""
    show_table(
        {
            t("value"): [input_amount(row.key, row.value, option) for row in inputs],
            t("low_high"): [
                f"{brief_amount(row.key, row.low, option)} – {input_amount(row.key, row.high, option)}"
                for row in inputs
            ],
            t("effect"): [show_value(row.effect, "eur", language()) for row in inputs],
            t("status"): [t(f"status_{row.status}") + (f" ({row.tier})" if row.tier else "") for row in inputs],
        },
        index=[input_name(row.key, option.option.id) for row in inputs],
        corner=t("input"),
        alt=alt,
        figures=(t("value"), t("low_high"), t("effect")),
    )


def all_inputs(option: OptionResult, support: Evidence) -> None:
    """Every input with its value, price level, status and source."""
    scenarios = of_case(scenarios_of, option.option.id)
    effects = {row.key: row.effect for row in support.inputs}
    names = sorted(scenarios.inputs(), key=lambda name: -effects.get(name, 0.0))
    rows = [(name, scenarios.provenance(name)) for name in names]
    show_table(
        {
            t("value"): [input_amount(name, scenarios.base(name), option) for name, _ in rows],
            t("effect"): [show_value(effects.get(name, 0.0), "eur", language()) for name, _ in rows],
            t("status"): [t(f"status_{provenance.status}") for _, provenance in rows],
            t("price_level_of"): [
                format_iso(format_period(provenance.period, language()), language()) for _, provenance in rows
            ],
            t("source"): [provenance.source or provenance.explanation(language()) for _, provenance in rows],
        },
        index=[input_name(name, option.option.id) for name, _ in rows],
        corner=t("input"),
        alt=t("all_inputs"),
        figures=(t("value"), t("effect")),
    )


heading("evidence")
chosen = chosen_option("analysed_option")
support = of_case(evidence, chosen.option.id)
stale = past_review(result(), chosen.option.id, date.today())
with st.container():
    if stale:
        st.warning(plain(past_review_reading(stale, date.today()).text(language())))
with st.container():
    share(chosen, support)
with st.container():
    first_of_all(chosen, support)
fold(t("inquiry_title"), "inquiry", partial(inquiry, chosen, support))
fold(t("all_inputs"), "all_inputs", partial(all_inputs, chosen, support))
if not chosen.components:
    reasons(case().option(chosen.option.id))
onward("evidence")
