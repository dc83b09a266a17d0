"""What lodging would earn as tenancy, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from model.engine.results import CaseResult
from model.outcomes.quantities import figure_of
from model.outcomes.tenancy import LEAST_M2, UnderTenancy, has_room_to_let, would_be_tenancy
from model.readings.names import OptionName
from model.words.messages import Message, message


def tenancy_readings(result: CaseResult, rows: Sequence[UnderTenancy]) -> Iterator[Message]:
    """Per option of longer lodging: what it could ask and what it would be worth, now and then; then what it rests on.

    Nothing where no option lodges people for longer than thirty days.
    """
    concerned = [option for option in result.options.values() if would_be_tenancy(option)]
    for option in concerned:
        name, of = OptionName(result.case, option.option.id), option.option.id
        mine = [row for row in rows if row.option == of]
        if not has_room_to_let(option):
            yield message("tenancy_no_room", option=name, least=figure_of("m2_per_bed", of, LEAST_M2))
        elif mine:
            npvs = [row.npv for row in mine if row.npv is not None]
            yield message(
                "tenancy_reading",
                option=name,
                low=figure_of("price_per_bed_week", of, min(row.price for row in mine)),
                high=figure_of("price_per_bed_week", of, max(row.price for row in mine)),
                now=figure_of("price_per_bed_week", of, mine[0].price_now),
                worst=figure_of("npv", of, min(npvs, default=None)),
                best=figure_of("npv", of, max(npvs, default=None)),
                npv=figure_of("npv", of, mine[0].npv_now),
            )
    if concerned:
        yield message("tenancy_note")


def tenancy_row(result: CaseResult, row: UnderTenancy) -> Message:
    """What a row of the comparison supposes."""
    return message("tenancy_row", option=OptionName(result.case, row.option), points=row.points, label=row.supposed)
