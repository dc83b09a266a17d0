"""Reading and checking the tables. A shipped table that is wrong stops the program; a wrong row of an adviser's own file is
named and left out, and the rest of that file is kept.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from market_data.records import (
    Fact,
    Figure,
    IndicatorInfo,
    MarketDataError,
    Municipality,
    Region,
    RowProblem,
    Source,
)
from market_data.store import ALIASES, MarketData

TABLES = Path(__file__).parent / "tables"
PERIOD = re.compile(r"(19|20)\d\d((JJ00)|(KW0[1-4])|(MM(0[1-9]|1[0-2]))|(VJ(03|06|09|12)))?")
REGION = re.compile(r"(GM\d{4}|CR\d\d|PV\d\d|LD0[1-4]|NL01)")
_DUTCH_NUMBER = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")
LARGEST_OVERLAY = 5_000_000


def load(overlay: Path | None = None) -> MarketData:
    """The market data, read once per process; with an adviser's file of local figures over the shipped ones.

    Raises MarketDataError when a shipped table is wrong; rows of the overlay that are wrong stand in `problems`.
    """
    shipped = _shipped(TABLES)
    return shipped if overlay is None else overlay_file(shipped, overlay.read_bytes(), overlay.name)


@cache
def _shipped(folder: Path) -> MarketData:
    sources = {row.fields["source_id"]: Source(**row.fields) for row in _rows(folder, "sources.csv")}
    regions = {row.fields["code"]: Region(**row.fields) for row in _rows(folder, "regions.csv")}
    municipalities = tuple(
        sorted((_municipality(row, regions) for row in _rows(folder, "municipalities.csv")), key=lambda each: each.name)
    )
    names = {each.code: each.name for each in municipalities} | {code: each.name for code, each in regions.items()}
    infos = tuple(
        IndicatorInfo(
            row.fields["indicator"],
            row.fields["label_nl"],
            row.fields["label_en"],
            row.fields["unit"],
            row.number("lowest"),
            row.number("highest"),
        )
        for row in _rows(folder, "indicators.csv")
    )
    return MarketData(
        version=_version(folder),
        municipalities=municipalities,
        regions=regions,
        sources=sources,
        indicators=infos,
        facts=tuple(_fact(row) for row in _rows(folder, "facts.csv")),
        figures=_figures(folder, {info.indicator: info for info in infos}, names, regions, sources),
        indices=_indices(folder, sources),
        max_rents=_max_rents(folder, sources),
        wages=_wages(folder, sources),
        by_code={each.code: each for each in municipalities},
    )


@dataclass(frozen=True)
class _Row:
    """A row with its place, so that a mistake can be named."""

    file: str
    line: int
    fields: dict[str, str]

    def wrong(self, column: str, allowed: str) -> MarketDataError:
        return MarketDataError(
            f"{self.file}, line {self.line}, {column}: {self.fields.get(column)!r}; allowed: {allowed}"
        )

    def number(self, column: str) -> float:
        try:
            value = float(self.fields[column])
        except ValueError:
            raise self.wrong(column, "a number") from None
        if not math.isfinite(value):
            raise self.wrong(column, "a finite number")
        return value


def _rows(folder: Path, name: str) -> Iterator[_Row]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            if None in row or None in row.values():
                raise MarketDataError(
                    f"{name}, line {reader.line_num}: {len(reader.fieldnames or [])} columns expected"
                )
            yield _Row(name, reader.line_num, row)


def _municipality(row: _Row, regions: dict[str, Region]) -> Municipality:
    fields = row.fields
    if not re.fullmatch(r"GM\d{4}", fields["code"]):
        raise row.wrong("code", "GM and four digits")
    for column in ("corop_code", "province_code"):
        if fields[column] not in regions:
            raise row.wrong(column, "a code of regions.csv")
    corop, province = regions[fields["corop_code"]], regions[fields["province_code"]]
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


def _level(code: str, regions: dict[str, Region]) -> str:
    return "municipality" if code.startswith("GM") else regions[code].level


def _figures(
    folder: Path,
    infos: dict[str, IndicatorInfo],
    names: dict[str, str],
    regions: dict[str, Region],
    sources: dict[str, Source],
) -> dict[tuple[str, str], tuple[Figure, ...]]:
    found: dict[tuple[str, str], list[Figure]] = {}
    seen: set[tuple[str, str, str]] = set()
    for row in _rows(folder, "figures.csv"):
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
        value = row.number("value")
        if not info.lowest <= value <= info.highest:
            raise row.wrong("value", f"{info.lowest:g} to {info.highest:g}")
        if row.fields["source_id"] not in sources:
            raise row.wrong("source_id", "a source of sources.csv")
        source = sources[row.fields["source_id"]]
        found.setdefault((indicator, region), []).append(
            Figure(
                indicator, value, info.unit, period, region, names[region], _level(region, regions), source, source.note
            )
        )
    return {key: tuple(sorted(figures, key=lambda each: each.period)) for key, figures in found.items()}


def _indices(folder: Path, sources: dict[str, Source]) -> dict[str, tuple[Figure, ...]]:
    found: dict[str, dict[str, Figure]] = {}
    for row in _rows(folder, "indices.csv"):
        series, period, value = row.fields["series"], row.fields["period"], row.number("value")
        if PERIOD.fullmatch(period) is None:
            raise row.wrong("period", "a CBS period")
        if value <= 0:
            raise row.wrong("value", "more than 0")
        if period in found.setdefault(series, {}):
            raise row.wrong("period", "one row per series and period")
        source = sources[row.fields["source_id"]]
        found[series][period] = Figure(
            series, value, "index", period, "NL01", "Nederland", "national", source, source.note
        )
    return {series: tuple(points.values()) for series, points in found.items()}


def _max_rents(folder: Path, sources: dict[str, Source]) -> dict[tuple[str, int], Figure]:
    return {
        (row.fields["kind"], int(row.number("points"))): Figure(
            f"max_rent_{row.fields['kind']}",
            row.number("euro_per_month"),
            "eur_per_month",
            "2026",
            "NL01",
            "Nederland",
            "national",
            sources[row.fields["source_id"]],
        )
        for row in _rows(folder, "max_rents.csv")
    }


def _wages(folder: Path, sources: dict[str, Source]) -> tuple[tuple[date, Figure], ...]:
    rows = [
        (
            date.fromisoformat(row.fields["effective_date"]),
            Figure(
                "minimum_wage",
                row.number("euro"),
                row.fields["unit"],
                row.fields["effective_date"],
                "NL01",
                "Nederland",
                "national",
                sources[row.fields["source_id"]],
                row.fields["note"],
            ),
        )
        for row in _rows(folder, "minimum_wage.csv")
    ]
    return tuple(sorted(rows, key=lambda pair: pair[0]))


def _fact(row: _Row) -> Fact:
    fields = row.fields
    return Fact(
        fields["region_code"],
        fields["period"],
        fields["fact"],
        row.number("low"),
        row.number("high"),
        fields["unit"],
        fields["source"],
        fields["url"],
        fields["note"],
    )


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


OVERLAY_COLUMNS = ("indicator", "region_code", "period", "value", "source")


def overlay_file(shipped: MarketData, content: bytes, name: str) -> MarketData:
    """The market data with an adviser's local figures over it; rows that are wrong stand in `problems`.

    Columns: indicator, region_code, period, value, source and, if wanted, note; separated by ; or ,; numbers as 1.250,50
    or 1250.50; text as UTF-8 or Windows-1252. The figure wins from its own level.
    """
    problems: list[RowProblem] = []

    def refuse(line: int, column: str, value: str, nl: str, en: str) -> None:
        problems.append(RowProblem(name, line, column, value[:60], nl, en))

    rows = _overlay_rows(content, refuse)
    figures = dict(shipped.figures)
    for line, row in rows:
        figure = _overlay_figure(shipped, line, row, refuse)
        if figure is not None:
            key = (figure.indicator, figure.region_code)
            others = [each for each in figures.get(key, ()) if not (each.overlaid and each.period == figure.period)]
            figures[key] = (*others, figure)
    digest = hashlib.sha256(content).hexdigest()[:6]
    return MarketData(
        version=f"{shipped.version}+{digest}",
        municipalities=shipped.municipalities,
        regions=shipped.regions,
        sources=shipped.sources,
        indicators=shipped.indicators,
        facts=shipped.facts,
        figures=figures,
        indices=shipped.indices,
        max_rents=shipped.max_rents,
        wages=shipped.wages,
        problems=tuple(problems),
        by_code=shipped.by_code,
    )


Refuse = Callable[[int, str, str, str, str], None]


def _overlay_rows(content: bytes, refuse: Refuse) -> list[tuple[int, dict[str, str]]]:
    if len(content) > LARGEST_OVERLAY:
        refuse(
            0, "-", f"{len(content)} bytes", f"hoogstens {LARGEST_OVERLAY} bytes", f"at most {LARGEST_OVERLAY} bytes"
        )
        return []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    header = text.splitlines()[0] if text.strip() else ""
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in header else ",")
    missing = [column for column in OVERLAY_COLUMNS if column not in (reader.fieldnames or [])]
    if missing:
        columns = ", ".join(OVERLAY_COLUMNS)
        refuse(1, ", ".join(missing), header, f"een eerste regel met {columns}", f"a first line with {columns}")
        return []
    return [(reader.line_num, {key: (value or "").strip() for key, value in row.items() if key}) for row in reader]


def _overlay_figure(shipped: MarketData, line: int, row: dict[str, str], refuse: Refuse) -> Figure | None:
    indicator = ALIASES.get(row["indicator"], row["indicator"])
    info = next((each for each in shipped.indicators if each.indicator == indicator), None)
    if info is None:
        known = ", ".join(each.indicator for each in shipped.indicators)
        refuse(line, "indicator", row["indicator"], known, known)
        return None
    region = row["region_code"]
    place = shipped.by_code.get(region) or shipped.regions.get(region)
    if place is None:
        refuse(
            line,
            "region_code",
            region,
            "een CBS-code zoals GM1783, CR29, PV28, LD03 of NL01",
            "a CBS code such as GM1783, CR29, PV28, LD03 or NL01",
        )
        return None
    if PERIOD.fullmatch(row["period"]) is None:
        refuse(line, "period", row["period"], "een jaar zoals 2026", "a year such as 2026")
        return None
    value = _local_number(row["value"])
    if value is None or not info.lowest <= value <= info.highest:
        limits = f"{info.lowest:g} - {info.highest:g}"
        refuse(line, "value", row["value"], f"een getal van {limits}", f"a number from {limits}")
        return None
    if not row["source"]:
        refuse(line, "source", "", "een bron", "a source")
        return None
    source = Source("overlay", row["source"], row["source"], "", row["period"], "-", "", "", row.get("note", ""))
    level = "municipality" if region.startswith("GM") else shipped.regions[region].level
    return Figure(
        indicator,
        value,
        info.unit,
        row["period"],
        region,
        place.name,
        level,
        source,
        row.get("note", ""),
        overlaid=True,
    )


def _local_number(text: str) -> float | None:
    """1.250,50, 1250,5 or 1250.50; a lone 1.250 is read the Dutch way, as 1250."""
    if _DUTCH_NUMBER.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    return float(text) if _PLAIN_NUMBER.fullmatch(text) else None
