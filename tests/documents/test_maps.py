"""A map as data: what it must hold, in which class an area is, and its figures as a table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.documents.maps import MOST_CLASSES, Area, Map, limits_of, map_table
from model.words.figures import Figure
from model.words.messages import message
from model.words.quantities import quantity

NPV = quantity("npv")
SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0))


def npv(value: float | None) -> Figure:
    return Figure(NPV, "x", value, None if value is not None else message("not_known"))


def area(key: str, value: float | None) -> Area:
    return Area(key, key.upper(), (SQUARE,), (0.5, 0.5), npv(value))


SPEC = Map(
    title=message("map_all"),
    alternative=message("map_all"),
    areas=(area("a", 5.0), area("b", 10.0), area("c", 30.0), area("d", None)),
    limits=(npv(10.0), npv(20.0)),
    marked=(("here", ("a",)),),
)


def test_a_value_on_a_limit_is_in_the_class_above_it_and_one_that_is_not_known_in_none() -> None:
    assert [SPEC.class_of(each) for each in SPEC.areas] == [0, 1, 2, None]


def test_every_area_is_in_one_class() -> None:
    classes = [SPEC.in_class(number) for number in (0, 1, 2, None)]
    assert [each.key for areas in classes for each in areas] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("number", "words"), [(0, "less than € 10"), (1, "€ 10 to € 20"), (2, "€ 20 or more"), (None, "not known")]
)
def test_a_class_is_called_by_its_limits(number: int | None, words: str) -> None:
    assert SPEC.class_name(number).text("en").replace("\u00a0", " ") == words


def test_the_table_has_every_area_in_the_order_asked_for() -> None:
    table = map_table(SPEC, tuple(reversed(SPEC.areas)))
    assert [row[0] for row in table.rows] == ["D", "C", "B", "A"]
    assert [row[1] for row in table.rows] == [npv(None), npv(30.0), npv(10.0), npv(5.0)]


def test_limits_part_the_values_in_classes_of_as_many() -> None:
    values = [float(number) for number in range(100)]
    limits = [limit.value or 0.0 for limit in limits_of(NPV, values)]
    assert limits == [20.0, 40.0, 60.0, 80.0]


@pytest.mark.parametrize("values", [[], [7.0], [7.0] * 50])
def test_values_that_are_all_alike_have_no_limit_between_them(values: list[float]) -> None:
    assert limits_of(NPV, values) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"areas": ()},
        {"limits": (npv(20.0), npv(10.0))},
        {"limits": tuple(npv(float(number)) for number in range(MOST_CLASSES))},
        {"limits": (Figure(quantity("irr"), "x", 0.1),)},
        {"marked": (("there", ("z",)),)},
    ],
)
def test_a_map_that_cannot_be_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        replace(SPEC, **change)  # type: ignore[arg-type]
