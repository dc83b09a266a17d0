"""Explain a number: its formula in words, its operands with their values, down to inputs with their source and date.

An explanation can be computed again from its leaves (`recompute`), and a test does so: what is shown is the
calculation, not a story about it. Terms of a sum that hardly matter are put together in one leaf, "other terms".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from model.engine.results import CaseResult, Computed
from model.formula import runtime
from model.formula.expression import LINE_ONLY, REDUCERS, Call, Constant, Expression, Imported, Input, Line, Shape
from model.formula.primitives import PRIMITIVES
from model.formula.runtime import to_date
from model.formula.words import describe
from model.lines.labels import words
from model.parameters.table import choice_label, parameters
from model.problems import BadInput, problem
from model.words.rounding import round_half_up
from model.words.texts import number, percent, text, unit_words

DEFAULT_DEPTH = 4
SMALL = 0.01
"""A term of a sum below this share of the largest one goes into "other terms"."""
FEW = 4
"""A sum of at most this many terms is shown whole."""
MANY = 8
"""At most this many terms of a sum are shown, the largest; the others go together."""
OTHER_TERMS = "other_terms"

PERCENTAGES = frozenset({"rate", "share", "growth"})
NO_UNIT = frozenset({"", "none", "flag", "count", "code", "index", "factor"})
"""Units that say nothing beside the label."""

Combine = Callable[[Sequence[float]], float]


@dataclass(frozen=True)
class Explanation:
    """A number taken apart: `value` None is blank; `source` says where an input comes from; `parts` are its operands.

    `period` is the label of the period a row's value stands in; `period_key` what programs call it, `period_number` its
    number.
    """

    key: str
    label: str
    value: float | str | None
    unit: str
    formula: str = ""
    source: str = ""
    status: str = ""
    period: str = ""
    period_key: str = ""
    period_number: int | None = None
    number: float = math.nan
    parts: tuple[Explanation, ...] = ()
    combine: Combine | None = field(default=None, compare=False, repr=False)

    def recompute(self) -> float:
        """The number computed again from the leaves."""
        if self.combine is None or not self.parts:
            return self.number
        return self.combine([part.recompute() for part in self.parts])

    def shown(self, language: str) -> str:
        """The value with its unit as people write it: percentages, euros with cents, other numbers to four decimals."""
        if self.value is None:
            return "-"
        if isinstance(self.value, str):
            return self.value
        if self.unit in PERCENTAGES:
            return percent(self.value, language, 2)
        unit = unit_words(f"xlsx_unit_{self.unit}", self.value, language) if self.unit not in NO_UNIT else ""
        if self.unit.startswith("eur"):
            return f"€ {number(round_half_up(self.value, 2), language, 2)}{unit.removeprefix('€').rstrip()}"
        digits = 0 if self.value == round(self.value) else 4
        return f"{number(self.value, language, digits)} {unit}".rstrip()

    def as_data(self) -> dict[str, Any]:
        """As JSON data."""
        return {
            "key": self.key,
            "label": self.label,
            "value": self.value,
            "unit": self.unit,
            "formula": self.formula,
            "source": self.source,
            "status": self.status,
            "period": self.period_key,
            "period_label": self.period,
            "parts": [part.as_data() for part in self.parts],
        }


def explain(
    result: CaseResult,
    option_id: str,
    key: str,
    language: str = "nl",
    period: int | None = None,
    depth: int = DEFAULT_DEPTH,
) -> Explanation:
    """Take a metric, or a line in a period (default the first period in which it is not zero), apart.

    Raises BadInput for an unknown option, line or period.
    """
    if option_id not in result.options:
        raise BadInput((problem("not_a_choice", "option", value=option_id, allowed=", ".join(result.options)),))
    option = result.options[option_id]
    metrics = option.computed.business_case.metrics.by_key()
    lines = option.computed.business_case.by_key
    line = metrics[key] if key in metrics else lines.get(key)
    if line is None:
        raise BadInput((problem("not_a_choice", "key", value=key, allowed=", ".join(metrics)),))
    models = {part.name: part for part in (option.computed, *option.components)}
    row = option.computed.rows.get(line.key)
    if row is not None and period is None:
        period = next((number for number, value in enumerate(row) if value and not math.isnan(value)), 0)
    values = option.computed.year_rows.get(line.key) if row is None else row
    if values is None:
        period = None  # a single number has no periods
    elif not 0 <= (period or 0) < len(values):
        raise BadInput((problem("out_of_bounds", "period", value=period, lowest=0, highest=len(values) - 1),))
    return _Reader(models, language, option.periods, option.period_keys, float(result.case.periods_per_year)).line(
        option.computed, line, period, depth
    )


@dataclass(frozen=True)
class _Reader:
    models: Mapping[str, Computed]
    language: str
    periods: tuple[str, ...]
    period_keys: tuple[str, ...]
    periods_per_year: float
    lines: dict[tuple[str, str, int | None, int], Explanation] = field(default_factory=dict)
    """What was taken apart: a line stands in many formulas, and is the same in each."""
    formulas: dict[tuple[str, str], str] = field(default_factory=dict)

    def label(self, key: str) -> str:
        base, later, step = key.partition("@")
        if base in parameters():
            name = parameters()[base].label(self.language)
            if not later:
                return name
            number, _, what = step.partition(".")
            code = f"explain_step_{what or 'value'}"
            return text(code, self.language, name=name, count=int(number) + 1)
        if key.startswith("own."):
            _, place, field_name = key.split(".")
            return text(f"explain_own_{field_name}", self.language, count=place)
        if key in {"bed_share", "nights_per_week"}:
            return text(f"explain_{key}", self.language)
        return words(key).label(self.language)

    def line(self, model: Computed, line: Line, period: int | None, depth: int) -> Explanation:
        """A line in a period (or, for a year line, at a position counted from 0; None for a scalar); made once."""
        place = (model.name, line.key, period, depth)
        if place not in self.lines:
            self.lines[place] = self.new_line(model, line, period, depth)
        return self.lines[place]

    def formula(self, model: Computed, line: Line) -> str:
        """The formula of a line in words; the same in every period."""
        place = (model.name, line.key)
        if place not in self.formulas:
            self.formulas[place] = describe(line.expression, self.language, self.label)
        return self.formulas[place]

    def new_line(self, model: Computed, line: Line, period: int | None, depth: int) -> Explanation:
        """A line taken apart."""
        described = words(line.key)
        number = self.value(model, line, period)
        base = Explanation(
            key=line.key,
            label=self.own_label(model, line.key) or described.label(self.language),
            value=self.shown(number, described.unit),
            unit=described.unit,
            number=number,
            period=self.name_of_period(self.periods, model, line, period),
            period_key=self.name_of_period(self.period_keys, model, line, period),
            period_number=period if line.key in model.rows else None,
        )
        if period is not None and period < 0:
            return base
        formula = self.formula(model, line)
        if depth <= 0 or math.isnan(number):
            return replace(base, formula=formula)
        parts, combine = self.taken_apart(model, line.expression, period, depth - 1)
        over_periods = isinstance(line.expression, Call) and line.expression.primitive in REDUCERS
        inner = parts[0].combine if over_periods else None
        if inner is not None:
            # The line is the sum, mean or extreme of a row and nothing else: its periods are its parts.
            parts, combine = list(parts[0].parts), inner
        return replace(base, formula=formula, parts=tuple(parts), combine=combine)

    def shown(self, number: float, unit: str) -> float | str | None:
        """A value as data: a date as a date, blank as None."""
        if unit != "date" or math.isnan(number):
            return _plain(number)
        day = to_date(number)
        return f"{day:%d-%m-%Y}" if self.language == "nl" else day.isoformat()

    def own_label(self, model: Computed, key: str) -> str:
        if key.startswith("own_") and key[4:].isdigit() and model.resolved is not None:
            return model.resolved.option.own_lines[int(key[4:]) - 1].label
        return ""

    def name_of_period(self, names: Sequence[str], model: Computed, line: Line, period: int | None) -> str:
        if line.key not in model.rows or period is None or not 0 <= period < len(names):
            return ""
        return names[period]

    def value(self, model: Computed, line: Line, period: int | None) -> float:
        if line.key in model.scalars:
            return model.scalars[line.key]
        if period is None or period < 0:
            return line.start if line.key in model.rows or line.key in model.year_rows else math.nan
        if line.key in model.year_rows:
            return model.year_rows[line.key][period]
        row = (*model.rows[line.key], model.look_ahead[line.key])
        return row[period] if period < len(row) else 0.0

    def taken_apart(
        self, model: Computed, expression: Expression, period: int | None, depth: int
    ) -> tuple[list[Explanation], Combine]:
        """The operands of a formula and how they make its value:
        a sum (small terms together), else the formula itself.
        """
        terms = list(_terms(expression))
        if len(terms) > 1 and all(not isinstance(term, Call) or term.primitive in LINE_ONLY for _, term in terms):
            return self.sum_of(model, terms, period, depth)
        found: list[tuple[Expression, Explanation]] = []
        self.operands(model, expression, period, depth, found)
        places = {id(node): number for number, (node, _) in enumerate(found)}

        def combine(values: Sequence[float]) -> float:
            return _evaluate(expression, lambda node: values[places[id(node)]])

        return [part for _, part in found], combine

    def sum_of(
        self, model: Computed, terms: Sequence[tuple[float, Expression]], period: int | None, depth: int
    ) -> tuple[list[Explanation], Combine]:
        found: list[tuple[Expression, Explanation]] = []
        for _, term in terms:
            before = len(found)
            self.operands(model, term, period, depth, found, repeat=True)
            if len(found) == before:
                assert isinstance(term, Constant)
                found.append((term, _constant(term.value)))
        signs = [sign for sign, _ in terms]
        parts = [part for _, part in found]
        return _with_other_terms(parts, signs, self.language)

    def operands(
        self,
        model: Computed,
        expression: Expression,
        period: int | None,
        depth: int,
        found: list[tuple[Expression, Explanation]],
        repeat: bool = False,
    ) -> None:
        """Gather the operands of a formula, each mention once."""
        if isinstance(expression, Constant):
            return
        if isinstance(expression, Call) and expression.primitive not in LINE_ONLY:
            for operand in expression.operands:
                self.operands(model, operand, period, depth, found, repeat)
            return
        if not repeat and any(node is expression for node, _ in found):
            return
        found.append((expression, self.operand(model, expression, period, depth)))

    def operand(self, model: Computed, node: Expression, period: int | None, depth: int) -> Explanation:
        if isinstance(node, Input):
            return self.input(model, node.key)
        if isinstance(node, Line):
            return self.line(model, node, None if node.key in model.scalars else period, depth)
        if isinstance(node, Imported):
            other = self.models[node.model]
            inner = other.business_case.by_key[node.key]
            where = period if node.shape is Shape.ROW else None
            if where is not None and where > other.last_period:
                return Explanation(
                    node.key, words(node.key).label(self.language), 0.0, words(node.key).unit, number=0.0
                )
            return self.line(other, inner, where, depth)
        assert isinstance(node, Call)
        line = node.operands[0]
        assert isinstance(line, Line)
        if node.primitive in REDUCERS:
            return self.reduced(model, node.primitive, line, depth)
        if node.primitive == "at_year":
            position = _evaluate(node.operands[1], lambda inner: self.number_of(model, inner, period))
            return self.line(model, line, int(position) - 1, depth)
        shift = -1 if node.primitive == "prev" else 1
        where = (period or 0) + shift
        # What was before is the same line again: one step is enough.
        return self.line(model, line, where, min(depth, 1) if shift < 0 else depth)

    def number_of(self, model: Computed, node: Expression, period: int | None) -> float:
        if isinstance(node, Input):
            assert model.resolved is not None
            return model.resolved.values[node.key]
        assert isinstance(node, Line)
        return self.value(model, node, period)

    def reduced(self, model: Computed, primitive: str, line: Line, depth: int) -> Explanation:
        """A total, mean, extreme or irr over all periods:
        its periods are its parts, the small ones of a total together.
        """
        row = model.rows[line.key]
        described = words(line.key)
        known = [(number, value) for number, value in enumerate(row) if not math.isnan(value)]
        form = PRIMITIVES[primitive]
        label = (form.nl if self.language == "nl" else form.en).format(described.label(self.language))
        inner = max(depth - 1, 0)
        if primitive == "total":
            flows = [(number, value) for number, value in known if value]
            busiest = max(flows, key=lambda pair: abs(pair[1]), default=(0, 0.0))[0]
            # One period is taken further apart: the others go the same way.
            parts = [self.line(model, line, number, inner if number == busiest else 0) for number, _ in flows]
            parts, combine = _with_other_terms(parts, [1.0] * len(parts), self.language)
            value = math.fsum(amount for _, amount in known)
        elif primitive in {"lowest", "highest"} and known:
            choose = min if primitive == "lowest" else max
            number, value = choose(known, key=lambda pair: pair[1])
            parts, combine = [self.line(model, line, number, inner)], lambda values: values[0]
        elif primitive == "mean" and known:
            parts = [self.line(model, line, number, 0) for number, _ in known]
            value = math.fsum(amount for _, amount in known) / len(known)

            def combine(values: Sequence[float]) -> float:
                return math.fsum(values) / len(values)
        elif primitive == "irr":
            parts = [self.line(model, line, number, 0) for number, _ in known]
            value, combine = runtime.irr_one(row), runtime.irr_one
        else:
            parts, combine, value = [], lambda values: math.nan, math.nan
        return Explanation(
            key=line.key,
            label=label,
            value=_plain(value),
            unit=described.unit,
            source=f"{self.periods[0]} – {self.periods[model.last_period]}",
            number=value,
            parts=tuple(parts),
            combine=combine if parts else None,
        )

    def input(self, model: Computed, key: str) -> Explanation:
        resolved = model.resolved
        unit = parameters()[key].unit if key in parameters() else ""
        if resolved is None:
            # A mix has no inputs of its own but the number of periods per year.
            return Explanation(key, self.label(key), self.periods_per_year, unit, number=self.periods_per_year)
        number = resolved.values[key]
        if key.endswith(".date"):
            unit = "date"
        value = self.shown(number, unit)
        source = status = ""
        found = resolved.provenance.get(key.split("@")[0])
        if found is not None:
            status = found.status
            parts = (found.explanation(self.language), found.source, found.period, found.url)
            source = " | ".join(part for part in parts if part)
            value = choice_label(key, found.value, self.language) if isinstance(found.value, str) else value
        elif key not in {"bed_share", "nights_per_week"}:
            # A setting of the case as a whole, an own line, or a step of a path: entered, without a table behind it.
            source, status = text("given_by_user", self.language), "given"
        return Explanation(key, self.label(key), value, unit, source=source, status=status, number=number)


def _constant(value: float) -> Explanation:
    return Explanation(f"{value:g}", f"{value:g}", value, "", number=value)


def _with_other_terms(
    parts: Sequence[Explanation], signs: Sequence[float], language: str
) -> tuple[list[Explanation], Combine]:
    """The terms of a sum that matter, and one leaf for the others together."""
    largest = max((abs(part.number) for part in parts), default=0.0)
    if len(parts) <= FEW:
        kept = list(range(len(parts)))
    else:
        matter = [number for number, part in enumerate(parts) if abs(part.number) >= SMALL * largest and part.number]
        kept = sorted(sorted(matter, key=lambda number: -abs(parts[number].number))[:MANY])
    shown = [parts[number] for number in kept]
    weights = [signs[number] for number in kept]
    rest = [signs[number] * part.number for number, part in enumerate(parts) if number not in set(kept)]
    if rest and any(rest):
        other = math.fsum(rest)
        unit = parts[0].unit
        shown.append(
            Explanation(OTHER_TERMS, text("other_terms", language, count=len(rest)), other, unit, number=other)
        )
        weights.append(1.0)

    def combine(values: Sequence[float]) -> float:
        return math.fsum(weight * value for weight, value in zip(weights, values, strict=True))

    return shown, combine


def _terms(expression: Expression, sign: float = 1.0) -> list[tuple[float, Expression]]:
    """The signed terms of a sum, flattened; one term for anything else."""
    if isinstance(expression, Call) and expression.primitive in {"add", "subtract"}:
        first, second = expression.operands
        other = sign if expression.primitive == "add" else -sign
        return [*_terms(first, sign), *_terms(second, other)]
    return [(sign, expression)]


def _evaluate(expression: Expression, number: Callable[[Expression], float]) -> float:
    """One formula with the numbers of its operands."""
    if isinstance(expression, Constant):
        return expression.value
    if isinstance(expression, Call) and expression.primitive not in LINE_ONLY:
        values = [_evaluate(operand, number) for operand in expression.operands]
        return float(_function(expression.primitive, len(values))(*values))
    return number(expression)


@cache
def _function(primitive: str, count: int) -> Callable[..., float]:
    """A primitive's plain Python form as a function of its operands."""
    names = [f"x{number}" for number in range(count)]
    form = PRIMITIVES[primitive].python
    body = (
        form.replace("{0}", names[0]).replace("{1:}", ", ".join(names[1:])) if "{1:}" in form else form.format(*names)
    )
    function: Callable[..., float] = eval(f"lambda {', '.join(names)}: {body}", dict(vars(runtime)))  # noqa: S307
    return function


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value
