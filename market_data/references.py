"""Reference projects: figures that projects published of themselves, each a row with its source; read and checked.

A row per project and figure, so that each figure has its own price level, source and note; what a project did not
publish has no row.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from market_data.numbers import format_short
from market_data.records import Reference, ReferenceFigure, ReferenceInfo, Source
from market_data.schema import PERIOD, Row

KINDS = ("project", "market")
"""A project, or what is known of a market: an average of many, or a price that was paid."""
FORMS = ("relocatable", "permanent", "conversion")
"""What was built: units that can move, a new building, or a building that was there."""
STATUSES = ("sourced", "derived")
READ = ("full", "excerpt")
YEAR = re.compile(r"((19|20)\d\d)?")
"""A year, or nothing where it is not known."""


def shipped_infos(rows: Iterable[Row], indices: Collection[str]) -> tuple[ReferenceInfo, ...]:
    """What the figures of reference projects are. Raises MarketDataError."""
    infos = []
    for row in rows:
        fields = row.fields
        if fields["index"] and fields["index"] not in indices:
            raise row.wrong("index", "a series of indices.csv")
        infos.append(
            ReferenceInfo(
                indicator=fields["indicator"],
                label_nl=fields["label_nl"],
                label_en=fields["label_en"],
                unit=fields["unit"],
                lowest=row.number("lowest"),
                highest=row.number("highest"),
                index=fields["index"],
            )
        )
    return tuple(infos)


def shipped_references(
    rows: Iterable[Row], infos: Iterable[ReferenceInfo], regions: Collection[str], sources: Mapping[str, Source]
) -> tuple[ReferenceFigure, ...]:
    """The figures of the shipped reference projects, in the order of the table. Raises MarketDataError."""
    known = {info.indicator: info for info in infos}
    projects: dict[str, Reference] = {}
    figures: dict[tuple[str, str, str], ReferenceFigure] = {}
    for row in rows:
        reference = _reference(row, regions)
        if projects.setdefault(reference.name_nl, reference) != reference:
            raise row.wrong("project", "the same place, year and form in every row of a project")
        figure = _figure(row, reference, known, sources)
        key = (reference.name_nl, figure.indicator, figure.period)
        if key in figures:
            raise row.wrong("period", "one row per project, figure and period")
        figures[key] = figure
    return tuple(figures.values())


def _reference(row: Row, regions: Collection[str]) -> Reference:
    fields = row.fields
    if not fields["project"]:
        raise row.wrong("project", "a name")
    if fields["kind"] not in KINDS:
        raise row.wrong("kind", ", ".join(KINDS))
    if fields["region_code"] not in regions:
        raise row.wrong("region_code", "a code of regions.csv or municipalities.csv")
    if YEAR.fullmatch(fields["year"]) is None:
        raise row.wrong("year", "a year, or nothing")
    if fields["form"] not in {*FORMS, ""}:
        raise row.wrong("form", f"{', '.join(FORMS)}, or nothing")
    return Reference(
        name_nl=fields["project"],
        name_en=fields["project_en"],
        kind=fields["kind"],
        place=fields["place"],
        region_code=fields["region_code"],
        year=fields["year"],
        form=fields["form"],
    )


def _figure(
    row: Row, reference: Reference, infos: Mapping[str, ReferenceInfo], sources: Mapping[str, Source]
) -> ReferenceFigure:
    fields = row.fields
    info = infos.get(fields["indicator"])
    if info is None:
        raise row.wrong("indicator", "a figure of reference_figures.csv")
    if not (PERIOD.fullmatch(fields["period"]) or (not fields["period"] and not info.index)):
        raise row.wrong("period", "a year or a CBS period; nothing only where the figure has no price level")
    value = row.number("value")
    if not info.lowest <= value <= info.highest:
        raise row.wrong("value", f"{format_short(info.lowest, 'en')} to {format_short(info.highest, 'en')}")
    if fields["status"] not in STATUSES:
        raise row.wrong("status", ", ".join(STATUSES))
    if fields["read"] not in READ:
        raise row.wrong("read", ", ".join(READ))
    has_note = bool(fields["note_nl"])
    if has_note != bool(fields["note_en"]) or (fields["status"] == "derived" and not has_note):
        raise row.wrong("note_nl", "a note in both languages; of a derived figure how it was worked out")
    return ReferenceFigure(
        reference=reference,
        indicator=info.indicator,
        value=value,
        unit=info.unit,
        period=fields["period"],
        status=fields["status"],
        read=fields["read"],
        source=row.source(sources),
        note_nl=fields["note_nl"],
        note_en=fields["note_en"],
    )
