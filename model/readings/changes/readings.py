"""The sentences about a change: one for all it did, or one for each thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from market_data import MarketData
from model.case import Case
from model.case.edit import AT_THE_FRONT, Edit, edit_from_json
from model.case.edits import apply_all
from model.case.edits.difference import difference
from model.problems import BadInput
from model.readings.changes.fields import Field, event_name, field_of
from model.readings.changes.steps import (
    ABSENT,
    ADDED,
    MOVED,
    OPERATORS,
    REMOVED,
    RENAMED,
    REORDERED,
    UNKNOWN,
    Missing,
    Step,
    fits,
    steps_of,
)
from model.readings.changes.subjects import Subjects, option_title, quantity_name
from model.readings.changes.values import Json, number
from model.readings.names import listed_values
from model.readings.operators import operator_name
from model.readings.risk import branch_name
from model.store.changes import ANEW, BEGIN, FIGURES, KEEP, REDO, RESTORE, UNDO, UPDATE, Change
from model.words.messages import Message, Named, message

MOST_SAID = 3
"""Of a change that does more than this, the sentence says the first ones and how many more there are."""
_OF_A_KIND: Mapping[str, str] = {
    UNDO: "change_undone",
    REDO: "change_redone",
    ANEW: "change_anew",
    KEEP: "change_kept_then",
}
_EDITS_OF_A_WHAT_IF = ("what_ifs", "*", "edits")
_IN_OTHER_WORDS: Mapping[str, str] = {
    "change_from_to": "others_from_to",
    "change_from_default": "others_from_default",
    "change_to_default": "others_to_default",
}


def change_reading(change: Change, case: Case) -> Message:
    """What a change did, in one sentence, with its reason; `case` is the case as the change left it.

    What it was before the change itself knows: of a later case only the names may be others.
    """
    under_it = _under_the_case(change)
    if under_it is not None:
        return under_it
    what = _together(change_readings(change, case))
    if change.kind == RESTORE:
        return message("change_restored", version=change.why, what=what)
    if change.why:
        return message("change_with_reason", what=what, why=change.why)
    return message(_OF_A_KIND.get(change.kind, "change_said"), what=what)


def _under_the_case(change: Change) -> Message | None:
    """What a change did that is not in the case itself, as a sentence; None when it is."""
    if change.kind == BEGIN:
        return message("change_began")
    if change.kind == FIGURES:
        return message("change_figures", file=change.why) if change.why else message("change_no_figures")
    return message("change_updated") if change.kind == UPDATE else None


def change_readings(change: Change, case: Case) -> tuple[Message, ...]:
    """Each thing a change did as words of its own, without a stop; `case` as in `change_reading`."""
    return edits_readings(change.edits, change.back, case)


def edits_readings(edits: Sequence[Edit], back: Sequence[Edit], case: Case) -> tuple[Message, ...]:
    """What edits did, by what would take them back: between two versions their differences, to and fro."""
    subjects = Subjects(case, edits, back)
    return tuple(_said(step, subjects) for step in steps_of(edits, back))


def conflict_reading(change: Change, case: Case) -> Message:
    """What somebody else changed meanwhile, in one sentence."""
    who: Named = change.author.who or message("others_somebody")
    under_it = _under_the_case(change)
    if under_it is not None:
        return message("others_under_it", who=who, what=under_it)
    said = change_readings(change, case)
    if len(said) == 1 and said[0].code in _IN_OTHER_WORDS:
        return message("others_changed", who=who, what=Message(_IN_OTHER_WORDS[said[0].code], said[0].values))
    return message("others_did", who=who, what=_together(said))


def history_readings(changes: Iterable[Change], case: Case, market: MarketData) -> tuple[Message, ...]:
    """The sentences of changes, the last first, of which the last one left the case as it is.

    Each is told of the case as it was then. Where that cannot be had any more (another version of the model) it is told
    of the last case that could.
    """
    readings = []
    for change in changes:
        readings.append(change_reading(change, case))
        try:
            case = apply_all(case, change.back, market)
        except BadInput:
            continue
    return tuple(readings)


def differences_readings(before: Case, after: Case) -> tuple[Message, ...]:
    """What differs between two versions of a case, each thing in words of its own."""
    return edits_readings(difference(before, after), difference(after, before), after)


def _together(said: Sequence[Message]) -> Message:
    """Several things as one sentence, of many the first ones."""
    if not said:
        return message("change_nothing")
    if len(said) <= MOST_SAID:
        return listed_values(said)
    shown = said[: MOST_SAID - 1]
    return message("change_and_more", first=listed_values(shown), count=len(said) - len(shown))


def _said(step: Step, subjects: Subjects) -> Message:
    if fits(_EDITS_OF_A_WHAT_IF, step.path[: len(_EDITS_OF_A_WHAT_IF)]):
        return _what_if(step, subjects)
    if step.kind in {ADDED, REMOVED}:
        return _item(step, subjects)
    field = field_of(step.path, subjects)
    if step.kind == RENAMED:
        return message("change_renamed", option=subjects.option(_known_id(step, subjects)))
    if step.kind == REORDERED:
        return message("change_reordered", what=field.name)
    if step.kind == MOVED:
        return _moved(step, field, subjects)
    return _value(step, field)


def _known_id(step: Step, subjects: Subjects) -> str:
    """Of the two ids of an option that got another one, the one the case knows."""
    known = {option.id for option in subjects.case.options}
    return next((option_id for option_id in (f"{step.after}", f"{step.before}") if option_id in known), f"{step.after}")


def _value(step: Step, field: Field) -> Message:
    """A field that got another value, or none."""
    before, after = (None if isinstance(value, Missing) else field.words(value) for value in (step.before, step.after))
    is_said = all(
        isinstance(value, Missing) or words is not None for value, words in ((step.before, before), (step.after, after))
    )
    if not is_said or (step.before, step.after) == (UNKNOWN, ABSENT):
        return message("change_changed", what=field.name)
    if step.before is UNKNOWN:
        return message("change_now", what=field.name, after=after)
    if step.before is ABSENT:
        return message("change_from_default" if field.has_default else "change_now", what=field.name, after=after)
    if step.after is ABSENT:
        return message("change_to_default" if field.has_default else "change_cleared", what=field.name, before=before)
    return message("change_from_to", what=field.name, before=before, after=after)


def _moved(step: Step, field: Field, subjects: Subjects) -> Message:
    """An item that has another place in its list."""
    if step.after is None:
        return message("change_moved_last", what=field.name)
    if step.after == AT_THE_FRONT:
        return message("change_moved_first", what=field.name)
    other = field_of((*step.path[:-1], f"{step.after}"), subjects).name
    return message("change_moved", what=field.name, other=other)


def _item(step: Step, subjects: Subjects) -> Message:
    """An item put in a list or taken out of it."""
    data = step.after if step.kind == ADDED else step.before
    what = _item_name(step, data, subjects)
    return message("change_added" if step.kind == ADDED else "change_removed", what=what)


def _item_name(step: Step, data: Json, subjects: Subjects) -> Named:
    path, known = step.path, isinstance(data, dict)
    if path[0] == "options" and len(path) == 2:
        return message("change_an_option", option=option_title(data) if known else subjects.option(path[1]))
    if path[2:3] == ("own_lines",):
        return message("change_a_line", line=_line(step, data, subjects), option=subjects.option(path[1]))
    if path[2:3] == ("events",):
        return message("change_at_option", what=event_name(path[3]), option=subjects.option(path[1]))
    if path[2:3] == ("branches",):
        branch = message("change_branch", branch=branch_name(path[3]))
        return message("change_at_option", what=branch, option=subjects.option(path[1]))
    if path[2:3] == ("components",):
        return message("change_a_part", part=subjects.option(path[3]), option=subjects.option(path[1]))
    if path[:2] == ("trade_off", "criteria"):
        return message("change_criterion", criterion=quantity_name(path[2]))
    if path[:2] == OPERATORS:
        return message("change_operator", operator=operator_name(path[2]))
    if path[0] == "need":
        return _need_row(data) if known else message("ui_need_title")
    if path[0] == "what_ifs" and known and step.kind == ADDED:
        what = _edits_words(data.get("edits"), subjects)
        named = field_of(path, subjects).name
        return named if what is None else message("change_a_what_if", what_if=named, what=what)
    return field_of(path, subjects).name


def _what_if(step: Step, subjects: Subjects) -> Message:
    """The edits of a what-if that became others."""
    named = field_of(step.path[:2], subjects).name
    what = _edits_words(step.after, subjects) if fits(_EDITS_OF_A_WHAT_IF, step.path) else None
    if what is None:
        return message("change_changed", what=named)
    return message("change_what_if_edits", what_if=named, what=what)


def _edits_words(written: Json, subjects: Subjects) -> Message | None:
    """What the edits of a what-if would do to the case, of many the first ones; None for what is no list of edits."""
    if not isinstance(written, list):
        return None
    case = subjects.case
    try:
        edits = [edit_from_json(edit) for edit in written]
    except BadInput:
        return None
    try:
        back = difference(apply_all(case, edits), case)
    except BadInput:  # told of a later case, which they do not fit any more
        back = ()
    return _together(edits_readings(edits, back, case))


def _line(step: Step, data: Json, subjects: Subjects) -> Named:
    """An own line with its kind and amount, as far as its data say them."""
    label = data.get("label") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(label, str) or not label.strip():
        return subjects.line(step.path[1], step.path[3])
    quoted = message("change_quoted", words=label.strip())
    amount = number("eur")(data.get("amount"))
    return quoted if amount is None else message("change_line_with_amount", line=quoted, amount=amount)


def _need_row(data: Mapping[str, Json]) -> Message:
    """A row of the need: how many beds, by whose word."""
    beds, source = number("beds")(data.get("typical")), data.get("source")
    if beds is None or not isinstance(source, str):
        return message("ui_need_title")
    return message("change_need_row", beds=beds, source=source)
