"""The shipped figures, lookups, an adviser's own figures, and the refresh."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from market_data import MarketDataError, UnknownRegion, load
from market_data.loader import TABLES, _shipped, overlay_file
from market_data.refresh import RefreshError, refresh
from market_data.validate import problems_in


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


def test_every_figure_names_its_source_and_licence() -> None:
    for figures in load().figures.values():
        assert all(figure.source.publisher and figure.source.licence and figure.source.url for figure in figures)


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
    ("old", "new"),
    [
        ("average_home_value,GM0014,2024,300000.0", "average_home_value,GM0014,2024,3"),
        ("average_home_value,GM0014", "average_home_value,GM9999"),
        ("average_home_value,GM0014", "nonsense,GM0014"),
    ],
)
def test_a_wrong_shipped_row_stops_the_program_and_is_named(tmp_path: Path, old: str, new: str) -> None:
    content = (TABLES / "figures.csv").read_text(encoding="utf-8")
    old = old if old in content else old.replace("300000.0", "300000")
    with pytest.raises(MarketDataError, match=r"figures.csv, line \d+"):
        _shipped(broken_tables(tmp_path, "figures.csv", old, new))


def test_own_figures_win_and_a_bad_row_is_named_while_the_rest_is_kept() -> None:
    content = (
        "indicator;region_code;period;value;source\n"
        "average_home_value;GM1783;2026;512.500,50;eigen taxatie\n"
        "average_home_value;GM1783;2026;veel;eigen taxatie\n"
        "average_home_value;XX;2026;300000;eigen taxatie\n"
    ).encode("cp1252")
    market = overlay_file(load(), content, "lokaal.csv")
    figure = market.lookup("average_home_value", "GM1783")
    assert figure is not None and figure.value == 512_500.5 and figure.overlaid
    assert [(problem.line, problem.column, problem.value) for problem in market.problems] == [
        (3, "value", "veel"),
        (4, "region_code", "XX"),
    ]
    assert "regel 3, kolom value" in market.problems[0].text("nl")


def test_own_figures_without_the_right_columns_are_refused_as_a_whole() -> None:
    market = overlay_file(load(), b"a,b\n1,2\n", "x.csv")
    assert market.problems[0].line == 1 and market.figures == load().figures


def service(rows: list[dict[str, Any]], **more: Any) -> Any:
    """Recorded answers in the shape of the CBS service: padded keys, two pages, numbered columns."""
    filler = [
        {"ID": n, "RegioS": "PV20  ", "Perioden": f"{1900 + n}JJ00", "GemiddeldeVerkoopprijs_7": None}
        for n in range(100)
    ]

    def answer(url: str) -> bytes:
        if "DataProperties" in url:
            return json.dumps({"value": [{"Key": "RegioS"}, {"Key": "GemiddeldeVerkoopprijs_7"}]}).encode()
        if "page2" in url:
            return json.dumps({"value": filler}).encode()
        return json.dumps({"value": rows, "odata.nextLink": "https://x/page2", **more}).encode()

    return answer


SALE_2026 = {"ID": 0, "RegioS": "GM1783", "Perioden": "2026JJ00", "GemiddeldeVerkoopprijs_7": 600_000}


def tables_copy(folder: Path) -> Path:
    shutil.copytree(TABLES, folder / "tables")
    return folder / "tables"


def test_a_dry_run_shows_changes_and_writes_nothing(tmp_path: Path) -> None:
    tables = tables_copy(tmp_path)
    before = (tables / "figures.csv").read_bytes()
    changes = refresh(service([SALE_2026]), dry_run=True, tables=tables, only="83625NED")
    assert [(each.region, each.period, each.old, each.new) for each in changes] == [("GM1783", "2026", None, 600_000.0)]
    assert (tables / "figures.csv").read_bytes() == before


def test_a_refresh_writes_the_new_figure(tmp_path: Path) -> None:
    tables = tables_copy(tmp_path)
    refresh(service([SALE_2026]), tables=tables, only="83625NED")
    figure = _shipped(tables).lookup("average_sale_price", "GM1783")
    assert figure is not None and (figure.value, figure.period) == (600_000, "2026")


@pytest.mark.parametrize(
    "transport",
    [
        lambda url: b'{"value": []}',
        lambda url: b"<html>",
        service([{**SALE_2026, "Perioden": "soon"}]),
        service([{**SALE_2026, "GemiddeldeVerkoopprijs_7": 1}]),
    ],
    ids=["empty list", "no json", "bad period", "value out of range"],
)
def test_a_failed_refresh_changes_nothing(tmp_path: Path, transport: Any) -> None:
    tables = tables_copy(tmp_path)
    before = {path.name: path.read_bytes() for path in tables.iterdir()}
    with pytest.raises(RefreshError):
        refresh(transport, tables=tables, only="83625NED")
    assert {path.name: path.read_bytes() for path in tables.iterdir()} == before
