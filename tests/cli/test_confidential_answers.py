"""What a single operator answered stands in the case file and in nothing else that can be made of a case."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from market_data import load
from model.analyses.operators import summary_of
from model.case import Case, case_text
from model.case.edits import apply_all
from model.case.edits.difference import difference
from model.case.example import example_case
from model.decide.operators import forget_operators
from model.export.inquiry.summary import summary_file
from model.readings.changes import differences_readings
from model.words.texts import LANGUAGES
from tests.cli.command import Call
from tests.support.operators import answered, with_answers

SPENT = (71613.37, 73737.77, 76911.91)
ENERGY = (17614.39, 18739.79, 19913.93)
PRICES = (213.37, 237.73, 291.91)
"""Odd figures of three operators, the median of each in the middle; without a year, so that no index changes them."""
LANGUAGE_OPTIONS = [["--language", language] for language in LANGUAGES]


def a_case(operators: int) -> Case:
    example = example_case("GM1783")
    return with_answers(
        replace(example, options=(example.option("a"),)),
        answered("investment_per_bed", *SPENT[:operators], year=None),
        answered("building_form", *["relocatable"] * operators, year=None),
        answered("energy_cost", *ENERGY[:operators], year=None),
        answered("price_per_bed_week", *PRICES[:operators], year=None),
    )


def in_any_notation(figure: float) -> re.Pattern[str]:
    """A figure to the cent, to a tenth, or of thousands as a whole; with a point, a comma or a blank where they go."""
    if figure < 1000:
        cents, tenths = f"{figure:.2f}".replace(".", "[.,]"), f"{figure:.1f}".replace(".", "[.,]")
        return re.compile(rf"(?<![\d.,])({cents}|{tenths})(?!\d)")
    whole = {f"{int(figure)}", f"{figure:.0f}"}
    grouped = "|".join(rf"{digits[:-3]}[.,\s]?{digits[-3:]}" for digits in sorted(whole))
    return re.compile(rf"(?<![\d.,])({grouped})(?!\d)")


def found_in(made: Mapping[str, str], figures: tuple[float, ...]) -> list[tuple[str, float]]:
    return [(name, figure) for name, text in made.items() for figure in figures if in_any_notation(figure).search(text)]


def parts_of(path: Path) -> Mapping[str, str]:
    """All text in a file, of an archive that of every part."""
    content = path.read_bytes()
    if not zipfile.is_zipfile(path):
        return {path.name: content.decode("utf-8")}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {f"{path.name}: {name}": archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()}


def everything_made_of(case: Case, folder: Path, call: Call) -> Mapping[str, str]:
    """What can be made of a case but its file: in both languages, by name."""
    file = folder / "zaak.json"
    file.write_text(case_text(case), encoding="utf-8")
    made: dict[str, str] = {}
    for arguments in LANGUAGE_OPTIONS:
        for command in (
            ["run", file, "--json"],
            ["run", file],
            ["explain", file, "a", "npv"],
            ["inquiry", "uitvraag.xlsx", "--case", file],
            ["sensitivity", file, "a"],
        ):
            called = [folder / "uitvraag.xlsx" if part == "uitvraag.xlsx" else part for part in command]
            ran = call(*called, *arguments)
            assert ran.status == 0, ran.err
            made[f"{command[0]} {arguments}"] = ran.out + ran.err
        for writer, name in (("export", "boek.xlsx"), ("paper", "notitie.docx"), ("paper", "notitie.html")):
            ran = call(writer, file, folder / name, *arguments)
            assert ran.status == 0, ran.err
            made |= {f"{key} {arguments}": text for key, text in parts_of(folder / name).items()}
        made |= {f"{key} {arguments}": text for key, text in parts_of(folder / "uitvraag.xlsx").items()}
        language = arguments[1]
        made[f"summary {language}"] = summary_file(summary_of(case, load()), language).decode("utf-8-sig")
        without = apply_all(case, forget_operators(case))
        changes = (*differences_readings(without, case), *differences_readings(case, without))
        made[f"changes {language}"] = "\n".join(reading.text(language) for reading in changes)
        assert difference(without, case)
    return made


@pytest.mark.parametrize("figure", [SPENT[0], ENERGY[2], PRICES[1]])
def test_a_figure_is_found_in_any_notation(figure: float) -> None:
    cents, thousands = f"{figure:.2f}", f"{figure:,.0f}" if figure > 1000 else f"{figure:.1f}"
    notations = [cents, cents.replace(".", ","), thousands, thousands.replace(",", "."), f"€\u00a0{thousands}"]
    assert all(in_any_notation(figure).search(f"<v>{notation}</v>") for notation in notations)


def test_of_three_operators_only_the_median_leaves_the_case_file(tmp_path: Path, call: Call) -> None:
    made = everything_made_of(a_case(3), tmp_path, call)
    lowest_and_highest = tuple(figures[place] for figures in (SPENT, ENERGY, PRICES) for place in (0, 2))
    assert found_in(made, lowest_and_highest) == []
    assert {name.split()[0] for name, _ in found_in(made, (SPENT[1],))} >= {"boek.xlsx:", "summary"}


def test_of_two_operators_nothing_leaves_it(tmp_path: Path, call: Call) -> None:
    made = everything_made_of(a_case(2), tmp_path, call)
    assert found_in(made, (*SPENT, *ENERGY, *PRICES)) == []
    held = case_text(a_case(2))
    assert len(found_in({"case": held}, (*SPENT[:2], *ENERGY[:2], *PRICES[:2]))) == 6
