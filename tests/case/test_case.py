"""A case file is read strictly: each mistake is named with field, value and what is allowed, in Dutch and English."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.case import (
    MIGRATIONS,
    SCHEMA_VERSION,
    Case,
    OwnLine,
    Reason,
    allowed_inputs,
    load_case,
    parse_case,
    read_case,
    write_case,
)
from model.case import own_line as own_line_of_kind
from model.case.example import example_case
from model.engine.run import run_case
from model.options import OPTION_TYPES
from model.parameters.table import Parameter
from model.problems import BadInput, Problem
from tests.support.risk_choices import risk_choices

Json = dict[str, Any]
ONE_YEAR_PLAN: list[Json] = [{"label": "Bouw", "kind": "investment", "amount": 1000}]


def case_with(**changes: Any) -> Json:
    """A valid case file with one option, some of its fields changed."""
    data: Json = {
        "schema_version": 1,
        "name": "Voorbeeld",
        "municipality": "GM1783",
        "beds": 200,
        "start_date": "2027-01-01",
        "price_level_date": "2026-01-01",
        "options": [{"id": "a", "type": "short_stay"}],
    }
    return {**data, **changes}


def without(key: str) -> Json:
    return {name: value for name, value in case_with().items() if name != key}


def option_with(**changes: Any) -> Json:
    return case_with(options=[{"id": "a", "type": "short_stay", **changes}])


def inputs(**given: Any) -> Json:
    return option_with(inputs=given)


def own_line(**changes: Any) -> Json:
    return option_with(own_lines=[{"label": "Huur", "kind": "revenue", "amount": 100, **changes}])


def mix_of(*components: Any, **changes: Any) -> Json:
    """Options a and b, and a mix m of them."""
    mix = {"id": "m", "type": "mix", "components": list(components), **changes}
    return case_with(options=[{"id": "a", "type": "short_stay"}, {"id": "b", "type": "mid_stay"}, mix])


def half(option: str) -> Json:
    return {"option": option, "share": 0.5}


def problems_of(data: object) -> tuple[Problem, ...]:
    with pytest.raises(BadInput) as caught:
        read_case(data)
    return caught.value.problems


def the_problem_of(data: object) -> Problem:
    found = problems_of(data)
    assert len(found) == 1, [each.text("en") for each in found]
    return found[0]


def fields_of(data: object) -> list[str]:
    return [each.field for each in problems_of(data)]


class Wrong(NamedTuple):
    """One mistake: the data, the field and the value a reader must recognise, and pieces of what is allowed."""

    data: Json
    field: str
    value: str
    allowed: tuple[str, ...] = ()


NOT_NUMBERS = {"as text": "0.9", "with a comma": "0,9", "true": True, "null": None, "list": [0.9], "object": {"x": 0.9}}
SHOWN = {"as text": "0.9", "with a comma": "0,9", "true": "true", "null": "null", "list": "[0.9]", "object": "0.9"}

WRONG: dict[str, Wrong] = {
    # Where and how many.
    "unknown municipality": Wrong(case_with(municipality="GM1873"), "municipality", "GM1873", ("GM1783 (Westland)",)),
    "name for a code": Wrong(case_with(municipality="Westland"), "municipality", "Westland", ("GM1783 (Westland)",)),
    "empty municipality": Wrong(case_with(municipality=""), "municipality", '""', ("GM",)),
    "zero beds": Wrong(case_with(beds=0), "beds", "0", ("1", "100,000")),
    "negative beds": Wrong(case_with(beds=-5), "beds", "-5", ("1", "100,000")),
    "too many beds": Wrong(case_with(beds=100_001), "beds", "100,001", ("1", "100,000")),
    "half a bed": Wrong(case_with(beds=12.5), "beds", "12.5"),
    "beds beyond any integer": Wrong(case_with(beds=10**400), "beds", "10"),
    "horizon of no years": Wrong(case_with(horizon_years=0), "horizon_years", "0", ("1", "100")),
    "two periods a year": Wrong(case_with(periods_per_year=2), "periods_per_year", "2", ("1, 4, 12",)),
    "true periods a year": Wrong(case_with(periods_per_year=True), "periods_per_year", "true", ("1, 4, 12",)),
    "unknown discounting": Wrong(
        case_with(discounting="mid_year"), "discounting", "mid_year", ("end_of_period, mid_period",)
    ),
    # Dates.
    "price level after the start": Wrong(
        case_with(price_level_date="2027-01-02"), "price_level_date", "2027-01-02", ("2027-01-01",)
    ),
    "day that does not exist": Wrong(case_with(start_date="2027-02-29"), "start_date", "2027-02-29", ("2027-01-01",)),
    "month 13": Wrong(case_with(price_level_date="2026-13-01"), "price_level_date", "2026-13-01", ("2027-01-01",)),
    "Dutch date": Wrong(case_with(start_date="01-01-2027"), "start_date", "01-01-2027", ("2027-01-01",)),
    "date without dashes": Wrong(case_with(start_date="20270101"), "start_date", "20270101", ("2027-01-01",)),
    "date as a number": Wrong(case_with(start_date=20270101), "start_date", "20270101", ("2027-01-01",)),
    "date before 2000": Wrong(
        case_with(price_level_date="1999-12-31"), "price_level_date", "1999-12-31", ("2000-01-01", "2100-12-31")
    ),
    "date after 2100": Wrong(
        case_with(start_date="2101-01-01"), "start_date", "2101-01-01", ("2000-01-01", "2100-12-31")
    ),
    # Texts.
    "name that is a number": Wrong(case_with(name=12), "name", "12"),
    "name of 2 MB": Wrong(case_with(name="x" * 2_000_000), "name", "2,000,000", ("200",)),
    "name on two lines": Wrong(case_with(name="twee\nregels"), "name", "twee regels"),
    "name with a command to the terminal": Wrong(case_with(name="\x9b31m"), "name", "\\x9b31m"),
    "name over two lines": Wrong(case_with(name="twee\u2028regels"), "name", "\\u2028"),
    "name that no workbook can hold": Wrong(case_with(name="\uffff"), "name", "\\uffff"),
    "name with half a character": Wrong(case_with(name="\ud800"), "name", "\\ud800"),
    "label that is a list": Wrong(option_with(label=["x"]), "options[0].label", "x"),
    # Versions.
    "newer version": Wrong(case_with(schema_version=2), "schema_version", "2", ("1",)),
    "version zero": Wrong(case_with(schema_version=0), "schema_version", "0", ("1",)),
    "version as text": Wrong(case_with(schema_version="1"), "schema_version", "1", ("1",)),
    "version true": Wrong(case_with(schema_version=True), "schema_version", "true", ("1",)),
    # Keys nobody reads.
    "unknown key": Wrong(case_with(bed=5), "bed", "bed", ("beds", "options")),
    "unknown key of an option": Wrong(option_with(input={}), "options[0].input", "input", ("inputs", "own_lines")),
    "misspelt input": Wrong(inputs(occupency=0.9), "a.occupency", "occupency", ("occupancy",)),
    "input of another option type": Wrong(
        case_with(options=[{"id": "a", "type": "own", "inputs": {"occupancy": 0.9}}]), "a.occupancy", "occupancy"
    ),
    "misspelt field of an own line": Wrong(own_line(amout=5), "a.own_lines[1].amout", "amout", ("amount",)),
    "misspelt field of a component": Wrong(
        mix_of(half("a") | {"shares": 1}, half("b")), "m.components[1].shares", "shares", ("option, share",)
    ),
    "reason for an unknown input": Wrong(
        option_with(reasons={"occupency": {"why": "x"}}), "a.reasons.occupency", "occupency", ("occupancy",)
    ),
    "misspelt field of a reason": Wrong(
        option_with(reasons={"occupancy": {"because": "x"}}), "a.reasons.occupancy.because", "because", ("who, when",)
    ),
    # Inputs.
    "occupancy above 1": Wrong(inputs(occupancy=1.01), "a.occupancy", "1.01", ("0", "1")),
    "occupancy in per cent": Wrong(inputs(occupancy=90), "a.occupancy", "90", ("0", "1")),
    "negative price": Wrong(inputs(price_per_bed_week=-1), "a.price_per_bed_week", "-1", ("0", "10,000")),
    "half a month": Wrong(inputs(construction_months=2.5), "a.construction_months", "2.5"),
    "unknown choice": Wrong(inputs(loan_type="balloon"), "a.loan_type", "balloon", ("annuity, linear, bullet",)),
    "number for a choice": Wrong(inputs(loan_type=1), "a.loan_type", "1", ("annuity, linear, bullet",)),
    "three payments a year": Wrong(inputs(loan_payments_per_year=3), "a.loan_payments_per_year", "3", ("1, 2, 4, 12",)),
    "growth path without years": Wrong(inputs(price_growth={}), "a.price_growth", "", ("2027",)),
    "growth path with a short year": Wrong(inputs(price_growth={"27": 0.02}), "a.price_growth", "27", ("2000", "2100")),
    "growth path with other digits": Wrong(
        inputs(price_growth={"20\uff12\uff17": 0.02}), "a.price_growth", "20", ("2000",)
    ),
    "date with other digits": Wrong(case_with(start_date="\uff12\uff10\uff12\uff17-01-01"), "start_date", "-01-01"),
    "growth path in per cent": Wrong(inputs(price_growth={"2027": 2}), "a.price_growth.2027", "2", ("-0.5", "0.5")),
    "path for an input that does not grow": Wrong(inputs(occupancy={"2027": 0.9}), "a.occupancy", "2027"),
    **{
        f"number {kind}": Wrong(inputs(occupancy=value), "a.occupancy", SHOWN[kind])
        for kind, value in NOT_NUMBERS.items()
    },
    **{f"beds {kind}": Wrong(case_with(beds=value), "beds", SHOWN[kind]) for kind, value in NOT_NUMBERS.items()},
    **{
        f"{number} in {place}": Wrong(data, place, f"{number}")
        for number in (float("nan"), float("inf"), float("-inf"))
        for place, data in {
            "beds": case_with(beds=number),
            "a.occupancy": inputs(occupancy=number),
            "a.own_lines[1].amount": own_line(amount=number),
            "a.price_growth.2027": inputs(price_growth={"2027": number}),
        }.items()
    },
    # Lists and objects.
    "list for a case": Wrong([1, 2], "case", "[1, 2]"),  # type: ignore[arg-type]
    "object for the options": Wrong(case_with(options={"a": 1}), "options", "{'a': 1}"),
    "text for the options": Wrong(case_with(options="a"), "options", "a"),
    "text for an option": Wrong(case_with(options=["short_stay"]), "options[0]", "short_stay"),
    "list for the inputs": Wrong(option_with(inputs=["occupancy"]), "a.inputs", "occupancy"),
    "null for the inputs": Wrong(option_with(inputs=None), "a.inputs", "null"),
    "object for the own lines": Wrong(option_with(own_lines={"label": "x"}), "a.own_lines", "label"),
    "text for an own line": Wrong(option_with(own_lines=["Huur"]), "a.own_lines[1]", "Huur"),
    "object for the components": Wrong(mix_of(components={"a": 1}), "m.components", "a"),
    "text for a component": Wrong(mix_of("a", "b"), "m.components", "a"),
    "text for a reason": Wrong(option_with(reasons={"occupancy": "x"}), "a.reasons", "x"),
    # Options.
    "no options": Wrong(case_with(options=[]), "options", "0", ("1", "12")),
    "thirteen options": Wrong(
        case_with(options=[{"id": f"o{n}", "type": "short_stay"} for n in range(13)]), "options", "13", ("1", "12")
    ),
    "unknown type": Wrong(option_with(type="hotel"), "options[0].type", "hotel", (", ".join(OPTION_TYPES),)),
    "list for a type": Wrong(option_with(type=["own"]), "options[0].type", "own", ("short_stay",)),
    "unknown variant": Wrong(
        option_with(type="conversion", variant="barn"),
        "options[0].variant",
        "barn",
        ("office, farm, hotel, holiday_park",),
    ),
    "variant of a type without variants": Wrong(
        option_with(variant="office"), "options[0].variant", "variant", ("id, type, label",)
    ),
    "false for a variant": Wrong(option_with(variant=False), "options[0].variant", "variant", ("id, type, label",)),
    "the same id twice": Wrong(
        case_with(options=[{"id": "a", "type": "short_stay"}, {"id": "a", "type": "mid_stay"}]), "options", "a"
    ),
    "id with a dot": Wrong(option_with(id="a.b"), "options[0].id", "a.b", ("30",)),
    "id that starts with a digit": Wrong(option_with(id="1a"), "options[0].id", "1a", ("30",)),
    "empty id": Wrong(option_with(id=""), "options[0].id", '""', ("30",)),
    "id of 32 characters": Wrong(option_with(id="a" * 32), "options[0].id", "a" * 32, ("30",)),
    # Own lines.
    "unknown kind": Wrong(
        own_line(kind="income"),
        "a.own_lines[1].kind",
        "income",
        ("investment, replacement, revenue, operating_cost, terminal_value, end_cost, subsidy",),
    ),
    "unknown per": Wrong(own_line(per="month"), "a.own_lines[1].per", "month", ("once, year, bed_week, m2_year",)),
    "unknown ledger": Wrong(own_line(ledger="state"), "a.own_lines[1].ledger", "state", ("operator, municipality",)),
    "negative amount": Wrong(own_line(amount=-1), "a.own_lines[1].amount", "-1", ("0", "1,000,000,000,000")),
    "amount as text": Wrong(own_line(amount="1.440.000"), "a.own_lines[1].amount", "1.440.000"),
    "VAT above 1": Wrong(own_line(vat_rate=21), "a.own_lines[1].vat_rate", "21", ("0", "1")),
    "ends before it begins": Wrong(own_line(**{"from": 5, "to": 4}), "a.own_lines[1].to", "4", ("5",)),
    "begins halfway a year": Wrong(own_line(**{"from": 1.5}), "a.own_lines[1].from", "1.5"),
    "land that is no investment": Wrong(own_line(land=True), "a.own_lines[1].land", "true", ("true", "false")),
    "land in words": Wrong(own_line(land="yes"), "a.own_lines[1].land", "yes", ("true", "false")),
    "101 own lines": Wrong(option_with(own_lines=ONE_YEAR_PLAN * 101), "a.own_lines", "101", ("0", "100")),
    # Mixes.
    "shares below 1": Wrong(mix_of(half("a"), {"option": "b", "share": 0.4}), "m.components", "0.9", ("1",)),
    "shares above 1": Wrong(mix_of(half("a"), {"option": "b", "share": 0.6}), "m.components", "1.1", ("1",)),
    "share above 1": Wrong(mix_of({"option": "a", "share": 50}), "m.components[1].share", "50", ("0", "1")),
    "mix of an unknown option": Wrong(mix_of(half("a"), half("c")), "m.components", "c", ("a, b",)),
    "mix of itself": Wrong(mix_of(half("a"), half("m")), "m.components", "m", ("a, b",)),
    "the same component twice": Wrong(mix_of(half("a"), half("a")), "m.components", "a"),
    "mix with inputs": Wrong(mix_of(half("a"), half("b"), inputs={"occupancy": 0.9}), "m.occupancy", "occupancy"),
}

MISSING: dict[str, tuple[Json, str]] = {
    **{key: (without(key), key) for key in ("schema_version", "municipality", "beds", "start_date", "options")},
    "id": (case_with(options=[{"type": "short_stay"}]), "options[0].id"),
    "type": (case_with(options=[{"id": "a"}]), "options[0].type"),
    "label of an own line": (option_with(own_lines=[{"kind": "revenue", "amount": 1}]), "a.own_lines[1].label"),
    "kind of an own line": (option_with(own_lines=[{"label": "x", "amount": 1}]), "a.own_lines[1].kind"),
    "amount of an own line": (option_with(own_lines=[{"label": "x", "kind": "revenue"}]), "a.own_lines[1].amount"),
    "components of a mix": (mix_of(), "m.components"),
    "option of a component": (mix_of({"share": 1}), "m.components[1].option"),
    "share of a component": (mix_of({"option": "a"}), "m.components[1].share"),
}


ABOUT_SIZE = {"out_of_bounds", "not_whole", "wrong_count", "too_long", "shares_not_one", "to_before_from"}
"""Messages about how large a number is; the others repeat what was given as it stands in the file."""


def in_dutch(piece: str) -> str:
    """A number of these tables, written 1,234.5, as the Dutch write it; other pieces as they are."""
    return piece.translate(str.maketrans(",.", ".,")) if re.fullmatch(r"-?[\d,]+(\.\d+)?", piece) else piece


class TestOneMistakeIsOneSentence:
    @pytest.mark.parametrize("language", ["nl", "en"])
    @pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
    def test_it_names_field_value_and_what_is_allowed(self, wrong: Wrong, language: str) -> None:
        found = the_problem_of(wrong.data)
        sentence = found.text(language)
        assert found.field == wrong.field
        for piece in (wrong.value, *wrong.allowed):
            about_size = language == "nl" and found.code in ABOUT_SIZE
            assert (in_dutch(piece) if about_size else piece) in sentence
        assert wrong.field in sentence

    @pytest.mark.parametrize("language", ["nl", "en"])
    @pytest.mark.parametrize(("data", "field"), MISSING.values(), ids=MISSING.keys())
    def test_a_field_that_is_missing_is_named(self, data: Json, field: str, language: str) -> None:
        found = the_problem_of(data)
        assert (found.code, found.field) == ("missing", field)
        assert field in found.text(language)

    @pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
    def test_dutch_and_english_differ(self, wrong: Wrong) -> None:
        found = the_problem_of(wrong.data)
        assert found.text("nl") != found.text("en")

    @pytest.mark.parametrize(
        ("data", "language", "named"),
        [
            (inputs(occupancy=2), "nl", "a.occupancy (Bezettingsgraad): "),
            (inputs(occupancy=2), "en", "a.occupancy (Occupancy): "),
            (inputs(price_growth={"2027": 2}), "nl", "a.price_growth.2027 (Groei van de prijs per jaar): "),
            (case_with(beds=0), "nl", "beds (Bedden nodig): "),
            (case_with(frames={"max_beds": -1}), "nl", "frames.max_beds (Meeste bedden per plek): "),
            (own_line(amount=-1), "nl", "a.own_lines[1].amount: "),
        ],
    )
    def test_behind_a_key_stands_what_it_is_called(self, data: Json, language: str, named: str) -> None:
        """The key for who reads the file, the name for who knows the page."""
        assert the_problem_of(data).text(language).startswith(named)

    @pytest.mark.parametrize(
        ("value", "nl", "en"),
        [
            (3e6, "3.000.000", "3,000,000"),
            (1e12, "1.000.000.000.000", "1,000,000,000,000"),
            (10_000.5, "10.000,5", "10,000.5"),
            (-1e-12, "-1e-12", "-1e-12"),
        ],
    )
    def test_numbers_are_written_as_people_write_them(self, value: float, nl: str, en: str) -> None:
        found = the_problem_of(inputs(price_per_bed_week=value))
        assert f": {nl} valt buiten" in found.text("nl") and f": {en} is out of bounds" in found.text("en")

    def test_sentences_stay_short_whatever_was_given(self) -> None:
        endless = "x" * 2_000_000
        for data in (
            case_with(name=endless),
            case_with(municipality="GM" + "1" * 190),
            case_with(start_date=endless),
            case_with(**{endless: 1}),
            inputs(loan_type=endless),
            inputs(**{endless: 1}),
        ):
            for language in ("nl", "en"):
                assert len(the_problem_of(data).text(language)) < 500

    def test_components_belong_to_a_mix_alone(self) -> None:
        found = the_problem_of(option_with(components=[half("a"), half("b")]))
        assert (found.code, found.field) == ("components_only_in_mix", "a.components")
        assert "mix" in found.text("nl") and "mix" in found.text("en")


class TestAllMistakesAreReportedTogether:
    def test_in_every_part_of_the_file(self) -> None:
        data = case_with(
            beds=0,
            start_date="soon",
            colour="red",
            options=[
                {"id": "a", "type": "short_stay", "inputs": {"occupancy": 2, "loan_type": "x"}},
                {"id": "o", "type": "own", "own_lines": [{"label": "x", "kind": "revenue", "amount": -1}]},
            ],
        )
        expected = {"beds", "start_date", "colour", "a.occupancy", "a.loan_type", "o.own_lines[1].amount"}
        assert set(fields_of(data)) == expected
        assert len(fields_of(data)) == len(expected)

    def test_both_languages_hold_one_sentence_per_mistake(self) -> None:
        with pytest.raises(BadInput) as caught:
            read_case(case_with(beds=0, name=5))
        assert len(caught.value.texts("nl")) == len(caught.value.texts("en")) == 2

    def test_of_a_thousand_mistakes_the_first_are_said_and_how_many_follow(self) -> None:
        with pytest.raises(BadInput) as caught:
            read_case(case_with(**{f"field{number}": 1 for number in range(1_000)}))
        assert len(caught.value.problems) == 1_000
        for language, last in (("nl", "En nog 980 andere fouten"), ("en", "And 980 other mistakes")):
            said = caught.value.texts(language)
            assert len(said) == 21
            assert said[-1].startswith(last)

    def test_the_exception_itself_says_no_more_than_that(self) -> None:
        with pytest.raises(BadInput) as refused:
            read_case(option_with(inputs={f"x{count}": 1 for count in range(1000)}))
        assert len(f"{refused.value}".split("; ")) == 21
        assert f"{refused.value}".endswith("Mend these first.")

    def test_names_like_a_wrong_one_are_looked_for_only_where_they_are_said(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        looked: list[str] = []

        def like(word: str, *_: object, **__: object) -> list[str]:
            looked.append(word)
            return []

        monkeypatch.setattr("difflib.get_close_matches", like)
        with pytest.raises(BadInput) as refused:
            read_case(option_with(inputs={f"x{count}": 1 for count in range(1000)}))
        assert len(refused.value.problems) == 1000
        assert looked == [f"x{count}" for count in range(20)]

    def test_an_id_used_three_times_is_one_mistake(self) -> None:
        options = [{"id": "a", "type": kind} for kind in ("short_stay", "mid_stay", "own")]
        assert [(each.code, each.field) for each in problems_of(case_with(options=options))] == [
            ("double_id", "options")
        ]

    def test_contradictions_of_several_options_are_reported_together(self) -> None:
        impossible = {"term_years": 1, "construction_months": 12}
        options = [{"id": name, "type": "short_stay", "inputs": impossible} for name in ("a", "b")]
        with pytest.raises(BadInput) as caught:
            run_case(read_case(case_with(options=options)))
        assert [each.field for each in caught.value.problems] == ["a.term_years", "b.term_years"]


class TestAMistakeIsNotBlamedOnAnotherField:
    """What could not be read is not compared with the rest: no sentence about a value nobody gave."""

    def test_a_start_date_that_is_no_date(self) -> None:
        assert fields_of(case_with(start_date="2027-02-30")) == ["start_date"]

    def test_an_end_year_that_is_no_number(self) -> None:
        assert fields_of(own_line(**{"from": 5, "to": "ten"})) == ["a.own_lines[1].to"]

    def test_a_share_that_is_no_number(self) -> None:
        assert fields_of(mix_of(half("a"), {"option": "b", "share": "half"})) == ["m.components[2].share"]

    def test_a_type_that_does_not_exist(self) -> None:
        data = option_with(type="mixx", variant="office", components=[half("a")], inputs={"x": 1})
        assert fields_of(data) == ["options[0].type"]

    def test_two_options_without_an_id(self) -> None:
        data = case_with(options=[{"type": "short_stay"}, {"type": "mid_stay"}])
        assert fields_of(data) == ["options[0].id", "options[1].id"]


class TestNothingIsHalfDone:
    def test_the_given_data_is_left_as_it_was(self) -> None:
        data = inputs(occupancy=2, price_growth={"2030": 0.01, "2027": 0.02})
        before = copy.deepcopy(data)
        problems_of(data)
        assert data == before

    def test_one_impossible_option_gives_no_result_for_the_others_either(self) -> None:
        options = [
            {"id": "a", "type": "short_stay"},
            {"id": "b", "type": "short_stay", "inputs": {"term_years": 1, "construction_months": 12}},
        ]
        with pytest.raises(BadInput):
            run_case(read_case(case_with(options=options)))

    def test_a_case_cannot_be_changed(self) -> None:
        case = read_case(case_with())
        with pytest.raises(FrozenInstanceError):
            case.beds = 5.0  # type: ignore[misc]

    def test_another_input_is_another_case(self) -> None:
        case = read_case(case_with())
        changed = case.with_input("a", "occupancy", 0.5)
        assert changed.option("a").inputs == {"occupancy": 0.5}
        assert case.option("a").inputs == {}


IMPOSSIBLE_TOGETHER: dict[str, tuple[Json, str, str, str]] = {
    "term no longer than construction": ({"term_years": 2, "construction_months": 24}, "a.term_years", "2", "3"),
    "term shorter than construction": ({"term_years": 1, "construction_months": 18}, "a.term_years", "1", "2"),
    "grace as long as the loan": ({"loan_years": 10, "loan_grace_years": 10}, "a.loan_grace_years", "10", "10"),
    "service costs above the price": (
        {"price_per_bed_week": 100, "service_cost_per_bed_week": 101},
        "a.service_cost_per_bed_week",
        "101",
        "100",
    ),
    "relocation longer than the new term": (
        {"relocation_term_years": 1, "relocation_months": 13},
        "a.relocation_months",
        "13",
        "12",
    ),
}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("given_inputs", "field", "value", "limit"), IMPOSSIBLE_TOGETHER.values(), ids=IMPOSSIBLE_TOGETHER.keys()
)
def test_inputs_that_cannot_go_together_are_refused_before_anything_is_computed(
    given_inputs: Json, field: str, value: str, limit: str, language: str
) -> None:
    case = read_case(inputs(**given_inputs))
    with pytest.raises(BadInput) as caught:
        run_case(case)
    (found,) = caught.value.problems
    assert found.field == field
    for piece in (field, value, limit):
        assert piece in found.text(language)


class TestFiles:
    def refused(self, path: Path) -> Problem:
        with pytest.raises(BadInput) as caught:
            load_case(path)
        (found,) = caught.value.problems
        for language in ("nl", "en"):
            assert path.name[:100] in found.text(language)
        return found

    def written(self, folder: Path, content: bytes) -> Path:
        path = folder / "zaak.json"
        path.write_bytes(content)
        return path

    def test_a_missing_file(self, tmp_path: Path) -> None:
        assert self.refused(tmp_path / "none.json").code == "file_missing"

    def test_a_folder(self, tmp_path: Path) -> None:
        assert self.refused(tmp_path).code == "no_file"

    @pytest.mark.parametrize(
        ("content", "nl", "en"),
        [
            (b'{\n "beds": 1,}', "regel 2, teken 12", "line 2, character 12"),
            (json.dumps(case_with()).encode("utf-16"), "geen UTF-8", "not UTF-8"),
            (b"[" * 100_000, "zonder eind", "without end"),
            (b'{"beds": ' + b"9" * 5_000 + b"}", "zonder eind", "without end"),
        ],
        ids=["comma too many", "UTF-16", "endless brackets", "endless digits"],
    )
    def test_what_is_no_json_is_said_in_the_users_language(
        self, tmp_path: Path, content: bytes, nl: str, en: str
    ) -> None:
        found = self.refused(self.written(tmp_path, content))
        assert nl in found.text("nl") and en in found.text("en")
        assert "UTF-8, zoals" in found.text("nl") and "UTF-8, as" in found.text("en")

    def test_a_name_too_long_for_the_disk(self, tmp_path: Path) -> None:
        assert self.refused(tmp_path / f"{'x' * 300}.json").code == "cannot_read"

    def test_a_file_that_may_not_be_opened(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def denied(self: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        path = self.written(tmp_path, b"{}")
        monkeypatch.setattr(Path, "read_bytes", denied)
        assert self.refused(path).code == "cannot_read"

    def test_a_file_too_large_to_be_a_case(self, tmp_path: Path) -> None:
        found = self.refused(self.written(tmp_path, b" " * 5_000_001))
        assert found.code == "file_too_large"
        assert "5.000.001" in found.text("nl") and "5.000.000" in found.text("nl")

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"{",
            b"{'name': 1}",
            b'{"beds": 1,}',
            b"\xff\xfe{\x00}\x00",
            b"PK\x03\x04",
            b"[" * 100_000,
            b'{"beds": ' + b"9" * 5_000 + b"}",
        ],
        ids=["empty", "cut off", "quotes", "comma", "UTF-16", "Excel file", "nested too deeply", "5,000 digits"],
    )
    def test_a_file_that_is_not_json(self, tmp_path: Path, content: bytes) -> None:
        assert self.refused(self.written(tmp_path, content)).code == "not_json"

    @pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400"])
    def test_numbers_that_json_does_not_know(self, tmp_path: Path, number: str) -> None:
        text = json.dumps(case_with(beds=0)).replace('"beds": 0', f'"beds": {number}')
        with pytest.raises(BadInput) as caught:
            load_case(self.written(tmp_path, text.encode()))
        (found,) = caught.value.problems
        assert (found.code, found.field) == ("not_finite", "beds")

    def test_a_field_that_stands_twice(self) -> None:
        """One of the two values would be lost without anybody seeing it."""
        with pytest.raises(BadInput) as caught:
            parse_case(b'{"schema_version": 1, "beds": 100, "beds": 200}', "zaak.json")
        (found,) = caught.value.problems
        assert (found.code, found.field) == ("double_key", "beds")
        assert "beds" in found.text("nl") and "beds" in found.text("en")

    def test_deeply_nested_rubbish_is_still_named(self) -> None:
        nested = "[" * 900 + "]" * 900
        text = json.dumps(case_with(beds=0)).replace('"beds": 0', f'"beds": {nested}')
        with pytest.raises(BadInput) as caught:
            parse_case(text.encode(), "zaak.json")
        assert [each.field for each in caught.value.problems] == ["beds"]

    def test_the_mark_some_editors_put_in_front_is_skipped(self, tmp_path: Path) -> None:
        path = self.written(tmp_path, b"\xef\xbb\xbf" + json.dumps(case_with()).encode())
        assert load_case(path) == read_case(case_with())


class TestOlderVersions:
    """Version 1 is the first, so the older files here are of versions that never were."""

    def test_a_file_of_an_older_version_goes_through_every_step_in_between(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("model.case.reading.SCHEMA_VERSION", 3)
        steps = {
            1: lambda old: {**{key: value for key, value in old.items() if key != "places"}, "beds": old["places"] + 1},
            2: lambda old: {**old, "beds": old["beds"] * 2},
        }
        monkeypatch.setattr("model.case.reading.MIGRATIONS", steps)
        old = {**without("beds"), "places": 99}
        assert read_case(old).beds == (99 + 1) * 2
        assert read_case(case_with(schema_version=2)).beds == 200 * 2
        assert read_case(case_with(schema_version=3)).beds == 200
        assert "places" in old, "the data that was given is left as it was"

    def test_what_is_written_has_the_newest_version(self) -> None:
        assert write_case(read_case(case_with()))["schema_version"] == SCHEMA_VERSION

    def test_every_older_version_has_its_step(self) -> None:
        assert sorted(MIGRATIONS) == list(range(1, SCHEMA_VERSION))


class TestWhatMayBeLeftOut:
    def test_a_short_file_is_a_complete_case(self) -> None:
        case = read_case(
            {
                "schema_version": 1,
                "municipality": "GM1783",
                "beds": 200,
                "start_date": "2027-06-30",
                "options": [{"id": "a", "type": "conversion"}],
            }
        )
        assert case.price_level_date == case.start_date == date(2027, 6, 30)
        assert (case.horizon_years, case.periods_per_year, case.discounting) == (30, 1, "end_of_period")
        assert case.option("a").variant == "office"

    def test_an_own_investment_falls_in_year_0_and_own_revenue_every_year_from_1(self) -> None:
        own_lines = [
            {"label": "Bouw", "kind": "investment", "amount": 10},
            {"label": "Huur", "kind": "revenue", "amount": 20},
        ]
        case = read_case(option_with(own_lines=own_lines))
        assert case.option("a").own_lines == (
            OwnLine("Bouw", "investment", 10.0, per="once", first=0.0),
            OwnLine("Huur", "revenue", 20.0, per="year", first=1.0, last=None, growth=0.0, growth_from=2.0),
        )

    @pytest.mark.parametrize("beds", [1, 100_000])
    def test_the_bounds_themselves_are_allowed(self, beds: int) -> None:
        assert read_case(case_with(beds=beds)).beds == beds

    def test_the_price_level_may_be_the_start(self) -> None:
        assert read_case(case_with(price_level_date="2027-01-01")).price_level_date == date(2027, 1, 1)

    def test_three_thirds_are_one(self) -> None:
        options = [{"id": name, "type": "short_stay"} for name in "abc"]
        thirds = [{"option": name, "share": 1 / 3} for name in "abc"]
        case = read_case(case_with(options=[*options, {"id": "m", "type": "mix", "components": thirds}]))
        assert [part.option for part in case.option("m").components] == ["a", "b", "c"]

    def test_a_growth_path_is_put_in_order_of_years(self) -> None:
        case = read_case(inputs(price_growth={"2030": 0.01, "2027": 0.02}))
        assert list(case.option("a").inputs["price_growth"]) == ["2027", "2030"]  # type: ignore[arg-type]


def input_values(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Any value the parameter allows."""
    if parameter.kind == "choice":
        return st.sampled_from(parameter.choices)
    if parameter.choices:
        return st.sampled_from([int(each) for each in parameter.choices])
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
                assert all(0 < len(each) < 2_000 and "\n" not in each for each in sentences)
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
        assert write_case(read_case(data)) == data

    def test_a_reason_is_kept(self) -> None:
        data = option_with(
            inputs={"occupancy": 0.9},
            reasons={"occupancy": {"who": "Adviseur", "when": "2026-05-01", "why": "Offerte"}},
        )
        case = read_case(data)
        assert case.option("a").reasons == {"occupancy": Reason("Adviseur", "2026-05-01", "Offerte")}
        assert write_case(case)["options"] == data["options"]


USUAL = {
    "investment": ("once", 0.0, "outside"),
    "replacement": ("once", 1.0, "outside"),
    "revenue": ("year", 1.0, "outside"),
    "operating_cost": ("year", 1.0, "outside"),
    "terminal_value": ("once", None, "outside"),
    "end_cost": ("once", None, "outside"),
    "subsidy": ("once", 0.0, "state"),
}
"""Per kind of own line how often, from which year and against whom it is booked when a case does not say."""


@pytest.mark.parametrize("kind", USUAL)
def test_what_an_own_line_does_not_say_is_usual_for_its_kind(kind: str) -> None:
    """The state pays subsidies; what is built or granted falls at the start; what is left, at the end of the term."""
    read = read_case(option_with(own_lines=[{"label": "x", "kind": kind, "amount": 5}])).options[0].own_lines[0]
    assert (read.per, read.first, read.counterparty) == USUAL[kind]
    assert own_line_of_kind("x", kind, 5) == read


def test_an_own_line_keeps_what_is_said() -> None:
    said = own_line_of_kind("x", "subsidy", 5, per="year", first=3, last=None, counterparty="employer", growth=None)
    assert (said.per, said.first, said.last, said.counterparty, said.growth) == ("year", 3, None, "employer", 0)
