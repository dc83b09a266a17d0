"""What a risk run found: chances, capital, drivers, frames, second lives, and how it compares with an earlier run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from model.analyses.risk import RiskResult
from model.case import Case
from model.parameters.table import parameters
from model.readings.risk import branch_label, driver_label
from model.words.messages import message
from model.words.numbers import format_euro, format_million, format_percent, format_short
from model.words.texts import text
from pages.charts.analysis_charts import distribution
from pages.charts.charts import CONFIG
from pages.charts.drawing import show
from pages.charts.specs import Said, share_bars
from pages.session.state import case
from pages.session.words import label, language, metric_value, plain, t
from pages.widgets.choose import next_step
from pages.widgets.folds import fold
from pages.widgets.risk_choices import named
from pages.widgets.tables import show_table

SHOWN_DRIVERS = 10


def summary(outcome: RiskResult) -> None:
    """The three numbers a council asks for, with the evidence beside them."""
    npv = outcome.spreads["npv"]
    columns = st.columns(4)
    columns[0].metric(t("chance_of_shortfall"), format_percent(npv.below_zero, language(), 0))
    columns[1].metric(
        t("capital_needed", share=certainty_words(outcome.setup.certainty)), format_million(outcome.capital, language())
    )
    columns[2].metric(t("middle_outcome"), format_million(npv.p50, language()))
    columns[3].metric(t("rests_on_sources"), format_percent(outcome.evidence_share, language(), 0))
    st.caption(t("false_precision"))
    reading = t("risk_reading", p10=format_euro(npv.p10, language()), p90=format_euro(npv.p90, language()))
    st.markdown(f"**{plain(reading)}**")
    if outcome.histogram:
        st.plotly_chart(
            distribution(outcome.histogram, (("P10", npv.p10), ("P50", npv.p50), ("P90", npv.p90)), language()),
            width="stretch",
            config=CONFIG,
            alt=f"{t('risk_alt')} {reading}",
        )
    st.caption(
        t(
            "converged" if outcome.enough else "not_converged",
            p50=format_euro(npv.error_50, language()),
            p90=format_euro(npv.error_90, language()),
        )
    )
    fold(t("percentiles"), "percentiles", partial(percentiles, outcome))


def echo(outcome: RiskResult, container: DeltaGenerator) -> str:
    """The outcome in a line beside the assumptions, where it is seen to follow them. Returns the line."""
    npv = outcome.spreads["npv"]
    words = t(
        "risk_echo",
        chance=format_percent(npv.below_zero, language(), 0),
        share=certainty_words(outcome.setup.certainty),
        capital=format_million(outcome.capital, language()),
        middle=format_million(npv.p50, language()),
    )
    container.markdown(f"**{plain(words)}**")
    return words


def certainty_words(share: float) -> str:
    """A certainty as a percentage with the decimals it needs: 90%, 99,9%."""
    return f"{format_short(round(share * 100, 2), language(), percent=True)}%"


def percentiles(outcome: RiskResult) -> None:
    """Every result in every ledger: its spread, and how exact its percentiles are."""
    spreads = {key: spread for key, spread in outcome.spreads.items() if spread.known > 0}
    fields = (
        ("P10", "p10"),
        ("P50", "p50"),
        ("P90", "p90"),
        (t("mean"), "mean"),
        (t("error_of", what="P50"), "error_50"),
        (t("error_of", what="P90"), "error_90"),
    )
    show_table(
        {name: [metric_value(key, getattr(spread, field)) for key, spread in spreads.items()] for name, field in fields}
        | {t("known_share"): [format_percent(spread.known, language(), 0) for spread in spreads.values()]},
        index=[label(key) for key in spreads],
        corner=t("metric"),
        alt=t("percentiles"),
    )
    st.caption(t("percentiles_note"))


def drivers(outcome: RiskResult) -> None:
    """What makes the spread: each input's and event's share of the variance."""
    st.header(t("drivers_title"))
    largest = [contribution for contribution in outcome.contributions if contribution.share > 0][:SHOWN_DRIVERS]
    if not largest:
        st.write(t("drivers_none"))
        return
    names = [driver_name(outcome, contribution.key) for contribution in largest]
    shown = [format_percent(contribution.share, language(), 0) for contribution in largest]
    reading = t("drivers_reading", input=names[0], share=shown[0])
    st.markdown(f"**{plain(reading)}**")
    said = Said(reading, message("ui_drivers_alt"))
    show(share_bars(names, [contribution.share for contribution in largest], said))
    with st.expander(t("table"), key="drivers_table"):
        show_table(
            {
                t("share_of_spread"): shown,
                t("mean_at_low"): [format_euro(contribution.at_low, language()) for contribution in largest],
                t("mean_at_high"): [format_euro(contribution.at_high, language()) for contribution in largest],
            },
            index=names,
            corner=t("input"),
            alt=t("drivers_title"),
        )
        st.caption(t("drivers_note"))


def driver_name(outcome: RiskResult, key: str) -> str:
    """What drives a risk, with its option in words."""
    return named(key) if key in outcome.setup.distributions else driver_label(case(), outcome, key, language())


def frames(outcome: RiskResult) -> None:
    """The chance that each frame of the council fails."""
    st.header(t("frames_risk"))
    if not outcome.frames:
        st.write(t("frames_risk_none"))
        next_step("norms", "to_frames")
        return
    worst = max(outcome.frames, key=lambda frame: -1.0 if frame.chance != frame.chance else frame.chance)
    reading = t(
        "frames_risk_reading",
        frame=text(f"frame_{worst.key}", language()),
        chance=format_percent(worst.chance, language(), 0),
    )
    st.markdown(f"**{plain(reading)}**")
    show_table(
        {t("chance_fails"): [format_percent(frame.chance, language(), 0) for frame in outcome.frames]},
        index=[text(f"frame_{frame.key}", language()) for frame in outcome.frames],
        corner=t("frame"),
        alt=t("frames_risk"),
    )


def tree(outcome: RiskResult) -> None:
    """The second life: how likely each branch is, what it yields, and what the option to relocate is worth."""
    if not outcome.branch_means:
        return
    st.header(t("second_life"))
    best = max(outcome.branch_means, key=lambda key: outcome.branch_means[key][1])
    sentences = [
        t(
            "branches_reading",
            branch=plain(branch_label(best, language())),
            mean=format_million(outcome.branch_means[best][1], language()),
        )
    ]
    if outcome.option_value is not None:
        sentences.append(t("option_value", value=format_euro(outcome.option_value, language())))
    st.markdown(f"**{plain(' '.join(sentences))}**")
    show_table(
        {
            t("share_of_futures"): [format_percent(share, language(), 0) for share, _ in outcome.branch_means.values()],
            t("branch_mean"): [format_euro(mean, language()) for _, mean in outcome.branch_means.values()],
        },
        index=[branch_label(key, language()).capitalize() for key in outcome.branch_means],
        corner=t("second_life"),
        alt=t("second_life"),
    )


def changed(option_id: str, outcome: RiskResult, before: Case, earlier: RiskResult) -> None:
    """The inputs that changed since, and what that did to the outcome."""
    npv, old = outcome.spreads["npv"], earlier.spreads["npv"]
    rows: Sequence[tuple[str, float, float, Callable[[float], str]]] = (
        (t("middle_outcome"), old.p50, npv.p50, lambda value: format_euro(value, language())),
        (
            t("capital_needed", share=certainty_words(outcome.setup.certainty)),
            earlier.capital,
            outcome.capital,
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
    old_inputs = before.option(option_id).inputs if option_id in {option.id for option in before.options} else {}
    new_inputs = case().option(option_id).inputs
    moved = [key for key in {**old_inputs, **new_inputs} if old_inputs.get(key) != new_inputs.get(key)]
    if moved:
        names = "; ".join(parameters()[key].label(language()) for key in moved)
        st.write(t("changed_inputs", inputs=plain(names)))
