"""The form for operators: one page, a key beside every answer, and what to ask first marked."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import docx
import openpyxl
import pytest

from model.analyses.ask_first import ask_first, not_asked
from model.analyses.evidence import MOST_WANTED, Evidence, InputEvidence, evidence
from model.case.example import example_case
from model.engine.run import run_case
from model.export.inquiry.excel import excel
from model.export.inquiry.word import word
from model.parameters.questions import input_asked_by, questions
from model.parameters.table import parameters
from model.words.texts import LANGUAGES


def effect(key: str, effect: float, status: str = "assumption") -> InputEvidence:
    """An input that moves the npv by so much."""
    return InputEvidence(
        key=key,
        value=1.0,
        low=0.5,
        high=1.5,
        has_range=False,
        status=status,
        tier="",
        effect=effect,
        npv_low=0.0,
        npv_high=effect,
        share=0.0,
    )


def support(*inputs: InputEvidence, first: tuple[str, ...] = ()) -> Evidence:
    return Evidence(inputs=inputs, shares={}, weak_share=0.0, get_these_first=first)


class TestQuestions:
    def test_bounds_are_those_of_the_input_it_is_evidence_for(self) -> None:
        """A share of beds is 0 to 1; and energy, whose own bound is that of any base, at most all operating costs."""
        asked = questions()
        assert (asked["occupancy"].lowest, asked["occupancy"].highest) == (0.0, 1.0)
        assert asked["price_growth"].lowest == parameters()["price_growth"].lowest
        assert asked["energy_cost"].highest == asked["operating_costs_per_bed_year"].highest
        assert asked["other_cost"].highest == 1.0

    def test_every_heading_of_the_inquiry_is_there(self) -> None:
        """Price and what is in it, investment, staff and presence, energy, occupancy, contract, term, return."""
        wanted = {"price_per_bed_week", "price_has_energy", "building_cost_per_bed", "staff_fte", "presence"}
        wanted |= {"energy_cost", "occupancy", "contract_years", "term_years", "discount_rate"}
        assert wanted <= set(questions())

    def test_the_largest_effect_of_any_option_goes_first_and_what_has_a_source_is_not_asked(self) -> None:
        one = support(effect("occupancy", 5.0), effect("loan_rate", 9.0, "sourced"), effect("energy_cost", 3.0))
        other = support(effect("b.energy_cost", 7.0), effect("general_vat_rate", 8.0))
        assert ask_first([one, other]) == ("energy_cost", "occupancy")

    def test_the_jobs_of_whatever_presence_are_one_question(self) -> None:
        assert ask_first([support(effect("fte_daily", 1.0))]) == ("staff_fte",)
        assert ask_first([support(effect("fte_by_telephone", 1.0))]) == ("staff_fte",)

    def test_what_no_operator_can_tell_is_named(self) -> None:
        assert not_asked(support(first=("occupancy", "general_vat_rate"))) == ("general_vat_rate",)

    def test_the_example_has_five_to_ask_first(self) -> None:
        result = run_case(example_case("GM1783"))
        first = ask_first(evidence(result, option_id) for option_id in result.options)
        assert len(first) == MOST_WANTED and set(first) <= set(questions())

    def test_an_input_belongs_to_one_question(self) -> None:
        """The share under contract says something of occupancy, but is not its value."""
        asked = questions()
        assert input_asked_by(asked["occupancy"], ["occupancy"]) == "occupancy"
        assert input_asked_by(asked["contract_share"], ["occupancy"]) is None


@pytest.mark.parametrize("language", LANGUAGES)
class TestExcel:
    def test_it_is_one_page_of_a4_with_its_keys_hidden(self, language: str) -> None:
        book = openpyxl.load_workbook(io.BytesIO(excel((), language)))
        sheet = book.active
        assert len(book.sheetnames) == 1
        assert sheet.page_setup.paperSize == 9  # A4 in the format of Excel
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.column_dimensions["A"].hidden
        keys = [row[0].value for row in sheet.iter_rows() if row[0].value in questions()]
        assert keys == list(questions())

    def test_only_answers_can_be_entered(self, language: str) -> None:
        sheet = openpyxl.load_workbook(io.BytesIO(excel((), language))).active
        assert sheet.protection.sheet
        is_open = {
            row[0].value: [cell.column for cell in row if not cell.protection.locked] for row in sheet.iter_rows()
        }
        assert all(is_open[key] == [5] for key in questions())

    def test_what_to_ask_first_is_marked_and_named_above(self, language: str) -> None:
        sheet = openpyxl.load_workbook(io.BytesIO(excel(("occupancy", "energy_cost"), language))).active
        marked = {row[0].value for row in sheet.iter_rows() if "★" in str(row[1].value)}
        assert marked == {"occupancy", "energy_cost"}
        numbers = sorted(questions()[key].number for key in marked)
        above = " ".join(str(sheet.cell(row, 2).value) for row in range(1, 6))
        assert re.findall(r"\b\d\d\b(?!%)", above)[-2:] == [str(number) for number in numbers]

    def test_it_holds_no_formula_and_no_clock(self, language: str) -> None:
        assert excel((), language) == excel((), language)
        sheet = openpyxl.load_workbook(io.BytesIO(excel((), language))).active
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_asks_the_same_on_a4(language: str) -> None:
    file = docx.Document(io.BytesIO(word(("occupancy",), language)))
    width = file.sections[0].page_width
    assert width is not None and round(width.mm) == 210
    rows = [row.cells for table in file.tables for row in table.rows]
    assert [cells[3].text for cells in rows if cells[3].text in questions()] == list(questions())
    assert [cells[3].text for cells in rows if "★" in cells[0].text] == ["occupancy"]
    assert {cells[2].text for cells in rows if cells[3].text in questions()} == {""}


def test_a_question_in_a_table_that_cannot_be_right_is_named() -> None:
    from model.parameters.questions import _question
    from model.words.rows import TableError

    row = questions()["occupancy"].row
    for wrong in (replace(row, kind="colour"), replace(row, evidence=("colour",))):
        with pytest.raises(TableError, match=r"occupancy: colour"):
            _question(wrong, 1, {})
