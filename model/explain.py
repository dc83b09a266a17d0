"""Explain a number: its formula in words, its operands with their values, down to inputs with their source."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from model.evaluation import CaseResult, Computed
from model.formula.expression import Imported, Input, Line, Shape, leaves, references
from model.formula.graph import build_graph
from model.formula.words import describe
from model.lines.labels import words
from model.parameters.table import parameters
from model.problems import BadInput, problem

DEFAULT_DEPTH = 4


@dataclass(frozen=True)
class Explanation:
    """A number taken apart: `value` None is blank; `source` says where an input comes from; `parts` are its operands."""

    key: str
    label: str
    value: float | str | None
    unit: str
    formula: str
    source: str
    parts: tuple[Explanation, ...]

    def as_data(self) -> dict[str, Any]:
        """As JSON data."""
        return {
            "key": self.key,
            "label": self.label,
            "value": self.value,
            "unit": self.unit,
            "formula": self.formula,
            "source": self.source,
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
    lines = build_graph(option.computed.business_case.lines).by_key
    line = metrics[key] if key in metrics else lines.get(key)
    if line is None:
        raise BadInput((problem("not_a_choice", "key", value=key, allowed=", ".join(metrics)),))
    models = {part.name: part for part in (option.computed, *option.components)}
    reader = _Reader(models, language)
    row = option.computed.rows.get(line.key)
    if row is not None and period is None:
        period = next((number for number, value in enumerate(row) if value and not math.isnan(value)), 0)
    if row is not None and not 0 <= (period or 0) < len(row):
        raise BadInput((problem("out_of_bounds", "period", value=period, lowest=0, highest=len(row) - 1),))
    return reader.line(option.computed, line, period, depth)


@dataclass(frozen=True)
class _Reader:
    models: Mapping[str, Computed]
    language: str

    def label(self, key: str) -> str:
        base = key.split("@")[0]
        if base in parameters():
            return parameters()[base].label(self.language) + (f" ({key.split('@')[1]})" if "@" in key else "")
        if key.startswith("own.") or key == "bed_share":
            return key
        return words(key).label(self.language)

    def line(self, model: Computed, line: Line, period: int | None, depth: int) -> Explanation:
        described = words(line.key)
        parts: tuple[Explanation, ...] = ()
        if depth > 0:
            parts = tuple(self.operands(model, line, period, depth - 1))
        return Explanation(
            key=line.key,
            label=described.label(self.language),
            value=_plain(self.value(model, line, period)),
            unit=described.unit,
            formula=describe(line.expression, self.language, self.label),
            source="",
            parts=parts,
        )

    def value(self, model: Computed, line: Line, period: int | None) -> float:
        if line.key in model.scalars:
            return model.scalars[line.key]
        if line.key in model.year_rows:
            return model.year_rows[line.key][0]
        row = (*model.rows[line.key], model.look_ahead[line.key])
        index = 0 if period is None else period
        return line.start if index < 0 else row[index] if index < len(row) else 0.0

    def operands(self, model: Computed, line: Line, period: int | None, depth: int) -> list[Explanation]:
        found: dict[str, Explanation] = {}
        how = {reference.line.key: reference.how for reference in references(line.expression)}
        for leaf in leaves(line.expression):
            if isinstance(leaf, Input):
                found.setdefault(leaf.key, self.input(model, leaf.key))
            elif isinstance(leaf, Line):
                found.setdefault(leaf.key, self.used_line(model, leaf, how[leaf.key], period, depth))
            elif isinstance(leaf, Imported):
                other = self.models[leaf.model]
                inner = build_graph(other.business_case.lines).by_key[leaf.key]
                part = self.line(other, inner, period if leaf.shape is Shape.ROW else None, depth)
                found.setdefault(f"{leaf.model}.{leaf.key}", part)
        return list(found.values())

    def used_line(self, model: Computed, line: Line, how: str, period: int | None, depth: int) -> Explanation:
        if line.key in model.rows and how == "reduce":
            row = [value for value in model.rows[line.key] if not math.isnan(value)]
            busiest = max(
                range(len(model.rows[line.key])), key=lambda n: abs(_zero(model.rows[line.key][n])), default=0
            )
            inner = self.line(model, line, busiest, depth)
            return Explanation(
                line.key,
                inner.label,
                _plain(math.fsum(row)),
                inner.unit,
                inner.formula,
                f"Σ 0..{model.last_period}",
                inner.parts,
            )
        shift = {"prev": -1, "next": 1}.get(how, 0)
        where = None if period is None else period + shift
        if where is not None and where < 0:
            return Explanation(
                line.key, words(line.key).label(self.language), line.start, words(line.key).unit, "", "", ()
            )
        return self.line(model, line, where, 0 if how == "prev" else depth)

    def input(self, model: Computed, key: str) -> Explanation:
        resolved = model.resolved
        unit = parameters()[key].unit if key in parameters() else ""
        if resolved is None:
            return Explanation(key, self.label(key), None, unit, "", "", ())
        value: float | str | None = _plain(resolved.values[key])
        source = ""
        found = resolved.provenance.get(key.split("@")[0])
        if found is not None:
            parts = (found.status, found.explanation(self.language), found.source, found.url)
            source = " | ".join(part for part in parts if part)
            value = found.value if isinstance(found.value, str) else value
        return Explanation(key, self.label(key), value, unit, "", source, ())


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value


def _zero(value: float) -> float:
    return 0.0 if math.isnan(value) else value
