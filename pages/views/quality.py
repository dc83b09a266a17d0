"""Model quality: what must always hold, tested on this case at the press of a button."""

from __future__ import annotations

import streamlit as st

from model.quality import FAILED, PASSED, UNKNOWN, run_checks
from model.texts import text
from pages.shared.choose import heading
from pages.shared.state import result
from pages.shared.tables import show_table
from pages.shared.words import language, plain, t

heading("quality")
outcome = result()
key = (outcome.market.version, outcome.case)
if st.button(t("quality_run"), icon=":material/fact_check:"):
    with st.spinner(t("quality_running")):
        st.session_state["quality"] = (key, run_checks(outcome))
made = st.session_state.get("quality")
if made is None:
    st.info(t("quality_not_run"))
else:
    if made[0] != key:
        st.caption(t("quality_outdated"))
    checks = made[1]
    counts = {status: sum(check.status == status for check in checks) for status in (PASSED, FAILED, UNKNOWN)}
    summary = text("quality_summary", language(), **counts)
    (st.error if counts[FAILED] else st.success)(summary)
    wrong = [check for check in checks if check.status != PASSED]
    if wrong:
        show_table(
            {
                t("quality_on"): [check.subject for check in wrong],
                t("quality_outcome"): [text(f"quality_status_{check.status}", language()) for check in wrong],
                t("quality_detail"): [check.detail for check in wrong],
            },
            index=[check.text(language()) for check in wrong],
            corner=t("quality_rule"),
            alt=t("quality_title"),
            figures=(),
        )
    rules = list(dict.fromkeys(check.rule for check in checks))
    with st.expander(t("quality_all"), key="quality_all"):
        show_table(
            {
                t("quality_passed"): [
                    f"{sum(check.rule == rule and check.status == PASSED for check in checks)} / "
                    f"{sum(check.rule == rule for check in checks)}"
                    for rule in rules
                ]
            },
            index=[plain(text(f"quality_{rule}", language())) for rule in rules],
            corner=t("quality_rule"),
            alt=t("quality_all"),
        )
