"""An adviser's own file of local figures over the shipped ones, and a template to start one from.

A row that is wrong is named and left out; the rest of the file is kept.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from market_data.numbers import NumberProblem, format_short, read_number, write_for_file
from market_data.records import Figure, IndicatorInfo, Reference, ReferenceFigure, RowProblem, Source
from market_data.references import FORMS, YEAR
from market_data.schema import PERIOD
from market_data.shipped import TABLES, shipped_tables
from market_data.store import ALIASES, MarketData, sort_key

LARGEST_OVERLAY = 5_000_000
OVERLAY_COLUMNS = ("indicator", "region_code", "period", "value", "source")
PROJECT_COLUMNS = ("project", "place", "year", "form")
"""Columns that make a row a figure of a reference project; they may be left out."""


def load(overlay: Path | None = None) -> MarketData:
    """The market data, read once per process; with an adviser's file of local figures over the shipped ones.

    Raises MarketDataError when a shipped table is wrong; rows of the overlay that are wrong stand in `problems`.
    """
    shipped = shipped_tables(TABLES)
    return shipped if overlay is None else overlay_file(shipped, overlay.read_bytes(), overlay.name)


def overlay_file(shipped: MarketData, content: bytes, name: str) -> MarketData:
    """The market data with an adviser's local figures over it; rows that are wrong stand in `problems`.

    A row that names a `project` is a figure of a reference project of the adviser's own (see `references.py`), beside
    the shipped ones; it may name its place, year and form too.

    Columns: indicator (its key or its name in either language), region_code, period, value, source and, if wanted,
    note; separated by ; , or tab; numbers as 1.250,50, 1,250.50 or 1250.50, while a lone 1.250 has two readings and is
    refused; text as UTF-8, UTF-16 or Windows-1252. The figure wins from its own level, the newest period last.
    """
    problems: list[RowProblem] = []

    def refuse(line: int, column: str, value: str, nl: str, en: str) -> None:
        problems.append(RowProblem(name, line, column, value[:60], nl, en))

    own: dict[tuple[str, str, str], Figure] = {}
    projects: dict[tuple[str, str, str], ReferenceFigure] = {}
    for line, row in _overlay_rows(content, refuse):
        infos = shipped.reference_infos if row.get("project") else shipped.indicators
        figure = _overlay_figure(shipped, infos, line, row, refuse)
        if figure is None:
            continue
        if row.get("project"):
            _add_project(projects, figure, line, row, refuse)
            continue
        key = (figure.indicator, figure.region_code, figure.period)
        if key in own:
            nl, en = "één regel per cijfer, gebied en periode", "one row per figure, region and period"
            refuse(line, "period", row["period"], nl, en)
            continue
        own[key] = figure
    figures = dict(shipped.figures)
    for figure in sorted(own.values(), key=lambda overlaid: sort_key(overlaid.period)):
        figures[figure.indicator, figure.region_code] = (
            *figures.get((figure.indicator, figure.region_code), ()),
            figure,
        )
    digest = hashlib.sha256(content).hexdigest()[:6]
    return replace(
        shipped,
        version=f"{shipped.version}+{digest}",
        figures=figures,
        references=(*shipped.references, *projects.values()),
        problems=(*shipped.problems, *problems),
    )


Refuse = Callable[[int, str, str, str, str], None]


def _overlay_rows(content: bytes, refuse: Refuse) -> list[tuple[int, dict[str, str]]]:
    """Rows with their line number, columns named in small letters; what cannot be read at all is refused."""
    if len(content) > LARGEST_OVERLAY:
        size, limit = f"{format_short(round(len(content) / 1e6, 1), 'nl')} MB", f"{LARGEST_OVERLAY / 1e6:.0f} MB"
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


def _add_project(
    projects: dict[tuple[str, str, str], ReferenceFigure],
    figure: Figure,
    line: int,
    row: dict[str, str],
    refuse: Refuse,
) -> None:
    """A figure of the adviser's own reference project, unless its year or form cannot be or it stands there already."""
    year, form = row.get("year", ""), row.get("form", "").lower()
    if YEAR.fullmatch(year) is None:
        refuse(line, "year", year, "een jaar zoals 2026, of niets", "a year such as 2026, or nothing")
        return
    if form not in {*FORMS, ""}:
        known = ", ".join(FORMS)
        refuse(line, "form", form, f"{known}, of niets", f"{known}, or nothing")
        return
    key = (row["project"].lower(), figure.indicator, figure.period)
    if key in projects:
        nl, en = "één regel per project, cijfer en periode", "one row per project, figure and period"
        refuse(line, "period", row["period"], nl, en)
        return
    reference = Reference(
        name_nl=row["project"],
        name_en="",
        kind="project",
        place=row.get("place", ""),
        region_code=figure.region_code,
        year=year,
        form=form,
    )
    projects[key] = ReferenceFigure(
        reference=reference,
        indicator=figure.indicator,
        value=figure.value,
        unit=figure.unit,
        period=figure.period,
        status="given",
        read="",
        source=figure.source,
        note_nl=figure.note,
        note_en=figure.note,
        overlaid=True,
    )


def _overlay_figure(
    shipped: MarketData, infos: Sequence[IndicatorInfo], line: int, row: dict[str, str], refuse: Refuse
) -> Figure | None:
    named = row["indicator"].lower()
    indicator = named if row.get("project") else ALIASES.get(named, named)
    info = next(
        (
            candidate
            for candidate in infos
            if candidate.indicator == indicator or named in {candidate.label_nl.lower(), candidate.label_en.lower()}
        ),
        None,
    )
    if info is None:
        known = ", ".join(candidate.indicator for candidate in infos)
        refuse(line, "indicator", row["indicator"], known, known)
        return None
    region = row["region_code"].upper()
    area = shipped.by_code.get(region) or shipped.regions.get(region)
    if area is None:
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
    value = _overlay_value(info, line, row["value"], refuse)
    if value is None:
        return None
    if not row["source"]:
        refuse(line, "source", "", "een bron", "a source")
        return None
    note = row.get("note", "")
    source = Source("overlay", row["source"], row["source"], "", period, "-", "", "", "", note)
    level = "municipality" if region.startswith("GM") else shipped.regions[region].level
    return Figure(info.indicator, value, info.unit, period, region, area.name, level, source, note, overlaid=True)


def _overlay_value(info: IndicatorInfo, line: int, typed: str, refuse: Refuse) -> float | None:
    """A number within the bounds of its figure, with one reading; nothing, and what is wrong with it, for another."""
    lowest, highest = (
        {language: format_short(limit, language) for language in ("nl", "en")} for limit in (info.lowest, info.highest)
    )
    nl, en = f"een getal van {lowest['nl']} tot {highest['nl']}", f"a number from {lowest['en']} to {highest['en']}"
    try:
        value = float(read_number(typed, None))
    except NumberProblem as problem:
        if problem.readings is not None:
            fraction, whole = problem.readings
            nl, en = f"{whole} of {fraction}, wat bedoeld is", f"{whole} or {fraction}, whichever is meant"
    else:
        if info.lowest <= value <= info.highest:
            return value
    refuse(line, "value", typed, nl, en)
    return None


def template(market: MarketData, code: str) -> bytes:
    """A file of own figures to start from, as Dutch spreadsheets open it.

    It holds what is known at the municipality's own level.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    columns = (*OVERLAY_COLUMNS, "note", *PROJECT_COLUMNS)
    writer.writerow(columns)
    for info in market.indicators:
        figure = market.lookup(info.indicator, code)
        if figure is not None and figure.region_code == code:
            value = write_for_file(figure.value, "nl")
            row = (info.indicator, code, figure.period, value, figure.source.publisher, info.label_nl)
            writer.writerow((*row, *("" for _ in columns[len(row) :])))
    return out.getvalue().encode("utf-8-sig")
