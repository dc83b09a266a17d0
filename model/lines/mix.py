"""The business case of a mix: what its components come to together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import lru_cache

from model.formula.expression import Imported, Input, Line, Shape
from model.formula.primitives import prev
from model.lines.flows import CASH_ROWS, build_cash
from model.lines.ledgers import LEDGERS, LedgerValues
from model.lines.metrics import Ingredients, build_metrics
from model.lines.statement import BusinessCase, sections_of
from model.lines.sums import MOST_IMPORTED, multiplied_in_parts, summed_in_parts

MIX_ROWS = (
    *CASH_ROWS,
    "project_cash_flow",
    "corporate_tax",
    "drawdown",
    "financing_fee",
    "debt_service",
    "municipality_cash_flow",
    *(f"ledger_{ledger}" for ledger in LEDGERS),
)
"""Rows of the components a mix shows added up, besides those its metrics need."""

INGREDIENT_ROWS = frozenset(
    {
        "project_cash_flow",
        "cash_flow_with_subsidy",
        "equity_cash_flow",
        "counted_noi",
        "counted_service",
        "models_up_to_completion",
    }
)
"""The ingredients that are rows; the others are one number per component."""


def build_mix(components: Sequence[str]) -> BusinessCase:
    """A mix: the ingredients of its components, each evaluated at beds x share, added up line by line.

    `components` name the models that are read (`Imported`). Where a quantity is unknown for one component (a residual
    land value under ground lease), it is unknown for the mix.
    """
    return _build_mix(tuple(components))


@lru_cache(maxsize=32)
def _build_mix(components: tuple[str, ...]) -> BusinessCase:
    added = {field.name: _ingredient(field.name, components) for field in fields(Ingredients)}
    ingredients = Ingredients(**added)
    period = Line("period", start=-1.0, shape=Shape.ROW)
    period.becomes(prev(period) + 1)
    rows = {key: added[key] if key in added else _added_up(key, components, Shape.ROW) for key in MIX_ROWS}
    cash = build_cash(**{key: rows[key] for key in CASH_ROWS})
    metrics = build_metrics(ingredients, cash.cumulative_cash_flow, period, Input("periods_per_year"))
    values = [_added_up(field.name, components, Shape.SCALAR) for field in fields(LedgerValues)]
    sections = sections_of(
        [
            ("timeline", period),
            ("flows", tuple(rows.values())),
            ("cash", cash),
            ("ledgers", values),
            ("metrics", (ingredients, metrics)),
        ]
    )
    return BusinessCase(sections=sections, metrics=metrics, ingredients=ingredients)


def _ingredient(key: str, components: Sequence[str]) -> Line:
    """An ingredient of all components: added up, or known where it is known for each of them."""
    shape = Shape.ROW if key in INGREDIENT_ROWS else Shape.SCALAR
    if not key.endswith("_known"):
        return _added_up(key, components, shape)
    return Line(key, multiplied_in_parts(key, _imported(key, components, shape), MOST_IMPORTED))


def _added_up(key: str, components: Sequence[str], shape: Shape) -> Line:
    return Line(key, summed_in_parts(key, _imported(key, components, shape), MOST_IMPORTED))


def _imported(key: str, components: Sequence[str], shape: Shape) -> list[Imported]:
    return [Imported(component, key, shape) for component in components]
