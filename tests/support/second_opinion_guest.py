"""A night of a guest who is not registered in the second calculation: what the price and the tourist tax consist of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from tests.support.second_opinion_arithmetic import Row


@dataclass(frozen=True)
class GuestNight:
    """One night of a guest who is not registered: the tax, what of it is inside the price, what is paid on top."""

    tax: float
    inside: float
    top: float
    top_vat: float
    vat_saved: float


def guest_rows(v: Mapping[str, Any], vat: Row, prices: Row, tariff: Row, nights: Row) -> dict[str, Row]:
    """The parts of a night over all nights of guests who are not registered; the top also per bed per week."""
    price = v["price_per_bed_week"] / 7
    # Prices and tariffs look one period further than the nights do.
    guests = [guest_night(v, vat[n], price * prices[n], tariff[n]) for n in range(len(nights))]
    share = 1 - v["brp_share"]
    rows = {
        part.name: [share * count * getattr(guest, part.name) for count, guest in zip(nights, guests, strict=True)]
        for part in fields(GuestNight)
    }
    return {**rows, "weekly_top": [7 * share * guest.top for guest in guests]}


def guest_night(v: Mapping[str, Any], vat: float, price: float, growth: float) -> GuestNight:
    """The mean of a night with VAT and one without, at the share of nights with VAT."""
    with_vat, without = (_night(v, rate, price, growth) for rate in (vat, 0.0))
    share = v["vat_taxed_share"]
    parts = (getattr(with_vat, f.name) * share + getattr(without, f.name) * (1 - share) for f in fields(GuestNight))
    return GuestNight(*parts)


def _night(v: Mapping[str, Any], vat: float, price: float, growth: float) -> GuestNight:
    """What a price is made of: the night itself, the VAT on it, and the tourist tax inside with or without VAT."""
    passed_on = {"in_price": 0.0, "on_top": 1.0, "partly": v["tourist_tax_passed_on"]}[v["tourist_tax_form"]]
    vat_inside = vat if v["tourist_tax_vat"] != "never" else 0.0
    vat_on_top = vat if v["tourist_tax_vat"] == "always" else 0.0
    if v["tourist_tax_basis"] == "per_night":
        tax = v["tourist_tax_per_night"] * growth
        inside = tax * (1 - passed_on)
        bare = (price - inside * (1 + vat_inside)) / (1 + vat)
    else:
        # A euro of the night itself costs the guest so much, VAT and the tourist tax inside included.
        share_inside = v["tourist_tax_share"] * (1 - passed_on)
        bare = price / (1 + vat + share_inside + share_inside * vat_inside)
        tax, inside = bare * v["tourist_tax_share"], bare * share_inside
    vat_paid = bare * vat + inside * vat_inside
    top = tax - inside
    return GuestNight(tax, inside, top * (1 + vat_on_top), top * vat_on_top, price * vat / (1 + vat) - vat_paid)
