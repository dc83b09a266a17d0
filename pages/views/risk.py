"""Risk: the chance of a shortfall, the capital that covers it, what drives it, and the second life of the building."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from model.analysis_commands import input_label
from model.evaluation import OptionResult
from model.parameters.table import parameters
from model.problems import BadInput, Problem
from model.risk import METHODS, Distribution, RiskResult, Setup, default_branches, default_setup, run_risk
from model.risk_text import driver_label, risk_paragraph
from model.scenarios import scenarios_of
from model.texts import text
from pages.shared.analysis_charts import distribution, share_bars
from pages.shared.charts import CONFIG
from pages.shared.choose import chosen_option, heading
from pages.shared.fields import number_field
from pages.shared.numbers import format_euro, format_million, format_percent, format_short
from pages.shared.state import result
from pages.shared.tables import show_table
from pages.shared.words import PERCENT_UNITS, label, language, metric_value, plain, sentence, t

DRAWS = (1_000, 10_000, 100_000)
CERTAINTIES = (0.8, 0.9, 0.95, 0.99)
KINDS = ("pert", "triangular", "uniform", "normal")
SHOWN_DRIVERS = 10


def chosen_setup(option: OptionResult) -> Setup:
    """Draws, certainty, seed, events and the second life, as chosen."""
    option_id = option.option.id
    columns = st.columns(4)
    draws = columns[0].selectbox(
        t("draws"), DRAWS, index=1, format_func=lambda each: format_short(each, language()), key="risk_draws"
    )
    certainty = columns[1].selectbox(
        t("certainty"),
        CERTAINTIES,
        index=1,
        format_func=lambda each: format_percent(each, language(), 0),
        key="risk_certainty",
    )
    seed = columns[2].number_input(t("seed"), 1, 999_999, 1, key="risk_seed")
    method = columns[3].selectbox(t("method"), METHODS, format_func=lambda each: t(f"method_{each}"), key="risk_method")
    setup = replace(default_setup(result(), option_id, draws=draws, seed=int(seed)), certainty=certainty, method=method)
    folded = st.expander(t("risk_inputs"), key="risk_inputs")
    with folded:
        st.caption(t("risk_inputs_intro"))
        kind = st.selectbox(t("kind"), KINDS, format_func=lambda each: t(f"kind_{each}"), key="risk_kind")
        setup = replace(setup, distributions={name: _kind(each, kind) for name, each in setup.distributions.items()})
        setup = edited(option_id, setup)
    with st.expander(t("risk_events"), key="risk_events"):
        st.caption(t("risk_events_intro"))
        events = []
        for event in setup.events:
            chance = st.slider(
                plain(event.label(language())),
                0,
                100,
                round(event.probability * 100),
                5,
                "%d%%",
                key=f"event.{event.key}",
            )
            events.append(replace(event, probability=chance / 100))
        setup = replace(setup, events=tuple(events))
        if st.toggle(t("second_life"), key="second_life") and "end_of_term" in option.resolved[0].provenance:
            st.caption(t("second_life_intro"))
            branches = default_branches(scenarios_of(result(), option_id))
            shares = [
                st.slider(
                    text(f"risk_branch_{branch.key}", language()),
                    0,
                    100,
                    round(branch.probability * 100),
                    5,
                    "%d%%",
                    key=f"branch.{branch.key}",
                )
                for branch in branches
            ]
            if sum(shares) != 100:
                st.warning(t("branches_not_100", total=sum(shares)))
            else:
                setup = replace(
                    setup,
                    branches=tuple(
                        replace(branch, probability=share / 100) for branch, share in zip(branches, shares, strict=True)
                    ),
                )
    return setup


def edits(option_id: str) -> dict[str, float]:
    """What was entered over the ranges and correlations of an option, by the place of its field."""
    every: dict[str, dict[str, float]] = st.session_state.setdefault("risk_edits", {})
    return every.setdefault(option_id, {})


def save_edit(option_id: str, place: str, value: float | None) -> tuple[Problem, ...]:
    """Keep an entry for this session; a blank brings back the range of the evidence."""
    if value is None:
        edits(option_id).pop(place, None)
    else:
        edits(option_id)[place] = value
    return ()


def edited(option_id: str, setup: Setup) -> Setup:
    """The set-up with what was entered: low, typical and high of each input, and the correlations."""
    entered = edits(option_id)
    distributions = {}
    for name, given in setup.distributions.items():
        label_of = input_label(name, language())
        percent = parameters()[name.rpartition(".")[2]].unit in PERCENT_UNITS
        numbers = {}
        for column, end in zip(st.columns(3), ("low", "typical", "high"), strict=True):
            place = f"{name}.{end}"
            numbers[end] = entered.get(place, getattr(given, end))
            with column:
                number_field(
                    f"{plain(label_of)}: {t(end).lower()}" + (" (%)" if percent else ""),
                    numbers[end],
                    f"risk.{option_id}.{place}",
                    partial(save_edit, option_id, place),
                    name=f"{label_of} ({t(end).lower()})",
                    percent=percent,
                )
        distributions[name] = replace(given, **numbers)
    correlations = {}
    for (first, second), value in setup.correlations.items():
        place = f"correlation.{first}.{second}"
        correlations[first, second] = entered.get(place, value)
        number_field(
            t("correlated", first=plain(input_label(first, language())), second=plain(input_label(second, language()))),
            correlations[first, second],
            f"risk.{option_id}.{place}",
            partial(save_edit, option_id, place),
            name=t("correlation"),
        )
    return replace(setup, distributions=distributions, correlations=correlations)


def _kind(given: Distribution, kind: str) -> Distribution:
    return replace(given, kind=kind)


RunKey = tuple[object, ...]


def stop(key: RunKey) -> None:
    """Callback of the stop button: Streamlit breaks the run off, and this keeps it from starting again by itself."""
    st.session_state["risk_stopped"] = key


def run(option_id: str, setup: Setup) -> RiskResult | None:
    """The run with its progress bar and stop button; None when it was stopped or refused."""
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
    bar, button = st.progress(0.0, t("risk_running")), st.empty()
    if setup.draws >= DRAWS[-1]:
        button.button(t("stop"), on_click=stop, args=(key,))
    try:
        fresh = run_risk(result(), option_id, setup, lambda share: bar.progress(share, t("risk_running")))
    except BadInput as refused:
        for each in refused.problems:
            st.error(sentence(each))
        return None
    finally:
        bar.empty()
        button.empty()
    st.session_state["risk_previous"] = None if made is None or made[0][2] != option_id else made[1]
    st.session_state["risk_run"] = (key, fresh)
    return fresh


def summary(found: RiskResult) -> None:
    """The three numbers a council asks for, with the evidence beside them."""
    npv = found.spreads["npv"]
    columns = st.columns(4)
    columns[0].metric(t("chance_of_shortfall"), format_percent(npv.below_zero, language(), 0))
    columns[1].metric(
        t("capital_needed", share=format_percent(found.setup.certainty, language(), 0)),
        format_million(found.capital, language()),
    )
    columns[2].metric(t("middle_outcome"), format_million(npv.p50, language()))
    columns[3].metric(t("rests_on_sources"), format_percent(found.evidence_share, language(), 0))
    st.caption(t("false_precision"))
    reading = t("risk_reading", p10=format_euro(npv.p10, language()), p90=format_euro(npv.p90, language()))
    st.markdown(f"**{plain(reading)}**")
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


def tables(found: RiskResult) -> None:
    """Percentiles per result, drivers of the variance, frames, and the second life."""
    st.subheader(t("drivers_title"))
    drivers = found.contributions[:SHOWN_DRIVERS]
    reading = t(
        "drivers_reading",
        input=driver_label(found, drivers[0].key, language()),
        share=format_percent(drivers[0].share, language(), 0),
    )
    st.markdown(f"**{plain(reading)}**")
    st.plotly_chart(
        share_bars(
            [driver_label(found, each.key, language()) for each in drivers],
            [each.share for each in drivers],
            language(),
        ),
        width="stretch",
        config=CONFIG,
        alt=reading,
    )
    with st.expander(t("percentiles"), key="percentiles"):
        keys = list(found.spreads)
        show_table(
            {
                name: [metric_value(key, getattr(found.spreads[key], field)) for key in keys]
                for name, field in (("P10", "p10"), ("P50", "p50"), ("P90", "p90"), (t("mean"), "mean"))
            },
            index=[label(key) for key in keys],
            corner=t("metric"),
            alt=t("percentiles"),
        )
    if found.frames:
        st.subheader(t("frames_risk"))
        show_table(
            {t("chance_fails"): [format_percent(each.chance, language(), 0) for each in found.frames]},
            index=[text(f"frame_{each.key}", language()) for each in found.frames],
            corner=t("frame"),
            alt=t("frames_risk"),
        )
    if found.branch_means:
        st.subheader(t("second_life"))
        show_table(
            {
                t("share_of_futures"): [
                    format_percent(share, language(), 0) for share, _ in found.branch_means.values()
                ],
                t("mean"): [format_euro(mean, language()) for _, mean in found.branch_means.values()],
            },
            index=[text(f"risk_branch_{key}", language()) for key in found.branch_means],
            corner=t("second_life"),
            alt=t("second_life"),
        )
        if found.option_value is not None:
            st.markdown(f"**{plain(t('option_value', value=format_euro(found.option_value, language())))}**")


heading("risk")
chosen = chosen_option("analysed_option")
outcome = run(chosen.option.id, chosen_setup(chosen))
if outcome is not None:
    summary(outcome)
    tables(outcome)
    st.subheader(t("risk_paragraph"))
    st.caption(t("risk_paragraph_intro"))
    earlier = st.session_state.get("risk_previous")
    previous = None if earlier is None else {"p50": earlier.spreads["npv"].p50, "capital": earlier.capital}
    st.code(risk_paragraph(result(), outcome, language(), previous), language=None, wrap_lines=True)
