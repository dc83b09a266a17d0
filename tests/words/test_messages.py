"""Messages and figures: a sentence is said only where it is read, and a number only as a figure."""

from __future__ import annotations

import math

import pytest

from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.quantities import quantity

NPV = Figure(quantity("npv"), "a", -11_984_000.0)
DEARER = Figure(quantity("cost_per_bed_night"), "a", 31.5)
CHEAPER = Figure(quantity("cost_per_bed_night"), "b", 28.25)


class TestMessage:
    def test_the_same_message_is_said_in_both_languages(self) -> None:
        said = message("term_too_short", field="a.term_years", value=1, lowest=2, months=12)
        assert "12" in said.text("nl") and "12" in said.text("en")
        assert said.text("nl") != said.text("en")

    def test_a_sentence_is_cut_where_a_figure_stands(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("model.words.messages.sentence_of", lambda *_: "npv {npv:short} van {of}.")
        pieces = Message("any", (("npv", NPV), ("of", "A {b}"))).pieces("nl")
        assert [piece.text for piece in pieces] == ["npv ", "€\u00a0-11,98\u00a0mln", " van ", "A {b}", "."]
        assert [(piece.name, piece.figure) for piece in pieces if piece.figure] == [("npv", NPV)]

    def test_a_message_in_a_message_keeps_its_figures_under_both_names(self, monkeypatch: pytest.MonkeyPatch) -> None:
        texts = {"outer": "Omdat {why}.", "inner": "het {npv} is"}
        monkeypatch.setattr("model.words.messages.sentence_of", lambda code, _language: texts[code])
        said = Message("outer", (("why", Message("inner", (("npv", NPV),))),))
        assert said.text("nl") == "Omdat het €\u00a0-11.984.000 is."
        assert [piece.name for piece in said.pieces("nl") if piece.figure] == ["why.npv"]

    def test_a_word_goes_with_its_number(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("model.words.messages.sentence_of", lambda *_: "{beds:cell} {beds:bed|bedden}")
        said = [Message("any", (("beds", Figure(quantity("beds"), "a", beds)),)).text("nl") for beds in (1.0, 1200.0)]
        assert said == ["1 bed", "1.200 bedden"]

    def test_what_has_a_name_in_both_languages_is_named_in_that_of_the_sentence(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("model.words.messages.sentence_of", lambda *_: "{what}!")
        said = Message("any", (("what", quantity("npv")),))
        assert (said.text("nl"), said.text("en")) == ("netto contante waarde!", "net present value!")

    def test_a_value_can_be_given_another_name(self) -> None:
        said = message("rests_on_assumptions", option="a", count=2)
        assert said.naming(option="Logies").text("nl") == said.text("nl").replace("a:", "Logies:", 1)


class TestFigure:
    def test_a_figure_has_a_value_or_the_reason_why_not(self) -> None:
        for value, reason in ((None, None), (1.0, message("not_known"))):
            with pytest.raises(ValueError, match="reason"):
                Figure(quantity("npv"), "a", value, why_none=reason)

    @pytest.mark.parametrize("value", [math.nan, math.inf])
    def test_a_figure_is_a_number(self, value: float) -> None:
        with pytest.raises(ValueError, match="no number"):
            Figure(quantity("npv"), "a", value)

    def test_a_band_goes_from_low_to_high(self) -> None:
        with pytest.raises(ValueError, match="band"):
            Figure(quantity("npv"), "a", 1.0, band=(2.0, 1.0))

    def test_a_figure_without_a_value_is_shown_as_a_dash(self) -> None:
        assert Figure(quantity("irr"), "a", None, why_none=message("not_known")).show("nl") == "–"

    def test_the_cheaper_bed_night_is_better(self) -> None:
        assert CHEAPER.is_better_than(DEARER) is True
        assert DEARER.is_better_than(CHEAPER) is False

    def test_figures_of_two_quantities_are_never_compared(self) -> None:
        with pytest.raises(ValueError, match="never compared"):
            NPV.is_better_than(DEARER)

    def test_without_a_value_nothing_is_better(self) -> None:
        nothing = Figure(quantity("npv"), "b", None, why_none=message("not_known"))
        assert NPV.is_better_than(nothing) is None
