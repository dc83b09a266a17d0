"""Premises: what the other blocks of a standard option rest on."""

from __future__ import annotations

from dataclasses import dataclass

from model.lines.growth import Indices, build_indices
from model.lines.occupancy import Occupancy, build_occupancy
from model.lines.own import OwnLines, build_own_lines
from model.lines.site import Site, build_beds, build_site
from model.lines.stay import Stay, build_municipal_own_vat, build_stay
from model.lines.structure import Structure
from model.lines.timeline import Timeline, build_timeline


@dataclass(frozen=True)
class Premises:
    """When, how large, what kind of stay, which growth, how full, and the own lines."""

    structure: Structure
    timeline: Timeline
    site: Site
    stay: Stay
    own: OwnLines
    indices: Indices
    occupancy: Occupancy


def build_premises(structure: Structure) -> Premises:
    """The premises of a standard option."""
    timeline = build_timeline(structure)
    beds = build_beds()
    stay = build_stay(structure, timeline)
    return Premises(
        structure=structure,
        timeline=timeline,
        site=build_site(beds),
        stay=stay,
        own=build_own_lines(structure, timeline, beds, stay.vat_not_reclaimed, build_municipal_own_vat()),
        indices=build_indices(structure, timeline),
        occupancy=build_occupancy(timeline, beds),
    )
