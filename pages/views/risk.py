"""Risk: the chance of a shortfall, the capital that covers it, what drives it, and the second life of the building."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from model.analyses.risk import RiskResult, Setup, run_risk, setup_for
from model.case import Case, numbers_of
from model.engine.results import CaseResult, OptionResult
from model.problems import BadInput
from model.readings.risk import paragraph_text, risk_paragraph
from pages.session.computed import remember, remembered, remembered_or
from pages.session.entries import chosen, pressed
from pages.session.state import case, result
from pages.session.versions import earlier_case, earlier_outcome
from pages.session.words import language, sentences, t
from pages.widgets.choose import chosen_option, heading, onward
from pages.widgets.earlier import earlier_fields
from pages.widgets.page_bar import announce
from pages.widgets.risk_assumptions import DRAWS, assumptions
from pages.widgets.risk_choices import setup_of
from pages.widgets.risk_outcome import changed, drivers, echo, frames, summary, tree

RunKey = tuple[object, ...]


def stop(key: RunKey) -> None:
    """Callback of the stop button: Streamlit breaks the run off, and this keeps it from starting again by itself."""
    st.session_state["risk_stopped"] = key


def run(option: OptionResult, setup: Setup, here: DeltaGenerator, beside: DeltaGenerator) -> RiskResult | None:
    """The run with progress and stop button, `here` and `beside` the assumptions; None if stopped or refused.

    What is going on is said `here` alone: a screen reader would read it out twice.
    """
    option_id = option.option.id
    made = remembered("risk_run")
    key: RunKey = (result().market.version, numbers_of(result().case), option_id, repr(setup))
    if made is not None and made.key == key:
        done: RiskResult = made.value
        return done
    if st.session_state.get("risk_stopped") == key:
        here.info(t("stopped"))
        if not here.button(t("again")):
            return None
        del st.session_state["risk_stopped"]
    waiting = [container.empty() for container in (here, beside)]
    bars = [slot.container() for slot in waiting]
    words = (t("risk_running"), None)
    meters = [bar.progress(0.0, said) for bar, said in zip(bars, words, strict=True)]
    if setup.draws >= DRAWS[-1]:
        for number, bar in enumerate(bars):
            bar.button(
                t("stop"), on_click=pressed(stop), args=(key,), icon=":material/stop_circle:", key=f"stop.{number}"
            )

    def told(share: float) -> None:
        for meter, said in zip(meters, words, strict=True):
            meter.progress(share, said)

    try:
        fresh = run_risk(result(), option_id, setup, told)
    except BadInput as refused:
        tell(refused, here, beside)
        return None
    finally:
        for slot in waiting:
            slot.empty()
    keep_previous(option_id)
    return remember("risk_run", key, fresh).value


def tell(refused: BadInput, *places: DeltaGenerator) -> None:
    """Say in each of these places what is wrong with a set-up."""
    for sentence in sentences(refused.problems):
        for container in places:
            container.error(sentence)


def keep_previous(option_id: str) -> None:
    """The last run of this option on another state of the case becomes the one to compare with."""
    made = remembered("risk_run")
    if made is None:
        return
    _, before, of, _ = made.key
    if of == option_id and before != numbers_of(result().case):
        remember("risk_previous", option_id, (before, made.value))


def earlier_run(option_id: str, setup: Setup) -> tuple[Case, RiskResult] | None:
    """The run to compare with: of the version chosen, else the last one of this option before the case was changed."""
    version = earlier_case()
    if version is not None and version[0] != case():
        kept, outcome = version[0], earlier_outcome()
        if outcome is None or option_id not in outcome.options:
            return None
        key = (outcome.market.version, kept, option_id, repr(setup))
        run_then = remembered_or("risk_version_run", key, lambda: run_earlier(outcome, option_id, setup))
        return None if run_then is None else (kept, run_then)
    previous = remembered("risk_previous")
    if previous is None or previous.key != option_id:
        return None
    before: tuple[Case, RiskResult] = previous.value
    return before


def run_earlier(outcome: CaseResult, option_id: str, setup: Setup) -> RiskResult | None:
    """An earlier version with its own ranges, drawn in the same way as now; None when that cannot be."""
    try:
        alone = setup_for(outcome, option_id)
        same = replace(
            alone,
            draws=setup.draws,
            seed=setup.seed,
            certainty=setup.certainty,
            method=setup.method,
            branches=setup.branches,
        )
        return run_risk(outcome, option_id, same)
    except (BadInput, KeyError):
        return None


def paragraph(option: OptionResult, outcome: RiskResult) -> None:
    """The text to paste, in either language, and what changed since the last version."""
    st.header(t("risk_paragraph"))
    st.caption(t("risk_paragraph_intro"))
    earlier = earlier_run(option.option.id, outcome.setup)
    chosen_language = chosen(
        st.segmented_control,
        t("paragraph_language"),
        ("nl", "en"),
        {"nl": "Nederlands", "en": "English"},
        f"paragraph.{language()}",
        start=language(),
        required=True,
    )
    previous = None
    if earlier is not None:
        previous = {"p50": earlier[1].spreads["npv"].p50, "capital": earlier[1].capital}
    words = paragraph_text(risk_paragraph(result(), outcome, previous), chosen_language)
    st.code(words, language=None, wrap_lines=True)
    with st.expander(t("changed_title"), key="changed"):
        earlier_fields("risk", may_be_none=True)
        if earlier is None:
            st.write(t("changed_none"))
        else:
            changed(option.option.id, outcome, *earlier)


heading("risk")
about = chosen_option("analysed_option")
progress_place = st.container()
outcome_place = st.container()
st.header(t("risk_assumptions"))
st.write(t("risk_assumptions_intro"))
beside_progress, beside_place = st.container(), st.container()
assumptions(about)
with outcome_place:
    outcome = run(about, setup_of(about.option.id), progress_place, beside_progress)
    if outcome is not None:
        announce(echo(outcome, beside_place))
        for part in (summary, drivers, frames, tree):
            with st.container():
                part(outcome)
        paragraph(about, outcome)
onward("risk")
