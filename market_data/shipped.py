"""The shipped tables: read, checked and put together; one that is wrong stops the program."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import cache, partial
from pathlib import Path

from market_data.numbers import format_short
from market_data.records import Fact, Figure, IndicatorInfo, Municipality, Region, Source
from market_data.references import shipped_infos, shipped_references
from market_data.schema import PERIOD, Row, rows_by_key, rows_of
from market_data.store import FigureRow, Figures, MarketData, Place

TABLES = Path(__file__).parent / "tables"
CHECKED = "checked.txt"
"""Holds the version of the tables of its folder that were last found right: those need no check at every start."""


@cache
def shipped_tables(folder: Path, check: bool = False) -> MarketData:
    """The tables of a folder. Raises MarketDataError.

    The figures are checked row by row, unless these very tables were found right before (`mark_checked`).
    """
    version = _version(folder)
    licences = {name: row.fields["licence_nl"] for name, row in rows_by_key(folder, "licences.csv", "licence").items()}
    sources = {key: _source(row, licences) for key, row in rows_by_key(folder, "sources.csv", "source_id").items()}
    regions = _regions(rows_by_key(folder, "regions.csv", "code"))
    towns = rows_by_key(folder, "municipalities.csv", "code")
    municipalities = tuple(sorted((_municipality(row, regions) for row in towns.values()), key=lambda town: town.name))
    names = {town.code: town.name for town in municipalities} | {code: region.name for code, region in regions.items()}
    infos = tuple(
        IndicatorInfo(
            row.fields["indicator"],
            row.fields["label_nl"],
            row.fields["label_en"],
            row.fields["unit"],
            row.number("lowest"),
            row.number("highest"),
        )
        for row in rows_by_key(folder, "indicators.csv", "indicator").values()
    )
    units = {info.indicator: info.unit for info in infos}
    indices = _indices(folder, sources)
    reference_infos = shipped_infos(rows_by_key(folder, "reference_figures.csv", "indicator").values(), indices)
    if check or not _is_checked(folder, version):
        _check_figures(folder, {info.indicator: info for info in infos}, names, sources)
    return MarketData(
        version=version,
        municipalities=municipalities,
        regions=regions,
        sources=sources,
        indicators=infos,
        facts=tuple(_fact(row, names, licences) for row in rows_of(folder, "facts.csv")),
        figures=Figures(_figure_rows(folder), partial(_figure, units, names, regions, sources)),
        indices=indices,
        max_rents=_max_rents(folder, sources),
        wages=_wages(folder, sources),
        reference_infos=reference_infos,
        references=shipped_references(rows_of(folder, "reference_projects.csv"), reference_infos, names, sources),
        by_code={town.code: town for town in municipalities},
    )


def _source(row: Row, licences: Mapping[str, str]) -> Source:
    for column in ("publisher", "title", "period", "licence", "url", "retrieved"):
        if not row.fields[column]:
            raise row.wrong(column, "a text")
    if row.fields["tier"] not in {"A", "B", "C", "D"}:
        raise row.wrong("tier", "A, B, C or D")
    return Source(**row.fields, licence_nl=licences.get(row.fields["licence"], ""))


def _regions(rows: Mapping[str, Row]) -> dict[str, Region]:
    parents = {"national": "", "landsdeel": "national", "province": "landsdeel", "corop": "province"}
    regions = {code: Region(**row.fields) for code, row in rows.items()}
    for code, row in rows.items():
        region = regions[code]
        if region.level not in parents:
            raise row.wrong("level", ", ".join(parents))
        parent = regions.get(region.parent)
        if (parent.level if parent else "") != parents[region.level]:
            raise row.wrong("parent", f"a code of level {parents[region.level] or 'none'}")
    return regions


def _municipality(row: Row, regions: dict[str, Region]) -> Municipality:
    fields = row.fields
    if not re.fullmatch(r"GM\d{4}", fields["code"]):
        raise row.wrong("code", "GM and four digits")
    for column in ("corop_code", "province_code"):
        if fields[column] not in regions:
            raise row.wrong(column, "a code of regions.csv")
    corop, province = regions[fields["corop_code"]], regions[fields["province_code"]]
    if corop.parent != province.code:
        raise row.wrong("corop_code", f"a region of {province.name}")
    landsdeel = regions[province.parent]
    return Municipality(
        fields["code"],
        fields["name"],
        corop.code,
        corop.name,
        province.code,
        province.name,
        landsdeel.code,
        landsdeel.name,
    )


def _level(code: str, regions: Mapping[str, Region]) -> str:
    return "municipality" if code.startswith("GM") else regions[code].level


def mark_checked(folder: Path) -> None:
    """Note that the tables of a folder were found right, as they are now; where nothing can be written, nothing is."""
    with suppress(OSError):
        (folder / CHECKED).write_text(f"{_version(folder)}\n", encoding="utf-8", newline="\n")


def _is_checked(folder: Path, version: str) -> bool:
    try:
        return (folder / CHECKED).read_text(encoding="utf-8").strip() == version
    except (OSError, UnicodeDecodeError):
        return False


def _check_figures(
    folder: Path, infos: Mapping[str, IndicatorInfo], names: Mapping[str, str], sources: Mapping[str, Source]
) -> None:
    seen: set[tuple[str, str, str]] = set()
    for row in rows_of(folder, "figures.csv"):
        indicator, region, period = row.fields["indicator"], row.fields["region_code"], row.fields["period"]
        info = infos.get(indicator)
        if info is None:
            raise row.wrong("indicator", "an indicator of indicators.csv")
        if region not in names:
            raise row.wrong("region_code", "a code of regions.csv or municipalities.csv")
        if PERIOD.fullmatch(period) is None:
            raise row.wrong("period", "a year or a CBS period")
        if (indicator, region, period) in seen:
            raise row.wrong("period", "one row per indicator, region and period")
        seen.add((indicator, region, period))
        if not info.lowest <= row.number("value") <= info.highest:
            raise row.wrong("value", f"{format_short(info.lowest, 'en')} to {format_short(info.highest, 'en')}")
        row.source(sources)


def _figure_rows(folder: Path) -> dict[Place, list[FigureRow]]:
    rows: dict[Place, list[FigureRow]] = {}
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for indicator, region, period, value, source in reader:
            rows.setdefault((indicator, region), []).append((period, value, source))
    return rows


def _figure(
    units: Mapping[str, str],
    names: Mapping[str, str],
    regions: Mapping[str, Region],
    sources: Mapping[str, Source],
    place: Place,
    row: FigureRow,
) -> Figure:
    (indicator, region), (period, value, source_id) = place, row
    source = sources[source_id]
    level = _level(region, regions)
    return Figure(indicator, float(value), units[indicator], period, region, names[region], level, source, source.note)


def _indices(folder: Path, sources: dict[str, Source]) -> dict[str, tuple[Figure, ...]]:
    by_series: dict[str, dict[str, Figure]] = {}
    for row in rows_of(folder, "indices.csv"):
        series, period, value = row.fields["series"], row.fields["period"], row.number("value")
        if PERIOD.fullmatch(period) is None:
            raise row.wrong("period", "a CBS period")
        if value <= 0:
            raise row.wrong("value", "more than 0")
        if period in by_series.setdefault(series, {}):
            raise row.wrong("period", "one row per series and period")
        source = row.source(sources)
        by_series[series][period] = Figure(
            series, value, "index", period, "NL01", "Nederland", "national", source, source.note
        )
    return {series: tuple(points.values()) for series, points in by_series.items()}


def _max_rents(folder: Path, sources: dict[str, Source]) -> dict[tuple[str, int], Figure]:
    rents: dict[tuple[str, int], Figure] = {}
    for row in rows_of(folder, "max_rents.csv"):
        kind, points, rent = row.fields["kind"], int(row.number("points")), row.number("euro_per_month")
        if kind not in {"shared", "independent"}:
            raise row.wrong("kind", "shared or independent")
        if (kind, points) in rents:
            raise row.wrong("points", "one row per kind and number of points")
        if (kind, points - 1) in rents and rent <= rents[kind, points - 1].value:
            raise row.wrong("euro_per_month", "more than with a point less")
        source = row.source(sources)
        rents[kind, points] = Figure(
            f"max_rent_{kind}", rent, "eur_per_month", source.period, "NL01", "Nederland", "national", source
        )
    return rents


def _wages(folder: Path, sources: dict[str, Source]) -> tuple[tuple[date, Figure], ...]:
    wages: dict[date, Figure] = {}
    for row in rows_of(folder, "minimum_wage.csv"):
        day, unit = _date(row, "effective_date"), row.fields["unit"]
        if unit not in {"hour", "month"}:
            raise row.wrong("unit", "hour or month")
        if day in wages:
            raise row.wrong("effective_date", "each date once")
        wage = row.number("euro")
        if not (5 <= wage <= 100 if unit == "hour" else 500 <= wage <= 10_000):
            raise row.wrong("euro", "5 to 100 per hour, 500 to 10000 per month")
        wages[day] = Figure(
            "minimum_wage",
            wage,
            unit,
            row.fields["effective_date"],
            "NL01",
            "Nederland",
            "national",
            row.source(sources),
            row.fields["note"],
        )
    return tuple(sorted(wages.items()))


def _date(row: Row, column: str) -> date:
    try:
        return date.fromisoformat(row.fields[column])
    except ValueError:
        raise row.wrong(column, "a date such as 2026-01-01") from None


def _fact(row: Row, names: Mapping[str, str], licences: Mapping[str, str]) -> Fact:
    fields = row.fields
    if fields["region_code"] not in names:
        raise row.wrong("region_code", "a code of regions.csv or municipalities.csv")
    for column in ("period", "fact_nl", "fact_en", "unit", "source", "url", "licence", "retrieved"):
        if not fields[column]:
            raise row.wrong(column, "a text")
    low, high = row.number("low"), row.number("high")
    if low > high:
        raise row.wrong("high", f"at least {format_short(low, 'en')}")
    return Fact(
        region_code=fields["region_code"],
        period=fields["period"],
        fact_nl=fields["fact_nl"],
        fact_en=fields["fact_en"],
        low=low,
        high=high,
        unit=fields["unit"],
        source=fields["source"],
        url=fields["url"],
        licence=fields["licence"],
        retrieved=fields["retrieved"],
        note_nl=fields["note_nl"],
        note_en=fields["note_en"],
        licence_nl=licences.get(fields["licence"], ""),
    )


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
