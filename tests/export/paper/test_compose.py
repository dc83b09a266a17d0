"""The paper of a case: what it says, that its edits give the same file again, and that no number in it is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from model.case import Case, read_case, write_case
from model.case.edits import Edit, apply_all, edit_from_json, edit_to_json
from model.case.example import example_case
from model.decide.changes import add_criterion, end_of_scale, need_field, state_need, weigh
from model.decide.trade_off import trade_off
from model.documents.anchors import figures, shown
from model.documents.blocks import Chart, Decision, Document, Heading, Paragraph, Table
from model.engine.run import run_case
from model.export.paper.compose import paper
from model.export.paper.html import html
from model.export.paper.verify import verify
from model.export.paper.word import word
from model.words.texts import LANGUAGES


def case_of(**sections: Any) -> Case:
    return read_case(write_case(example_case("GM1783")) | sections)


def paper_of(case: Case) -> Document:
    return paper(run_case(case))


def said(document: Document, language: str = "nl") -> str:
    """All sentences of a document."""
    sentences = []
    for block in document.blocks:
        if isinstance(block, (Heading, Decision)):
            sentences.append(block.message.text(language))
        elif isinstance(block, Paragraph):
            sentences += [sentence.text(language) for sentence in block.messages]
    return " ".join(sentences).replace("\u00a0", " ")


NEED = {"rows": [{"stay": "short", "from": "2027-03", "low": 150, "typical": 240, "high": 300, "source": "Telling"}]}
WEIGHED = {
    "criteria": [{"key": "cost_per_bed_night", "worst": 60, "best": 10}, {"key": "municipality_npv"}],
    "weights": {"cost_per_bed_night": 60, "municipality_npv": 40},
}


class TestWhatItSays:
    def test_it_has_a_reading_a_table_a_chart_and_one_decision(self) -> None:
        kinds = [type(block) for block in paper_of(case_of()).blocks]
        assert (kinds.count(Table), kinds.count(Chart), kinds.count(Decision)) == (1, 1, 1)
        assert kinds.count(Heading) >= 1 and kinds.count(Paragraph) >= 1

    def test_as_long_as_nobody_judged_the_council_is_asked_what_counts(self) -> None:
        assert "wordt gevraagd vast te stellen waarop de opties worden gewogen" in said(paper_of(case_of()))
        assert "een aanname, geen oordeel van de raad" in said(paper_of(case_of()))

    def test_after_a_judgement_it_is_asked_to_have_the_first_option_worked_out(self) -> None:
        case = case_of(trade_off=WEIGHED)
        first = trade_off(run_case(case)).best[0]
        words = said(paper_of(case))
        assert f"{case.option(first).title('nl')} te laten uitwerken" in words
        assert "aanname, geen oordeel" not in words

    def test_a_stated_need_stands_there_with_its_month_and_its_band(self) -> None:
        words = said(paper_of(case_of(need=NEED)))
        assert "het hoogst in maart 2027: 240 bedden (tussen 150 bedden en 300 bedden)" in words

    def test_a_need_above_the_beds_of_the_case_is_told(self) -> None:
        assert "doorgerekend voor 200 bedden: zij dekken niet de hele behoefte" in said(paper_of(case_of(need=NEED)))
        assert "dekken niet" not in said(paper_of(case_of()))

    def test_a_value_beyond_its_scale_is_told(self) -> None:
        narrow = {"criteria": [{"key": "cost_per_bed_night", "worst": 60, "best": 30}]}
        assert "Buiten de schaal van kosten per bednacht" in said(paper_of(case_of(trade_off=narrow)))

    def test_the_best_option_stands_on_top_of_the_table_with_its_score(self) -> None:
        case = case_of(trade_off=WEIGHED)
        weighing = trade_off(run_case(case))
        table = next(block for block in paper_of(case).blocks if isinstance(block, Table))
        scores = [row[-1].value for row in table.rows if hasattr(row[-1], "value")]
        assert scores == [total.value for total in weighing.totals.values()]
        assert scores == sorted(scores, reverse=True)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_number_in_its_sentences_is_a_figure_or_a_name(self, language: str) -> None:
        """What is no figure: the ends of the scale of scores, and the versions of model and data."""
        document = paper_of(case_of(need=NEED, trade_off=WEIGHED))
        plain = []
        for block in document.blocks:
            messages = block.messages if isinstance(block, Paragraph) else ()
            for message in messages:
                pieces = message.pieces(language)
                plain.append("".join(piece.text for piece in pieces if piece.figure is None))
        numbers = re.findall(r"\d[\d.,]*", " ".join(plain[:-2]))
        assert set(numbers) <= {"0", "100", "2027", "100."}, numbers


class TestReplay:
    def test_its_edits_give_the_same_files_in_bytes(self) -> None:
        case = example_case("GM1783")
        edits: list[Edit] = []
        changes: tuple[Callable[[Case], tuple[Edit, ...]], ...] = (
            lambda now: state_need(now, 240.0, "Telling 2026"),
            lambda _now: need_field("low", 180.0),
            lambda now: weigh(now, "cost_per_bed_night", 70.0),
            lambda now: add_criterion(now, "municipality_npv"),
            lambda now: end_of_scale(now, "cost_per_bed_night", "worst", 60.0),
        )
        for change in changes:
            made = change(case)
            case = apply_all(case, made)
            edits += made
        written = json.dumps([edit_to_json(edit) for edit in edits])
        again = apply_all(example_case("GM1783"), [edit_from_json(data) for data in json.loads(written)])
        assert again == case
        first, second = paper_of(case), paper_of(again)
        for language in LANGUAGES:
            assert html(first, language) == html(second, language)
            assert word(first, language) == word(second, language)


class TestVerified:
    @pytest.mark.parametrize("form", [".docx", ".html"])
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_number_is_read_back(self, tmp_path: Path, form: str, language: str) -> None:
        document = paper_of(case_of(need=NEED, trade_off=WEIGHED))
        path = tmp_path / f"paper{form}"
        path.write_bytes(word(document, language) if form == ".docx" else html(document, language).encode())
        assert verify(path, document, language) == ()
        assert len(figures(document)) > 20

    def test_the_paper_of_another_case_is_not_this_one(self, tmp_path: Path) -> None:
        path = tmp_path / "paper.html"
        path.write_text(html(paper_of(case_of(trade_off=WEIGHED)), "nl"), encoding="utf-8")
        other = paper_of(case_of(trade_off=WEIGHED | {"weights": {"municipality_npv": 1}}))
        differences = verify(path, other, "nl")
        assert differences
        assert all(difference.message.text("nl") for difference in differences)

    def test_a_name_that_looks_like_markup_stays_a_name(self, tmp_path: Path) -> None:
        case = read_case(write_case(example_case("GM1783")) | {"name": "<b>=1+1</b> {npv} & co"})
        document = paper_of(case)
        page = html(document, "nl")
        assert "<b>=1+1" not in page and "&lt;b&gt;=1+1" in page
        path = tmp_path / "paper.docx"
        path.write_bytes(word(document, "nl"))
        assert verify(path, document, "nl") == ()

    def test_anchors_are_unique_and_stand_in_reading_order(self) -> None:
        document = paper_of(case_of(need=NEED, trade_off=WEIGHED))
        anchors = [anchor for anchor, _ in figures(document)]
        assert len(anchors) == len(set(anchors)) == len(shown(document, "nl"))
