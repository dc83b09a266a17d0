"""The shipped figures and lookups. Refresh and an adviser's own figures have files of their own."""

from __future__ import annotations

import csv
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from market_data import MarketDataError, UnknownRegion, load, maps
from market_data.records import Fact, Source
from market_data.shipped import CHECKED, TABLES, shipped_tables
from market_data.store import middle
from market_data.validate import problems_in


def table(name: str) -> list[dict[str, str]]:
    """The rows of a shipped table as they stand in the file."""
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_tables_add_up_to_the_published_totals() -> None:
    assert problems_in(load()) == ()


def test_there_are_342_municipalities_with_their_regions() -> None:
    town = load().municipality("GM1783")
    assert len(load().municipalities) == 342
    assert (town.name, town.province, town.landsdeel) == ("Westland", "Zuid-Holland", "West-Nederland")


def test_an_unknown_municipality_is_answered_with_what_looks_like_it() -> None:
    with pytest.raises(UnknownRegion) as caught:
        load().municipality("Westlnd")
    assert "GM1783 (Westland)" in caught.value.suggestions


@pytest.mark.parametrize(
    ("indicator", "level"),
    [
        ("average_home_value", "municipality"),
        ("home_value_per_m2", "corop"),
        ("glasshouse_horticulture_ha", "province"),
        ("building_cost_per_m2", "landsdeel"),
        ("mortgage_rate_pct", "national"),
    ],
)
def test_a_figure_comes_from_the_most_local_level_that_has_it(indicator: str, level: str) -> None:
    figure = load().lookup(indicator, "GM1783")
    assert figure is not None and figure.level == level


NAMES = ("CC BY",)
"""Licences that go by a name of their own, in every language the same."""


def test_a_licence_that_is_described_is_described_in_both_languages() -> None:
    market = load()
    everything: tuple[Source | Fact, ...] = (*market.sources.values(), *market.facts)
    for published in everything:
        assert published.licence_words("en") == published.licence
        in_dutch = published.licence_words("nl")
        assert in_dutch != published.licence or in_dutch.startswith(NAMES), published


def test_every_dutch_licence_is_of_something_that_was_published() -> None:
    market = load()
    known = {source.licence for source in market.sources.values()} | {fact.licence for fact in market.facts}
    assert {row["licence"] for row in table("licences.csv")} <= known


def test_every_source_that_is_listed_is_used_and_every_one_used_is_listed() -> None:
    used = {
        row["source_id"]
        for name in ("figures.csv", "indices.csv", "max_rents.csv", "minimum_wage.csv", "reference_projects.csv")
        for row in table(name)
    }
    assert used | {maps.SOURCE} == set(load().sources)


def test_every_indicator_that_is_listed_has_a_figure() -> None:
    assert {info.indicator for info in load().indicators} == {indicator for indicator, _ in load().figures}


def test_every_figure_names_its_source_and_licence() -> None:
    for figures in load().figures.values():
        assert all(figure.source.publisher and figure.source.licence and figure.source.url for figure in figures)


def test_the_figures_are_those_of_the_table() -> None:
    """They are made one by one when they are asked for: all of them together are the rows of the file."""
    made = {
        (figure.indicator, figure.region_code, figure.period, figure.value, figure.source.source_id)
        for figures in load().figures.values()
        for figure in figures
    }
    rows = table("figures.csv")
    assert len(made) == len(rows)
    columns = ("indicator", "region_code", "period", "value", "source_id")
    assert made == {tuple(float(row[key]) if key == "value" else row[key] for key in columns) for row in rows}


def test_the_shipped_tables_are_those_that_were_last_found_right() -> None:
    """Else every start of the program checks 26,500 rows: `python -m market_data check` notes it."""
    assert (TABLES / CHECKED).read_text(encoding="utf-8").strip() == load().version


def test_tables_that_were_changed_since_are_checked_when_they_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    shutil.copytree(TABLES, folder)
    path = folder / "figures.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    indicator, region, period, _, source = lines[1].split(",")
    path.write_text("\n".join([lines[0], f"{indicator},{region},{period},veel,{source}", *lines[2:]]), encoding="utf-8")
    with pytest.raises(MarketDataError, match="line 2, value: 'veel'"):
        shipped_tables(folder)


def test_an_index_gives_the_month_then_the_year_then_the_newest_before() -> None:
    """CBS 85728NED: January 2026 127.1, year 2022 110.2, newest April 2026 128.8; before 2018 only years."""
    market = load()
    assert market.index("construction_input", date(2026, 1, 1)).value == 127.1
    assert market.index("construction_input", date(2030, 1, 1)).period == "2026MM04"
    assert market.index("construction_input", date(2010, 5, 1)).period == "2010JJ00"


def test_the_minimum_wage_is_the_one_in_force() -> None:
    wage = load().minimum_wage(date(2026, 3, 1))
    assert wage is not None and wage.value == 14.71
    assert load().minimum_wage(date(2020, 1, 1)) is None


def test_maximum_rents_are_those_of_the_huurcommissie() -> None:
    """143 and 186 points are the 2026 thresholds of 932.93 and 1,228.07 euros."""
    rents = [load().max_rent_independent(points) for points in (143, 186)]
    assert [rent.value for rent in rents if rent] == [932.93, 1228.07]


def broken_tables(folder: Path, name: str, old: str, new: str) -> Path:
    tables = folder / "tables"
    shutil.copytree(TABLES, tables)
    content = (tables / name).read_text(encoding="utf-8")
    assert old in content
    (tables / name).write_text(content.replace(old, new, 1), encoding="utf-8")
    return tables


@pytest.mark.parametrize(
    ("name", "old", "new", "allowed"),
    [
        ("figures.csv", "average_home_value,GM0014,2024,300000", "average_home_value,GM0014,2024,3", "50,000 to"),
        ("figures.csv", "average_home_value,GM0014,2024,300000", "average_home_value,GM0014,2024,veel", "a number"),
        ("figures.csv", "average_home_value,GM0014,2024,300000", "average_home_value,GM0014,2024,nan", "finite"),
        ("figures.csv", "average_home_value,GM0014", "average_home_value,GM9999", "a code of"),
        ("figures.csv", "average_home_value,GM0014", "nonsense,GM0014", "an indicator of"),
        ("figures.csv", "population,GM0014,2025", "population,GM0014,2024", "one row per"),
        ("figures.csv", "GM0014,2024,300000", "GM0014,later,300000", "a year or"),
        ("figures.csv", "cbs_kwb", "somebody", "a source of"),
        ("figures.csv", "GM0014,2024,300000", "GM0014,2024,300,000", "allowed: 5"),
        ("figures.csv", "indicator,region_code", "indicator,region", "indicator, region_code"),
        ("indices.csv", "cbs_cao", "somebody", "a source of"),
        ("indices.csv", "cao_wages,1991JJ00", "cao_wages,1990JJ00", "one row per"),
        ("municipalities.csv", "GM0034", "GM0014", "each code once"),
        ("municipalities.csv", "GM0014,Groningen,CR03,PV20", "GM0014,Groningen,CR40,PV20", "a region of Groningen"),
        ("regions.csv", "PV20,Groningen,province,LD01", "PV20,Groningen,province,NL01", "of level landsdeel"),
        ("max_rents.csv", "shared,2,", "shared,1,", "one row per"),
        ("max_rents.csv", "shared,2,20.56", "shared,2,2.06", "more than with a point less"),
        ("minimum_wage.csv", "2026-01-01,hour,14.71", "1 januari,hour,14.71", "a date such as"),
        ("minimum_wage.csv", "2026-01-01,hour,14.71", "2026-01-01,hour,1471", "5 to 100"),
        ("facts.csv", "GM0984", "GM0985", "a code of"),
        ("facts.csv", "6000,13000", "13000,6000", "at least"),
        ("sources.csv", "CC BY 4.0", "", "a text"),
    ],
)
def test_a_wrong_shipped_row_stops_the_program_and_is_named(
    tmp_path: Path, name: str, old: str, new: str, allowed: str
) -> None:
    with pytest.raises(MarketDataError, match=rf"{re.escape(name)}, line \d+.*{re.escape(allowed)}"):
        shipped_tables(broken_tables(tmp_path, name, old, new))


def test_a_table_that_is_gone_is_named(tmp_path: Path) -> None:
    tables = broken_tables(tmp_path, "facts.csv", "NL01", "NL01")
    (tables / "facts.csv").unlink()
    with pytest.raises(MarketDataError, match=r"facts\.csv"):
        shipped_tables(tables)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("population,GM1783,2025,", "population,GM1783,2025,1", "population 2025 of Zuid-Holland"),
        ("dwellings,GM1783,2024,", "dwellings,GM1783,2024,1", "dwellings 2024"),
        ("farms_total,PV20,2025,", "farms_total,PV20,2025,1", "farms_total 2025"),
        ("gemeentefonds_per_inhabitant,GM0363,2023,", "gemeentefonds_per_inhabitant,GM0363,2023,1", "gemeentefonds"),
    ],
)
def test_sums_are_held_against_published_totals(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    """A digit put before one figure, and the total no longer fits."""
    problems = problems_in(shipped_tables(broken_tables(tmp_path, "figures.csv", old, new)))
    assert any(sentence in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2025VJ09", date(2025, 4, 1)),
        ("2025VJ03", date(2024, 10, 1)),
        ("2024", date(2024, 7, 1)),
        ("2024JJ00", date(2024, 7, 1)),
        ("2024HJ02", date(2024, 10, 1)),
        ("2024KW01", date(2024, 2, 1)),
        ("2024MM05", date(2024, 5, 1)),
    ],
)
def test_the_middle_of_a_period(period: str, day: date) -> None:
    """2025VJ09 runs from October 2024 to September 2025: its middle is the first of April."""
    assert middle(period) == day


def test_a_tourist_tax_tariff_is_the_municipalitys_own_or_a_national_reference() -> None:
    """Oldebroek 1.68 (2025); the average for tourists is 2.53 elsewhere, also in Westland."""
    figures = [load().lookup("tourist_tax_per_night", code) for code in ("GM0269", "GM1783")]
    assert [(figure.value, figure.level) for figure in figures if figure] == [
        (1.68, "municipality"),
        (2.53, "national"),
    ]


def test_a_share_of_the_price_is_known_of_eight_municipalities_and_of_nobody_else() -> None:
    """Amsterdam's tariff of 17.66 (2025) at a notional room of 141.30 is 12.5%; a town without one has no figure."""
    amsterdam, elsewhere = (load().lookup("tourist_tax_share_pct", code) for code in ("GM0363", "GM0984"))
    assert amsterdam is not None and amsterdam.value == pytest.approx(17.66 / 141.30 * 100, abs=0.05)
    assert elsewhere is None


def test_facts_speak_both_languages_and_say_where_and_when_they_were_read() -> None:
    for fact in load().facts:
        assert fact.label("nl") and fact.label("en") and fact.source and fact.licence and fact.retrieved
        assert bool(fact.note("nl")) == bool(fact.note("en"))
