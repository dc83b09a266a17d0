"""What-ifs: what a named change does to every option, beside the case as it is; and their changes as edits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from market_data import MarketData
from model.case import LONGEST_NAME, Case
from model.case.edit import SET
from model.case.edits import Edit, add, apply_all, edit_to_json, input_path, remove, set_value
from model.case.sections.what_ifs import WhatIf, what_ifs_of
from model.engine.results import CaseResult, OptionResult
from model.engine.run import run_option
from model.outcomes.quantities import figure, figure_of, quantity
from model.problems import BadInput, Problem, problem
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.quantities import Quantity, headlines

SECTION = "what_ifs"
LOOKED_AT = headlines(4)
"""The quantities by which a what-if is looked at: all that a council asks."""
PERCENT = 100.0
NOISE = 1e-9
"""The part of a value below which a difference is what rounding of floats leaves: the price that covers all costs is
worked out from the price that is asked, and is the same whatever that is."""


@dataclass(frozen=True)
class Cause:
    """Why something cannot be, to be named in a sentence."""

    problem: Problem

    def label(self, language: str) -> str:
        """What is wrong, in a language."""
        return self.problem.text(language)


@dataclass(frozen=True)
class WhatIfOutcome:
    """The case as a what-if makes it.

    `result` holds the options that come to something; `refused` says of the others why they do not.
    """

    what_if: WhatIf
    result: CaseResult
    refused: Mapping[str, Problem]


@dataclass(frozen=True)
class Effect:
    """What a what-if does to one outcome of one option: as it is, as it would be, and the difference.

    The difference of percentages is in percentage points. Where there is no value stands why.
    """

    option: str
    before: Figure
    after: Figure
    difference: Figure

    @property
    def change(self) -> float | None:
        """What it would be less what it is, in the unit of the outcome itself; None where one of them has no value."""
        return _change(self.before, self.after)

    @property
    def shows(self) -> bool:
        """Whether a reader sees a difference: one that rounding leaves."""
        value = self.difference.value
        return value is not None and self.difference.quantity.unit.rounded(value) != 0


def changed_case(case: Case, what_if: WhatIf, market: MarketData | None = None) -> Case:
    """The case, without its what-ifs, after the edits of one of them. Raises BadInput."""
    sections = {key: section for key, section in case.sections.items() if key != SECTION}
    return apply_all(replace(case, sections=sections), what_if.edits, market)


def what_if_outcome(result: CaseResult, what_if: WhatIf) -> WhatIfOutcome:
    """Every option of the case as a what-if makes it, each run by itself: one that cannot be leaves the others."""
    market = result.market
    try:
        case = changed_case(result.case, what_if, market)
    except BadInput as error:
        return WhatIfOutcome(what_if, replace(result, options={}), dict.fromkeys(result.options, error.problems[0]))
    options: dict[str, OptionResult] = {}
    refused: dict[str, Problem] = {}
    for option in case.options:
        try:
            options[option.id] = run_option(case, option, market)
        except BadInput as error:
            refused[option.id] = error.problems[0]
    return WhatIfOutcome(what_if, CaseResult(case, market, options), refused)


def what_if_outcomes(result: CaseResult) -> tuple[WhatIfOutcome, ...]:
    """The outcome of every what-if of the case, in their order."""
    return tuple(what_if_outcome(result, what_if) for what_if in what_ifs_of(result.case))


def effects(result: CaseResult, outcome: WhatIfOutcome, key: str) -> tuple[Effect, ...]:
    """What a what-if does to a quantity of every option: those of the case, then those it adds.

    Raises KeyError and ValueError as `figure` does.
    """
    return tuple(_effect(result, outcome, key, option) for option in options_with(result, (outcome,)))


def options_with(result: CaseResult, outcomes: Sequence[WhatIfOutcome]) -> tuple[str, ...]:
    """The options of the case, then those that what-ifs add to it, by id."""
    added = (option.id for outcome in outcomes for option in outcome.result.case.options)
    return tuple(dict.fromkeys((*result.options, *added)))


def beside(result: CaseResult, outcomes: Sequence[WhatIfOutcome], key: str) -> Mapping[str, tuple[Figure, ...]]:
    """Per option a quantity as it is, and then for each what-if as it would be, and the difference.

    Raises KeyError and ValueError as `figure` does.
    """
    rows: dict[str, tuple[Figure, ...]] = {}
    for option in options_with(result, outcomes):
        found = [_effect(result, outcome, key, option) for outcome in outcomes]
        rows[option] = (found[0].before, *(shown for each in found for shown in (each.after, each.difference)))
    return rows


def difference_in(key: str) -> Quantity:
    """A difference of a quantity as a quantity: that of percentages is in percentage points."""
    asked = quantity(key)
    return replace(asked, unit_key="percentage_points") if asked.unit.is_ratio else asked


def _effect(result: CaseResult, outcome: WhatIfOutcome, key: str, option: str) -> Effect:
    known = result.options.get(option)
    before = _none(key, option, "what_if_adds") if known is None else figure(known, key)
    after = _after(outcome, key, option)
    asked, change = difference_in(key), _change(before, after)
    if change is None:
        why = after.why_none or before.why_none
        return Effect(option, before, after, figure_of(asked, option, None, why_none=why))
    difference = change * (PERCENT if quantity(key).unit.is_ratio else 1.0)
    return Effect(option, before, after, figure_of(asked, option, difference))


def _change(before: Figure, after: Figure) -> float | None:
    if before.value is None or after.value is None:
        return None
    change = after.value - before.value
    return change if abs(change) > NOISE * abs(before.value) else 0.0


def _after(outcome: WhatIfOutcome, key: str, option: str) -> Figure:
    if option in outcome.refused:
        why = message("what_if_breaks", why=Cause(outcome.refused[option]))
        return figure_of(key, option, None, why_none=why)
    changed = outcome.result.options.get(option)
    return _none(key, option, "what_if_removes") if changed is None else figure(changed, key)


def _none(key: str, option: str, code: str) -> Figure:
    why: Message = message(code)
    return figure_of(key, option, None, why_none=why)


def set_in(options: Sequence[str], key: str, value: float) -> tuple[Edit, ...]:
    """The same value of an input in these options, as the edits of a what-if."""
    return tuple(set_value(input_path(option, key), value) for option in options)


def keep(name: str, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Keep edits in the case as a what-if."""
    return (add((SECTION,), {"name": name, "edits": _written(edits)}),)


def add_to(case: Case, name: str, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """More edits in a what-if; a value set before at the same place gives way. Raises KeyError for an unknown name."""
    places = {edit.path for edit in edits if edit.kind == SET}
    before = (edit for edit in named(case, name).edits if edit.kind != SET or edit.path not in places)
    return (set_value((SECTION, name, "edits"), _written((*before, *edits))),)


def rename(name: str, new_name: str) -> tuple[Edit, ...]:
    """Call a what-if otherwise."""
    return (set_value((SECTION, name, "name"), new_name),)


def drop(name: str) -> tuple[Edit, ...]:
    """Take a what-if out of the case."""
    return (remove((SECTION, name)),)


def adopt(case: Case, name: str) -> tuple[Edit, ...]:
    """Make the edits of a what-if those of the case itself; the what-if goes. Raises KeyError for an unknown name.

    It goes first: an option that its edits remove takes what is said about it along, and with it the what-if.
    """
    return (*drop(name), *named(case, name).edits)


def named(case: Case, name: str) -> WhatIf:
    """The what-if with this name. Raises KeyError for an unknown one."""
    for what_if in what_ifs_of(case):
        if what_if.name == name:
            return what_if
    raise KeyError(name)


def edits_problems(case: Case, edits: Sequence[Edit], market: MarketData) -> tuple[Problem, ...]:
    """What is wrong with edits as those of a what-if: what the case says when they are made in it; nothing, if it can.

    That inputs contradict each other is not: the what-if then says so.
    """
    try:
        apply_all(case, edits, market)
    except BadInput as error:
        return error.problems
    return ()


def name_problems(case: Case, name: str) -> tuple[Problem, ...]:
    """What is wrong with a name for a what-if; nothing where it can be had."""
    if not name.strip() or len(name) > LONGEST_NAME:
        return (problem("what_if_bad_name", SECTION, value=name, most=LONGEST_NAME),)
    if any(what_if.name == name for what_if in what_ifs_of(case)):
        return (problem("what_if_name_taken", SECTION, value=name),)
    return ()


def free_name(case: Case, wanted: str) -> str:
    """A name that no what-if of the case has yet: the one wanted, or the same with the first number that is free."""
    taken = {what_if.name for what_if in what_ifs_of(case)}
    count, name = 1, wanted[:LONGEST_NAME]
    while name in taken:
        count += 1
        behind = f" ({count})"
        name = wanted[: LONGEST_NAME - len(behind)] + behind
    return name


def _written(edits: Sequence[Edit]) -> list[dict[str, object]]:
    return [edit_to_json(edit) for edit in edits]
