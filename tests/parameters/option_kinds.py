"""Every option type with each of its variants: its case, its resolved inputs and its formulas."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Any

import model
from market_data import load
from model.case import Case, read_case
from model.engine.resolve import ResolvedOption, resolve_option
from model.formula.graph import Graph, build_graph
from model.lines.business_case import build_business_case
from model.lines.structure import OWN_KINDS, OWN_PERS
from model.options import OPTION_TYPES
from model.parameters.table import defaults

MODEL = Path(model.__file__).parent
LANGUAGES = ("nl", "en")

KINDS = [
    (kind.key, variant) for kind in OPTION_TYPES.values() if not kind.is_mix for variant in (kind.variants or ("",))
]
"""Every option type with each of its variants."""

DEFAULTS = [row for rows in defaults().values() for row in rows]


def case_of(kind: str, variant: str, town: str = "GM1783", **option: Any) -> Case:
    """A case with one option x, all its inputs left at their default."""
    data = {
        "schema_version": 1,
        "municipality": town,
        "beds": 10,
        "start_date": "2027-01-01",
        "price_level_date": "2026-01-01",
        "options": [{"id": "x", "type": kind, **({"variant": variant} if variant else {}), **option}],
    }
    return read_case(data)


@cache
def resolved(kind: str, variant: str, town: str = "GM1783") -> ResolvedOption:
    case = case_of(kind, variant, town)
    return resolve_option(case, case.options[0], load())


@cache
def graph_of(kind: str) -> Graph:
    """All lines of an option type, with own lines of every kind and base and growth that differs per year."""
    own_lines = [
        {"label": "x", "kind": own_kind, "per": per, "amount": 1, "vat_rate": 0.21}
        for own_kind in OWN_KINDS
        for per in OWN_PERS
    ]
    case = case_of(kind, "", own_lines=own_lines, inputs={"inflation": {"2026": 0.02, "2028": 0.03}})
    structure = resolve_option(case, case.options[0], load()).structure
    return build_graph(build_business_case(structure).lines)


@cache
def named_in_source() -> frozenset[str]:
    """Words that stand as a text in the code of the model."""
    return frozenset(
        node.value
        for path in MODEL.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
