"""Evidence: the form for operators, the forms that came back, and what they say together."""

from __future__ import annotations

from functools import partial

import streamlit as st

from model.analyses.evidence import Evidence
from model.engine.results import OptionResult
from model.engine.scenarios import scenarios_of
from model.export.inquiry.excel import excel
from model.export.inquiry.questions import Question, ask_first, input_asked_by, not_asked
from model.export.inquiry.summary import (
    Summary,
    count_of,
    middle_of,
    spread_of,
    summary,
    summary_file,
    summary_reading,
    years_reading,
)
from model.export.inquiry.word import word
from model.readings.names import listed
from model.words.messages import message
from model.words.numbers import MISSING
from pages.session.computed import of_case
from pages.session.entries import pressed
from pages.session.inquiry import add_forms, forget_forms, forms, inquiry_edition, refused_forms
from pages.session.words import file_name, language, plain, sentences, t, words_of
from pages.widgets.choose import input_amount, input_name
from pages.widgets.downloads import EXCEL, WORD, tell_fault_of_files
from pages.widgets.tables import show_table

KINDS = {"xlsx": (excel, EXCEL, ":material/table_view:"), "docx": (word, WORD, ":material/description:")}


def inquiry(option: OptionResult, support: Evidence) -> None:
    """The form to download, the filled forms, and their summary."""
    st.write(t("inquiry_intro"))
    form_to_download(option, support)
    filled_forms()
    if forms():
        outcome(option, summary(forms()))


def form_to_download(option: OptionResult, support: Evidence) -> None:
    """The form in Excel and in Word, in which the questions that matter most for an option have a star."""
    first = ask_first([support])
    for column, (kind, (write, mime, icon)) in zip(st.columns(len(KINDS)), KINDS.items(), strict=True):
        column.download_button(
            t(f"inquiry_{kind}"),
            partial(write, first, language()),
            file_name(t("inquiry_file"), "", kind),
            mime,
            on_click="ignore",
            icon=icon,
            key=f"inquiry.{kind}",
        )
    tell_fault_of_files()
    unknown = [input_name(name, option.option.id) for name in not_asked(support)]
    if unknown:
        st.caption(plain(message("inquiry_not_asked", inputs=listed(unknown)).text(language())))


def filled_forms() -> None:
    """Where filled forms come in, and what is wrong with those that did."""
    given = st.file_uploader(
        t("inquiry_upload"),
        type=list(KINDS),
        accept_multiple_files=True,
        key=f"inquiry_files.{inquiry_edition()}",
    )
    st.caption(t("inquiry_kept"))
    if given:
        add_forms((file.name, file.getvalue()) for file in given)
        st.rerun()
    for told in sentences(refused_forms(), lambda refused: plain(refused.text(language()))):
        st.error(told)
    for form in forms():
        if form.wrong:
            st.warning("\n\n".join(plain(wrong.text(language())) for wrong in form.wrong))


def outcome(option: OptionResult, answered: Summary) -> None:
    """What operators answered together, beside the value in the case; of too few answers only how many."""
    for left_out in answered.left_out:
        st.warning(plain(left_out.text(language())))
    st.markdown(plain(words_of(summary_reading(answered))))
    rows = [spread for spread in answered.spreads if spread.count]
    if rows:
        show_table(
            {
                t("inquiry_answers"): [words_of(count_of(spread)) for spread in rows],
                t("inquiry_middle"): [words_of(middle_of(spread)) for spread in rows],
                t("low_high"): [words_of(spread_of(spread)) for spread in rows],
                t("inquiry_in_case"): [in_case(spread.question, option) for spread in rows],
            },
            index=[spread.question.label(language()) for spread in rows],
            corner=t("inquiry_question"),
            alt=t("inquiry_title"),
        )
    years = years_reading(answered)
    if years is not None:
        st.caption(plain(words_of(years)))
    if answered.has_figures:
        st.caption(t("inquiry_of_three"))
        st.download_button(
            t("inquiry_summary"),
            summary_file(answered, language()),
            file_name(t("inquiry_file"), t("inquiry_summary_file"), "csv"),
            "text/csv",
            on_click="ignore",
            icon=":material/download:",
        )
    st.button(t("inquiry_forget"), on_click=pressed(forget_forms), help=t("inquiry_forget_help"))


def in_case(question: Question, option: OptionResult) -> str:
    """The value in the case of the input that a question asks for; a dash where it asks for none of this option."""
    scenarios = of_case(scenarios_of, option.option.id)
    name = input_asked_by(question, scenarios.inputs())
    return MISSING if name is None else input_amount(name, scenarios.base(name), option)
