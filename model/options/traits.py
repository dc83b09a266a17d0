"""What kinds of option have in common: the traits that norms, laws and inputs ask about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

NOT = "not "


class Trait(StrEnum):
    """What may be said of a kind of option; a type or variant states those it has.

    Whoever houses people lodges them, lets to them, or may do both.
    """

    LODGES = "lodges"
    """People may be lodged: the rules of VAT on lodging concern it."""
    LETS = "lets"
    """People may rent with a tenancy: maximum rents and fixed tenancies concern it."""
    HOMES = "homes"
    """It can add self-contained homes to the stock: what subsidises homes at social rent concerns it."""
    PERMANENT = "permanent"
    """Its new homes stay where they are built."""
    RELOCATABLE = "relocatable"
    """Its new self-contained homes can move to another site: the relocation guarantee is for them."""
    TEMPORARY_SITE = "temporary_site"
    """It stands on a site that is permitted for a term of years."""
    EXISTING_PLACE = "existing_place"
    """SNF sees an existing place in it; every other kind (a hotel too) is a new site."""


Traits = frozenset[Trait]


@dataclass(frozen=True, slots=True)
class Concern:
    """Which kinds of option a rule is about.

    Those that house people and have one of `having` or lack one of `lacking`; every kind, own lines and mixes too,
    where it names no trait.
    """

    having: Traits = frozenset()
    lacking: Traits = frozenset()

    def meets(self, traits: Traits) -> bool:
        """Whether it is about a kind of option with these traits; what has none houses nobody itself.

        >>> concern_of("lets|not existing_place").meets(frozenset({Trait.LODGES}))
        True
        >>> concern_of("not existing_place").meets(frozenset())
        False
        >>> concern_of("").meets(frozenset())
        True
        """
        if not self.having and not self.lacking:
            return True
        return bool(traits and (self.having & traits or self.lacking - traits))


def concern_of(cell: str) -> Concern:
    """A cell of a table read: traits apart by `|`, any of which is enough, each with `not ` before it if need be.

    Raises ValueError for a trait that does not exist.
    """
    words = cell.split("|") if cell else []
    return Concern(
        having=frozenset(Trait(word) for word in words if not word.startswith(NOT)),
        lacking=frozenset(Trait(word.removeprefix(NOT)) for word in words if word.startswith(NOT)),
    )
