"""The tourist tax of a bed per week as the formula it is, in a sentence."""

from __future__ import annotations

from model.engine.results import Computed
from model.outcomes.quantities import figure_of
from model.words.messages import Message, message


def tourist_tax_reading(part: Computed) -> Message | None:
    """What the tax of somebody who is not registered is levied on and how much it is, in the first period with guests.

    None where nobody bears it, and for an option without a price of its own.
    """
    rows = part.rows
    first = next((number for number, tax in enumerate(rows.get("tourist_tax", ())) if tax), None)
    if part.resolved is None or first is None:
        return None
    option, values, given = part.resolved.option.id, part.resolved.values, part.resolved.provenance
    week = values["nights_per_week"]
    tax = figure_of("tourist_tax_week_first_year", option, rows["tourist_tax_night"][first] * week)
    on_top = part.scalars["tourist_tax_on_top"]
    if given["tourist_tax_basis"].value == "per_night":
        night = figure_of("tourist_tax_per_night", option, rows["tourist_tax_night"][first])
        share = figure_of("tourist_tax_passed_on", option, on_top)
        return message("tourist_tax_amount", night=night, tax=tax, share=share)
    taxed = values["vat_taxed_share"]
    if taxed not in {0, 1} or on_top not in {0, 1}:
        return message("tourist_tax_mean", tax=tax, share=figure_of("tourist_tax_passed_on", option, on_top))
    code = "tourist_tax_on_top"
    if on_top == 0:
        bears_vat = taxed and part.scalars["tourist_tax_inside_bears_vat"]
        code = "tourist_tax_inside_with_vat" if bears_vat else "tourist_tax_inside_without_vat"
    # A rate that is entered is one number, one by law a row.
    vat = rows["lodging_vat"][first] if "lodging_vat" in rows else part.scalars["lodging_vat"]
    return message(
        code,
        tax=tax,
        price=figure_of("price_per_bed_week", option, rows["price_per_night"][first] * week),
        vat=figure_of("lodging_vat_rate", option, vat * taxed),
        share=figure_of("tourist_tax_share", option, values["tourist_tax_share"]),
    )
