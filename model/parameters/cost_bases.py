"""The unit of a cost whose base can be chosen, by that base."""

from __future__ import annotations

from collections.abc import Mapping

BASES: Mapping[str, str] = {
    "per_bed_year": "eur_per_bed_year",
    "per_m2_year": "eur_per_m2_year",
    "per_occupied_night": "eur_per_occupied_night",
    "share_of_revenue": "share_of_revenue",
    "per_year": "eur_per_year",
}
