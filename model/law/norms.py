"""The norm check: an option's design against SNF, AKF and the building decree, and its price against wage and rent law.

Each test says whether the option meets the norm on the day it opens, by how much it falls short, or why it cannot be or
need not be tested, with the source of the norm.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from model.engine.resolve import Provenance, ResolvedOption
from model.engine.results import CaseResult, Computed
from model.formula.runtime import edate, to_date
from model.law.rent import RentLimit, rent_limit
from model.options import traits_of
from model.options.traits import Concern, Traits, concern_of
from model.parameters.points import HOME, ROOM, WEEKS_IN_A_MONTH
from model.parameters.table import ChosenWord, parameters, sources
from model.words.messages import Message, message
from model.words.names import Name
from model.words.rows import read_rows
from model.words.texts import codes, text

MEETS, SHORT, NOT_APPLICABLE, NOT_ASSESSABLE = "meets", "short", "not_applicable", "not_assessable"
ROOM_TOLERANCE = 1e-9
FLOOR_AREA, PRICE = "m2_per_bed", "price_against_ceiling"
"""What is tested of every option that houses people, whatever its traits."""


@dataclass(frozen=True, slots=True)
class Norm:
    """A dated norm: on which input, a minimum or maximum, from when to when, which options it concerns.

    `remark` is what to know about it.
    """

    norm: str
    body: str
    quantity: str
    side: str
    value: float | None
    since: date
    until: date | None
    concern: Concern
    source_id: str
    remark: Name

    def holds_for(self, traits: Traits, day: date) -> bool:
        """Whether the norm is for an option with these traits that opens on that day."""
        return self.concern.meets(traits) and self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class NormResult:
    """The outcome of one test.

    `body` is a proper name, or the key of a law, which each language calls by its own name. `margin` is the room left
    (positive) or the shortfall (negative) in the quantity's unit.
    """

    norm: str
    body: str
    quantity: str
    status: str
    value: float | None
    limit: float | None
    margin: float | None
    unit: str
    source: str
    url: str
    remark: Message | Name

    def body_name(self) -> Message | str:
        """Whose norm it is: a body by its own name, a law by what it is called in a language."""
        return message(f"norm_body_{self.body}") if f"norm_body_{self.body}" in codes() else self.body

    def whose(self, language: str) -> str:
        """Whose norm it is, in a language."""
        body = self.body_name()
        return body if isinstance(body, str) else body.text(language)

    def note(self, language: str) -> str:
        """Why it came out so, or what to check."""
        return self.remark.text(language) if isinstance(self.remark, Message) else self.remark.label(language)

    def label(self, language: str) -> str:
        """What was tested."""
        if self.quantity in parameters():
            return parameters()[self.quantity].label(language)
        return text(f"norm_{self.quantity}", language)


@cache
def norms() -> tuple[Norm, ...]:
    """All norms of `norms.csv`."""
    return tuple(
        Norm(
            norm=row["norm"],
            body=row["body"],
            quantity=row["quantity"],
            side=row["side"],
            value=float(row["value"]) if row["value"] else None,
            since=date.fromisoformat(row["from"]),
            until=date.fromisoformat(row["until"]) if row["until"] else None,
            concern=concern_of(row["traits"]),
            source_id=row["source_id"],
            remark=Name(row["note_nl"], row["note_en"]),
        )
        for row in read_rows(Path(__file__).parent / "norms.csv")
    )


def check_norms(result: CaseResult, option_id: str) -> Mapping[str, tuple[NormResult, ...]]:
    """All tests of an option, by the option they are about: itself, or each component of a mix; own lines have none."""
    return {
        part.resolved.option.id: tuple(_part_results(result, part, part.resolved))
        for part in result.options[option_id].parts
        if part.resolved is not None and FLOOR_AREA in part.resolved.provenance
        if "persons_per_bedroom" in part.resolved.provenance
    }


def opening_date(resolved: ResolvedOption) -> date:
    """The day an option opens: the start and its months of construction."""
    return to_date(edate(resolved.values["start_date"], resolved.values["construction_months"]))


def _part_results(result: CaseResult, part: Computed, resolved: ResolvedOption) -> Iterator[NormResult]:
    day, traits = opening_date(resolved), traits_of(resolved.option.type, resolved.option.variant)
    for norm in norms():
        if norm.holds_for(traits, day):
            yield _design_result(norm, resolved)
    yield _ceiling_result(part, resolved)
    yield _rent_result(result, part, resolved)


def _design_result(norm: Norm, resolved: ResolvedOption) -> NormResult:
    value = resolved.values[norm.quantity]
    source = sources().get(norm.source_id)
    known = None if math.isnan(value) else value
    margin = None
    remark: Message | Name = norm.remark
    if norm.value is None:
        status = NOT_ASSESSABLE
    elif known is None:
        status, remark = NOT_ASSESSABLE, message("norm_not_given")
    else:
        margin = known - norm.value if norm.side == "min" else norm.value - known
        status = MEETS if margin >= -ROOM_TOLERANCE else SHORT
    return NormResult(
        norm=norm.norm,
        body=norm.body,
        quantity=norm.quantity,
        status=status,
        value=known,
        limit=norm.value,
        margin=margin,
        unit=parameters()[norm.quantity].unit,
        source=source.citation() if source else "",
        url=source.url if source else "",
        remark=remark,
    )


def _ceiling_result(part: Computed, resolved: ResolvedOption) -> NormResult:
    """The price of the first full year against the most that may be deducted from the minimum wage."""
    source = sources()["wml_deduction_max_2026"]
    has_year = part.scalars["has_full_year"] > 0
    price = part.scalars["price_first_year"] if has_year else None
    limit = part.scalars["ceiling_first_year"] if has_year else None
    margin = None if price is None or limit is None else limit - price
    remark = message("norm_ceiling_note", hours=resolved.values["hours_per_week"])
    return NormResult(
        norm="deduction_ceiling",
        body="wml",
        quantity=PRICE,
        status=NOT_ASSESSABLE if margin is None else MEETS if margin >= -ROOM_TOLERANCE else SHORT,
        value=price,
        limit=limit,
        margin=margin,
        unit="eur_per_bed_week",
        source=source.citation(),
        url=source.url,
        remark=remark,
    )


def _rent_result(result: CaseResult, part: Computed, resolved: ResolvedOption) -> NormResult:
    """The bare rent per month against the highest by points (WWS for a home, WWSO for a room).

    The bare rent is the price without service costs: as given, else what service really costs.
    """
    values, given = resolved.values, resolved.provenance
    limit = rent_limit(result, part)
    if limit is None:
        return _rent_outcome(given, NOT_APPLICABLE, message("norm_rent_free"))
    if limit.is_free:
        return _rent_outcome(given, NOT_APPLICABLE, message("norm_rent_free_sector", points=limit.points))
    if limit.monthly is None:
        return _rent_outcome(given, NOT_ASSESSABLE, message("norm_points_out_of_table", points=limit.points))
    key = "service_cost_per_bed_week"
    service = limit.service if given[key].is_default else values[key]
    rent = (values["price_per_bed_week"] - service) * limit.beds * WEEKS_IN_A_MONTH
    status = MEETS if rent <= limit.monthly + ROOM_TOLERANCE else SHORT
    return _rent_outcome(given, status, limit_note(limit), rent, limit)


def limit_note(limit: RentLimit) -> Message:
    """How many points a highest rent rests on, and on which label and WOZ class where we counted them ourselves."""
    if not limit.counted:
        return message("norm_rent_note", points=limit.points)
    woz = message(f"points_{limit.woz}") if limit.kind == ROOM else message("points_woz_of_home")
    return message("norm_rent_counted", points=limit.points, label=ChosenWord("energy_label", limit.label), woz=woz)


def _rent_outcome(
    given: Mapping[str, Provenance],
    status: str,
    remark: Message,
    rent: float | None = None,
    limit: RentLimit | None = None,
) -> NormResult:
    most = None if limit is None else limit.monthly
    figure = None if limit is None else limit.figure
    return NormResult(
        norm="max_rent",
        body="WWS" if given["rent_table"].value == HOME else "WWSO",
        quantity="rent_against_points",
        status=status,
        value=rent,
        limit=most,
        margin=None if rent is None or most is None else most - rent,
        unit="eur_per_month",
        source="" if figure is None else figure.source.publisher,
        url="" if figure is None else figure.source.url,
        remark=remark,
    )
