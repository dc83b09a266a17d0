"""The words of a choice stand in the order the formulas count them in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from model.case import DISCOUNTING
from model.engine.run import run_case
from model.formula.expression import Call, Expression, Input, Line
from model.lines.end_of_term import RESIDUAL_METHODS
from model.lines.financing import LOAN_SIZINGS, LOAN_TYPES
from model.lines.flows import DISCOUNTING as COUNTED_DISCOUNTING
from model.lines.income import BEARERS
from model.lines.running_costs import COST_BASES, COST_LINES, PRESENCES, PROPERTY_CLASSES, bases_of
from model.lines.site import BUILDING_COST_BASES, LAND_TAX_REGIMES
from model.lines.tax import TAX_REGIMES
from model.lines.timeline import END_OF_TERM
from model.lines.tourist_tax import BASES, FORMS, WITH_VAT
from model.lines.uses import LOCAL_USES, SWITCH, USES
from model.lines.vat_revision import SALE_VATS, WORKS_REVISIONS
from model.parameters.table import ANY_SWITCH, COST_BASIS, choice_labels, local_amounts, parameters, words_of_choice
from tests.parameters.option_kinds import case_of, graph_of

MUNICIPAL_USES = [
    key for key, parameter in parameters().items() if key.endswith("_use") and "local" in parameter.choices
]


class TestChoices:
    @pytest.mark.parametrize(
        ("key", "order"),
        [
            ("discounting", DISCOUNTING),
            ("discounting", COUNTED_DISCOUNTING),
            ("land_tax_regime", LAND_TAX_REGIMES),
            ("building_cost_basis", BUILDING_COST_BASES),
            ("end_of_term", END_OF_TERM),
            ("residual_method", RESIDUAL_METHODS),
            ("loan_type", LOAN_TYPES),
            ("loan_sizing", LOAN_SIZINGS),
            ("tax_regime", TAX_REGIMES),
            ("works_revision", WORKS_REVISIONS),
            ("sale_vat", SALE_VATS),
            ("vacancy_bearer", BEARERS),
            ("presence", PRESENCES),
            ("tourist_tax_basis", BASES),
            ("tourist_tax_form", FORMS),
            ("tourist_tax_vat", WITH_VAT),
            ("property_class", PROPERTY_CLASSES),
            ("guarantee_use", SWITCH),
            *((key, LOCAL_USES if key in local_amounts() else USES) for key in MUNICIPAL_USES),
        ],
    )
    def test_they_stand_in_the_order_the_formulas_count_them_in(self, key: str, order: tuple[str, ...]) -> None:
        assert parameters()[key].choices == order

    @pytest.mark.parametrize("line", COST_LINES)
    def test_bases_of_operating_costs_stand_in_the_order_the_formulas_count_them_in(self, line: str) -> None:
        """A cost may have bases of its own after the common ones."""
        assert parameters()[f"{line}_basis"].choices == bases_of(line)
        assert bases_of(line)[: len(COST_BASES)] == COST_BASES

    @pytest.mark.parametrize(
        ("basis", "amount"),
        [("per_m2", 10 * 20 * 100), ("per_bed", 10 * 1_000), ("per_unit", 10 / 2 * 5_000)],
    )
    def test_the_base_of_building_costs_is_the_one_its_word_says(self, basis: str, amount: float) -> None:
        """10 beds of 20 m2, two to a unit, at 100 per m2, 1,000 per bed or 5,000 per unit."""
        given = {
            "building_cost_basis": basis,
            "m2_per_bed": 20,
            "beds_per_unit": 2,
            "building_cost_per_m2": 100,
            "building_cost_per_bed": 1_000,
            "building_cost_per_unit": 5_000,
        }
        result = run_case(case_of("short_stay", "", inputs=given)).options["x"]
        assert result.computed.scalars["building_costs_today"] == amount

    def test_a_formula_has_as_many_alternatives_as_there_are_words(self) -> None:
        counted: set[str] = set()
        for line in graph_of("short_stay").order:
            for call in calls_in(line.expression):
                key = chosen_by(call)
                if key is not None:
                    counted.add(key)
                    assert len(call.operands) - 1 == len(parameters()[key].choices), (line.key, key)
        assert {"land_tax_regime", "loan_type", "end_of_term", "energy_basis"} <= counted

    def test_every_choice_has_a_label_in_both_languages(self) -> None:
        for parameter in parameters().values():
            if parameter.kind != "choice":
                continue
            assert parameter.choices, parameter.key
            for choice in parameter.choices:
                words = words_of_choice(parameter.key, choice)
                assert words is not None and all(words), (parameter.key, choice)

    def test_every_label_is_of_a_choice_that_exists(self) -> None:
        known = {(parameter.key, choice) for parameter in parameters().values() for choice in parameter.choices}
        known |= {(COST_BASIS, choice) for choice in COST_BASES} | {(ANY_SWITCH, choice) for choice in USES}
        assert set(choice_labels()) - known == set()


def calls_in(expression: Expression) -> Iterator[Call]:
    """The primitives of one formula, not those of the lines it uses."""
    if isinstance(expression, Call):
        yield expression
        for operand in expression.operands:
            yield from calls_in(operand)


def chosen_by(call: Call) -> str | None:
    """The input whose chosen word picks an alternative, directly or through a line that holds its number."""
    if call.primitive != "pick":
        return None
    code = call.operands[0]
    if isinstance(code, Line):
        code = code.expression
    if isinstance(code, Call) and code.primitive == "position" and isinstance(code.operands[0], Input):
        return code.operands[0].key
    return None
