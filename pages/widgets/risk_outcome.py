"""What a risk run found: chances, capital, drivers, frames, second lives, and how it compares with an earlier run."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from model.analyses.risk import RiskResult
from model.case import Case
from model.outcomes.quantities import figure_of
from model.readings.figures import chance_of
from model.readings.names import frame_name
from model.readings.risk import (
    branch_name,
    capital_of,
    certainty_of,
    changed_inputs_reading,
    driver_name,
    frames_reading,
    in_one_line,
    largest_driver_reading,
    precision_reading,
    range_reading,
    second_life_reading,
)
from model.words.messages import message
from pages.charts.drawing import show
from pages.charts.specs import Said, outcome_histogram, share_bars
from pages.session.state import case
from pages.session.words import bold, label, language, plain, t
from pages.widgets.choose import next_step
from pages.widgets.folds import fold
from pages.widgets.tables import show_table

SHOWN_DRIVERS = 10


def chance_words(outcome: RiskResult, key: str, chance: float) -> str:
    """A chance of a run, in whole per cents unless that would say never or always."""
    return chance_of(key, outcome.option, chance).text(language())


def euros(outcome: RiskResult, value: float | None) -> str:
    """A net present value of a run."""
    return figure_of("npv", outcome.option, value).show(language())


def capital_heading(outcome: RiskResult) -> str:
    """What the capital needed is called: with the certainty chosen."""
    return t("capital_needed", share=certainty_of(outcome).show(language(), "exact"))


def summary(outcome: RiskResult) -> None:
    """The three numbers a council asks for, with the evidence beside them."""
    npv = outcome.spreads["npv"]
    columns = st.columns(4)
    columns[0].metric(t("chance_of_shortfall"), chance_words(outcome, "chance_of_shortfall", npv.below_zero))
    columns[1].metric(capital_heading(outcome), capital_of(outcome).show(language(), "short"))
    columns[2].metric(t("middle_outcome"), figure_of("npv", outcome.option, npv.p50).show(language(), "short"))
    columns[3].metric(t("rests_on_sources"), chance_words(outcome, "evidence_share", outcome.evidence_share))
    st.caption(t("false_precision"))
    reading = range_reading(outcome)
    st.markdown(bold(reading.text(language())))
    if outcome.histogram:
        show(outcome_histogram(outcome, Said(reading, message("ui_risk_alt"))))
    st.caption(plain(precision_reading(outcome).text(language())))
    fold(t("percentiles"), "percentiles", partial(percentiles, outcome))


def echo(outcome: RiskResult, container: DeltaGenerator) -> str:
    """The outcome in a line beside the assumptions, where it is seen to follow them. Returns the line."""
    words = in_one_line(outcome).text(language())
    container.markdown(bold(words))
    return words


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
        {
            name: [
                figure_of(key, outcome.option, getattr(spread, field)).show(language())
                for key, spread in spreads.items()
            ]
            for name, field in fields
        }
        | {t("known_share"): [chance_words(outcome, "share_of_futures", spread.known) for spread in spreads.values()]},
        index=[label(key) for key in spreads],
        corner=t("metric"),
        alt=t("percentiles"),
    )
    st.caption(t("percentiles_note"))


def drivers(outcome: RiskResult) -> None:
    """What makes the spread: each input's and event's share of the variance."""
    st.header(t("drivers_title"))
    largest = [contribution for contribution in outcome.contributions if contribution.share > 0][:SHOWN_DRIVERS]
    reading = largest_driver_reading(case(), outcome)
    if not largest:
        st.write(plain(reading.text(language())))
        return
    names = [driver_name(case(), outcome, contribution.key).label(language()) for contribution in largest]
    shown = [chance_words(outcome, "share_of_spread", contribution.share) for contribution in largest]
    st.markdown(bold(reading.text(language())))
    said = Said(reading, message("ui_drivers_alt"))
    show(share_bars(names, [contribution.share for contribution in largest], said))
    with st.expander(t("table"), key="drivers_table"):
        show_table(
            {
                t("share_of_spread"): shown,
                t("mean_at_low"): [euros(outcome, contribution.at_low) for contribution in largest],
                t("mean_at_high"): [euros(outcome, contribution.at_high) for contribution in largest],
            },
            index=names,
            corner=t("input"),
            alt=t("drivers_title"),
        )
        st.caption(t("drivers_note"))


def frames(outcome: RiskResult) -> None:
    """The chance that each frame of the council fails."""
    st.header(t("frames_risk"))
    reading = frames_reading(outcome).text(language())
    if not outcome.frames:
        st.write(plain(reading))
        next_step("norms", "to_frames")
        return
    st.markdown(bold(reading))
    show_table(
        {t("chance_fails"): [chance_words(outcome, "chance_frame_fails", frame.chance) for frame in outcome.frames]},
        index=[frame_name(frame.key).text(language()) for frame in outcome.frames],
        corner=t("frame"),
        alt=t("frames_risk"),
    )


def tree(outcome: RiskResult) -> None:
    """The second life: how likely each branch is, what it yields, and what the option to relocate is worth."""
    if not outcome.branch_means:
        return
    st.header(t("second_life"))
    st.markdown(bold(" ".join(sentence.text(language()) for sentence in second_life_reading(outcome))))
    branches = outcome.branch_means.values()
    show_table(
        {
            t("share_of_futures"): [chance_words(outcome, "share_of_futures", share) for share, _ in branches],
            t("branch_mean"): [euros(outcome, mean) for _, mean in branches],
        },
        index=[branch_name(key).label(language()).capitalize() for key in outcome.branch_means],
        corner=t("second_life"),
        alt=t("second_life"),
    )


def changed(option_id: str, outcome: RiskResult, before: Case, earlier: RiskResult) -> None:
    """The inputs that changed since, and what that did to the outcome."""
    now, then = (
        [
            euros(run, run.spreads["npv"].p50),
            capital_of(run).show(language()),
            chance_words(run, "chance_of_shortfall", run.spreads["npv"].below_zero),
        ]
        for run in (outcome, earlier)
    )
    show_table(
        {t("version_before"): then, t("now"): now},
        index=[t("middle_outcome"), capital_heading(outcome), t("chance_of_shortfall")],
        corner=t("metric"),
        alt=t("changed_title"),
    )
    was = next((option for option in before.options if option.id == option_id), None)
    reading = changed_inputs_reading(was, case().option(option_id))
    if reading is not None:
        st.write(plain(reading.text(language())))
