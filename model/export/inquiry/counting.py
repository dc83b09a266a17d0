"""Which filled forms count: those of operators that are told apart, and what is to be said of the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from model.analyses.operators import Answered
from model.export.inquiry.reading_back import FilledForm
from model.parameters.questions import NO_CODE
from model.words.messages import Message, message


@dataclass(frozen=True)
class Counted:
    """What is put in a case of the forms given, and what to know of forms that are not or that replace others."""

    answered: tuple[Answered, ...]
    told: tuple[Message, ...]


def counted(forms: Iterable[FilledForm], known: Collection[str] = ()) -> Counted:
    """The answers that count beside operators whose codes are `known`.

    Of forms with the same code the first counts: they are of one operator; it replaces what is known under that code.
    Of all forms without a code one counts, known or given: nothing tells that they are of more than one operator.
    """
    first: dict[str, FilledForm] = {}
    told = []
    for form in forms:
        code = form.code or NO_CODE
        if not form.answers:
            told.append(message("inquiry_empty", file=form.file))
        elif code == NO_CODE and code in known:
            told.append(message("inquiry_no_code_known", file=form.file))
        elif code in first:
            told.append(_not_counted(form, first[code]))
        else:
            first[code] = form
            if code in known:
                told.append(message("inquiry_replaced", file=form.file, operator=code))
    answered = (
        Answered(code, form.year, {answer.key: answer.value for answer in form.answers}) for code, form in first.items()
    )
    return Counted(tuple(answered), tuple(told))


def _not_counted(form: FilledForm, before: FilledForm) -> Message:
    """Why a form does not count beside one before it."""
    if form.code:
        return message("inquiry_same_code", file=form.file, operator=form.code, before=before.file)
    return message("inquiry_no_code", file=form.file, before=before.file)
