"""What kind of stay it is for VAT: lodging (taxed) or housing (exempt), by date.

The thirty-night rule is a proposal: from its date on only stays of at most thirty nights are lodging. It applies when
the case asks for the law as it would be if the proposals pass.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line
from model.formula.primitives import at_least
from model.lines.dated import dated_steps, dated_value
from model.lines.structure import Structure
from model.lines.timeline import Timeline


@dataclass(frozen=True)
class Stay:
    """What of the stay is taxed, and what of the VAT on costs stays a cost, as shares.

    `taxed_share` is the share of nights with VAT, per period; `vat_not_reclaimed` the share of VAT on costs that stays
    a cost. The two `in_operation` count the period of opening from the opening day on: for income and costs of running
    it. VAT comes back for the share of nights that is taxed; exempt residential letting gives no deduction (Wet op de
    omzetbelasting 1968, art. 11 and 15). `taxed_share_first_use` is the share on the opening day, and
    `taxed_share_lost` what changes of law after that day take from it, in years' worth per period.
    """

    taxed_share: Line
    vat_not_reclaimed: Line
    taxed_share_in_operation: Line
    vat_not_reclaimed_in_operation: Line
    taxed_share_first_use: Line
    taxed_share_lost: Line


def build_stay(structure: Structure, timeline: Timeline) -> Stay:
    """The taxed share: as given, and after the thirty-night date only its nights in stays of at most thirty nights."""
    key, name = "thirty_night_rule", "thirty_night_share"
    steps = dated_steps(name, key, timeline, structure)
    on_opening: Expression = Input(key)
    after_opening: Expression = timeline.is_start * 0
    rule: Expression = Input(key)
    for number, step in enumerate(steps, start=1):
        already = Line(f"{name}_at_opening_{number}", at_least(timeline.opening_date, step.date))
        rule = rule + step.change * step.share_after
        on_opening = on_opening + step.change * already
        after_opening = after_opening + step.change * step.share_after * (1 - already)
    longer_stays = Line("nights_in_longer_stays", Input("vat_taxed_share") * (1 - Input("thirty_night_stays")))
    taxed = Line("taxed_share", Input("vat_taxed_share") - longer_stays * Line(name, rule))
    not_reclaimed = Line("vat_not_reclaimed", 1 - taxed)
    taxed_open, not_reclaimed_open = taxed, not_reclaimed
    if steps:
        in_operation = dated_value(f"{name}_in_operation", key, timeline, structure, timeline.open_since)
        taxed_open = Line("taxed_share_in_operation", Input("vat_taxed_share") - longer_stays * in_operation)
        not_reclaimed_open = Line("vat_not_reclaimed_in_operation", 1 - taxed_open)
    rule_on_opening = Line("rule_on_opening", on_opening)
    rule_after_opening = Line("rule_after_opening", after_opening)
    years = timeline.period_months / 12 * timeline.in_term
    return Stay(
        taxed_share=taxed,
        vat_not_reclaimed=not_reclaimed,
        taxed_share_in_operation=taxed_open,
        vat_not_reclaimed_in_operation=not_reclaimed_open,
        taxed_share_first_use=Line("taxed_share_first_use", Input("vat_taxed_share") - longer_stays * rule_on_opening),
        taxed_share_lost=Line("taxed_share_lost", longer_stays * rule_after_opening * years),
    )


def build_own_vat_not_reclaimed() -> Line:
    """Share of VAT that stays a cost for an option of own lines: fixed, since its lines know no kind of stay."""
    return Line("vat_not_reclaimed", 1 - Input("vat_taxed_share"))


def build_municipal_own_vat() -> Line:
    """Share of the VAT on the municipality's own lines that it cannot get back."""
    return Line("municipality_vat_not_returned", 1 - Input("vat_compensation_share"))
