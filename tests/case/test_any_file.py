"""Whatever stands in a case file is read or refused, and what is written is read back."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from model.case import SCHEMA_VERSION, Case, Reason, allowed_inputs, parse_case, read_case, write_case
from model.case.example import example_case
from model.options import OPTION_TYPES
from model.parameters.table import Parameter
from model.problems import BadInput
from tests.case.case_data import Json, case_with, option_with
from tests.support.risk_choices import risk_choices


def input_values(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Any value the parameter allows."""
    if parameter.kind == "choice":
        return st.sampled_from(parameter.choices)
    if parameter.choices:
        return st.sampled_from([int(choice) for choice in parameter.choices])
    assert parameter.lowest is not None and parameter.highest is not None
    if parameter.kind == "integer":
        return st.integers(int(parameter.lowest), int(parameter.highest))
    numbers = st.floats(parameter.lowest, parameter.highest)
    if parameter.kind == "growth":
        return numbers | st.dictionaries(st.integers(2000, 2100).map(str), numbers, min_size=1, max_size=4)
    return numbers


texts = st.text(st.characters(exclude_categories=["Cc", "Cn", "Cs", "Zl", "Zp"]), max_size=200)
shares = st.floats(0, 1)
years = st.integers(0, 200)
reasons = st.fixed_dictionaries({"who": texts, "when": texts, "why": texts})


@st.composite
def own_lines(draw: st.DrawFn) -> Json:
    first = draw(years)
    kind = draw(st.sampled_from(["investment", "replacement", "revenue", "operating_cost", "end_cost", "subsidy"]))
    optional = {
        "per": st.sampled_from(["once", "year", "bed_week", "m2_year"]),
        "to": st.integers(first, 200),
        "growth": st.floats(-0.5, 1),
        "growth_from": years,
        "vat_rate": shares,
        "ledger": st.sampled_from(["operator", "municipality"]),
    }
    if kind == "investment":
        optional["land"] = st.booleans()
    required = {"label": texts, "kind": st.just(kind), "amount": st.floats(0, 1e12), "from": st.just(first)}
    return draw(st.fixed_dictionaries(required, optional=optional))


@st.composite
def options(draw: st.DrawFn, name: str) -> Json:
    kind = draw(st.sampled_from([kind for kind in OPTION_TYPES.values() if not kind.is_mix]))
    allowed = allowed_inputs(kind.key)
    keys = draw(st.lists(st.sampled_from(sorted(allowed)), unique=True, max_size=6))
    data: Json = {
        "id": name,
        "type": kind.key,
        "inputs": {key: draw(input_values(allowed[key])) for key in keys},
        "reasons": {key: draw(reasons) for key in keys[:2]},
        "label": draw(texts),
        "own_lines": draw(st.lists(own_lines(), max_size=3)),
    }
    has_variant = draw(st.booleans())
    if kind.variants and has_variant:
        data["variant"] = draw(st.sampled_from(kind.variants))
    return data


@st.composite
def case_files(draw: st.DrawFn) -> Json:
    """Any valid case file of two options and, sometimes, their mix."""
    price_level, start = sorted(draw(st.tuples(*[st.dates(date(2000, 1, 1), date(2100, 12, 31))] * 2)))
    listed = [draw(options("a")), draw(options("b"))]
    if draw(st.booleans()):
        share = draw(shares)
        parts = [{"option": "a", "share": share}, {"option": "b", "share": 1 - share}]
        listed.append({"id": "m", "type": "mix", "components": parts})
    chosen = {"risk": {"a": draw(risk_choices())}} if draw(st.booleans()) else {}
    return case_with(
        **chosen,
        name=draw(texts),
        beds=draw(st.integers(1, 100_000)),
        start_date=start.isoformat(),
        price_level_date=price_level.isoformat(),
        horizon_years=draw(st.integers(1, 100)),
        periods_per_year=draw(st.sampled_from([1, 4, 12])),
        discounting=draw(st.sampled_from(["end_of_period", "mid_period"])),
        options=listed,
    )


AWKWARD: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1.5,
        1e308,
        float("nan"),
        float("inf"),
        10**400,
        "",
        "x",
        "0,9",
        "=1+1",
        "\ud800",
        "\x00",
    ),
    *([], {}, [[]], [None], {"": 1}, {"2027": "x"}, "2027-02-30", "mix", "own", "a", "{field}", "x" * 100_000),
)
"""Values that stand in the place of others in files made by hand or by another program."""


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in JSON data."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inside:
        yield (*path, key)
        yield from places(value, (*path, key))


@st.composite
def damaged_files(draw: st.DrawFn) -> Json:
    """A valid case file in which some values are replaced by awkward ones, or have gone."""
    data = copy.deepcopy(draw(case_files()))
    for _ in range(draw(st.integers(1, 3))):
        *path, last = draw(st.sampled_from(list(places(data))))
        parent: Any = data
        for key in path:
            parent = parent[key]
        if draw(st.integers(0, 4)):
            parent[last] = copy.deepcopy(draw(st.sampled_from(AWKWARD)))
        else:
            del parent[last]
    return data


class TestAnyDamage:
    @settings(max_examples=150, deadline=None, database=None, derandomize=True)
    @given(damaged_files())
    def test_is_read_or_refused_in_short_sentences_of_both_languages(self, data: Json) -> None:
        try:
            case = read_case(data)
        except BadInput as error:
            assert error.problems
            for language in ("nl", "en"):
                sentences = error.texts(language)
                assert all(0 < len(sentence) < 2_000 and "\n" not in sentence for sentence in sentences)
        else:
            assert through_a_file(case) == case


def through_a_file(case: Case) -> Case:
    return parse_case(json.dumps(write_case(case), allow_nan=False).encode(), "zaak.json")


class TestWhatIsWrittenIsReadBack:
    @settings(max_examples=50, deadline=None, database=None, derandomize=True)
    @given(case_files())
    def test_any_case(self, data: Json) -> None:
        case = read_case(data)
        assert through_a_file(case) == case

    def test_the_example(self) -> None:
        case = example_case("GM1783")
        assert through_a_file(case) == case

    def test_the_example_of_the_design(self) -> None:
        """The case file as the contract shows it."""
        contract = """
            {"schema_version": 1, "name": "Voorbeeld Westland", "municipality": "GM1783", "beds": 200,
             "start_date": "2027-01-01", "price_level_date": "2026-01-01", "horizon_years": 30, "periods_per_year": 1,
             "discounting": "end_of_period",
             "options": [
               {"id": "a", "type": "short_stay", "inputs": {"price_per_bed_week": 126.92, "occupancy": 0.9}},
               {"id": "b", "type": "own", "inputs": {"discount_rate": 0.08},
                "own_lines": [{"label": "Huur", "kind": "revenue", "amount": 1440000, "per": "year",
                               "from": 1, "to": 10, "growth": 0.02, "growth_from": 2}]}]}"""
        data = json.loads(contract)
        assert write_case(read_case(data)) == {**data, "schema_version": SCHEMA_VERSION}

    def test_a_reason_is_kept(self) -> None:
        data = option_with(
            inputs={"occupancy": 0.9},
            reasons={"occupancy": {"who": "Adviseur", "when": "2026-05-01", "why": "Offerte"}},
        )
        case = read_case(data)
        assert case.option("a").reasons == {"occupancy": Reason("Adviseur", "2026-05-01", "Offerte")}
        assert write_case(case)["options"] == data["options"]
