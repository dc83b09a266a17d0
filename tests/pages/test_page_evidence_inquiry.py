"""Evidence: the form for operators to download, and what came back."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from market_data import load
from model.analyses.operators import operators_of
from model.case import money_of
from model.engine.run import run_case
from model.parameters.questions import questions
from model.words.numbers import number
from model.words.texts import LANGUAGES, text
from pages.parts.evidence_inquiry import KINDS
from tests.support.inquiry import filled, three
from tests.support.screens import as_read, current, errors, markup, opened, pressed, turned_to, unescaped, words_on

Files = list[tuple[str, bytes]]


def given(app: AppTest, files: Files) -> AppTest:
    """The session after these files were given at once."""
    app.file_uploader[0].set_value([(name, content, "application/octet-stream") for name, content in files])
    app.run()
    assert not app.exception
    return app


def labels(app: AppTest) -> list[str]:
    """What the buttons to download say."""
    return [button.proto.label for button in app.get("download_button")]


def summary_rows(app: AppTest, language: str = "nl") -> dict[str, list[str]]:
    """The table of the summary by question; nothing where there is none."""
    corner = text("ui_inquiry_question", language)
    tables = [table.value for table in app.table if as_read(str(table.value.index.name)) == corner]
    return {
        as_read(str(name)): [as_read(str(cell)) for cell in row]
        for table in tables
        for name, *row in table.itertuples()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_form_in_excel_and_in_word(language: str) -> None:
    app = opened("evidence", language)
    assert not app.exception
    assert {text(f"ui_inquiry_{kind}", language) for kind in KINDS} <= set(labels(app))
    assert text("ui_inquiry_kept", language) in words_on(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_forms_show_median_and_middle_half_and_two_only_their_number(language: str) -> None:
    """Energy of 1,250.50 in 2024, 600 and 810.25 in 2025, at the case's price level, beside what the example takes."""
    app = given(opened("evidence", language), three()[:2])
    energy = questions()["energy_cost"].label(language)
    assert summary_rows(app, language)[energy][:3] == [{"nl": "2 van 3", "en": "2 of 3"}[language], "–", "–"]
    assert not any(digits in words_on(app) for digits in ("1.250,50", "1,250.50", "925"))
    assert text("ui_inquiry_summary", language) not in labels(app)
    given(app, three(".docx")[2:])
    count, middle, spread, here = (cell.replace("\u00a0", " ") for cell in summary_rows(app, language)[energy])
    level = current(app).price_level_date
    ratio = load().index_ratio("consumer_prices", date(2025, 7, 1), level)[0]
    assert count == "3" and middle == f"€ {number(round(810.25 * ratio, 2), language)}"
    assert spread.startswith("€ ") and " – € 1" in spread
    taken = run_case(current(app)).options["a"].computed.resolved
    assert taken is not None and number(taken.values["energy_cost"], language) in here
    assert text("ui_inquiry_summary", language) in labels(app)
    assert text("ui_inquiry_of_three", language) in words_on(app)


def test_a_bad_cell_is_named_a_strange_file_refused_and_the_rest_used() -> None:
    bad = filled(".xlsx", {"code": "D4", "energy_cost": "<b>veel</b> *meer*", "occupancy": "90%"})
    app = given(opened("evidence"), [*three(), ("slecht.xlsx", bad), ("vreemd.docx", b"no archive")])
    assert "vreemd.docx" in errors(app)
    (warning,) = (as_read(shown.value) for shown in app.warning if "slecht.xlsx" in as_read(shown.value))
    assert "<b>veel</b> *meer*" in warning
    assert not any("<b>" in unescaped(shown) or "*meer*" in unescaped(shown) for shown in markup(app))
    assert summary_rows(app)["Gemiddelde bezetting over het jaar"][0] == "3"


def test_a_form_that_was_put_right_takes_the_place_of_the_one_before() -> None:
    app = given(opened("evidence"), [("een.xlsx", filled(".xlsx", {"code": "A1", "energy_cost": "veel"}))])
    assert any("veel" in as_read(shown.value) for shown in app.warning)
    given(app, [("een.xlsx", filled(".xlsx", {"code": "A1", "energy_cost": "700"}))])
    assert not any("veel" in as_read(shown.value) for shown in app.warning)
    assert summary_rows(app)["Energie, water en internet per bed per jaar"][0] == "1 van 3"


def codes(app: AppTest) -> list[str]:
    """The operators in the case."""
    return [operator.code for operator in operators_of(current(app))]


def test_the_answers_stand_in_the_case_can_be_removed_and_brought_back() -> None:
    app = opened("evidence")
    before = current(app)
    given(app, three())
    assert codes(app) == ["A1", "B2", "C3"] and money_of(current(app)) == money_of(before)
    turned_to(turned_to(app, "options"), "evidence")
    assert len(summary_rows(app)) == 3
    app.button(key="inquiry.forget.B2").click().run()
    assert codes(app) == ["A1", "C3"]
    pressed(app, text("ui_inquiry_forget", "nl"))
    assert not app.exception and summary_rows(app) == {} and current(app) == before
    pressed(app, text("ui_undo", "nl"))
    assert codes(app) == ["A1", "C3"]


def test_a_median_is_taken_over_with_its_reason_and_undone_as_one_step() -> None:
    app = given(opened("evidence"), three())
    before = current(app)
    pressed(app, text("ui_inquiry_take_everywhere", "nl"))
    taken = current(app)
    costs = {option.id: option.inputs.get("energy_cost") for option in taken.options if not option.components}
    (median,) = set(costs.values())
    reason = taken.option("a").reasons["energy_cost"]
    assert reason.median is not None
    assert (reason.median.question, reason.median.operators, reason.median.value) == ("energy_cost", 3, median)
    assert reason.why.startswith("Mediaan van 3 exploitanten")
    assert run_case(taken).options["a"].resolved[0].provenance["energy_cost"].status == "local"
    pressed(app, text("ui_undo", "nl"))
    assert current(app) == before


def test_of_two_operators_there_is_nothing_to_take_over() -> None:
    app = given(opened("evidence"), three()[:2])
    assert text("ui_inquiry_take_everywhere", "nl") not in [button.label for button in app.button]


@pytest.mark.parametrize("page", ["export", "case"])
def test_beside_the_case_file_stands_what_it_holds_and_a_file_without_it(page: str) -> None:
    app = turned_to(given(opened("evidence"), three()), page)
    assert "antwoorden van 3 exploitanten" in words_on(app)
    assert text("ui_save_without_answers", "nl") in labels(app)
    assert text("ui_save_without_answers", "nl") not in labels(opened(page))


def test_the_form_of_an_option_marks_what_matters_most_for_it() -> None:
    write, _, _ = KINDS["xlsx"]
    sheet = openpyxl.load_workbook(io.BytesIO(write(("occupancy",), "nl"))).active
    assert [row[0].value for row in sheet.iter_rows() if "★" in str(row[1].value)] == ["occupancy"]
