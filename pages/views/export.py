"""Export: the Excel business case with live formulas, and the case file."""

import streamlit as st

from model.export.workbook.workbook import ANALYSING, WRITING, export_with_analyses
from pages.session.computed import remember, remembered
from pages.session.state import case, market, result
from pages.session.words import file_name, language, plain, subject, t
from pages.widgets.case_file import case_file
from pages.widgets.downloads import EXCEL

st.title(t("export_title"))
outcome = result()
st.caption(plain(f"{case().name} · {subject(case(), market().municipality(case().municipality).name)}"))
st.write(t("export_intro"))
if outcome.is_concept:
    st.info(t("concept_export"))
key = (outcome.market.version, outcome.case, language())
if st.button(t("make_workbook"), icon=":material/table_view:"):
    words = {ANALYSING: t("analysing"), WRITING: t("making_workbook")}
    bar = st.progress(0.0, words[ANALYSING])

    def advance(share: float, stage: str) -> None:
        """Move the bar to the share done, and say what is going on."""
        bar.progress(share, words[stage])

    content = export_with_analyses(outcome, language(), advance)
    remember("workbook", key, content)
    bar.empty()
made = remembered("workbook")
if made is not None and made.key == key:
    st.download_button(
        t("download_workbook"),
        made.value,
        file_name("businesscase", case().name, "xlsx"),
        EXCEL,
        on_click="ignore",
        icon=":material/download:",
    )
elif made is not None:
    st.caption(t("workbook_outdated"))
case_file(case(), t("save_case"), case().name, "export")
st.caption(t("save_case_help"))
st.header(t("in_the_workbook"))
st.markdown(t("workbook_sheets"))
