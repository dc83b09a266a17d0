"""Reference projects: what was published of them, with its source, and what a row must hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from market_data import MarketDataError, ReferenceFigure, load
from market_data.overlay import overlay_file
from market_data.references import KINDS
from market_data.shipped import shipped_tables
from tests.market_data.test_market_data import broken_tables


def figures_of(project: str) -> dict[str, ReferenceFigure]:
    return {figure.indicator: figure for figure in load().references if figure.reference.name_nl == project}


def test_a_project_has_the_figures_it_published_and_no_others() -> None:
    """Labour Hotel Diemen: 25 units of 6 beds, € 60,000 a unit, € 60 a week; what it cost to run was not published."""
    diemen = figures_of("Labour Hotel Diemen")
    assert {key: figure.value for key, figure in diemen.items()} == {
        "beds": 150,
        "units": 25,
        "beds_per_unit": 6,
        "building_cost_per_unit": 60_000,
        "building_cost_per_bed": 10_000,
        "price_per_bed_week": 60,
        "contract_years": 5,
    }
    assert "operating_costs_per_bed_year" not in diemen


def test_every_figure_says_where_it_comes_from_and_whether_that_was_read_in_full() -> None:
    for figure in load().references:
        assert figure.source.tier in {"A", "B", "C", "D"} and figure.source.url and figure.read in {"full", "excerpt"}
        assert not figure.overlaid


def test_what_follows_from_other_figures_says_how() -> None:
    derived = [figure for figure in load().references if figure.status == "derived"]
    assert derived and all(figure.note("nl") and figure.note("en") for figure in derived)


@pytest.mark.parametrize(
    ("project", "total", "parts"),
    [
        ("Labour Hotel Diemen", "beds", ("units", "beds_per_unit")),
        ("Villapark Het Lageveld", "beds", ("units", "beds_per_unit")),
        ("Tweepersoonskamers Maasdijk", "beds", ("units", "beds_per_unit")),
        ("Studio's Erp", "beds", ("units", "beds_per_unit")),
        ("Valkenhof Hoog", "m2_per_unit", ("m2_per_bed", "beds_per_unit")),
        ("Thuisvester, Zundert", "building_cost_per_unit", ("building_cost_per_bed", "beds_per_unit")),
        ("StartBlock", "building_cost_per_unit", ("building_cost_per_m2", "m2_per_unit")),
    ],
)
def test_figures_of_a_project_agree_with_each_other(project: str, total: str, parts: tuple[str, str]) -> None:
    of = figures_of(project)
    assert of[total].value == pytest.approx(of[parts[0]].value * of[parts[1]].value)


def test_a_price_that_somebody_paid_is_no_project() -> None:
    kinds = {figure.reference.name_nl: figure.reference.kind for figure in load().references}
    assert set(kinds.values()) == set(KINDS)
    assert kinds["Loonstroken 2026"] == kinds["Markt 2019"] == "market" and kinds["StartBlock"] == "project"


def test_every_figure_that_can_be_given_has_a_price_index_where_it_is_an_amount() -> None:
    for info in load().reference_infos:
        assert bool(info.index) == info.unit.startswith("eur"), info.indicator


DIEMEN = "Labour Hotel Diemen,,project,Diemen,GM0384,2009,relocatable"


@pytest.mark.parametrize(
    ("old", "new", "column", "allowed"),
    [
        (f"{DIEMEN},price_per_bed_week,2009,60,", f"{DIEMEN},price_per_bed_week,2009,veel,", "value", "a number"),
        (f"{DIEMEN},price_per_bed_week,2009,60,", f"{DIEMEN},price_per_bed_week,2009,6,", "value", "10 to 500"),
        (f"{DIEMEN},price_per_bed_week,2009,", f"{DIEMEN},price_per_bed_week,,", "period", "a year or"),
        (f"{DIEMEN},price_per_bed_week,", f"{DIEMEN},droomprijs,", "indicator", "reference_figures.csv"),
        (f"{DIEMEN},units,2009,25,sourced,excerpt", f"{DIEMEN},units,2009,25,heard,excerpt", "status", "sourced"),
        (f"{DIEMEN},units,2009,25,sourced,excerpt", f"{DIEMEN},units,2009,25,sourced,half", "read", "full, excerpt"),
        (f"{DIEMEN},units,2009,25,sourced", f"{DIEMEN},units,2009,25,derived", "note_nl", "how it was worked out"),
        ("GM0384,2009,relocatable,units", "GM0384,2010,relocatable,units", "project", "the same place"),
        ("GM0384,2009,relocatable,beds,", "GM9999,2009,relocatable,beds,", "region_code", "a code of"),
        ("2009,relocatable,beds,", "soon,relocatable,beds,", "year", "a year"),
        ("2009,relocatable,beds,", "2009,castle,beds,", "form", "relocatable, permanent"),
        (f"{DIEMEN},units,", f"{DIEMEN},beds,", "period", "one row per"),
        ("Labour Hotel Diemen,,project", "Labour Hotel Diemen,,rumour", "kind", "project, market"),
        ("Labour Hotel Diemen,,project", ",,project", "project", "a name"),
        ("excerpt,ref_diemen", "excerpt,somebody", "source_id", "a source of"),
    ],
)
def test_a_wrong_row_stops_the_program_and_is_named(
    tmp_path: Path, old: str, new: str, column: str, allowed: str
) -> None:
    tables = broken_tables(tmp_path, "reference_projects.csv", old, new)
    with pytest.raises(MarketDataError, match=rf"reference_projects\.csv, line \d+, {column}: .*{re.escape(allowed)}"):
        shipped_tables(tables)


def test_a_figure_with_an_index_that_is_none_is_named(tmp_path: Path) -> None:
    tables = broken_tables(
        tmp_path, "reference_figures.csv", "eur_per_bed_week,consumer_prices", "eur_per_bed_week,luck"
    )
    with pytest.raises(MarketDataError, match=r"reference_figures\.csv, line \d+, index: 'luck'"):
        shipped_tables(tables)


OWN_HEADER = "indicator;region_code;period;value;source;project;place;year;form\n"
OWN = "price_per_bed_week;GM1783;2025;140;opgave exploitant;Ons Hof;Naaldwijk;2024;relocatable\n"


def test_an_advisers_own_project_stands_beside_the_shipped_ones() -> None:
    """By its key or its name, and without the columns it does not know."""
    market = overlay_file(
        load(), (OWN_HEADER + OWN + "Bezetting;GM1783;2025;0,92;opgave exploitant;Ons Hof;;;\n").encode(), "eigen.csv"
    )
    assert market.problems == () and market.references[: len(load().references)] == load().references
    price, occupancy = market.references[len(load().references) :]
    assert (price.value, price.reference.name_nl, price.reference.form) == (140, "Ons Hof", "relocatable")
    assert (occupancy.indicator, occupancy.value, occupancy.status) == ("occupancy", 0.92, "given")
    assert price.overlaid and price.source.publisher == "opgave exploitant" and price.reference.kind == "project"
    assert market.version != load().version


def test_a_project_and_a_local_figure_stand_in_one_file() -> None:
    figure = "average_home_value;GM1783;2026;500000;eigen taxatie;;;;\n"
    market = overlay_file(load(), (OWN_HEADER + OWN + figure).encode(), "eigen.csv")
    value = market.lookup("average_home_value", "GM1783")
    assert value is not None and value.value == 500_000 and market.references[-1].overlaid


def test_a_bad_cell_of_an_own_project_is_named_and_the_rest_is_kept() -> None:
    rows = [
        OWN,
        OWN.replace("140", "14000"),
        OWN.replace("price_per_bed_week", "droomprijs"),
        OWN.replace("2024", "ooit"),
        OWN.replace("relocatable", "kasteel"),
        OWN.replace("GM1783", "XX"),
        OWN.replace("opgave exploitant", ""),
        OWN,
    ]
    market = overlay_file(load(), (OWN_HEADER + "".join(rows)).encode(), "eigen.csv")
    assert [(problem.line, problem.column) for problem in market.problems] == [
        (3, "value"),
        (4, "indicator"),
        (5, "year"),
        (6, "form"),
        (7, "region_code"),
        (8, "source"),
        (9, "period"),
    ]
    assert [figure.value for figure in market.references if figure.overlaid] == [140]
    assert "relocatable, permanent, conversion" in market.problems[3].text("nl")
