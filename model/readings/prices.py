"""From which price each option starts, and why; and how much the law lets a resident be asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from model.engine.resolve import Provenance
from model.engine.results import CaseResult
from model.law.norms import limit_note
from model.law.rent import RentLimit, rent_limit
from model.outcomes.quantities import figure_of
from model.readings.names import OptionName
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.quantities import NEITHER, Quantity

PRICE = "price_per_bed_week"
A_CENT = 0.01
BARE_RENT = Quantity("bare_rent", "", "", "eur_per_month", NEITHER)


@dataclass(frozen=True)
class AskedPrice:
    """The price of an option per bed per week, with where it comes from, and the highest by law where there is one."""

    option: str
    price: Figure
    origin: Provenance
    limit: RentLimit | None = None

    @property
    def most(self) -> Figure:
        """The highest price by law, or that the law sets none."""
        weekly = None if self.limit is None else self.limit.weekly
        return figure_of(PRICE, self.option, weekly, why_none=message("price_not_regulated"))

    def most_words(self, language: str) -> str:
        """The highest price by law as a cell says it."""
        return self.most.show(language) if self.most.why_none is None else self.most.why_none.text(language)

    @property
    def is_above(self) -> bool:
        """Whether it is more than the law allows, by a cent or more."""
        weekly = None if self.limit is None else self.limit.weekly
        return weekly is not None and self.price.value is not None and self.price.value >= weekly + A_CENT


def asked_prices(result: CaseResult) -> tuple[AskedPrice, ...]:
    """The price of every option that asks one for a bed; of a mix its components say it."""
    return tuple(
        AskedPrice(
            option.option.id,
            figure_of(PRICE, option.option.id, resolved.values[PRICE]),
            resolved.provenance[PRICE],
            rent_limit(result, option.computed),
        )
        for option in result.options.values()
        if (resolved := option.computed.resolved) is not None and PRICE in resolved.provenance
    )


def limit_readings(result: CaseResult, asked: Sequence[AskedPrice]) -> Iterator[tuple[AskedPrice, Message]]:
    """Of every option whose rent the law limits: what may be asked, by which points, and whether more is asked."""
    for row in asked:
        if row.limit is not None and row.limit.weekly is not None:
            yield (
                row,
                message(
                    "price_above_law" if row.is_above else "price_within_law",
                    option=OptionName(result.case, row.option),
                    most=row.most,
                    asked=row.price,
                    rent=figure_of(BARE_RENT, row.option, row.limit.monthly),
                    service=figure_of(PRICE, row.option, row.limit.service),
                    why=limit_note(row.limit),
                ),
            )
