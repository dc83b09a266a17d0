"""Traits of kinds of option: which norms and laws concern whom, and that a new kind cannot escape them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from model.case import Option
from model.case.data import shown_inputs
from model.law.calendar import rules
from model.law.norms import FLOOR_AREA, norms
from model.options import OPTION_TYPES, OptionType, Trait, traits_of
from model.options.traits import Traits, concern_of
from model.parameters.table import default_row

KINDS = [(kind.key, variant) for kind in OPTION_TYPES.values() for variant in (kind.variants or ("",))]

SHORT, MID = ("short_stay", ""), ("mid_stay", "")
OFFICE, FARM, HOTEL, HOLIDAY_PARK = (("conversion", was) for was in ("office", "farm", "hotel", "holiday_park"))
PERMANENT, RELOCATABLE = ("new_build", "permanent"), ("new_build", "relocatable")
LODGING = {SHORT, OFFICE, HOTEL, HOLIDAY_PARK}
LETTING = {MID, OFFICE, FARM, HOTEL, HOLIDAY_PARK, PERMANENT, RELOCATABLE}
NEW_SITES = {SHORT, MID, HOTEL, PERMANENT, RELOCATABLE}
CONVERSION_OR_NEW = {OFFICE, FARM, HOTEL, HOLIDAY_PARK, PERMANENT, RELOCATABLE}

NORMS = {
    "snf_m2_new": NEW_SITES,
    "snf_m2_before": NEW_SITES,
    "snf_m2_existing": {OFFICE, FARM, HOLIDAY_PARK},
    "snf_bedroom_persons": NEW_SITES,
}
RULES = {
    "vat_lodging": LODGING,
    "thirty_nights": LODGING,
    "tenancy_longer_stay": LODGING,
    "max_rents": LETTING,
    "fixed_tenancy": LETTING,
    "permit_term": {SHORT, MID, RELOCATABLE},
    "sft": CONVERSION_OR_NEW,
    "sft_amount": CONVERSION_OR_NEW,
    "rthf": {RELOCATABLE},
    "rthf_terms": {RELOCATABLE},
    "realisation_grant": {PERMANENT},
}
"""Whom a norm or a rule concerns, kind by kind; every other one concerns all."""


@pytest.mark.parametrize("norm", norms(), ids=lambda norm: norm.norm)
def test_a_norm_concerns_exactly_these_kinds(norm: object) -> None:
    concerned = {kind for kind in KINDS if norm.concern.meets(traits_of(*kind))}  # type: ignore[attr-defined]
    assert concerned == NORMS.get(norm.norm, set(KINDS))  # type: ignore[attr-defined]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.rule)
def test_a_law_concerns_exactly_these_kinds(rule: object) -> None:
    concerned = {kind for kind in KINDS if rule.concerns(Option("x", *kind))}  # type: ignore[attr-defined]
    assert concerned == RULES.get(rule.rule, set(KINDS))  # type: ignore[attr-defined]


def test_only_relocatable_homes_are_asked_for_the_guarantee() -> None:
    assert {kind for kind in KINDS if "guarantee_use" in shown_inputs(Option("x", *kind))} == {RELOCATABLE}


def every_trait_set() -> list[Traits]:
    """All sets of traits a kind that houses people can have."""
    sets = [frozenset(chosen) for size in range(len(Trait) + 1) for chosen in combinations(Trait, size)]
    return [traits for traits in sets if traits & {Trait.LODGES, Trait.LETS}]


@pytest.mark.parametrize("day", [date(2017, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2031, 1, 1)])
def test_no_set_of_traits_escapes_the_floor_area_of_snf(day: date) -> None:
    """Of two sets of norms, for new sites and for existing places, exactly one is for each kind on each day."""
    of_snf = [norm for norm in norms() if norm.body == "SNF" and norm.quantity == FLOOR_AREA]
    for traits in every_trait_set():
        assert sum(norm.holds_for(traits, day) for norm in of_snf) == 1, traits


def test_no_set_of_traits_escapes_both_the_rules_of_lodging_and_those_of_letting() -> None:
    """Who is lodged pays VAT on it, who rents has a maximum rent."""
    of_price = [rule.concern for rule in rules() if rule.rule in {"vat_lodging", "max_rents"}]
    assert all(any(concern.meets(traits) for concern in of_price) for traits in every_trait_set())


def test_every_kind_that_houses_people_has_a_trait_and_no_other_has() -> None:
    for kind, variant in KINDS:
        assert bool(traits_of(kind, variant)) == OPTION_TYPES[kind].houses_people, (kind, variant)


def test_a_kind_lodges_or_lets_as_its_default_use_says() -> None:
    """Its default decides the VAT it is calculated with, its trait whether the calendar tells the law on that VAT."""
    for kind, variant in KINDS:
        use = default_row("use_function", kind, variant)
        if OPTION_TYPES[kind].houses_people and use is not None:
            expected = {"lodging": Trait.LODGES, "housing": Trait.LETS}[str(use.typical)]
            assert expected in traits_of(kind, variant), (kind, variant)


def test_every_trait_is_of_some_kind() -> None:
    assert frozenset().union(*(traits_of(*kind) for kind in KINDS)) == frozenset(Trait)


def test_a_kind_that_does_not_say_how_it_houses_people_is_refused() -> None:
    with pytest.raises(ValueError, match="houseboat houses people: state whether it lodges or lets"):
        boat()
    with pytest.raises(ValueError, match="houseboat ferry houses people"):
        boat(variants=("barge", "ferry"), variant_traits=(frozenset({Trait.LETS}), frozenset()))


def test_variants_without_their_traits_are_refused() -> None:
    with pytest.raises(ValueError, match="houseboat: 2 variants, and 1"):
        boat(variants=("barge", "ferry"), variant_traits=(frozenset({Trait.LETS}),))


def test_own_lines_and_a_mix_need_no_trait() -> None:
    assert not replace(OPTION_TYPES["own"], key="budget").traits
    assert not replace(OPTION_TYPES["mix"], key="blend").traits


def test_a_trait_that_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="lodge"):
        concern_of("lets|not lodge")


def boat(**stated: object) -> OptionType:
    return OptionType("houseboat", "Woonboot", "Houseboat", "Kamers.", "Rooms.", **stated)  # type: ignore[arg-type]
