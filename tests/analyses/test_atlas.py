"""The atlas: every municipality with every option, kept, and what makes one dearer than the middle one."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from market_data import MarketData, load
from market_data.overlay import overlay_file
from model.analyses.atlas import (
    MEASURES,
    PRICE,
    Atlas,
    atlas_rows,
    compared,
    kept_at,
    make_atlas,
    read_atlas,
    share_done,
)
from model.analyses.atlas.figures import OWN_TAXES, measures_of, with_own_taxes
from model.analyses.atlas.place import middle_of
from model.analyses.batch import Chunk, Found, local_processes
from model.case.example import example_case
from model.engine.run import run_case
from model.law.norms import PRICE as PRICE_NORM
from model.law.norms import check_norms
from model.store.opening import FOLDER_SETTING

TOWNS = ("GM0363", "GM1783", "GM0014")


@pytest.fixture(scope="module")
def market() -> MarketData:
    """The data of three municipalities: as small an atlas as has a middle."""
    return replace(load(), municipalities=tuple(load().municipality(code) for code in TOWNS))


@pytest.fixture(scope="module")
def path(market: MarketData, tmp_path_factory: pytest.TempPathFactory) -> Path:
    kept = tmp_path_factory.mktemp("atlas") / "kept.csv"
    make_atlas(kept, market, local_processes(1))
    return kept


@pytest.fixture
def atlas(path: Path, market: MarketData) -> Atlas:
    read = read_atlas(path, market)
    assert read is not None
    return read


def test_every_municipality_of_the_country_is_in_it_with_every_option_of_the_example() -> None:
    rows = atlas_rows(load())
    assert {row["municipality"] for row in rows} == {town.code for town in load().municipalities}
    assert len(rows) == len(load().municipalities) * len(example_case("GM1783").options)


def test_it_says_of_a_municipality_what_a_case_there_says(atlas: Atlas) -> None:
    for code in TOWNS:
        case = example_case(code)
        result = run_case(case)
        for option_id, outcome in result.options.items():
            assert atlas.measured(option_id, PRICE)[code] == outcome.metrics[PRICE]
            assert atlas.measured(option_id, "npv_per_bed")[code] == pytest.approx(
                (outcome.metrics["npv"] or 0.0) / case.beds
            )


def test_a_price_that_recovers_the_costs_is_above_the_deduction_limit_by_what_the_norm_says_of_it() -> None:
    """A case that charges that very price falls short of the norm by the gap, or has that room left."""
    case = example_case("GM1783")
    scalars = run_case(case).options["a"].computed.scalars
    gap = measures_of({**scalars, **run_case(case).options["a"].metrics}, taxes_are_own=False)["deduction_gap"]
    assert gap is not None
    charging = run_case(case.with_input("a", "price_per_bed_week", scalars[PRICE]))
    (norm,) = (test for test in check_norms(charging, "a")["a"] if test.quantity == PRICE_NORM)
    assert norm.margin == pytest.approx(-gap)


@pytest.mark.parametrize("missing", ["npv", PRICE, "price_weighted", "ceiling_first_year"])
def test_what_a_row_does_not_have_is_no_number_in_the_atlas(missing: str) -> None:
    row = dict.fromkeys(("npv", PRICE, "beds", "price_weighted", "price_first_year", "ceiling_first_year"), 2.0)
    values = measures_of({**row, "municipality_npv": 1.0, missing: None}, taxes_are_own=True)
    assert None in (values[key] for key in MEASURES)


def test_the_result_of_the_municipality_is_known_only_where_its_taxes_are_its_own(atlas: Atlas) -> None:
    shown = atlas.measured("a", "municipality_npv")
    assert {code for code, value in shown.items() if value is not None} == atlas.own_taxes


def test_taxes_are_own_only_where_every_one_of_them_is() -> None:
    """Of no municipality all tariffs are in the tables: with a tourist tax alone its result is not known."""
    assert load().lookup("tourist_tax_share_pct", "GM1783") is not None
    assert "GM1783" not in with_own_taxes(replace(load(), municipalities=(load().municipality("GM1783"),)))
    assert len(OWN_TAXES) == 4


class TestKept:
    def test_it_is_kept_beside_the_cases_under_the_model_and_the_data(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv(FOLDER_SETTING, str(tmp_path))
        ours, others = kept_at(load()), kept_at(replace(load(), version="other"))
        assert ours.parent.parent == tmp_path and ours != others

    def test_what_is_complete_is_not_worked_out_again(self, path: Path, market: MarketData) -> None:
        before = path.read_bytes()
        counts = make_atlas(path, market, _never)
        assert (counts.done, counts.skipped) == (0, len(atlas_rows(market)))
        assert path.read_bytes() == before and share_done(path, market) == 1.0

    def test_one_that_was_broken_off_is_none_yet_and_goes_on(
        self, path: Path, market: MarketData, tmp_path: Path
    ) -> None:
        half = tmp_path / "half.csv"
        lines = path.read_bytes().splitlines(keepends=True)
        half.write_bytes(b"".join(lines[: 1 + len(lines) // 2]))
        assert read_atlas(half, market) is None and 0 < share_done(half, market) < 1
        make_atlas(half, market, local_processes(1))
        assert half.read_bytes() == path.read_bytes()

    def test_before_it_is_made_there_is_none(self, market: MarketData, tmp_path: Path) -> None:
        assert read_atlas(tmp_path / "none.csv", market) is None and share_done(tmp_path / "none.csv", market) == 0.0

    def test_that_of_another_model_goes(self, market: MarketData, path: Path, tmp_path: Path) -> None:
        kept, old = tmp_path / "kept.csv", tmp_path / "old.csv"
        kept.write_bytes(path.read_bytes())
        old.write_text("row\n", encoding="utf-8")
        make_atlas(kept, market, _never)
        assert not old.exists() and kept.exists()

    @pytest.mark.parametrize("content", ["", "row,npv\n0,1\n", "row\nx\n"])
    def test_a_file_of_something_else_is_no_atlas(self, market: MarketData, tmp_path: Path, content: str) -> None:
        other = tmp_path / "other.csv"
        other.write_text(content, encoding="utf-8")
        assert read_atlas(other, market) is None


def _never(function: Callable[[Chunk], list[Found]], items: Iterable[Chunk]) -> Iterator[list[Found]]:
    """A runner that has nothing to run."""
    assert callable(function) and list(items) == []
    return iter(())


class TestPlace:
    def test_the_middle_has_as_many_below_it_as_above_it(self, atlas: Atlas, market: MarketData) -> None:
        middle = middle_of(atlas, "a", market)
        assert middle is not None
        prices = {code: value or 0.0 for code, value in atlas.measured("a", PRICE).items()}
        assert sorted(prices.values())[1] == prices[middle.code]

    def test_the_causes_add_up_to_the_difference(self, atlas: Atlas, market: MarketData) -> None:
        for code in TOWNS:
            place = compared(atlas, "c", code, market)
            assert place is not None
            assert sum(cause.effect for cause in place.causes) == pytest.approx(
                place.price - place.middle_price, abs=0.05
            )

    def test_what_is_local_stands_on_figures_of_the_municipality_itself(self, atlas: Atlas, market: MarketData) -> None:
        """Land follows from the average home value there, the cost of building from the part of the country."""
        place = compared(atlas, "a", "GM1783", market)
        assert place is not None
        assert "land_price_per_bed" in place.local and "building_cost_per_m2" not in place.local

    def test_a_cause_is_what_the_input_alone_does_where_no_other_differs(self) -> None:
        """Two municipalities of one region, made alike but for the tourist tax: it does all of the difference."""
        towns = ("GM0034", "GM0995")  # Almere and Lelystad, in Flevoland
        columns = "indicator,region_code,period,value,source\n"
        alike = "".join(f"average_home_value,{code},2026,400000,own\n" for code in towns)
        market = overlay_file(load(), f"{columns}{alike}tourist_tax_per_night,GM0034,2026,3.00,own\n".encode(), "own")
        assert market.problems == ()
        outcomes = {code: run_case(example_case(code, market), market).options["a"] for code in towns}
        prices = {code: outcome.metrics[PRICE] or 0.0 for code, outcome in outcomes.items()}
        values = {(code, "a"): dict.fromkeys(MEASURES, price) for code, price in prices.items()}
        place = compared(Atlas(example_case(towns[0], market), values, frozenset()), "a", "GM0034", market)
        assert place is not None and place.middle.code == "GM0995"
        (cause,) = place.causes
        assert (cause.key, cause.region) == ("tourist_tax_per_night", "GM0034")
        assert cause.effect == pytest.approx(prices["GM0034"] - prices["GM0995"])

    def test_in_the_middle_nothing_is_dearer_or_cheaper(self, atlas: Atlas, market: MarketData) -> None:
        middle = middle_of(atlas, "b", market)
        assert middle is not None
        place = compared(atlas, "b", middle.code, market)
        assert place is not None and place.causes == () and place.price == place.middle_price


@pytest.mark.thorough
def test_all_of_it_is_made_by_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from model.analyses.atlas import start

    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path))
    process = start("nl")
    assert process.communicate()[1] == "" and process.returncode == 0
    atlas = read_atlas(kept_at(load()), load())
    assert atlas is not None and len(atlas.towns) == len(load().municipalities)
    with kept_at(load()).open(encoding="utf-8", newline="") as file:
        assert {row["problem"] for row in csv.DictReader(file)} == {""}
