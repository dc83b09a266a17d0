"""Formulas of the business case written otherwise: what a test uses to see whether a fault would be noticed."""

from __future__ import annotations

import importlib
import inspect
import sys
from dataclasses import dataclass
from types import ModuleType

import pytest

import model.engine.programs
import model.formula.evaluate
import model.lines.business_case
import model.lines.mix


def forget_formulas() -> None:
    """Drop every compiled or built formula, so that a change of one takes effect."""
    model.lines.business_case._build.cache_clear()
    model.lines.mix._build_mix.cache_clear()
    model.engine.programs._program.cache_clear()
    model.engine.programs.mix_program_for.cache_clear()


@dataclass(frozen=True)
class Mistake:
    """A formula written wrong: in which module, the right words and the wrong ones, and the rules that must notice."""

    module: str
    right: str
    wrong: str
    noticed_by: frozenset[str]


MISTAKES = {
    "a ledger counts half of what a party pays": Mistake(
        "ledgers",
        "receipts - payments)",
        "receipts - payments / 2)",
        frozenset({"ledgers", "operator_ledger", "every_kind"}),
    ),
    "the municipality's costs are forgotten": Mistake(
        "municipality", "income - costs)", "income)", frozenset({"municipality_ledger"})
    ),
    "interest is not booked": Mistake("bookings", "        financing.interest,\n", "", frozenset({"operator_ledger"})),
    "the fee is not taken from the loan": Mistake(
        "financing",
        "drawdown - fee - debt_service",
        "drawdown - debt_service",
        frozenset({"sources_are_uses", "balance"}),
    ),
    "half of the loan is drawn": Mistake(
        "financing",
        "/ (investment + no_investment)",
        "/ (investment + investment + no_investment)",
        frozenset({"loan_is_drawn"}),
    ),
    "the last repayment leaves a debt": Mistake(
        "financing",
        "timeline.is_last * (opening + drawdown - repayment)",
        "timeline.is_last * (opening - opening)",
        frozenset({"debt_ends_at_zero"}),
    ),
    "depreciation is taken twice from the profit": Mistake(
        "tax", "replacement_cost - depreciation -", "replacement_cost - depreciation * 2 -", frozenset({"balance"})
    ),
    "the npv forgets the end": Mistake(
        "metrics",
        'Line("npv_project", running + terminal)',
        'Line("npv_project", running)',
        frozenset({"npv_two_ways"}),
    ),
    "costs are added to income": Mistake(
        "operation",
        "- costs.operating_costs",
        "+ costs.operating_costs",
        frozenset({"direction_down"}),
    ),
    "a higher price earns less": Mistake(
        "income",
        'Line("rent_paid", weeks *',
        'Line("rent_paid", (0 - weeks) *',
        frozenset({"direction_up"}),
    ),
    "soft costs are left out": Mistake(
        "investment",
        'building_costs * Input("soft_cost_share")',
        'building_costs * 0 * Input("soft_cost_share")',
        frozenset({"dead_slider"}),
    ),
    "a yearly return is a return per period of two years": Mistake(
        "metrics", "(1 + per_period) ** m - 1)", "(1 + per_period) ** (m * 2) - 1)", frozenset({"published"})
    ),
}


def put_in(monkeypatch: pytest.MonkeyPatch, mistake: Mistake) -> None:
    """Use the module with the wrong formula wherever its functions are used."""
    source = source_of(mistake.module)
    assert source.count(mistake.right) == 1, "the right formula stands once in the module"
    use_source(monkeypatch, mistake.module, source.replace(mistake.right, mistake.wrong))


def source_of(module: str) -> str:
    """The text of a module of lines."""
    return inspect.getsource(importlib.import_module(f"model.lines.{module}"))


def use_source(monkeypatch: pytest.MonkeyPatch, module: str, source: str, name: str = "") -> None:
    """Use another text of a module of lines, under another name if given, wherever its functions are used."""
    original = importlib.import_module(f"model.lines.{module}")
    other = ModuleType(name or original.__name__)
    if name:
        monkeypatch.setitem(sys.modules, name, other)
    exec(compile(source, "other.py", "exec"), vars(other))  # noqa: S102
    lines = [user for path, user in sys.modules.items() if path.startswith("model.lines.") and user is not other]
    for user in lines:
        for key, value in list(vars(user).items()):
            if inspect.isfunction(value) and value.__module__ == original.__name__:
                monkeypatch.setattr(user, key, vars(other)[key])
    # The files say what they were made from, and that does not show here.
    monkeypatch.setattr(model.formula.evaluate, "kept", lambda _, make: make())
    forget_formulas()
