"""The tables are data people edit: each row is complete, sourced and bounded, and agrees with the formulas."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

from model.options import OPTION_TYPES
from model.options.traits import Trait
from model.parameters.law import LAW_STATUSES, law
from model.parameters.rules import RULES
from model.parameters.table import FOLDER, Default, parameters, sources
from model.words.units import units
from tests.parameters.option_kinds import DEFAULTS, KINDS, LANGUAGES, MODEL, named_in_source, resolved

STANDARD = [(kind, variant) for kind, variant in KINDS if kind != "own"]


def rows(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def where(row: Default) -> str:
    return " ".join((row.key, row.option, row.variant)).strip()


class TestParameters:
    def test_every_parameter_has_words_in_both_languages(self) -> None:
        speechless = [
            parameter.key
            for parameter in parameters().values()
            for language in LANGUAGES
            if not parameter.label(language) or not parameter.meaning(language)
        ]
        assert speechless == []

    def test_every_number_has_bounds_and_its_slider_lies_within_them(self) -> None:
        for parameter in parameters().values():
            if parameter.kind in {"choice", "date"}:
                continue
            bounds = (parameter.lowest, parameter.slider_low, parameter.slider_high, parameter.highest)
            assert None not in bounds, parameter.key
            assert list(bounds) == sorted(bounds), parameter.key  # type: ignore[type-var]
            assert parameter.step is not None and parameter.step > 0, parameter.key

    def test_columns_hold_the_words_they_are_meant_for(self) -> None:
        for parameter in parameters().values():
            assert parameter.scope in {"case", "option"}, parameter.key
            assert parameter.kind in {"number", "integer", "choice", "date", "growth"}, parameter.key
            assert parameter.applies_to in {"all", "standard", "purchase", *Trait}, parameter.key
            assert parameter.direction in {"up", "down", "none"}, parameter.key
            assert parameter.level in {1, 2, 3}, parameter.key
            choice, words = parameter.counts_when
            assert not choice or (words and set(words) <= set(parameters()[choice].choices)), parameter.key

    def test_every_unit_is_known(self) -> None:
        assert {parameter.unit for parameter in parameters().values()} <= set(units())


class TestDefaults:
    def test_every_row_is_of_an_option_type_and_variant_that_exist(self) -> None:
        variants = {kind.key: kind.variants for kind in OPTION_TYPES.values()} | {"standard": (), "all": ()}
        for row in DEFAULTS:
            assert row.option in variants, where(row)
            assert row.variant in {"", *variants[row.option]}, where(row)

    def test_no_row_stands_twice(self) -> None:
        places = [where(row) for row in DEFAULTS]
        assert [place for place in places if places.count(place) > 1] == []

    def test_every_number_lies_within_the_bounds(self) -> None:
        """A row with a rule holds the rule's own number; what comes of it is tested where it is resolved."""
        for row in (row for row in DEFAULTS if not row.rule):
            parameter = parameters()[row.key]
            for value in (row.low, row.typical, row.high):
                if isinstance(value, float):
                    assert parameter.lowest is not None and parameter.highest is not None, where(row)
                    assert parameter.lowest <= value <= parameter.highest, where(row)

    def test_low_typical_and_high_stand_in_order(self) -> None:
        for row in DEFAULTS:
            known = [value for value in (row.low, row.typical, row.high) if isinstance(value, float)]
            assert known == sorted(known), where(row)

    def test_a_range_has_two_ends(self) -> None:
        assert [where(row) for row in DEFAULTS if (row.low is None) != (row.high is None)] == []

    def test_every_word_is_one_of_the_choices(self) -> None:
        for row in DEFAULTS:
            parameter = parameters()[row.key]
            if parameter.choices and row.typical is not None:
                shown = row.typical if isinstance(row.typical, str) else f"{row.typical:g}"
                assert shown in parameter.choices, where(row)

    def test_every_whole_number_is_whole(self) -> None:
        for row in DEFAULTS:
            if parameters()[row.key].kind == "integer" and isinstance(row.typical, float):
                assert row.typical.is_integer(), where(row)

    def test_every_rule_exists(self) -> None:
        assert {row.rule for row in DEFAULTS if row.rule} - set(RULES) == {"horizon"}

    def test_every_assumption_has_a_reason_in_both_languages(self) -> None:
        unexplained = [
            where(row) for row in DEFAULTS if row.status == "assumption" and not (row.reason_nl and row.reason_en)
        ]
        assert unexplained == []

    def test_every_sourced_default_has_a_source(self) -> None:
        """A rule cites the figures it used."""
        unsourced = [where(row) for row in DEFAULTS if row.status == "sourced" and not (row.source_id or row.rule)]
        assert unsourced == []

    def test_every_derived_default_has_a_source_or_a_formula(self) -> None:
        underived = [
            where(row)
            for row in DEFAULTS
            if row.status == "derived" and not (row.source_id or row.formula_nl or row.rule)
        ]
        assert underived == []

    def test_what_is_said_in_dutch_is_said_in_english(self) -> None:
        for row in DEFAULTS:
            assert bool(row.reason_nl) == bool(row.reason_en), where(row)
            assert bool(row.formula_nl) == bool(row.formula_en), where(row)

    def test_a_price_with_vat_is_that_of_lodging_and_one_without_that_of_housing(self) -> None:
        """Lodging bears VAT and tourist tax inside its price, so it starts from a higher one than housing."""
        prices = {
            (option.provenance["use_function"].value, option.values["price_per_bed_week"])
            for option in (resolved(kind, variant) for kind, variant in STANDARD)
        }
        of_use = {use: {price for each, price in prices if each == use} for use in ("lodging", "housing")}
        assert len(of_use["lodging"]) == 1
        assert max(of_use["housing"]) < min(of_use["lodging"])

    def test_lodging_is_taxed_unregistered_and_no_home_in_every_option(self) -> None:
        """Use, VAT, class for property tax, registration and length of stay say the same of each option."""
        for kind, variant in STANDARD:
            values = {key: value.value for key, value in resolved(kind, variant).provenance.items()}
            lodging = values["use_function"] == "lodging"
            assert (values["vat_taxed_share"] > 0.5) == lodging, (kind, variant)  # type: ignore[operator]
            assert (values["property_class"] == "non_home") == lodging, (kind, variant)
            assert (values["brp_share"] < 0.5) == lodging, (kind, variant)  # type: ignore[operator]
            assert (values["stay_months"] <= 4) == lodging, (kind, variant)  # type: ignore[operator]


TABLES_WITH_SOURCES = (
    FOLDER / "defaults.csv",
    FOLDER / "law.csv",
    MODEL / "law" / "norms.csv",
    MODEL / "law" / "calendar.csv",
    FOLDER / "points.csv",
    FOLDER / "points_labels.csv",
    FOLDER / "points_facilities.csv",
)


class TestSources:
    def test_every_source_that_is_named_exists(self) -> None:
        named = {row["source_id"] for path in TABLES_WITH_SOURCES for row in rows(path.name, path.parent)}
        assert named - {""} - set(sources()) == set()

    def test_every_source_is_named_by_a_value_or_by_a_rule(self) -> None:
        named = {row["source_id"] for path in TABLES_WITH_SOURCES for row in rows(path.name, path.parent)}
        assert set(sources()) - named - named_in_source() == set()

    def test_every_source_can_be_looked_up(self) -> None:
        for source in sources().values():
            assert source.url.startswith(("https://", "http://")), source.source_id
            assert source.publisher and source.title and source.year, source.source_id
            assert source.tier in {"A", "B", "C", "D"}, source.source_id

    def test_no_source_stands_twice(self) -> None:
        assert len(rows("sources.csv")) == len(sources())


class TestLaw:
    def test_dates_ascend_per_value(self) -> None:
        dates_of: dict[str, list[str]] = {}
        for row in rows("law.csv"):
            dates_of.setdefault(f"{row['key']} {row['proposal']}", []).append(row["from"])
        for key, dates in dates_of.items():
            assert all(earlier < later for earlier, later in pairwise(dates)), key

    def test_every_row_is_of_a_dated_parameter_and_within_its_bounds(self) -> None:
        for key, steps in law().items():
            parameter = parameters()[key]
            assert parameter.dated, key
            assert parameter.lowest is not None and parameter.highest is not None, key
            assert all(parameter.lowest <= step.value <= parameter.highest for step in steps), key

    def test_every_row_says_whether_it_is_in_force_and_who_says_so(self) -> None:
        """Only what is assumed may have no source, and then its note says so."""
        for row in rows("law.csv"):
            assert row["law_status"] in LAW_STATUSES, row
            assert row["source_id"] or (row["law_status"] == "assumed" and "geen bron" in row["note_nl"]), row
            assert bool(row["note_nl"]) == bool(row["note_en"]), row
