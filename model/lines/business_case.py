"""The whole business case of one option, by its structure (that of a mix stands in `mix`)."""

from __future__ import annotations

from functools import lru_cache

from model.lines.own_case import build_own_case
from model.lines.standard_case import build_standard_case
from model.lines.statement import BusinessCase
from model.lines.structure import OwnLineShape, Structure


def build_business_case(structure: Structure) -> BusinessCase:
    """The business case of a structure; built once per structure."""
    return _build(structure.only_own_lines, structure.own_lines, tuple(sorted(structure.steps.items())))


@lru_cache(maxsize=128)
def _build(only_own: bool, own_lines: tuple[OwnLineShape, ...], steps: tuple[tuple[str, int], ...]) -> BusinessCase:
    structure = Structure(only_own_lines=only_own, own_lines=own_lines, steps=dict(steps))
    return build_own_case(structure) if only_own else build_standard_case(structure)
