"""The tourist tax of a night: an amount, or a share of what the night costs; inside the price or on top of it.

It is levied on nights of people who are not registered as residents (Gemeentewet art. 224). Whether a night bears VAT
and whether its guest is registered are taken to be independent of each other.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line
from model.formula.primitives import by_choice, choice_of
from model.lines.growth import growth_index
from model.lines.premises import Premises

BASES = ("per_night", "share_of_price")
"""What the tariff is: an amount per night, or a share of what the night costs without VAT and without the tax."""

FORMS = ("in_price", "on_top", "partly")
"""How it is charged: inside the price, on top of it, or a share of it on top."""

WITH_VAT = ("in_price", "always", "never")
"""Whether the tax itself bears VAT: only the part inside the price, also what is on top, or neither."""


@dataclass(frozen=True)
class TouristTax:
    """Rows in nominal euros per night of somebody who is not registered; `follows_price` is 1 for a share of the price.

    `charged` is what is paid on top of the price, `charged_vat` the VAT in it; `vat_saved` the VAT that the price does
    not bear because part of it is tourist tax without VAT.
    """

    follows_price: Line
    on_top: Line
    night: Line
    charged: Line
    charged_vat: Line
    vat_saved: Line


def build_tourist_tax(premises: Premises, vat_rate: Line, vat_in_price: Line) -> TouristTax:
    """The tax per night, by the tariff of the municipality.

    A share s of the price p with a part f on top, VAT rate v, c = 1 where the part inside bears VAT, else 0:

        tax = s x p / (1 + v + (1 - f) x s x (1 + c x v))

    so p / (1 + v + s) x s inside without VAT, p / ((1 + v) x (1 + s)) x s inside with VAT, p / (1 + v) x s on top. A
    night without VAT has v = 0. An amount per night is itself, growing by its own path; a share follows the price.
    """
    timeline, stay = premises.timeline, premises.stay
    form, passed_on = choice_of("tourist_tax_form"), Input("tourist_tax_passed_on")
    on_top = Line("tourist_tax_on_top", by_choice(form, FORMS, in_price=0, on_top=1, partly=passed_on))
    vat_choice = choice_of("tourist_tax_vat")
    inside_bears = Line("tourist_tax_inside_bears_vat", by_choice(vat_choice, WITH_VAT, never=0, otherwise=1))
    top_bears = Line("tourist_tax_on_top_bears_vat", by_choice(vat_choice, WITH_VAT, always=1, otherwise=0))
    follows_price = Line(
        "tourist_tax_follows_price", by_choice(choice_of("tourist_tax_basis"), BASES, per_night=0, share_of_price=1)
    )
    price = Line("price_per_night", Input("price_per_bed_week") / Input("nights_per_week") * premises.indices.asked)
    index = growth_index("tourist_tax_index", "tourist_tax_growth", timeline, premises.structure, in_operation=True)
    amount = Line("tourist_tax_amount", Input("tourist_tax_per_night") * index * (1 - follows_price))
    inside = Line("tourist_tax_share_inside", Input("tourist_tax_share") * (1 - on_top))

    def in_night(name: str, divisor: Expression) -> Line:
        of_price = Line(f"{name}_of_price", Input("tourist_tax_share") / divisor)
        return Line(name, price * of_price * follows_price + amount)

    taxed = in_night("tourist_tax_taxed_night", 1 + vat_rate + inside * (1 + inside_bears * vat_rate))
    exempt = in_night("tourist_tax_exempt_night", 1 + inside)
    share = stay.taxed_share_in_operation
    night = Line("tourist_tax_night", share * taxed + (1 - share) * exempt)
    charged_vat = Line("tourist_tax_vat_night", share * taxed * vat_rate * on_top * top_bears)
    return TouristTax(
        follows_price=follows_price,
        on_top=on_top,
        night=night,
        charged=Line("tourist_tax_charged_night", night * on_top + charged_vat),
        charged_vat=charged_vat,
        vat_saved=Line("tourist_tax_vat_saved_night", vat_in_price * taxed * (1 - on_top) * (1 - inside_bears)),
    )
