"""What a what-if changes, what that does to the options, and whether another one comes first, as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from model.case import Case
from model.case.edit import SET
from model.case.edits import Edit
from model.case.edits.difference import difference
from model.decide.what_ifs import Effect, WhatIfOutcome, effects
from model.engine.results import CaseResult
from model.outcomes.quantities import figure_of, quantity
from model.parameters.table import basis_key, highest_on_basis, parameters
from model.readings.amounts import input_figure, quantity_of_input
from model.readings.changes import edits_readings
from model.readings.names import OptionName, listed, listed_values
from model.readings.ranking import best_options, known_figures
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.quantities import Quantity

INPUT_PATH = ("options", "ID", "inputs", "KEY")


@dataclass(frozen=True)
class Changeable:
    """An input that a what-if can give another value: its `key`, what it is in, and its value in each option with it.

    An operating cost stands there once for each base that options have it on; `base` is blank for other inputs.
    """

    key: str
    base: str
    quantity: Quantity
    values: Mapping[str, float]

    @property
    def name(self) -> str:
        """What it is told from others by."""
        return f"{self.key}.{self.base}" if self.base else self.key

    def label(self, language: str) -> str:
        """What the input is called; of an operating cost with what it is per."""
        name = parameters()[self.key].label(language)
        return f"{name} ({self.quantity.unit.name(language)})" if self.base else name

    @property
    def bounds(self) -> tuple[Figure, Figure]:
        """The least and the most that it can be."""
        parameter = parameters()[self.key]
        highest = highest_on_basis(self.key, self.base or None)
        ends = (parameter.lowest, parameter.highest if highest is None else highest)
        low, high = (figure_of(self.quantity, "", end, basis="entered") for end in ends)
        return low, high

    @property
    def shared(self) -> float | None:
        """The value that all these options have; None where they differ."""
        first, *others = self.values.values()
        return first if all(value == first for value in others) else None


def changeable_inputs(result: CaseResult) -> tuple[Changeable, ...]:
    """The inputs that are a number in some option, with that number; of a mix its components say it."""
    values: dict[tuple[str, str], dict[str, float]] = {}
    asked: dict[tuple[str, str], Quantity] = {}
    for option_id, outcome in result.options.items():
        resolved = outcome.computed.resolved
        provenance = {} if resolved is None else resolved.provenance
        for key, own in provenance.items():
            parameter = parameters()[key]
            if not isinstance(own.value, float) or parameter.dated or parameter.kind == "date":
                continue
            of_base = provenance.get(basis_key(key)) if parameter.unit == "depends" else None
            base = "" if of_base is None else f"{of_base.value}"
            asked[key, base] = quantity_of_input(parameter, base)
            values.setdefault((key, base), {})[option_id] = own.value
    return tuple(Changeable(*place, asked[place], by_option) for place, by_option in values.items())


def suggested_name(result: CaseResult, changed: Changeable, options: Sequence[str], value: float) -> Message:
    """What a what-if may be called: the input with its value, and in which options where that is not in all."""
    named = message(
        "what_if_name",
        input=parameters()[changed.key],
        value=Figure(changed.quantity, "", value, basis="entered"),
    )
    if set(options) == set(changed.values):
        return named
    return message("what_if_name_of", name=named, options=listed(_names(result.case, options)))


def changes_reading(result: CaseResult, outcome: WhatIfOutcome) -> Message:
    """What a what-if changes in the case, in one sentence."""
    edits, before, after = outcome.what_if.edits, result.case, outcome.result.case
    plain = [edit for edit in edits if _sets_number(edit) and edit.path[1] in result.options]
    others = [edit for edit in edits if edit not in plain]
    said = [*_values(result, plain)]
    if others:
        said += edits_readings(others, difference(after, replace(before, sections=after.sections)), after)
    return message("change_said", what=listed_values(said))


def _sets_number(edit: Edit) -> bool:
    is_input = edit.path[0] == INPUT_PATH[0] and edit.path[2:3] == INPUT_PATH[2:3] and len(edit.path) == len(INPUT_PATH)
    is_number = isinstance(edit.value, (int, float)) and not isinstance(edit.value, bool)
    return edit.kind == SET and is_input and is_number and edit.path[3] in parameters()


def _values(result: CaseResult, edits: Sequence[Edit]) -> Iterator[Message]:
    """Inputs with their new value, once for all options that get the same one."""
    groups: dict[tuple[str, str, float], list[str]] = {}
    figures: dict[tuple[str, str, float], Figure] = {}
    for edit in edits:
        _, option, _, key = edit.path
        value = input_figure(result, option, key, float(edit.value))
        place = (key, value.quantity.unit_key, float(edit.value))
        figures[place] = value
        groups.setdefault(place, []).append(option)
    for place, options in groups.items():
        known = [option for option, outcome in result.options.items() if _has(outcome.computed.resolved, place[0])]
        is_all = len(known) > 1 and set(known) == set(options)
        where = message("what_if_everywhere") if is_all else listed(_names(result.case, dict.fromkeys(options)))
        yield message("what_if_value", input=parameters()[place[0]], value=figures[place], options=where)


def _has(resolved: object, key: str) -> bool:
    return key in getattr(resolved, "provenance", {})


def _names(case: Case, options: Sequence[str] | Mapping[str, None]) -> list[OptionName]:
    return [OptionName(case, option) for option in options]


def what_if_readings(result: CaseResult, outcome: WhatIfOutcome, key: str) -> tuple[Message, ...]:
    """What a what-if does to a quantity: to which options, to which the most, and whether another comes first.

    Behind that, per option without a value in it, why.
    """
    found = effects(result, outcome, key)
    return (_effect(result, outcome, key, found), *_first(result, outcome, key), *_reasons(result, outcome, found))


def option_name(result: CaseResult, outcomes: Sequence[WhatIfOutcome], option: str) -> OptionName:
    """An option by what it is called in the case, or, where that has none, in the first what-if that adds it."""
    cases = (result.case, *(outcome.result.case for outcome in outcomes))
    holds = (case for case in cases if any(known.id == option for known in case.options))
    return OptionName(next(holds, result.case), option)


def heads(outcomes: Sequence[WhatIfOutcome]) -> tuple[Message, ...]:
    """The heads of the columns of `beside`: the case as it is, and each what-if with the difference it makes."""
    names = [outcome.what_if.name for outcome in outcomes]
    pairs = [message(code, name=name) for name in names for code in ("what_if_with", "what_if_difference")]
    return (message("what_if_now"), *pairs)


def _effect(result: CaseResult, outcome: WhatIfOutcome, key: str, found: Sequence[Effect]) -> Message:
    moved = [effect for effect in found if effect.shows]
    metric, name = quantity(key), outcome.what_if.name
    if not moved:
        return message("what_if_moves_none", metric=metric, name=name)
    most = max(moved, key=lambda effect: abs(effect.difference.value or 0.0))
    return message(
        _MOVES[(most.difference.value or 0.0) > 0, len(moved) == 1],
        metric=metric,
        name=name,
        count=len(moved),
        option=option_name(result, (outcome,), most.option),
        step=replace(most.difference, value=abs(most.difference.value or 0.0)),
        after=most.after,
    )


_MOVES: Mapping[tuple[bool, bool], str] = {
    (True, True): "what_if_rises_one",
    (False, True): "what_if_falls_one",
    (True, False): "what_if_rises_some",
    (False, False): "what_if_falls_some",
}
"""By whether the option that changes the most rises, and whether it is the only one that changes."""


def firsts(result: CaseResult, outcome: WhatIfOutcome, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The options that are the best on a quantity as the case is, and as a what-if makes it; none where no choice is.

    There is one where in both at least two options have a value of a quantity with a direction.
    """
    before, after = known_figures(result, key), known_figures(outcome.result, key)
    if not quantity(key).has_direction or min(len(before), len(after)) < 2:
        return (), ()
    return best_options(before), best_options(after)


def _first(result: CaseResult, outcome: WhatIfOutcome, key: str) -> Iterator[Message]:
    """Whether the option that comes first on a quantity is another one; nothing where there is no choice."""
    was, is_now = firsts(result, outcome, key)
    if not is_now:
        return
    now = listed([option_name(result, (outcome,), option) for option in is_now])
    if set(was) == set(is_now):
        yield message("what_if_first_stays", options=now, count=len(is_now))
    else:
        yield message(
            "what_if_first_turns",
            options=now,
            count=len(is_now),
            before=listed(_names(result.case, was)),
            before_count=len(was),
        )


def _reasons(result: CaseResult, outcome: WhatIfOutcome, found: Sequence[Effect]) -> Iterator[Message]:
    for effect in found:
        why = effect.difference.why_none
        if why is not None:
            name = option_name(result, (outcome,), effect.option)
            named = why.naming(option=name) if "option" in dict(why.values) else why
            yield message("what_if_none", option=name, why=named)
