"""A filled form read back: numbers as people write them; a bad cell is named and the rest kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import openpyxl
import pytest

from model.case.example import example_case
from model.engine.run import run_case
from model.export.inquiry.grids import LARGEST
from model.export.inquiry.reading_back import FilledForm, read_form
from model.export.paper.compose import paper
from model.export.paper.word import word as paper_in_word
from model.problems import BadInput
from model.words.texts import LANGUAGES
from tests.support.inquiry import KINDS, blank, filled, in_excel, in_word, saved

HOSTILE = ("=1+1", '=HYPERLINK("http://a.b","x")', "<b>12</b>", "{0.__class__}", "@SUM(A1)", "12\x00", "a" * 5_000)


def read(kind: str, entries: dict[str, object], language: str = "nl") -> FilledForm:
    return read_form(f"formulier{kind}", filled(kind, entries, language))


def values(form: FilledForm) -> dict[str, float | str]:
    return {answer.key: answer.value for answer in form.answers}


def only_sentence(form: FilledForm, language: str = "nl") -> str:
    (wrong,) = form.wrong
    return wrong.text(language)


@pytest.mark.parametrize("kind", KINDS)
class TestRoundTrip:
    WRITTEN = {
        "nl": {"energy_cost": "1.250,50", "presence": "dagelijks aanwezig en bereikbaar", "has_contract": "Ja"},
        "en": {"energy_cost": "1,250.50", "presence": "present daily and reachable", "has_contract": "yes"},
    }

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_answers_come_back_as_they_were_written(self, kind: str, language: str) -> None:
        about = {"code": "a-17", "year": "2025"}
        rest = {"occupancy": "92%", "loan_rate": "4.5", "price_per_bed_week": "€ 140", "beds": "200"}
        form = read(kind, {**about, **rest, **self.WRITTEN[language]}, language)
        assert form.wrong == ()
        assert (form.file, form.code, form.year) == (f"formulier{kind}", "A-17", 2025)
        assert values(form) == {
            "energy_cost": 1250.5,
            "presence": "daily",
            "has_contract": "yes",
            "occupancy": pytest.approx(0.92),
            "loan_rate": pytest.approx(0.045),
            "price_per_bed_week": 140.0,
            "beds": 200.0,
        }

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_form_that_nobody_filled_in_is_a_form_without_answers(self, kind: str, language: str) -> None:
        assert read_form(f"x{kind}", blank(kind, language)) == FilledForm(f"x{kind}", "", None, (), ())

    def test_a_dutch_thousand_is_read_by_the_language_of_the_form(self, kind: str) -> None:
        assert values(read(kind, {"energy_cost": "1.250"})) == {"energy_cost": 1250.0}

    def test_a_word_of_the_other_language_is_understood(self, kind: str) -> None:
        assert values(read(kind, {"has_contract": "no"}, "nl")) == {"has_contract": "no"}

    @pytest.mark.parametrize(
        ("key", "typed", "allowed"),
        [
            ("energy_cost", "ongeveer 600", "€ 30.000"),
            ("energy_cost", "-5", "€ 0"),
            ("energy_cost", "45000", "€ 30.000"),
            ("energy_cost", "12%", "zonder woorden"),
            ("energy_cost", "1,250", "1,25 of 1.250"),
            ("occupancy", "0,92", "0,92% of 92%"),
            ("occupancy", "140%", "100%"),
            ("occupancy", "€ 92", "100%"),
            ("presence", "soms", "telefonisch bereikbaar"),
            ("has_contract", "misschien", "ja; nee"),
            ("year", "vorig jaar", "2025"),
            ("code", "Jansen Wonen", "geen naam"),
        ],
    )
    def test_a_bad_cell_is_named_and_the_rest_is_kept(self, kind: str, key: str, typed: str, allowed: str) -> None:
        form = read(kind, {key: typed, "term_years": "15"})
        assert values(form) == {"term_years": 15.0}
        said = only_sentence(form).replace("\u00a0", " ")
        assert f"formulier{kind}" in said and typed in said and allowed in said
        assert ("cel E" if kind == ".xlsx" else "tabel ") in said

    @pytest.mark.parametrize("typed", HOSTILE[:5])
    def test_hostile_text_is_repeated_as_text(self, kind: str, typed: str) -> None:
        form = read(kind, {"energy_cost": typed, "term_years": "15"})
        assert values(form) == {"term_years": 15.0}
        assert typed in only_sentence(form)

    def test_a_long_answer_is_cut_in_the_message(self, kind: str) -> None:
        said = only_sentence(read(kind, {"energy_cost": HOSTILE[-1]}))
        assert len(said) < 300 and "aaa..." in said


class TestWhatExcelMakesOfIt:
    """A spreadsheet keeps a number as a number, in whatever notation it was typed."""

    def test_a_number_and_a_percentage(self) -> None:
        content = in_excel({"energy_cost": 1250.5, "occupancy": 0.92, "loan_rate": 4.5}, formats={"occupancy": "0%"})
        assert values(read_form("a.xlsx", content)) == {
            "energy_cost": 1250.5,
            "occupancy": pytest.approx(0.92),
            "loan_rate": pytest.approx(0.045),
        }

    def test_a_share_without_a_percent_sign_has_two_readings(self) -> None:
        form = read_form("a.xlsx", in_excel({"occupancy": 0.92}))
        assert form.answers == () and "0,92% of 92%" in only_sentence(form)

    def test_a_percentage_where_an_amount_belongs_is_repeated_as_one(self) -> None:
        said = only_sentence(read_form("a.xlsx", in_excel({"energy_cost": 0.12}, formats={"energy_cost": "0%"})))
        assert "12% is niet gebruikt" in said

    def test_yes_as_a_spreadsheet_holds_it(self) -> None:
        assert values(read_form("a.xlsx", in_excel({"has_contract": True}))) == {"has_contract": "yes"}

    def test_a_day_is_no_number(self) -> None:
        assert "2025-02-01" in only_sentence(read_form("a.xlsx", in_excel({"energy_cost": datetime(2025, 2, 1)})))

    def test_a_code_and_a_year_in_digits(self) -> None:
        form = read_form("a.xlsx", in_excel({"code": 7, "year": 2024}))
        assert (form.code, form.year) == ("7", 2024)

    def test_a_formula_without_an_outcome_is_named(self) -> None:
        said = only_sentence(read_form("a.xlsx", in_excel({"energy_cost": "=1+1"})))
        assert "=1+1" in said and "uitkomst van de formule" in said

    def test_columns_may_be_moved_and_rows_put_between(self) -> None:
        book = openpyxl.load_workbook(io.BytesIO(in_excel({"energy_cost": "600"})))
        book.active.insert_cols(2)
        book.active.insert_rows(9, 3)
        assert values(read_form("a.xlsx", saved(book))) == {"energy_cost": 600.0}

    def test_of_a_question_that_stands_twice_the_first_counts_and_the_second_is_named(self) -> None:
        book = openpyxl.load_workbook(io.BytesIO(in_excel({"energy_cost": "600"})))
        last = book.active.max_row + 1
        for column, value in ((1, "energy_cost"), (5, "700")):
            book.active.cell(last, column, value)
        form = read_form("a.xlsx", saved(book))
        assert values(form) == {"energy_cost": 600.0} and "700" in only_sentence(form)


def an_archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><x>&a;</x>'
FOREIGN: dict[str, Callable[[str], bytes]] = {
    "empty": lambda _kind: b"",
    "no archive": lambda _kind: b"no archive",
    "cut off": lambda kind: blank(kind)[:3_000],
    "an archive of something else": lambda _kind: an_archive({"a.txt": b"a"}),
    "the other kind under this name": lambda kind: blank(KINDS[1 - KINDS.index(kind)]),
    "entities": lambda _kind: an_archive({"word/document.xml": ENTITIES, "xl/workbook.xml": ENTITIES}),
    "grows when unpacked": lambda _kind: an_archive({"word/document.xml": b" " * (LARGEST + 1)}),
    "too large": lambda _kind: b"a" * (LARGEST + 1),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", FOREIGN)
def test_a_file_that_is_no_form_is_refused_by_name(kind: str, what: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_form(f"vreemd{kind}", FOREIGN[what](kind))
    for language in LANGUAGES:
        assert all(f"vreemd{kind}" in said for said in refused.value.texts(language))


def test_a_workbook_and_a_document_of_something_else_are_refused() -> None:
    strange = openpyxl.Workbook()
    strange.active.append(["energy_cost", "600"])
    document = paper_in_word(paper(run_case(example_case("GM1783"))), "nl")
    for name, content in (("a.xlsx", saved(strange)), ("a.docx", document)):
        with pytest.raises(BadInput, match=f"{name} is no inquiry"):
            read_form(name, content)


def test_another_kind_of_file_is_refused_by_what_is_allowed() -> None:
    with pytest.raises(BadInput, match=r"\.xlsx, \.docx"):
        read_form("antwoorden.pdf", in_word({"energy_cost": "600"}))
