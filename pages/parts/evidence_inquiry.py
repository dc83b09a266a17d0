"""Evidence: the form for operators, the forms that came back, and what they say together."""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from model.analyses.ask_first import ask_first, not_asked
from model.analyses.evidence import Evidence
from model.analyses.operators import Summary, operators_of, summary_of
from model.case.edits import Edit
from model.decide.operators import forget_operator, forget_operators, take_over, takeable
from model.engine.results import OptionResult
from model.engine.scenarios import scenarios_of
from model.export.inquiry.excel import excel
from model.export.inquiry.summary import summary_file
from model.export.inquiry.word import word
from model.parameters.questions import Question, input_asked_by
from model.readings.names import listed
from model.readings.operators import (
    count_of,
    half_of,
    middle_of,
    operator_name,
    operator_reading,
    prices_readings,
    summary_reading,
    taken_reading,
)
from model.words.messages import message
from model.words.numbers import MISSING
from pages.session.computed import kept, of_case
from pages.session.entries import chosen, pressed, show_refusal
from pages.session.inquiry import (
    add_forms,
    answers_key,
    forget_what_was_told,
    inquiry_edition,
    refused_forms,
    told_of_forms,
)
from pages.session.refusals import refuse, refused_because, settle
from pages.session.state import case, edit, market, result
from pages.session.words import file_name, language, plain, sentences, t, titles, words_of
from pages.widgets.choose import input_amount, input_name
from pages.widgets.downloads import EXCEL, WORD, tell_fault_of_files
from pages.widgets.tables import show_table

EVERY = "every"
"""Instead of a question: all of which there is a median."""
KINDS = {"xlsx": (excel, EXCEL, ":material/table_view:"), "docx": (word, WORD, ":material/description:")}


def inquiry(option: OptionResult, support: Evidence) -> None:
    """The form to download, the filled forms, who answered, and what they say together."""
    st.write(t("inquiry_intro"))
    form_to_download(option, support)
    filled_forms()
    with st.container():
        if operators_of(case()):
            answered = kept("inquiry", answers_key(), lambda: summary_of(case(), market()))
            outcome(option, answered)
            medians_to_take(option, answered)
            who_answered()


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
    if told_of_forms():
        st.warning("\n\n".join(plain(told.text(language())) for told in told_of_forms()))


def outcome(option: OptionResult, answered: Summary) -> None:
    """What operators answered together, beside the value in the case; of too few answers only how many."""
    st.markdown(plain(words_of(summary_reading(answered))))
    rows = [spread for spread in answered.spreads if spread.count]
    show_table(
        {
            t("inquiry_answers"): [words_of(count_of(spread)) for spread in rows],
            t("inquiry_middle"): [words_of(middle_of(spread)) for spread in rows],
            t("inquiry_half"): [words_of(half_of(spread)) for spread in rows],
            t("inquiry_in_case"): [in_case(spread.question, option) for spread in rows],
        },
        index=[spread.question.label(language()) for spread in rows],
        corner=t("inquiry_question"),
        alt=t("inquiry_title"),
    )
    for said in prices_readings(answered):
        st.caption(plain(words_of(said)))
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


def medians_to_take(option: OptionResult, answered: Summary) -> None:
    """Which median becomes the value of its input, in this option or in every one that has it."""
    able = takeable(option, answered)
    with st.container():
        if able:
            names = {EVERY: t("inquiry_every_median")}
            names |= {taken.spread.question.key: plain(taken.spread.question.label(language())) for taken in able}
            key = chosen(st.selectbox, t("inquiry_take_which"), list(names), names, "inquiry_take")
            with st.container(horizontal=True):
                st.button(
                    t("inquiry_take_here", option=plain(titles(case().options)[option.option.id])),
                    on_click=pressed(take),
                    args=(key, (option.option.id,), answered),
                    key="inquiry.take_here",
                )
                st.button(
                    t("inquiry_take_everywhere"),
                    on_click=pressed(take),
                    args=(key, tuple(result().options), answered),
                    key="inquiry.take_everywhere",
                )
            st.caption(t("inquiry_take_help"))
    show_refusal("inquiry.take")


def take(key: str, options: tuple[str, ...], answered: Summary) -> None:
    """Callback: the median answer to a question, or every median, is the value of its input in these options."""
    edits = [
        each
        for option_id in options
        for taken in takeable(result().options[option_id], answered)
        if key in {EVERY, taken.spread.question.key}
        for each in take_over(taken, date.today(), taken_reading(taken, answered.level).text(language()))
    ]
    settle("inquiry.take")
    problems = edit(*edits)
    if problems:
        refuse("inquiry.take", refused_because(problems))


def who_answered() -> None:
    """Every operator by its code, with a button that takes its answers out of the case, and one for all."""
    st.caption(t("inquiry_who"))
    for operator in operators_of(case()):
        with st.container(horizontal=True, vertical_alignment="center"):
            name = plain(words_of(operator_name(operator.code)))
            st.markdown(plain(words_of(operator_reading(operator))))
            st.button(
                t("inquiry_forget_one"),
                key=f"inquiry.forget.{operator.code}",
                on_click=pressed(forget),
                args=forget_operator(operator.code),
                help=t("inquiry_forget_one_help", operator=name),
            )
    st.button(
        t("inquiry_forget"),
        key="inquiry.forget",
        on_click=pressed(forget),
        args=forget_operators(case()),
        help=t("inquiry_forget_help"),
    )


def forget(*edits: Edit) -> None:
    """Callback: answers of operators out of the case."""
    forget_what_was_told()
    edit(*edits)


def in_case(question: Question, option: OptionResult) -> str:
    """The value in the case of the input that a question asks for; a dash where it asks for none of this option."""
    scenarios = of_case(scenarios_of, option.option.id)
    name = input_asked_by(question, scenarios.inputs())
    return MISSING if name is None else input_amount(name, scenarios.base(name), option)
