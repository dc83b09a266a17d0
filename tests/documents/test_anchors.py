"""Where each figure of a document stands: every one has an anchor, no two the same, in both languages alike."""

from __future__ import annotations

import re

import pytest

from model.documents.anchors import LONGEST, figures, parts, shown
from model.documents.blocks import Chart, Document, FreeText, Heading, Paragraph, Table
from model.documents.charts import KINDS
from model.words.messages import Message, message
from model.words.texts import LANGUAGES
from tests.support.papers import NPV, amount, any_words, chart, of, paper, spec

EVERYTHING = paper("", *KINDS)


def test_an_anchor_is_a_name_for_word_html_and_a_workbook() -> None:
    anchors = [anchor for anchor, _ in figures(EVERYTHING)]
    assert len(anchors) > 30
    assert [anchor for anchor in anchors if not re.fullmatch("[a-z][A-Za-z0-9_]{0,39}", anchor)] == []


def test_no_two_figures_have_the_same_anchor() -> None:
    anchors = [anchor for anchor, _ in figures(EVERYTHING)]
    assert len(set(anchors)) == len(anchors)


def test_the_anchors_are_the_same_in_both_languages_whatever_the_order_of_the_sentence() -> None:
    said = message("made_order", first=of("npv", 1.0), second=of("npv", 2.0))
    document = Document(any_words("x"), (Paragraph((said,)),))
    dutch, english = (figures(document, language) for language in LANGUAGES)
    assert dict(dutch) == dict(english)
    assert [anchor for anchor, _ in dutch] == ["b1_1_first", "b1_1_second"]
    assert [anchor for anchor, _ in english] == ["b1_1_second", "b1_1_first"]


def test_figures_come_in_the_order_in_which_they_are_read() -> None:
    assert [anchor for anchor, _ in figures(paper())][:6] == [
        *("title_beds", "b1_1_beds", "b1_2_best", "b1_2_worst", "b3_r1_c2", "b3_r1_c3")
    ]


def test_a_figure_is_shown_in_the_style_of_its_sentence_its_table_and_its_chart() -> None:
    read = shown(paper(), "nl")
    assert read["b1_2_worst"] == "€\u00a0-4,45\u00a0mln"  # {worst:short}
    assert read["b3_r2_c2"] == "€\u00a0-4.454.063"  # a table is exact to the euro
    assert read["b4_s1_3"] == "€\u00a0-4,45\u00a0mln"  # third of the bars, for the best is on top


def test_a_figure_named_twice_in_a_sentence_stands_at_two_anchors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.words.messages.sentence_of", lambda *_: "{npv}, so {npv:short}")
    said = Message("any", (("npv", of("npv", NPV[0])),))
    assert [part.anchor for part in parts(said, "b1", "en") if part.anchor] == ["b1_npv", "b1_npv_2"]


def test_long_names_are_cut_and_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = "a" * 60 + "x", "a" * 60 + "y"
    monkeypatch.setattr("model.words.messages.sentence_of", lambda *_: f"{{{first}}} {{{second}}}")
    said = Message("any", ((first, amount(1.0)), (second, amount(2.0))))
    anchors = [part.anchor for part in parts(said, "b1_1", "nl") if part.anchor]
    assert [len(anchor) for anchor in anchors] == [LONGEST, LONGEST]
    assert len(set(anchors)) == 2


def test_figures_of_a_message_in_a_message_are_found() -> None:
    inner = message("made_answer", then=of("npv", 5.0))
    document = Document(any_words("x"), (Heading(message("made_any", words=inner)),))
    assert [anchor for anchor, _ in figures(document)] == ["b1_words_then"]


def test_what_lines_and_columns_draw_is_not_read_as_a_number() -> None:
    document = Document(any_words("x"), (Chart(spec("lines")), Chart(spec("stacked"))))
    assert [anchor for anchor, _ in figures(document)] == ["b2_title_years"]


def test_range_bars_say_what_the_input_is_at_both_ends_and_the_outcome_as_it_is() -> None:
    document = Document(any_words("x"), (Chart(spec("range_bars")),))
    assert [anchor for anchor, _ in figures(document)] == [
        *("b1_s1_1", "b1_s2_1", "b1_s1_2", "b1_s2_2", "b1_s1_3", "b1_s2_3", "b1_reference")
    ]


def test_a_waterfall_writes_each_step_and_strips_what_they_are_held_against() -> None:
    document = Document(any_words("x"), (Chart(spec("waterfall")), Chart(spec("strips"))))
    assert [anchor for anchor, _ in figures(document)] == [
        *("b1_s1_1", "b1_s1_2", "b1_s1_3", "b1_s1_4", "b2_reference")
    ]


def test_of_charts_over_numbers_a_level_and_what_is_marked_is_written() -> None:
    document = Document(any_words("x"), tuple(Chart(chart(kind)) for kind in ("curves", "heat_map", "histogram")))
    assert [anchor for anchor, _ in figures(document)] == ["b2_level_value", "b3_s1_1", "b3_s1_2"]


def test_a_number_that_somebody_typed_is_no_figure() -> None:
    assert figures(Document(any_words("12"), (FreeText("remarks", "1.250 bedden {npv}"),))) == ()


def test_a_row_as_long_as_the_head_is_needed() -> None:
    with pytest.raises(ValueError, match=r"rows \[2\]"):
        Table(any_words("x"), ("a", "b"), (("c", amount(1.0)), ("d",)))


def test_there_is_no_fourth_level_of_headings() -> None:
    with pytest.raises(ValueError, match="level"):
        Heading(any_words("x"), 4)
