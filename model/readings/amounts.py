"""The values of inputs and results as figures, for a sentence or a cell."""

from __future__ import annotations

from dataclasses import replace

from model.engine.inputs import input_of, split_name
from model.engine.results import CaseResult, OptionResult
from model.outcomes.quantities import figure_of, quantity
from model.parameters.cost_bases import BASES
from model.parameters.table import Parameter, basis_key
from model.words.figures import Figure
from model.words.quantities import Quantity


def quantity_of_input(of: Parameter, base: str = "") -> Quantity:
    """An input as a quantity; that of an own line has the line's unit, a cost with a base that of its base."""
    try:
        known = quantity(of.key)
    except KeyError:
        known = Quantity(of.key, of.label_nl, of.label_en, of.unit, "neither", read_from="input")
    return replace(known, unit_key=BASES.get(base, of.unit) if of.unit == "depends" else of.unit)


def input_figure(result: CaseResult, option_id: str, name: str, value: float) -> Figure:
    """A value of an input of an option; of one that options share (an option that is none) as the input has it."""
    of = input_of(result.case, option_id, name)
    base = _base_of(name, result.options.get(option_id))
    return figure_of(quantity_of_input(of, base), option_id, value)


def _base_of(name: str, option: OptionResult | None) -> str:
    """What a cost is per, in the option or the component its name says."""
    prefix, key = split_name(name)
    basis = basis_key(key)
    for resolved in option.resolved if option is not None else ():
        if prefix in {"", resolved.option.id} and basis in resolved.provenance:
            return str(resolved.provenance[basis].value)
    return ""
