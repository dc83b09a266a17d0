"""Model quality: what must always hold, tested on this case at the press of a button."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from model.checks import FAILED, PASSED, UNKNOWN, Check, counted, run_checks, summary
from model.readings.names import OptionName
from model.words.texts import text
from pages.parts.quality_back_test import back_test_of_the_set, marked, vat_rise_here
from pages.session.computed import remember, remembered
from pages.session.state import case, result
from pages.session.words import language, plain, t
from pages.widgets.choose import heading, onward
from pages.widgets.tables import show_table


def detail(check: Check) -> str:
    """By how much a check failed, or why."""
    why = check.why()
    return "" if why is None else why.text(language())


def verdict(statuses: Sequence[str]) -> str:
    """The worst outcome of the tests of one rule, with its mark."""
    return marked(next((worst for worst in (FAILED, UNKNOWN) if worst in statuses), PASSED))


heading("quality")
outcome = result()
key = (outcome.market.version, outcome.case)
if st.button(t("quality_run"), icon=":material/fact_check:"):
    with st.spinner(t("quality_running")):
        remember("quality", key, run_checks(outcome))
made = remembered("quality")
if made is None:
    st.info(t("quality_not_run"))
else:
    if made.key != key:
        st.caption(t("quality_outdated"))
    checks: tuple[Check, ...] = made.value
    (st.error if counted(checks)[FAILED] else st.success)(plain(summary(checks).text(language())))
    wrong = [check for check in checks if check.status != PASSED]
    if wrong:
        names = {option.id: OptionName(case(), option.id) for option in case().options}
        show_table(
            {
                t("quality_on"): [check.about(names).text(language()) for check in wrong],
                t("quality_outcome"): [text(f"quality_status_{check.status}", language()) for check in wrong],
                t("quality_detail"): [detail(check) for check in wrong],
            },
            index=[check.said().text(language()) for check in wrong],
            corner=t("quality_rule"),
            alt=t("quality_title"),
            figures=(),
        )
    st.header(t("quality_all"))
    rules = list(dict.fromkeys(check.rule for check in checks))
    by_rule = {rule: [check.status for check in checks if check.rule == rule] for rule in rules}
    show_table(
        {
            t("quality_outcome"): [verdict(statuses) for statuses in by_rule.values()],
            t("quality_passed"): [f"{statuses.count(PASSED)} / {len(statuses)}" for statuses in by_rule.values()],
        },
        index=[text(f"quality_{rule}", language()) for rule in rules],
        corner=t("quality_rule"),
        alt=t("quality_all"),
        figures=(t("quality_passed"),),
    )
    st.caption(t("quality_on_this_case"))
back_test_of_the_set()
vat_rise_here()
onward("quality")
