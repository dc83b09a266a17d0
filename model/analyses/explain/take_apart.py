"""A metric or a line of an option taken apart, along its formula, down to the inputs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from model.analyses.explain.explanation import Combine, Explanation
from model.analyses.explain.terms import terms_of, with_other_terms
from model.engine.results import CaseResult, Computed
from model.formula import runtime
from model.formula.direct import evaluate
from model.formula.expression import LINE_ONLY, REDUCERS, Call, Constant, Expression, Imported, Input, Line, Shape
from model.formula.primitives import PRIMITIVES
from model.formula.runtime import to_date
from model.formula.words import describe
from model.lines.labels import words_of_line
from model.parameters.table import choice_label, parameters
from model.problems import BadInput, problem
from model.words.numbers import format_date
from model.words.texts import text

DEFAULT_DEPTH = 4


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


_Operand = tuple[Expression, Explanation]
"""A node of a formula with what it is there."""


@dataclass(frozen=True)
class _Reader:
    """Takes lines apart, of an option and (in a mix) of its components by name."""

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
            step_number, _, what = step.partition(".")
            code = f"explain_step_{what or 'value'}"
            return text(code, self.language, name=name, count=int(step_number) + 1)
        if key.startswith("own."):
            _, line_number, field_name = key.split(".")
            return text(f"explain_own_{field_name}", self.language, count=line_number)
        if key in {"bed_share", "nights_per_week"}:
            return text(f"explain_{key}", self.language)
        return words_of_line(key).label(self.language)

    def line(self, model: Computed, line: Line, period: int | None, depth: int) -> Explanation:
        """A line in a period (or, for a year line, at a position counted from 0; None for a scalar); made once."""
        key = (model.name, line.key, period, depth)
        if key not in self.lines:
            self.lines[key] = self.new_line(model, line, period, depth)
        return self.lines[key]

    def formula(self, model: Computed, line: Line) -> str:
        """The formula of a line in words; the same in every period."""
        key = (model.name, line.key)
        if key not in self.formulas:
            self.formulas[key] = describe(line.expression, self.language, self.label)
        return self.formulas[key]

    def new_line(self, model: Computed, line: Line, period: int | None, depth: int) -> Explanation:
        """A line taken apart."""
        described = words_of_line(line.key)
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
        return format_date(to_date(number), self.language, "digits")

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
        """The operands of a formula and how they make its value: a sum (small terms together), else itself."""
        terms = list(terms_of(expression))
        if len(terms) > 1 and all(not isinstance(term, Call) or term.primitive in LINE_ONLY for _, term in terms):
            return self.sum_of(model, terms, period, depth)
        operands: list[_Operand] = []
        self.gather(model, expression, period, depth, operands)
        positions = {id(node): position for position, (node, _) in enumerate(operands)}

        def combine(values: Sequence[float]) -> float:
            return float(evaluate(expression, lambda node: values[positions[id(node)]]))

        return [part for _, part in operands], combine

    def sum_of(
        self, model: Computed, terms: Sequence[tuple[float, Expression]], period: int | None, depth: int
    ) -> tuple[list[Explanation], Combine]:
        operands: list[_Operand] = []
        for _, term in terms:
            before = len(operands)
            self.gather(model, term, period, depth, operands, repeat=True)
            if len(operands) == before:
                assert isinstance(term, Constant)
                operands.append((term, _constant(term.value)))
        signs = [sign for sign, _ in terms]
        parts = [part for _, part in operands]
        return with_other_terms(parts, signs, self.language)

    def gather(
        self,
        model: Computed,
        expression: Expression,
        period: int | None,
        depth: int,
        operands: list[_Operand],
        repeat: bool = False,
    ) -> None:
        """Gather the operands of a formula, each mention once (or, with `repeat`, every one)."""
        if isinstance(expression, Constant):
            return
        if isinstance(expression, Call) and expression.primitive not in LINE_ONLY:
            for operand in expression.operands:
                self.gather(model, operand, period, depth, operands, repeat)
            return
        if not repeat and any(node is expression for node, _ in operands):
            return
        operands.append((expression, self.operand(model, expression, period, depth)))

    def operand(self, model: Computed, node: Expression, period: int | None, depth: int) -> Explanation:
        if isinstance(node, Input):
            return self.input(model, node.key)
        if isinstance(node, Line):
            return self.line(model, node, None if node.key in model.scalars else period, depth)
        if isinstance(node, Imported):
            other = self.models[node.model]
            inner = other.business_case.by_key[node.key]
            period = period if node.shape is Shape.ROW else None
            if period is not None and period > other.last_period:
                return Explanation(
                    node.key,
                    words_of_line(node.key).label(self.language),
                    0.0,
                    words_of_line(node.key).unit,
                    number=0.0,
                )
            return self.line(other, inner, period, depth)
        assert isinstance(node, Call)
        line = node.operands[0]
        assert isinstance(line, Line)
        if node.primitive in REDUCERS:
            return self.reduced(model, node.primitive, line, depth)
        if node.primitive == "at_year":
            position = evaluate(node.operands[1], lambda inner: self.number_of(model, inner, period))
            return self.line(model, line, int(position) - 1, depth)
        shift = -1 if node.primitive == "prev" else 1
        # What was before is the same line again: one step is enough.
        return self.line(model, line, (period or 0) + shift, min(depth, 1) if shift < 0 else depth)

    def number_of(self, model: Computed, node: Expression, period: int | None) -> float:
        if isinstance(node, Input):
            assert model.resolved is not None
            return model.resolved.values[node.key]
        assert isinstance(node, Line)
        return self.value(model, node, period)

    def reduced(self, model: Computed, primitive: str, line: Line, depth: int) -> Explanation:
        """A total, mean, extreme or irr over all periods: its periods are its parts, small ones of a total together."""
        described = words_of_line(line.key)
        form = PRIMITIVES[primitive]
        label = (form.nl if self.language == "nl" else form.en).format(described.label(self.language))
        value, parts, combine = self.over_periods(model, primitive, line, max(depth - 1, 0))
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

    def over_periods(
        self, model: Computed, primitive: str, line: Line, depth: int
    ) -> tuple[float, list[Explanation], Combine | None]:
        """The value of a total, mean, extreme or irr, its periods taken apart, and how these make it."""
        row = model.rows[line.key]
        known = [(period, value) for period, value in enumerate(row) if not math.isnan(value)]
        if primitive == "total":
            flows = [(period, value) for period, value in known if value]
            busiest = max(flows, key=lambda flow: abs(flow[1]), default=(0, 0.0))[0]
            # One period is taken further apart: the others go the same way.
            parts = [self.line(model, line, period, depth if period == busiest else 0) for period, _ in flows]
            return math.fsum(value for _, value in known), *with_other_terms(parts, [1.0] * len(parts), self.language)
        if primitive in {"lowest", "highest"} and known:
            choose = min if primitive == "lowest" else max
            period, value = choose(known, key=lambda flow: flow[1])
            return value, [self.line(model, line, period, depth)], lambda values: values[0]
        parts = [self.line(model, line, period, 0) for period, _ in known]
        if primitive == "mean" and known:
            mean = math.fsum(value for _, value in known) / len(known)
            return mean, parts, lambda values: math.fsum(values) / len(values)
        if primitive == "irr":
            return runtime.irr_one(row), parts, runtime.irr_one
        return math.nan, [], None

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
        origin = resolved.provenance.get(key.split("@")[0])
        if origin is not None:
            status = origin.status
            parts = (origin.explanation(self.language), origin.source, origin.period, origin.url)
            source = " | ".join(part for part in parts if part)
            value = choice_label(key, origin.value, self.language) if isinstance(origin.value, str) else value
        elif key not in {"bed_share", "nights_per_week"}:
            # A setting of the case as a whole, an own line, or a step of a path: entered, without a table behind it.
            source, status = text("given_by_user", self.language), "given"
        return Explanation(key, self.label(key), value, unit, source=source, status=status, number=number)


def _constant(value: float) -> Explanation:
    return Explanation(f"{value:g}", f"{value:g}", value, "", number=value)


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value
