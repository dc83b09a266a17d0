"""The texts: every one there is is asked for, every one that is asked for is there, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from model.words.rows import read_rows
from model.words.texts import LANGUAGES, TEXTS, codes, read_texts, text
from tests.support.composed import COMPOSED
from tests.support.spoken import spoken, words_in_source

TABLES = sorted(TEXTS.rglob("*.csv"))
PROSE = sorted((TEXTS / "prose" / "nl").glob("*.md"))
WHOLE = {"xlsx_{}", "ui_{}"}
"""What the functions of a room that ask for a text compose of any code they are given."""
LONGEST_CELL = 300
"""Characters of a text in a table; what is longer is prose."""


def rows() -> Iterator[tuple[str, dict[str, str]]]:
    for path in TABLES:
        yield from ((path.name, row) for row in read_rows(path))


def placeholders(sentence: str, language: str = "") -> set[str]:
    """The values a sentence names; words that come in two languages (`names_nl`, `names_en`) count as one value."""
    names = {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
    return {name.removesuffix(f"_{language}") for name in names} if language else names


def composed() -> dict[str, str]:
    """Every code that is composed over one of the closed lists, and as what it is composed."""
    return {shape.replace("{}", part): shape for shape, parts in COMPOSED.items() for part in parts}


class TestTables:
    def test_every_text_is_there_in_both_languages(self) -> None:
        texts = read_texts(TEXTS)
        assert [code for code in texts if not all(texts[code].values())] == []

    def test_both_languages_name_the_same_values(self) -> None:
        differ = [row["code"] for _, row in rows() if placeholders(row["nl"], "nl") != placeholders(row["en"], "en")]
        assert differ == []

    def test_prose_stands_beside_its_translation(self) -> None:
        assert PROSE
        assert [path.name for path in PROSE] == sorted(path.name for path in (TEXTS / "prose" / "en").iterdir())

    def test_what_is_longer_than_a_cell_holds_is_prose(self) -> None:
        assert [row["code"] for _, row in rows() for language in LANGUAGES if len(row[language]) > LONGEST_CELL] == []

    def test_the_same_code_in_two_tables_is_refused(self, tmp_path: Path) -> None:
        for name in ("a", "b"):
            (tmp_path / f"{name}.csv").write_text("code,nl,en\nbeds,bedden,beds\n", encoding="utf-8")
        with pytest.raises(ValueError, match=r"beds of b\.csv"):
            read_texts(tmp_path)

    @pytest.mark.parametrize(
        ("beginning", "tables"),
        [("ui_section_", {"menu.csv"}), ("xlsx_check_", {"workbook_checks.csv"}), ("cli_", {"cli.csv"})],
    )
    def test_a_text_stands_in_the_table_of_its_room(self, beginning: str, tables: set[str]) -> None:
        assert {name for name, row in rows() if row["code"].startswith(beginning)} == tables


class TestAskedFor:
    def test_every_text_that_is_asked_for_is_there(self) -> None:
        asked = [use for use in spoken() if not use.composed]
        assert len(asked) > 900
        assert {"app.py", "pages", "model"} <= {use.where.partition("/")[0].partition(":")[0] for use in asked}
        assert [use for use in asked if use.code not in codes()] == []

    def test_a_code_is_composed_over_a_closed_list_only(self) -> None:
        shapes = {use.code: use.where for use in spoken() if use.composed and use.code not in WHOLE}
        assert len(shapes) > 40
        assert {shape: where for shape, where in shapes.items() if shape not in COMPOSED} == {}

    def test_every_text_of_a_closed_list_is_there(self) -> None:
        assert {code: shape for code, shape in composed().items() if code not in codes()} == {}

    def test_every_closed_list_is_composed_over_somewhere(self) -> None:
        assert set(COMPOSED) - words_in_source() == set()

    def test_no_text_is_left_unused(self) -> None:
        used = words_in_source() | set(composed())
        assert set(codes()) - used == set()

    def test_every_problem_gives_the_values_its_sentence_names(self) -> None:
        named = {row["code"]: placeholders(row["nl"]) for _, row in rows()}
        problems = [use for use in spoken() if use.function in {"refuse", "problem"} and not use.composed]
        assert len(problems) > 100
        short = [use for use in problems if use.values is not None and named[use.code] - use.values - {"field"}]
        assert short == []


class TestSentences:
    @pytest.mark.parametrize(
        ("language", "count", "sentence"),
        [
            ("nl", 1, "a: 1 invoer is een werkaanname zonder bron"),
            ("nl", 2, "a: 2 invoeren zijn werkaannames zonder bron"),
            ("en", 1, "a: 1 input is a working assumption without a source"),
            ("en", 2, "a: 2 inputs are working assumptions without a source"),
        ],
    )
    def test_one_of_something_is_said_in_the_singular(self, language: str, count: int, sentence: str) -> None:
        assert text("rests_on_assumptions", language, option="a", count=count).startswith(sentence)
