"""Refresh shipped tables from the CBS OData service: explicit, all or nothing, with a dry run.

Pitfalls of the service this deals with: keys are padded with spaces; pages follow `odata.nextLink`; a wrong filter
gives 200 with an empty list; a null is a suppressed figure; column names end in a number that changes from table to
table, so they are looked up in DataProperties; a table may get a dimension more, so that a region and period come
twice.
"""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
import shutil
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from market_data.records import MarketDataError
from market_data.schema import PERIOD
from market_data.shipped import TABLES, mark_checked, shipped_tables
from market_data.store import sort_key
from market_data.validate import problems_in

SERVICE = "https://opendata.cbs.nl/ODataFeed/odata"
MOST_PAGES = 200
Transport = Callable[[str], bytes]


class RefreshError(Exception):
    """The service answered something that cannot be used; nothing was written."""


class NoConnection(RefreshError):
    """The service could not be reached; the shipped figures stay as they are."""


@dataclass(frozen=True)
class Feed:
    """A column of a CBS table and where it goes: an indicator of figures.csv or a series of indices.csv.

    `only`: dimensions besides region and period, and the value kept of each. Fewer figures than `fewest` are no answer.
    """

    table: str
    column: str
    file: str
    name: str
    source_id: str
    scale: float = 1.0
    only: tuple[tuple[str, str], ...] = ()
    fewest: int = 1

    @property
    def by_region(self) -> bool:
        """Whether the table has regions; an index is of the country."""
        return self.file == "figures.csv"


FEEDS = (
    Feed("83625NED", "GemiddeldeVerkoopprijs", "figures.csv", "average_sale_price", "cbs_prices", fewest=100),
    *(
        Feed("70072ned", column, "figures.csv", indicator, "cbs_regional", scale, fewest=100)
        for column, indicator, scale in (
            ("TotaleBevolking", "population", 1.0),
            ("TotaalParticuliereHuishoudens", "households", 1.0),
            ("GemiddeldeHuishoudensgrootte", "household_size", 1.0),
            ("Koopwoningen", "owner_occupied_pct", 1.0),
            ("HuurwoningenVanWoningcorporatie", "social_rental_pct", 1.0),
            ("GemiddeldeWOZWaardeVanWoningen", "average_home_value", 1000.0),
        )
    ),
    Feed(
        "85728NED",
        "InputprijsindexBouwkosten",
        "indices.csv",
        "construction_input",
        "cbs_input_2021",
        only=(("Componenten", "T001363"),),
        fewest=24,
    ),
)
"""What is refreshed; figures for regions outside our tables are left out."""


@dataclass(frozen=True)
class Change:
    """A value that would change: `old` None is new."""

    name: str
    region: str
    period: str
    old: float | None
    new: float


def fetch(url: str, timeout: float = 60.0) -> bytes:
    """The only place that goes on the network. Raises OSError or HTTPException."""
    with urllib.request.urlopen(url, timeout=timeout) as answer:  # noqa: S310 - a fixed https address
        content: bytes = answer.read()
    return content


def _json(transport: Transport, url: str) -> Mapping[str, Any]:
    try:
        content = transport(url)
    except urllib.error.HTTPError as error:
        raise RefreshError(f"{url}: the service answered {error.code} {error.reason}") from None
    except HTTPException as error:
        raise RefreshError(f"{url}: the answer broke off ({error!r})") from None
    except OSError as error:
        raise NoConnection(f"{url}: no connection ({getattr(error, 'reason', None) or error})") from None
    try:
        data = json.loads(content)
    except ValueError as error:
        raise RefreshError(f"{url}: no complete JSON ({error})") from None
    if not isinstance(data, dict) or not isinstance(data.get("value"), list):
        raise RefreshError(f"{url}: no list of values in the answer")
    if not all(isinstance(row, dict) for row in data["value"]):
        raise RefreshError(f"{url}: a row that is no record")
    return data


def _pages(transport: Transport, url: str) -> Iterator[Mapping[str, Any]]:
    seen: set[str] = set()
    following: str | None = url
    while following:
        if following in seen or len(seen) >= MOST_PAGES:
            raise RefreshError(f"{url}: the pages do not end")
        if urlsplit(following).netloc != urlsplit(SERVICE).netloc:
            raise RefreshError(f"{url}: the next page is elsewhere, {following}")
        seen.add(following)
        data = _json(transport, following)
        yield from data["value"]
        following = data.get("odata.nextLink")


def column_name(transport: Transport, feed: Feed) -> str:
    """The column's full name with its number, from DataProperties."""
    keys = [str(row.get("Key", "")) for row in _pages(transport, f"{SERVICE}/{feed.table}/DataProperties?$format=json")]
    matches = [key for key in keys if re.fullmatch(re.escape(feed.column) + r"_\d+", key)]
    if len(matches) != 1:
        raise RefreshError(f"{feed.table}: {len(matches)} columns called {feed.column}")
    return matches[0]


def download(transport: Transport, feed: Feed) -> dict[tuple[str, str], float]:
    """(region, period) -> value; suppressed values (null) are left out. Raises RefreshError."""
    column = column_name(transport, feed)
    dimensions = [*(["RegioS"] if feed.by_region else []), "Perioden", *(dimension for dimension, _ in feed.only)]
    address = f"{SERVICE}/{feed.table}/TypedDataSet?$format=json&$select={','.join([*dimensions, column])}"
    values: dict[tuple[str, str], float] = {}
    for row in _pages(transport, address):
        absent = [name for name in (*dimensions, column) if name not in row]
        if absent:
            raise RefreshError(f"{feed.table}: a row without {', '.join(absent)}")
        if any(str(row[dimension]).strip() != wanted for dimension, wanted in feed.only):
            continue
        region = str(row["RegioS"]).strip() if feed.by_region else "NL01"
        period = str(row["Perioden"]).strip()
        if PERIOD.fullmatch(period) is None:
            raise RefreshError(f"{feed.table}: {period!r} is not a period")
        value = _value(feed, row[column])
        if value is None:
            continue
        if values.get((region, period), value) != value:
            raise RefreshError(f"{feed.table}: {region} {period} comes twice; the table has another dimension")
        values[region, period] = value
    if len(values) < feed.fewest:
        raise RefreshError(f"{feed.table}: {len(values)} figures, at least {feed.fewest} expected")
    return values


def _value(feed: Feed, answer: object) -> float | None:
    """A figure in our unit; a text that holds a number, padded or not, is read too."""
    if answer is None or isinstance(answer, str) and answer.strip() in {"", "."}:
        return None
    try:
        value = math.nan if isinstance(answer, bool) else float(answer) * feed.scale  # type: ignore[arg-type]
    except (TypeError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        raise RefreshError(f"{feed.table}: {feed.column} {answer!r} is not a number")
    return value


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plain(value: float) -> str:
    """A figure in full, without an exponent and without noise behind the tenth digit of a fraction: 17590672, 127.1."""
    return str(int(value)) if value == int(value) else f"{value:.10f}".rstrip("0")


def _merge(
    rows: list[dict[str, str]], feed: Feed, values: Mapping[tuple[str, str], float], regions: frozenset[str]
) -> list[Change]:
    """Put the values into the rows; returns what changed. Yearly figures are kept without the JJ00 of CBS."""
    name = "indicator" if feed.by_region else "series"
    known = {(row.get("region_code", "NL01"), row["period"]): row for row in rows if row[name] == feed.name}
    changes = []
    for (region, period), value in sorted(values.items()):
        if region not in regions:
            continue
        shown = period.removesuffix("JJ00") if feed.by_region else period
        row = known.get((region, shown))
        old = None if row is None else float(row["value"])
        if old is not None and plain(old) == plain(value):
            continue
        changes.append(Change(feed.name, region, shown, old, value))
        if row is None:
            new = {name: feed.name, "period": shown, "value": plain(value), "source_id": feed.source_id}
            rows.append({**new, "region_code": region} if feed.by_region else new)
        else:
            row["value"] = plain(value)
            row["source_id"] = feed.source_id
    return changes


def refresh(
    transport: Transport = fetch,
    *,
    dry_run: bool = False,
    tables: Path = TABLES,
    only: str | None = None,
    today: date | None = None,
) -> list[Change]:
    """Download, check and, unless a dry run, replace the tables together. Returns the changes.

    The new files are written beside the old ones, loaded as a whole and held against the published totals first; when
    anything fails nothing changes. Sources of changed figures get `today` as their date of retrieval. Raises
    RefreshError.
    """
    feeds = [feed for feed in FEEDS if only in (None, feed.table)]
    if not feeds:
        raise RefreshError(
            f"{only}: not a table that is refreshed; allowed: {', '.join(sorted({feed.table for feed in FEEDS}))}"
        )
    files = {feed.file: _read(tables / feed.file) for feed in feeds}
    regions = frozenset(row["code"] for name in ("regions.csv", "municipalities.csv") for row in _read(tables / name))
    changes: list[Change] = []
    changed: set[str] = set()
    for feed in feeds:
        merged = _merge(files[feed.file], feed, download(transport, feed), regions)
        changes += merged
        changed |= {feed.source_id} if merged else set()
    if not changes:
        return changes
    files["sources.csv"] = _retrieved(_read(tables / "sources.csv"), changed, files, today or date.today())
    with tempfile.TemporaryDirectory(dir=tables.parent) as work:
        trial = Path(work) / "tables"
        shutil.copytree(tables, trial)
        for name, rows in files.items():
            (trial / name).write_text(_as_csv(rows, name), encoding="utf-8", newline="\n")
        _check(trial)
        if not dry_run:
            _replace(trial, tables, tuple(files))
            mark_checked(tables)
    return changes


def _check(trial: Path) -> None:
    """The new tables load and still add up; a dry run finds out too."""
    try:
        problems = problems_in(shipped_tables(trial, check=True))
    except MarketDataError as error:
        raise RefreshError(f"the new tables are not valid: {error}") from None
    if problems:
        raise RefreshError(f"the new tables do not add up: {'; '.join(problems[:5])}")


def _replace(trial: Path, tables: Path, names: tuple[str, ...]) -> None:
    """Put the new files in the place of the old ones; when one cannot be replaced the others are put back."""
    before = {name: (tables / name).read_bytes() for name in names}
    done = []
    try:
        for name in names:
            os.replace(trial / name, tables / name)
            done.append(name)
    except OSError as error:
        for name in done:
            (tables / name).write_bytes(before[name])
        raise RefreshError(f"{error.filename or tables}: cannot be replaced ({error.strerror})") from None


def _retrieved(
    sources: list[dict[str, str]], changed: set[str], files: Mapping[str, list[dict[str, str]]], today: date
) -> list[dict[str, str]]:
    """The table of sources with the day of retrieval and the first and last year of the refreshed ones."""
    rows = [row for table in files.values() for row in table]
    for source in sources:
        if source["source_id"] in changed:
            periods = [row["period"] for row in rows if row["source_id"] == source["source_id"]]
            source["retrieved"] = today.isoformat()
            source["period"] = f"{min(periods, key=sort_key)[:4]}-{_shown(max(periods, key=sort_key))}"
    return sources


def _shown(period: str) -> str:
    """2026MM04 as 2026-04, others by their year."""
    return f"{period[:4]}-{period[6:]}" if period[4:6] == "MM" else period[:4]


_ORDER = {"figures.csv": ("indicator", "region_code", "period"), "indices.csv": ("series", "period")}


def _as_csv(rows: list[dict[str, str]], name: str) -> str:
    if name in _ORDER:
        rows = sorted(rows, key=lambda row: tuple(row[key] for key in _ORDER[name]))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
