"""The page Atlas: made on demand, on a map and in a table, and a case begun where one looks."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from market_data import load
from market_data.maps import borders
from model.analyses.atlas import kept_at, read_atlas
from model.readings.atlas import in_order, mapped
from model.store.opening import FOLDER_SETTING
from pages.charts.map_drawing import drawn_map
from tests.support.atlas import kept_atlas
from tests.support.screens import current, opened, words_on

pytestmark = pytest.mark.thorough
WESTLAND, GRONINGEN = "GM1783", "GM0014"


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine of its own for each test."""
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path))
    return tmp_path


def chosen(app: AppTest, key: str, value: str) -> AppTest:
    """The page with another choice in a list."""
    app.session_state[key] = value
    return app.run()


def test_before_it_is_made_there_is_a_button_and_no_map() -> None:
    app = opened("atlas")
    assert not app.exception and app.button(key="atlas_make")
    assert app.get("plotly_chart") == []


def test_the_button_makes_it_and_what_is_made_stays() -> None:
    app = opened("atlas")
    app.button(key="atlas_make").click().run(timeout=300)
    assert not app.exception and not app.error
    assert len(app.get("plotly_chart")) == 1
    atlas = read_atlas(kept_at(load()), load())
    assert atlas is not None and len(atlas.towns) == len(load().municipalities)
    assert len(opened("atlas").get("plotly_chart")) == 1


def test_what_goes_wrong_is_told(folder: Path) -> None:
    (folder / "atlas").write_text("no folder", encoding="utf-8")
    app = opened("atlas")
    app.button(key="atlas_make").click().run(timeout=120)
    assert "De atlas is niet gemaakt." in app.error[0].value
    assert app.get("plotly_chart") == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_option_and_figure_is_drawn(language: str) -> None:
    kept_atlas()
    app = opened("atlas", language)
    for option in "abcd":
        for measure in ("npv_per_bed", "deduction_gap", "municipality_npv"):
            chosen(chosen(app, "atlas_option", option), "atlas_measure", measure)
            assert not app.exception and not app.error
            assert len(app.get("plotly_chart")) == 1


def test_the_table_is_sorted_as_asked_and_marks_the_case_and_its_neighbours() -> None:
    prices = kept_atlas()
    app = opened("atlas")
    first = max(prices, key=lambda code: prices[code])
    rows = list(app.dataframe[0].value.index)
    assert rows[0] == load().municipality(first).name and len(rows) == len(prices)
    chosen(app, "atlas_order", "low")
    assert list(app.dataframe[0].value.index) == rows[::-1]
    assert "Westland (deze zaak)" in rows
    assert sum("(buurgemeente)" in row for row in rows) == len(borders().neighbours(WESTLAND))


def test_a_case_begun_there_stands_beside_the_one_on_screen() -> None:
    kept_atlas()
    app = opened("atlas")
    before = current(app)
    chosen(app, "atlas_town", GRONINGEN)
    assert "Groningen" in words_on(app)
    app.button(key="atlas_open").click().run()
    assert not app.exception and not app.error
    assert (before.municipality, current(app).municipality) == (WESTLAND, GRONINGEN)
    assert app.session_state["stored"].case.municipality == GRONINGEN


class TestMap:
    def test_what_is_not_known_is_hatched_and_named(self) -> None:
        kept_atlas()
        atlas = read_atlas(kept_at(load()), load())
        assert atlas is not None
        figure = drawn_map(mapped(atlas, "a", "municipality_npv", WESTLAND, load()), "nl")
        (unknown,) = (trace for trace in figure.data if trace.name == "niet bekend")
        assert unknown.fillpattern.shape == "/"

    def test_classes_are_filled_paths_and_every_municipality_is_found_under_the_pointer(self) -> None:
        kept_atlas()
        atlas = read_atlas(kept_at(load()), load())
        assert atlas is not None
        spec = mapped(atlas, "a", "cost_recovery_price_per_bed_week", WESTLAND, load())
        figure = drawn_map(spec, "en")
        assert {trace.type for trace in figure.data} == {"scatter"}
        filled = [trace for trace in figure.data if trace.fill == "toself"]
        assert len(filled) == len(spec.limits) + 1 and all(trace.name for trace in filled)
        (points,) = (trace for trace in figure.data if trace.mode == "markers")
        assert {row[0] for row in points.customdata} == {town.code for town in load().municipalities}
        for (code,), words in zip(points.customdata, points.text, strict=True):
            assert words.startswith(f"{load().municipality(code).name}: €")

    def test_by_name_the_apostrophe_of_the_hague_does_not_come_first(self) -> None:
        kept_atlas()
        atlas = read_atlas(kept_at(load()), load())
        assert atlas is not None
        spec = mapped(atlas, "a", "npv_per_bed", WESTLAND, load())
        names = [str(area.name) for area in in_order(spec.areas, "name")]
        assert names.index("'s-Gravenhage") > names.index("Gouda")
