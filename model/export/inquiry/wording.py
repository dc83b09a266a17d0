"""What stands on the form, in words: the same in Excel and in Word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from model.parameters.questions import Choice, Question, questions
from model.readings.names import listed, listed_values
from model.words.messages import Message, message
from model.words.names import Name
from model.words.texts import LANGUAGES

PERCENT = Name("%", "%")
EXCEL, WORD = ".xlsx", ".docx"
FORMS = (EXCEL, WORD)
"""The kinds of file a form can be."""


def title() -> Message:
    """What the form is called."""
    return message("inquiry_form_title")


def instructions(first: Sequence[str]) -> tuple[Message, ...]:
    """How to fill in the form, what is done with the answers, and which questions (by key) go first."""
    said = (message("inquiry_how"), message("inquiry_privacy"))
    if not first:
        return said
    numbers = sorted(questions()[key].number for key in first)
    return (*said, message("inquiry_first", numbers=listed(numbers)))


def head(language: str) -> Mapping[str, str]:
    """The heads of the columns of the form, by what stands in them; by these a form is recognised."""
    return {part: message(f"inquiry_head_{part}").text(language) for part in HEADS}


HEADS = ("number", "question", "unit", "answer", "key")


def sections() -> Mapping[str, Sequence[Question]]:
    """The questions by section, in the order of the form."""
    found: dict[str, list[Question]] = {}
    for question in questions().values():
        found.setdefault(question.row.section, []).append(question)
    return found


def section_title(section: str) -> Message:
    """What a section of the form is called."""
    return message(f"inquiry_section_{section}")


def number_of(question: Question, first: Sequence[str]) -> Message:
    """The number of a question, with a star where it goes first."""
    return message("inquiry_number_first" if question.key in first else "inquiry_number", number=question.number)


def asked(question: Question) -> Message:
    """The question, with what belongs to its answer, or what there is to choose from."""
    if question.row.kind in {"choice", "form"}:
        return message("inquiry_choose", question=question, choices=choices_of(question))
    if question.row.hint_nl:
        hint = Name(*(question.row.hint(language) for language in LANGUAGES))
        return message("inquiry_hinted", question=question, hint=hint)
    return message("inquiry_words", words=question)


def choices_of(question: Question) -> Message:
    """What there is to choose from."""
    return listed_values(question.choices)


def unit_of(question: Question) -> Message:
    """In what a question is answered."""
    if question.row.kind == "yes_no":
        return listed(question.choices, "inquiry_or")
    measure = question.unit
    name = PERCENT if measure.is_ratio else Name(measure.name("nl"), measure.name("en"))
    return message("inquiry_words", words=name)


def choice_of(question: Question, typed: str) -> Choice | None:
    """The answer that is meant by a word in either language, or by that of the model."""
    word = " ".join(typed.split()).casefold().rstrip(".")
    for choice in question.choices:
        if word in {choice.word, *(choice.label(language).casefold() for language in LANGUAGES)}:
            return choice
    return None
