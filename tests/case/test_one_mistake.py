"""One mistake in a case file is one sentence: field, value and what is allowed, in Dutch and English."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from model.options import OPTION_TYPES
from model.problems import Problem
from tests.case.case_data import Json, case_with, half, inputs, mix_of, option_with, own_line, problems_of, without

ONE_YEAR_PLAN: list[Json] = [{"label": "Bouw", "kind": "investment", "amount": 1000}]


def the_problem_of(data: object) -> Problem:
    problems = problems_of(data)
    assert len(problems) == 1, [problem.text("en") for problem in problems]
    return problems[0]


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
    "label that is a list": Wrong(option_with(label=["x"]), "options[1].label", "x"),
    # Versions.
    "newer version": Wrong(case_with(schema_version=3), "schema_version", "3", ("2",)),
    "version zero": Wrong(case_with(schema_version=0), "schema_version", "0", ("2",)),
    "version as text": Wrong(case_with(schema_version="1"), "schema_version", "1", ("2",)),
    "version true": Wrong(case_with(schema_version=True), "schema_version", "true", ("2",)),
    # Keys nobody reads.
    "unknown key": Wrong(case_with(bed=5), "bed", "bed", ("beds", "options")),
    "unknown key of an option": Wrong(option_with(input={}), "options[1].input", "input", ("inputs", "own_lines")),
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
        f"{number} in {field}": Wrong(data, field, f"{number}")
        for number in (float("nan"), float("inf"), float("-inf"))
        for field, data in {
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
    "text for an option": Wrong(case_with(options=["short_stay"]), "options[1]", "short_stay"),
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
    "unknown type": Wrong(option_with(type="hotel"), "options[1].type", "hotel", (", ".join(OPTION_TYPES),)),
    "list for a type": Wrong(option_with(type=["own"]), "options[1].type", "own", ("short_stay",)),
    "unknown variant": Wrong(
        option_with(type="conversion", variant="barn"),
        "options[1].variant",
        "barn",
        ("office, farm, hotel, holiday_park",),
    ),
    "variant of a type without variants": Wrong(
        option_with(variant="office"), "options[1].variant", "variant", ("id, type, label",)
    ),
    "false for a variant": Wrong(option_with(variant=False), "options[1].variant", "variant", ("id, type, label",)),
    "the same id twice": Wrong(
        case_with(options=[{"id": "a", "type": "short_stay"}, {"id": "a", "type": "mid_stay"}]), "options", "a"
    ),
    "id with a dot": Wrong(option_with(id="a.b"), "options[1].id", "a.b", ("30",)),
    "id that starts with a digit": Wrong(option_with(id="1a"), "options[1].id", "1a", ("30",)),
    "empty id": Wrong(option_with(id=""), "options[1].id", '""', ("30",)),
    "id of 32 characters": Wrong(option_with(id="a" * 32), "options[1].id", "a" * 32, ("30",)),
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
    "id": (case_with(options=[{"type": "short_stay"}]), "options[1].id"),
    "type": (case_with(options=[{"id": "a"}]), "options[1].type"),
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
        problem = the_problem_of(wrong.data)
        sentence = problem.text(language)
        assert problem.field == wrong.field
        for piece in (wrong.value, *wrong.allowed):
            about_size = language == "nl" and problem.code in ABOUT_SIZE
            assert (in_dutch(piece) if about_size else piece) in sentence
        assert wrong.field in sentence

    @pytest.mark.parametrize("language", ["nl", "en"])
    @pytest.mark.parametrize(("data", "field"), MISSING.values(), ids=MISSING.keys())
    def test_a_field_that_is_missing_is_named(self, data: Json, field: str, language: str) -> None:
        problem = the_problem_of(data)
        assert (problem.code, problem.field) == ("missing", field)
        assert field in problem.text(language)

    @pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
    def test_dutch_and_english_differ(self, wrong: Wrong) -> None:
        problem = the_problem_of(wrong.data)
        assert problem.text("nl") != problem.text("en")

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
        problem = the_problem_of(inputs(price_per_bed_week=value))
        assert f": {nl} valt buiten" in problem.text("nl") and f": {en} is out of bounds" in problem.text("en")

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
        problem = the_problem_of(option_with(components=[half("a"), half("b")]))
        assert (problem.code, problem.field) == ("components_only_in_mix", "a.components")
        assert "mix" in problem.text("nl") and "mix" in problem.text("en")
