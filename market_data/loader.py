"""Reading and checking the tables. A shipped table that is wrong stops the program; a wrong row of an adviser's own
file is named and left out, and the rest of that file is kept.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
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
from market_data.store import ALIASES, FigureRow, Figures, MarketData, Place, sort_key

TABLES = Path(__file__).parent / "tables"
CHECKED = "checked.txt"
"""Holds the version of the tables of its folder that were last found right: those need no check at every start."""
PERIOD = re.compile(r"(19|20)\d\d((JJ00)|(HJ0[12])|(KW0[1-4])|(MM(0[1-9]|1[0-2]))|(VJ(03|06|09|12)))?")
"""A year, or a year, half year, quarter, month or four quarters as CBS writes them."""
_DUTCH_NUMBER = re.compile(r"-?([1-9]\d{0,2}(\.\d{3})+|\d+)(,\d+)?")
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")
LARGEST_OVERLAY = 5_000_000
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sources.csv": (
        "source_id",
        "publisher",
        "title",
        "table_id",
        "period",
        "licence",
        "url",
        "retrieved",
        "tier",
        "note",
    ),
    "licences.csv": ("licence", "licence_nl"),
    "regions.csv": ("code", "name", "level", "parent"),
    "municipalities.csv": ("code", "name", "corop_code", "province_code"),
    "indicators.csv": ("indicator", "label_nl", "label_en", "unit", "lowest", "highest"),
    "figures.csv": ("indicator", "region_code", "period", "value", "source_id"),
    "indices.csv": ("series", "period", "value", "source_id"),
    "max_rents.csv": ("kind", "points", "euro_per_month", "source_id"),
    "minimum_wage.csv": ("effective_date", "unit", "euro", "source_id", "note"),
    "facts.csv": (
        "region_code",
        "period",
        "fact_nl",
        "fact_en",
        "low",
        "high",
        "unit",
        "source",
        "url",
        "licence",
        "retrieved",
        "note_nl",
        "note_en",
    ),
}
"""The columns each table must have, in this order."""


def load(overlay: Path | None = None) -> MarketData:
    """The market data, read once per process; with an adviser's file of local figures over the shipped ones.

    Raises MarketDataError when a shipped table is wrong; rows of the overlay that are wrong stand in `problems`.
    """
    shipped = shipped_tables(TABLES)
    return shipped if overlay is None else overlay_file(shipped, overlay.read_bytes(), overlay.name)


@cache
def shipped_tables(folder: Path, check: bool = False) -> MarketData:
    """The tables of a folder. Raises MarketDataError.

    The figures are checked row by row, unless these very tables were found right before (`mark_checked`).
    """
    version = _version(folder)
    licences = {name: row.fields["licence_nl"] for name, row in _by_key(folder, "licences.csv", "licence").items()}
    sources = {key: _source(row, licences) for key, row in _by_key(folder, "sources.csv", "source_id").items()}
    regions = _regions(_by_key(folder, "regions.csv", "code"))
    towns = _by_key(folder, "municipalities.csv", "code")
    municipalities = tuple(sorted((_municipality(row, regions) for row in towns.values()), key=lambda each: each.name))
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
        for row in _by_key(folder, "indicators.csv", "indicator").values()
    )
    units = {info.indicator: info.unit for info in infos}
    if check or not _is_checked(folder, version):
        _check_figures(folder, {info.indicator: info for info in infos}, names, sources)
    return MarketData(
        version=version,
        municipalities=municipalities,
        regions=regions,
        sources=sources,
        indicators=infos,
        facts=tuple(_fact(row, names, licences) for row in _rows(folder, "facts.csv")),
        figures=Figures(_figure_rows(folder), partial(_figure, units, names, regions, sources)),
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

    def source(self, sources: Mapping[str, Source]) -> Source:
        found = sources.get(self.fields["source_id"])
        if found is None:
            raise self.wrong("source_id", "a source of sources.csv")
        return found


def _rows(folder: Path, name: str) -> Iterator[_Row]:
    columns = COLUMNS[name]
    try:
        file = (folder / name).open(encoding="utf-8", newline="")
    except OSError as error:
        raise MarketDataError(f"{name}: {error.strerror}") from None
    with file:
        reader = csv.reader(file)
        header = tuple(next(reader, ()))
        if header != columns:
            raise MarketDataError(f"{name}, line 1: {', '.join(header)}; allowed: {', '.join(columns)}")
        for values in reader:
            if len(values) != len(columns):
                raise MarketDataError(f"{name}, line {reader.line_num}: {len(values)} columns; allowed: {len(columns)}")
            yield _Row(name, reader.line_num, dict(zip(columns, values, strict=True)))


def _by_key(folder: Path, name: str, key: str) -> dict[str, _Row]:
    found: dict[str, _Row] = {}
    for row in _rows(folder, name):
        if row.fields[key] in found:
            raise row.wrong(key, "each code once")
        found[row.fields[key]] = row
    return found


def _source(row: _Row, licences: Mapping[str, str]) -> Source:
    for column in ("publisher", "title", "period", "licence", "url", "retrieved"):
        if not row.fields[column]:
            raise row.wrong(column, "a text")
    if row.fields["tier"] not in {"A", "B", "C", "D"}:
        raise row.wrong("tier", "A, B, C or D")
    return Source(**row.fields, licence_nl=licences.get(row.fields["licence"], ""))


def _regions(rows: Mapping[str, _Row]) -> dict[str, Region]:
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


def _municipality(row: _Row, regions: dict[str, Region]) -> Municipality:
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
        if not info.lowest <= row.number("value") <= info.highest:
            raise row.wrong("value", f"{number_words(info.lowest, 'en')} to {number_words(info.highest, 'en')}")
        row.source(sources)


def _figure_rows(folder: Path) -> dict[Place, list[FigureRow]]:
    found: dict[Place, list[FigureRow]] = {}
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for indicator, region, period, value, source in reader:
            found.setdefault((indicator, region), []).append((period, value, source))
    return found


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
    found: dict[str, dict[str, Figure]] = {}
    for row in _rows(folder, "indices.csv"):
        series, period, value = row.fields["series"], row.fields["period"], row.number("value")
        if PERIOD.fullmatch(period) is None:
            raise row.wrong("period", "a CBS period")
        if value <= 0:
            raise row.wrong("value", "more than 0")
        if period in found.setdefault(series, {}):
            raise row.wrong("period", "one row per series and period")
        source = row.source(sources)
        found[series][period] = Figure(
            series, value, "index", period, "NL01", "Nederland", "national", source, source.note
        )
    return {series: tuple(points.values()) for series, points in found.items()}


def _max_rents(folder: Path, sources: dict[str, Source]) -> dict[tuple[str, int], Figure]:
    found: dict[tuple[str, int], Figure] = {}
    for row in _rows(folder, "max_rents.csv"):
        kind, points, rent = row.fields["kind"], int(row.number("points")), row.number("euro_per_month")
        if kind not in {"shared", "independent"}:
            raise row.wrong("kind", "shared or independent")
        if (kind, points) in found:
            raise row.wrong("points", "one row per kind and number of points")
        if (kind, points - 1) in found and rent <= found[kind, points - 1].value:
            raise row.wrong("euro_per_month", "more than with a point less")
        source = row.source(sources)
        found[kind, points] = Figure(
            f"max_rent_{kind}", rent, "eur_per_month", source.period, "NL01", "Nederland", "national", source
        )
    return found


def _wages(folder: Path, sources: dict[str, Source]) -> tuple[tuple[date, Figure], ...]:
    found: dict[date, Figure] = {}
    for row in _rows(folder, "minimum_wage.csv"):
        day, unit = _date(row, "effective_date"), row.fields["unit"]
        if unit not in {"hour", "month"}:
            raise row.wrong("unit", "hour or month")
        if day in found:
            raise row.wrong("effective_date", "each date once")
        wage = row.number("euro")
        if not (5 <= wage <= 100 if unit == "hour" else 500 <= wage <= 10_000):
            raise row.wrong("euro", "5 to 100 per hour, 500 to 10000 per month")
        found[day] = Figure(
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
    return tuple(sorted(found.items()))


def _date(row: _Row, column: str) -> date:
    try:
        return date.fromisoformat(row.fields[column])
    except ValueError:
        raise row.wrong(column, "a date such as 2026-01-01") from None


def _fact(row: _Row, names: Mapping[str, str], licences: Mapping[str, str]) -> Fact:
    fields = row.fields
    if fields["region_code"] not in names:
        raise row.wrong("region_code", "a code of regions.csv or municipalities.csv")
    for column in ("period", "fact_nl", "fact_en", "unit", "source", "url", "licence", "retrieved"):
        if not fields[column]:
            raise row.wrong(column, "a text")
    low, high = row.number("low"), row.number("high")
    if low > high:
        raise row.wrong("high", f"at least {number_words(low, 'en')}")
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


OVERLAY_COLUMNS = ("indicator", "region_code", "period", "value", "source")


def overlay_file(shipped: MarketData, content: bytes, name: str) -> MarketData:
    """The market data with an adviser's local figures over it; rows that are wrong stand in `problems`.

    Columns: indicator (its key or its name in either language), region_code, period, value, source and, if wanted,
    note; separated by ; , or tab; numbers as 1.250,50 or 1250.50; text as UTF-8, UTF-16 or Windows-1252. The figure
    wins from its own level, the newest period last.
    """
    problems: list[RowProblem] = []

    def refuse(line: int, column: str, value: str, nl: str, en: str) -> None:
        problems.append(RowProblem(name, line, column, value[:60], nl, en))

    own: dict[tuple[str, str, str], Figure] = {}
    for line, row in _overlay_rows(content, refuse):
        figure = _overlay_figure(shipped, line, row, refuse)
        if figure is None:
            continue
        key = (figure.indicator, figure.region_code, figure.period)
        if key in own:
            nl, en = "één regel per cijfer, gebied en periode", "one row per figure, region and period"
            refuse(line, "period", row["period"], nl, en)
            continue
        own[key] = figure
    figures = dict(shipped.figures)
    for figure in sorted(own.values(), key=lambda each: sort_key(each.period)):
        figures[figure.indicator, figure.region_code] = (
            *figures.get((figure.indicator, figure.region_code), ()),
            figure,
        )
    digest = hashlib.sha256(content).hexdigest()[:6]
    return replace(
        shipped, version=f"{shipped.version}+{digest}", figures=figures, problems=(*shipped.problems, *problems)
    )


Refuse = Callable[[int, str, str, str, str], None]


def _overlay_rows(content: bytes, refuse: Refuse) -> list[tuple[int, dict[str, str]]]:
    """Rows with their line number, columns named in small letters; what cannot be read at all is refused."""
    if len(content) > LARGEST_OVERLAY:
        size, limit = f"{number_words(round(len(content) / 1e6, 1), 'nl')} MB", f"{LARGEST_OVERLAY / 1e6:.0f} MB"
        refuse(0, "-", size, f"hoogstens {limit}", f"at most {limit}")
        return []
    text = _decoded(content)
    header = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text.replace("\0", "")), delimiter=_delimiter(header))
    columns: list[str] = []
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        for values in reader:
            cells = [value.strip() for value in values]
            if not any(cells):
                continue
            if not columns:
                columns = [cell.lower() for cell in cells]
                if _refuse_columns(columns, reader.line_num, header, refuse):
                    return []
            elif len(cells) > len(columns) and any(cells[len(columns) :]):
                # A decimal comma in a file separated by commas would shift the cells behind it.
                nl, en = f"{len(columns)} kolommen, zoals de eerste regel", f"{len(columns)} columns, as the first line"
                refuse(reader.line_num, str(len(cells)), ", ".join(cells), nl, en)
            else:
                rows.append((reader.line_num, dict.fromkeys(columns, "") | dict(zip(columns, cells, strict=False))))
    except csv.Error as error:
        refuse(reader.line_num, "-", str(error), "gewone CSV-regels", "ordinary CSV lines")
    if not columns:
        _refuse_columns([], 1, "", refuse)
    return rows


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(header: str) -> str:
    return next((mark for mark in (";", "\t") if mark in header), ",")


def _refuse_columns(columns: list[str], line: int, header: str, refuse: Refuse) -> bool:
    missing = [column for column in OVERLAY_COLUMNS if column not in columns]
    twice = [column for column in OVERLAY_COLUMNS if columns.count(column) > 1]
    if missing or twice:
        wanted = ", ".join(OVERLAY_COLUMNS)
        nl, en = f"een eerste regel met {wanted}", f"a first line with {wanted}"
        refuse(line, ", ".join(missing or twice), header, nl, en)
    return bool(missing or twice)


def _overlay_figure(shipped: MarketData, line: int, row: dict[str, str], refuse: Refuse) -> Figure | None:
    named = row["indicator"].lower()
    indicator = ALIASES.get(named, named)
    info = next(
        (
            each
            for each in shipped.indicators
            if each.indicator == indicator or named in {each.label_nl.lower(), each.label_en.lower()}
        ),
        None,
    )
    if info is None:
        known = ", ".join(each.indicator for each in shipped.indicators)
        refuse(line, "indicator", row["indicator"], known, known)
        return None
    region = row["region_code"].upper()
    place = shipped.by_code.get(region) or shipped.regions.get(region)
    if place is None:
        refuse(
            line,
            "region_code",
            row["region_code"],
            "een CBS-code zoals GM1783, CR29, PV28, LD03 of NL01",
            "a CBS code such as GM1783, CR29, PV28, LD03 or NL01",
        )
        return None
    period = row["period"].upper()
    if PERIOD.fullmatch(period) is None:
        refuse(line, "period", row["period"], "een jaar zoals 2026", "a year such as 2026")
        return None
    value = local_number(row["value"])
    if value is None or not info.lowest <= value <= info.highest:
        nl, en = ((number_words(info.lowest, each), number_words(info.highest, each)) for each in ("nl", "en"))
        refuse(line, "value", row["value"], f"een getal van {nl[0]} tot {nl[1]}", f"a number from {en[0]} to {en[1]}")
        return None
    if not row["source"]:
        refuse(line, "source", "", "een bron", "a source")
        return None
    note = row.get("note", "")
    source = Source("overlay", row["source"], row["source"], "", period, "-", "", "", "", note)
    level = "municipality" if region.startswith("GM") else shipped.regions[region].level
    return Figure(info.indicator, value, info.unit, period, region, place.name, level, source, note, overlaid=True)


def number_words(value: float, language: str) -> str:
    """A number as people write it: 1.250,5 in Dutch, 1,250.5 in English."""
    shown = f"{value:,.10f}".rstrip("0").rstrip(".")
    return shown.translate(str.maketrans(",.", ".,")) if language == "nl" else shown


def local_number(text: str) -> float | None:
    """1.250,50, 1250,5 or 1250.50, with € or spaces around; a lone 1.250 is read the Dutch way, as 1250;
    0.125 is a fraction.
    """
    text = text.replace("€", "").replace("\u00a0", " ").strip()
    if _DUTCH_NUMBER.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    return float(text) if _PLAIN_NUMBER.fullmatch(text) else None


def template(market: MarketData, code: str) -> bytes:
    """A file of own figures to start from: what is known at the municipality's own level,
    as Dutch spreadsheets open it.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow((*OVERLAY_COLUMNS, "note"))
    for info in market.indicators:
        found = market.lookup(info.indicator, code)
        if found is not None and found.region_code == code:
            value = f"{found.value:.10g}".replace(".", ",")
            writer.writerow((info.indicator, code, found.period, value, found.source.publisher, info.label_nl))
    return out.getvalue().encode("utf-8-sig")
