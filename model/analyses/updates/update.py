"""A stored case under today's model and market data: which defaults are others, and what that does to its numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from model.analyses.sensitivity import NOTHING, Bridge, Groups, Step, contributions
from model.analyses.updates.kept import Kept, Steps, since_value, steps_of
from model.case import Reason, write_reason
from model.case.edits import Edit, input_path, set_value
from model.engine.resolve import WAGE, WAGE_GROWTH, ResolvedOption
from model.engine.results import CaseResult, Computed, OptionResult
from model.engine.scenarios import scenarios_of
from model.outcomes.quantities import value_of_result
from model.parameters.table import parameters
from model.problems import BadInput, problem
from model.words.quantities import headlines

MODEL = "model"
"""The bar of what the model itself makes another number of, with all inputs as they were."""
MOST_PLAYERS = 10
"""Inputs of which all orders are counted; of more, they change one after another."""
NUMBERS = 3
"""Up to which rank numbers are put beside those of then."""

Then: TypeAlias = "float | str | None | Steps"
"""A default as it was or is: a value, none, or values by day or year."""


@dataclass(frozen=True)
class MovedDefault:
    """An input left out whose default is another than it was."""

    option: str
    key: str
    then: Then
    now: Then


@dataclass(frozen=True)
class OptionUpdate:
    """What an update does to an option.

    `numbers` are the headlines then and now, None where there is none. `moved` are the inputs left out with another
    default; of a mix those of its components. `gone` and `new` are inputs that exist no more, or did not then.
    """

    option: str
    numbers: Mapping[str, tuple[float | None, float | None]]
    moved: tuple[MovedDefault, ...] = ()
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether a number or a default is another."""
        return bool(self.moved) or any(not _same_number(*pair) for pair in self.numbers.values())


@dataclass(frozen=True)
class Update:
    """What an update does to a case, per option that was there then."""

    options: Mapping[str, OptionUpdate]

    @property
    def differs(self) -> bool:
        """Whether it changes anything."""
        return any(option.differs for option in self.options.values())


def update_of(kept: Kept, result: CaseResult) -> Update:
    """What differs between a case as it was kept and the same case today."""
    then: Kept = kept.get("options", {})
    options = {
        option_id: _of_option(then, then[option_id], outcome)
        for option_id, outcome in result.options.items()
        if option_id in then
    }
    return Update(options)


def _of_option(then: Kept, mine: Kept, outcome: OptionResult) -> OptionUpdate:
    numbers = {
        key: (mine["numbers"].get(key), value_of_result(outcome, key))
        for key in headlines(NUMBERS)
        if key in outcome.computed.scalars
    }
    moved = tuple(
        default
        for resolved in outcome.resolved
        if resolved.option.id in then
        for default in _moved(then[resolved.option.id], resolved)
    )
    own = outcome.computed.resolved
    known = {*mine.get("defaults", {}), *mine.get("entered", {})}
    today = set(own.provenance) if own is not None else set()
    return OptionUpdate(outcome.option.id, numbers, moved, tuple(sorted(known - today)), tuple(sorted(today - known)))


def _same_number(then: float | None, now: float | None) -> bool:
    if then is None or now is None:
        return then is now
    return math.isclose(then, now, rel_tol=1e-9, abs_tol=NOTHING)


def _moved(then: Kept, resolved: ResolvedOption) -> Iterator[MovedDefault]:
    """The inputs left out then and now whose default is another, in the order of the table."""
    for key in resolved.defaults_used:
        if key in then.get("defaults", {}):
            before, now = _default_then(then, key), _default_now(resolved, key)
            if before != now:
                yield MovedDefault(resolved.option.id, key, before, now)


def _default_then(then: Kept, key: str) -> Then:
    steps = then.get("steps", {}).get(key)
    value: float | str | None = then["defaults"][key]
    return value if steps is None else tuple((since, float(each)) for since, each in steps)


def _default_now(resolved: ResolvedOption, key: str) -> Then:
    if key in resolved.structure.steps:
        return steps_of(resolved, key)
    return resolved.provenance[key].value


def update_bridge(kept: Kept, result: CaseResult, option_id: str, metric: str = "npv") -> Bridge:
    """From a number as it was kept to today's: a bar for the model, and one per input left out with another default.

    The model's bar is what today's model makes of the inputs of then, less what was kept. The others are Shapley: the
    mean over all orders; of more than `MOST_PLAYERS` in the order of the table. Together they are the difference. A
    default that today's model cannot take (a choice it does not know) is in the model's bar; the wage, and the growth
    that begins where its dated values end, are one bar. In a mix an input is named `COMPONENT.key`. Raises BadInput
    where the number is not there then, now, or on the way.
    """
    then: Kept = kept.get("options", {})
    start = then.get(option_id, {}).get("numbers", {}).get(metric)
    today = scenarios_of(result, option_id)
    parts, groups = _as_then(then, result.options[option_id])
    before = replace(today, parts=parts)
    added = contributions(before, groups, metric, MOST_PLAYERS)
    end = value_of_result(result.options[option_id], metric)
    if start is None or end is None or any(math.isnan(value) for value in (added.end, *added.amounts)):
        raise BadInput((problem("bridge_without_value", "bridge", value=metric),))
    steps = [Step(name, amount) for name, amount in zip(groups, added.amounts, strict=True)]
    of_the_model = end - start - math.fsum(added.amounts)
    if not math.isclose(start + of_the_model, start, rel_tol=1e-9, abs_tol=NOTHING):
        steps.insert(0, Step(MODEL, of_the_model))
    return Bridge(start, end, tuple(steps), added.method)


def _as_then(then: Kept, outcome: OptionResult) -> tuple[tuple[Computed, ...], Groups]:
    """The models of an option with the defaults of then, and per input that moved its values of today."""
    own = [part for part in outcome.parts if part.resolved is not None]
    groups: Groups = {}
    parts = []
    for place, part in enumerate(own):
        resolved = part.resolved
        assert resolved is not None
        values = dict(resolved.values)
        counts = dict(resolved.structure.steps)
        defaults = tuple(_moved(then.get(resolved.option.id, {}), resolved))
        changed = {moved.key for moved in defaults}
        for moved in defaults:
            before, now = _in_formulas(moved)
            if before is None or now is None:
                continue
            key = WAGE if moved.key == WAGE_GROWTH and WAGE in changed else moved.key
            name = f"{moved.option}.{key}" if outcome.components else key
            groups.setdefault(name, [{} for _ in own])[place] |= now
            values |= before
            counts[moved.key] = max((step for step in _numbers(before, moved.key)), default=0)
        structure = replace(resolved.structure, steps={key: count for key, count in counts.items() if count})
        parts.append(replace(part, resolved=replace(resolved, values=values, structure=structure)))
    return tuple(parts), groups


def _numbers(values: Mapping[str, float], key: str) -> Iterator[int]:
    """The numbers of the steps of an input among values of the formulas."""
    for name in values:
        number = name.removeprefix(f"{key}@")
        if number != name and number.isdigit():
            yield int(number)


Values = dict[str, float]


def _in_formulas(moved: MovedDefault) -> tuple[Values | None, Values | None]:
    """A default of then and of now as the formulas take it, in equally many steps; None where there is no such."""
    then, now = (_steps(value, moved.key) for value in (moved.then, moved.now))
    if then is None or now is None:
        return None, None
    longer = then if len(then) >= len(now) else now
    return _values(then, moved.key, longer), _values(now, moved.key, longer)


def _steps(value: Then, key: str) -> Steps | None:
    """A default as steps; None for a choice that there is not (any more)."""
    if isinstance(value, tuple):
        return value
    parameter = parameters()[key]
    if isinstance(value, str):
        return (("", parameter.code(value)),) if value in parameter.choices else None
    return (("", math.nan if value is None else float(value)),)


def _values(steps: Steps, key: str, longer: Steps) -> Values:
    """Steps by the names of the formulas; the last comes again where the other default has more: that does nothing."""
    values = {key: steps[0][1]}
    for number, (since, _) in enumerate(longer[1:], start=1):
        last_since, value = steps[min(number, len(steps) - 1)]
        unit, start = since_value(last_since or since)
        values[f"{key}@{number}"] = value
        values[f"{key}@{number}.{unit}"] = start
    return values


def keep_edits(kept: Kept, result: CaseResult, reason: Reason) -> tuple[Edit, ...]:
    """The edits that enter the defaults of then, each with a reason, where today's are others: nothing then changes.

    What the law or the minimum wage makes another value from a day on cannot be entered and follows today's; nor can a
    default of then that was no value, or one that today's model does not know.
    """
    then: Kept = kept.get("options", {})
    edits: list[Edit] = []
    for option_id, outcome in result.options.items():
        resolved = outcome.computed.resolved
        if resolved is None or option_id not in then:
            continue
        for moved in _moved(then[option_id], resolved):
            value = _as_entered(moved)
            if value is not None:
                edits.append(set_value(input_path(option_id, moved.key), value))
                edits.append(set_value(("options", option_id, "reasons", moved.key), write_reason(reason)))
    return tuple(edits)


def _as_entered(moved: MovedDefault) -> Any:  # noqa: ANN401  JSON data
    """A default of then as somebody would enter it; None where that cannot be."""
    parameter = parameters()[moved.key]
    if not isinstance(moved.then, tuple):
        is_known = not isinstance(moved.then, str) or moved.then in parameter.choices
        return moved.then if is_known and not parameter.dated else None
    since, today = ([day for day, _ in steps] for steps in (moved.then, moved.now) if isinstance(steps, tuple))
    if parameter.kind != "growth" or since != today:
        return None  # a day, or a growth that begins where dated values end: those are today's
    # A path starts in some year: what counts before its first change counts from the year before that on.
    (_, first), *later = moved.then
    return {f"{int(later[0][0]) - 1}": first, **dict(later)}
