"""What an update of the model or of the market data changed in a stored case, as sentences."""

from __future__ import annotations

from collections.abc import Iterable

from model.analyses.sensitivity import Bridge, Step
from model.analyses.updates import MODEL, MovedDefault, OptionUpdate, Then, Update, is_year
from model.case import Case
from model.engine.results import CaseResult
from model.outcomes.quantities import figure_of, quantity
from model.parameters.table import parameters
from model.readings.bridge import OTHERS, bridge_reading, step_name
from model.readings.changes.subjects import Subjects
from model.readings.changes.values import Words, day, input_value
from model.readings.names import InputName, OptionName, line_name, listed, listed_values
from model.store.records import Kept
from model.words.messages import Labelled, Message, Named, message


def update_readings(update: Update, result: CaseResult, metric: str = "npv") -> tuple[Message, ...]:
    """Per option that an update touches where a number goes, or that it stays with other defaults."""
    return tuple(_option_reading(option, result, metric) for option in update.options.values() if option.differs)


def _option_reading(update: OptionUpdate, result: CaseResult, metric: str) -> Message:
    then, now = (figure_of(metric, update.option, value) for value in update.numbers[metric])
    option, of = OptionName(result.case, update.option), quantity(metric)
    if then.value == now.value:
        return message("update_same_number", option=option, metric=of, now=now, count=len(update.moved))
    return message("update_number", option=option, metric=of, then=then, now=now)


def kept_numbers_reading(case: Case, kept: Kept, metric: str = "npv") -> Message:
    """A number of every option of a case as it was kept; `case` is the case of then."""
    numbers = {option: each["numbers"].get(metric) for option, each in kept.get("options", {}).items()}
    said = [
        message("kept_number", option=OptionName(case, option), value=figure_of(metric, option, value))
        for option, value in numbers.items()
    ]
    return message("kept_numbers", metric=line_name(metric), options=listed_values(said) if said else "")


def moved_readings(moved: Iterable[MovedDefault], case: Case) -> tuple[Message, ...]:
    """Which default was what and is what now, each in words of its own without a stop."""
    return tuple(_moved_reading(default, case) for default in moved)


def _moved_reading(moved: MovedDefault, case: Case) -> Message:
    subjects, of = Subjects(case), parameters()[moved.key]
    what = message("change_of_option", field=of, option=subjects.option(moved.option))
    words = input_value(of, subjects.unit_of(moved.option, moved.key))
    then, now = _said(moved.then, moved.now, words), _said(moved.now, moved.then, words)
    if then is None:
        return message("update_moved_added", what=what, now=now)
    if now is None:
        return message("update_moved_gone", what=what, then=then)
    return message("update_moved", what=what, then=then, now=now)


def _said(value: Then, other: Then, words: Words) -> Named:
    """A default in words; of one with steps those that the other does not have, None where it has all."""
    if not isinstance(value, tuple):
        return message("update_no_value") if value is None else words(value) or message("update_other_value")
    others = other if isinstance(other, tuple) else ()
    steps = [_step(since, each, words) for since, each in value if (since, each) not in others]
    return listed_values(steps) if steps else None


def _step(since: str, value: float, words: Words) -> Message:
    if not since:
        return message("update_first", value=words(value))
    start = since if is_year(since) else day(since)
    return message("update_step", value=words(value), since=start)


def other_inputs_readings(update: OptionUpdate) -> tuple[Message, ...]:
    """That inputs exist no more, and which are new."""
    gone = (message("update_gone", count=len(update.gone)),) if update.gone else ()
    new = (message("update_new", inputs=listed([parameters()[key] for key in update.new])),) if update.new else ()
    return (*gone, *new)


def update_step_name(step: Step, case: Case, option_id: str) -> Message | Labelled:
    """What a bar of an update is called: an input, the model itself, or the small ones together."""
    if step.group == MODEL:
        return message("update_bar_model")
    return step_name(step) if step.group == OTHERS else InputName(case, option_id, step.group)


def update_bridge_reading(bridge: Bridge, case: Case, option_id: str, metric: str = "npv") -> Message:
    """From where to where a number goes by an update, and what does most; or that nothing differs."""
    return bridge_reading(bridge, option_id, metric, lambda step: update_step_name(step, case, option_id))
