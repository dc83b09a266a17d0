"""Several operators together: the figure of a single one never shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from itertools import permutations

import pytest

from model.analyses.operators import Spread, Summary, summary
from model.export.inquiry.counting import counted
from model.export.inquiry.reading_back import Answer, FilledForm, read_form
from model.export.inquiry.summary import summary_file
from model.parameters.questions import questions
from model.readings.operators import count_of, figure_of, half_of, middle_of, prices_readings, summary_reading
from model.words.texts import LANGUAGES
from tests.support.inquiry import KINDS, three


def form(code: str, file: str = "", **answers: float | str) -> FilledForm:
    return FilledForm(file or f"{code}.xlsx", code, 2025, tuple(Answer(*pair) for pair in answers.items()), ())


def together(forms: Iterable[FilledForm]) -> Summary:
    """What the forms that count say together, as it was given."""
    return summary(counted(forms).answered)


def of(found: Summary, key: str) -> Spread:
    return next(spread for spread in found.spreads if spread.question.key == key)


def rows_of(content: bytes) -> dict[str, list[str]]:
    """The rows of a summary by the key in front."""
    return {row[0]: row for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")}


@pytest.mark.parametrize("kind", KINDS)
def test_three_answers_give_the_median_and_the_middle_half(kind: str) -> None:
    """Energy of 600, 810.25 and 1,250.50: quartiles halfway, 705.125 and 1,030.375; outwards 700 and 1,100."""
    found = together(read_form(name, content) for name, content in three(kind))
    energy = of(found, "energy_cost")
    assert (energy.count, energy.low, energy.middle, energy.high) == (3, 700.0, 810.25, 1100.0)
    assert found.operators == 3 and found.years == (2024, 2025)


def test_of_four_answers_the_middle_lies_between_two() -> None:
    """500, 600, 800, 900: halfway 600 and 800 is 700; the quartiles are 575 and 825."""
    found = together(
        form(code, energy_cost=cost) for code, cost in zip("ABCD", (900.0, 500.0, 600.0, 800.0), strict=True)
    )
    energy = of(found, "energy_cost")
    assert (energy.low, energy.middle, energy.high) == (570.0, 700.0, 830.0)


def test_the_order_of_the_forms_is_nothing() -> None:
    forms = [form(code, energy_cost=cost) for code, cost in zip("ABC", (900.0, 500.0, 600.0), strict=True)]
    assert len({together(order).spreads for order in permutations(forms)}) == 1


class TestFewerThanThree:
    FORMS = (form("A", energy_cost=612.34, has_contract="yes"), form("B", energy_cost=734.56, has_contract="no"))

    @pytest.mark.parametrize("count", [1, 2])
    def test_only_their_number_is_there(self, count: int) -> None:
        found = together(self.FORMS[:count])
        for key in ("energy_cost", "has_contract"):
            assert of(found, key) == Spread(questions()[key], count)
        assert found.years is None and prices_readings(found) == () and not found.has_figures

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_nothing_that_is_said_or_written_holds_a_figure(self, language: str) -> None:
        found = together(self.FORMS)
        energy = of(found, "energy_cost")
        said = [part(energy).text(language) for part in (count_of, middle_of, half_of)]
        assert said == [{"nl": "2 van 3", "en": "2 of 3"}[language], "–", "–"]
        written = summary_file(found, language).decode("utf-8-sig") + summary_reading(found).text(language)
        assert all(digits not in written for digits in ("612", "734", "673"))

    def test_a_figure_of_it_says_why_there_is_none(self) -> None:
        none = figure_of(of(together(self.FORMS), "energy_cost"), None)
        assert none.value is None and none.why_none is not None
        assert none.why_none.text("nl") == "2 van 3"


class TestOneOperatorCountsOnce:
    def test_of_forms_with_the_same_code_the_first_counts_and_the_others_are_named(self) -> None:
        forms = [form("A", f"{number}.xlsx", energy_cost=600.0) for number in range(3)]
        assert (together(forms).operators, of(together(forms), "energy_cost").count) == (1, 1)
        assert [told.text("nl").split()[0] for told in counted(forms).told] == ["1.xlsx", "2.xlsx"]

    def test_forms_without_a_code_count_as_one_operator(self) -> None:
        found = counted(form("", f"{number}.xlsx", energy_cost=600.0) for number in range(3))
        assert [answered.code for answered in found.answered] == ["-"] and len(found.told) == 2
        assert "geen code" in found.told[0].text("nl")

    def test_a_form_replaces_what_is_known_under_its_code_but_not_what_has_none(self) -> None:
        forms = [form("A", energy_cost=600.0), form("", "leeg.xlsx", energy_cost=600.0), form("B", "niets.xlsx")]
        found = counted(forms, {"A", "-"})
        assert [answered.code for answered in found.answered] == ["A"]
        replaced, no_code, empty = (told.text("nl") for told in found.told)
        assert "in de plaats van" in replaced and "al antwoorden zonder code" in no_code and "niets.xlsx" in empty


def test_choices_are_counted_most_frequent_first() -> None:
    found = together(form(code, has_contract=word) for code, word in zip("ABC", ("no", "yes", "yes"), strict=True))
    contract = of(found, "has_contract")
    assert [(choice.word, times) for choice, times in contract.chosen] == [("yes", 2), ("no", 1)]
    assert (middle_of(contract).text("nl"), half_of(contract).text("nl")) == ("ja (2)", "nee (1)")


@pytest.mark.parametrize(
    ("language", "numbers"), [("nl", ["810,25", "700", "1100"]), ("en", ["810.25", "700", "1100"])]
)
def test_the_file_has_a_row_for_each_question(language: str, numbers: list[str]) -> None:
    found = together(read_form(name, content) for name, content in three())
    rows = {
        row[0]: row for row in csv.reader(io.StringIO(summary_file(found, language).decode("utf-8-sig")), delimiter=";")
    }
    assert rows["energy_cost"][3:7] == ["3", *numbers]
    assert rows["occupancy"][3:] == ["2", "", "", "", ""]
    assert set(rows) == {"key", *questions()} - {"code", "year"}


def test_a_percentage_stands_in_the_file_as_it_is_read() -> None:
    """90%, 92% and 95% occupied: 92 in the middle, of 91 to 93.5, outwards 94."""
    found = together(form(code, occupancy=share) for code, share in zip("ABC", (0.95, 0.9, 0.92), strict=True))
    row = next(
        line for line in summary_file(found, "nl").decode("utf-8-sig").splitlines() if line.startswith("occupancy")
    )
    assert row.split(";")[2:7] == ["%", "3", "92", "91", "94"]
    assert middle_of(of(found, "occupancy")).text("nl") == "92%"
