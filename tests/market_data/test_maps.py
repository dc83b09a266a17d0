"""The map: municipalities as outlines in metres that fit, and how they are made of a file with borders."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from market_data import MarketDataError, load
from market_data.borders import borders_of, make_borders, simplified, to_rd
from market_data.maps import MAPS, Ring, area_of, borders, inner_point, problems_of

WESTLAND, TEXEL, BAARLE_NASSAU = "GM1783", "GM0448", "GM0744"


class TestShipped:
    def test_every_municipality_has_borders_that_close_and_nothing_else_has(self) -> None:
        assert problems_of(borders(), load()) == ()

    def test_who_is_a_neighbour_has_a_neighbour(self) -> None:
        shapes = borders()
        for code in shapes.rings:
            assert all(code in shapes.neighbours(other) for other in shapes.neighbours(code))
            assert code not in shapes.neighbours(code)

    def test_westland_lies_between_the_hague_and_rotterdam_and_an_island_beside_nothing(self) -> None:
        names = {load().municipality(code).name for code in borders().neighbours(WESTLAND)}
        assert names == {"'s-Gravenhage", "Rijswijk (ZH.)", "Midden-Delfland", "Maassluis", "Rotterdam"}
        assert borders().neighbours(TEXEL) == ()

    def test_the_land_that_cbs_counts_lies_within_the_borders(self) -> None:
        """Water within the borders counts along, so the area is that of the land or more."""
        for town in load().municipalities:
            land = load().lookup("land_area_km2", town.code)
            assert land is not None and borders().area(town.code) / 1e6 > 0.97 * land.value, town.name

    def test_a_border_is_gone_through_once_each_way_so_that_neighbours_fit(self) -> None:
        """Between two municipalities there is one arc, which both have: no gap and no overlap."""
        used = [number for rings in borders().rings.values() for ring in rings for number in ring]
        assert len(used) == len(set(used))
        assert {abs(number) for number in used} == set(range(1, len(borders().arcs) + 1))

    def test_the_enclaves_of_belgium_are_no_part_of_baarle_nassau(self) -> None:
        _, *holes = borders().outlines(BAARLE_NASSAU)
        assert holes and all(area_of(hole) < 0 for hole in holes)

    @pytest.mark.thorough
    def test_the_place_of_a_municipality_lies_within_it_and_in_no_other(self) -> None:
        places = {code: inner_point(borders().outlines(code)) for code in borders().rings}
        for code, place in places.items():
            within = [other for other in borders().rings if _is_within(place, borders().outlines(other))]
            assert within == [code]


def _is_within(place: tuple[float, float], outlines: tuple[Ring, ...]) -> bool:
    """Whether a place lies within rings: the angles under which it sees their sides add up to a full turn."""
    angle = 0.0
    for ring in outlines:
        for one, other in pairwise(ring):
            (x, y), (to_x, to_y) = ((point[0] - place[0], point[1] - place[1]) for point in (one, other))
            angle += math.atan2(x * to_y - y * to_x, x * to_x + y * to_y)
    return abs(angle) > math.pi


@pytest.mark.parametrize(
    ("degrees", "metres"),
    [
        ((4.88352559, 52.37453253), (120700.723, 487525.501)),  # Westertoren, Amsterdam
        ((6.56820053, 53.21938317), (233883.131, 582065.167)),  # Martinitoren, Groningen
        ((5.38720621, 52.15517440), (155000.0, 463000.0)),  # Onze Lieve Vrouwetoren, Amersfoort
    ],
)
def test_degrees_become_metres_as_the_authors_of_the_formula_published_them(
    degrees: tuple[float, float], metres: tuple[float, float]
) -> None:
    assert math.dist(to_rd(*degrees), metres) < 0.01


A, B, C, D, E, F = (0.0, 0.0), (1000.0, 0.0), (2000.0, 0.0), (2000.0, 1000.0), (1000.0, 1000.0), (0.0, 1000.0)
BEND = (1020.0, 500.0)
"""Twenty metres beside the straight border between two squares."""
SQUARES = {"left": [(A, B, BEND, E, F, A)], "right": [(B, C, D, E, BEND, B)]}


class TestMade:
    def test_two_squares_share_the_border_between_them(self) -> None:
        shapes = borders_of(SQUARES, tolerance=10.0)
        assert len(shapes.arcs) == 3
        assert (B, BEND, E) in shapes.arcs or (E, BEND, B) in shapes.arcs
        assert shapes.neighbours("left") == ("right",) and shapes.neighbours("right") == ("left",)

    def test_a_bend_that_is_left_out_is_left_out_on_both_sides(self) -> None:
        shapes = borders_of(SQUARES, tolerance=30.0)
        assert shapes.area("left") + shapes.area("right") == 2_000_000.0

    def test_what_lies_in_a_hole_fits_in_it(self) -> None:
        around = ((-500.0, -500.0), (1500.0, -500.0), (1500.0, 1500.0), (-500.0, 1500.0), (-500.0, -500.0))
        shapes = borders_of({"around": [around, (A, F, E, B, A)], "within": [(A, B, E, F, A)]})
        assert shapes.area("around") == 4_000_000.0 - 1_000_000.0
        assert shapes.neighbours("within") == ("around",)
        assert sorted(shapes.outlines("within")[0]) == sorted(shapes.outlines("around")[1])

    def test_a_small_island_stays_an_area(self) -> None:
        island = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0))
        assert borders_of({"island": [island]}, tolerance=100.0).area("island") > 0

    def test_no_point_that_is_left_out_lies_further_away_than_the_tolerance(self) -> None:
        wave = tuple((10.0 * step, 60.0 * math.sin(step / 7)) for step in range(100))
        kept = simplified(wave, 20.0)
        assert 2 < len(kept) < len(wave) and set(kept) <= set(wave)
        for point in wave:
            assert min(_away(point, one, other) for one, other in pairwise(kept)) <= 20.0

    def test_a_file_becomes_tables_that_are_read_back(self, tmp_path: Path) -> None:
        source = tmp_path / "towns.geojson"
        square = [[5.0, 52.0], [5.1, 52.0], [5.1, 52.1], [5.0, 52.1], [5.0, 52.0]]
        beside = [[5.1, 52.0], [5.2, 52.0], [5.2, 52.1], [5.1, 52.1], [5.1, 52.0]]
        source.write_text(json.dumps(_collection({"GM0001": square, "GM0002": beside})), encoding="utf-8")
        made = make_borders(source, tmp_path / "maps")
        shapes = borders(tmp_path / "maps")
        assert (made.towns, made.arcs, made.points) == (2, 3, 6)
        assert shapes.neighbours("GM0001") == ("GM0002",)
        degree = 111.2e3  # metres of a degree of latitude here, about; one of longitude is shorter by the cosine
        expected = (0.1 * degree) ** 2 * math.cos(math.radians(52.05))
        assert shapes.area("GM0001") == pytest.approx(expected, rel=0.005)

    @pytest.mark.parametrize("content", ["", "[]", '{"features": [{"properties": {}}]}'])
    def test_another_file_is_refused_and_writes_nothing(self, tmp_path: Path, content: str) -> None:
        source = tmp_path / "other.geojson"
        source.write_text(content, encoding="utf-8")
        with pytest.raises(MarketDataError):
            make_borders(source, tmp_path / "maps")
        assert not (tmp_path / "maps").exists()

    def test_a_border_of_three_municipalities_is_refused(self) -> None:
        with pytest.raises(MarketDataError, match="more than two"):
            borders_of(SQUARES | {"over": SQUARES["left"]})


def _collection(rings: dict[str, list[list[float]]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {"properties": {"gm_code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
            for code, ring in rings.items()
        ],
    }


def _away(point: tuple[float, float], one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance of a point from a piece of a line."""
    (x, y), (east, north) = one, (other[0] - one[0], other[1] - one[1])
    along = ((point[0] - x) * east + (point[1] - y) * north) / (east**2 + north**2)
    nearest = min(1.0, max(0.0, along))
    return math.dist(point, (x + nearest * east, y + nearest * north))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("arcs.csv", "1,", '1,"here'), ("arcs.csv", "arc,", "arch,"), ("shapes.csv", "GM0014,1,1", "GM0014,1,99999")],
)
def test_a_table_of_the_map_that_is_wrong_names_the_place(tmp_path: Path, name: str, old: str, new: str) -> None:
    for table in MAPS.glob("*.csv"):
        content = table.read_text(encoding="utf-8")
        (tmp_path / table.name).write_text(
            content.replace(old, new, 1) if table.name == name else content, encoding="utf-8"
        )
    with pytest.raises(MarketDataError, match=f"{name}, line"):
        borders(tmp_path)
