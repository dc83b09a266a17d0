"""Refresh shipped tables from the CBS OData service: explicit, all or nothing, with a dry run.

Pitfalls of the service this deals with: keys are padded with spaces; pages follow `odata.nextLink`; a wrong filter gives 200
with an empty list; column names end in a number that changes from table to table, so they are looked up in DataProperties.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import tempfile
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from market_data.loader import PERIOD, TABLES, _shipped
from market_data.records import MarketDataError

SERVICE = "https://opendata.cbs.nl/ODataFeed/odata"
MOST_PAGES = 200
Transport = Callable[[str], bytes]


class RefreshError(Exception):
    """The service answered something that cannot be used; nothing was written."""


@dataclass(frozen=True)
class Feed:
    """A column of a CBS table and where it goes: an indicator of figures.csv or a series of indices.csv."""

    table: str
    column: str
    file: str
    name: str
    source_id: str
    scale: float = 1.0
    only: tuple[tuple[str, str], ...] = ()
    fewest_rows: int = 1


FEEDS = (
    Feed("83625NED", "GemiddeldeVerkoopprijs", "figures.csv", "average_sale_price", "cbs_prices", fewest_rows=100),
    Feed("70072ned", "TotaleBevolking", "figures.csv", "population", "cbs_regional", fewest_rows=100),
    Feed(
        "70072ned",
        "GemiddeldeWOZWaardeVanWoningen",
        "figures.csv",
        "average_home_value",
        "cbs_regional",
        1000.0,
        fewest_rows=100,
    ),
    Feed(
        "85728NED",
        "InputprijsindexBouwkosten",
        "indices.csv",
        "construction_input",
        "cbs_input_2021",
        only=(("Componenten", "T001363"),),
        fewest_rows=24,
    ),
)
"""What is refreshed; figures for regions or periods outside our tables' scope are left out."""


@dataclass(frozen=True)
class Change:
    """A value that would change: `old` None is new."""

    name: str
    region: str
    period: str
    old: float | None
    new: float


def fetch(url: str, timeout: float = 60.0) -> bytes:
    """The only place that goes on the network."""
    with urllib.request.urlopen(url, timeout=timeout) as answer:  # noqa: S310 - a fixed https address
        content: bytes = answer.read()
    return content


def _json(transport: Transport, url: str) -> Mapping[str, Any]:
    try:
        data = json.loads(transport(url))
    except (OSError, ValueError) as error:
        raise RefreshError(f"{url}: {error}") from None
    if not isinstance(data, dict) or not isinstance(data.get("value"), list):
        raise RefreshError(f"{url}: no list of values in the answer")
    return data


def _pages(transport: Transport, url: str) -> Iterator[Mapping[str, Any]]:
    seen: set[str] = set()
    following: str | None = url
    while following:
        if following in seen or len(seen) >= MOST_PAGES:
            raise RefreshError(f"{url}: the pages do not end")
        seen.add(following)
        data = _json(transport, following)
        yield from data["value"]
        following = data.get("odata.nextLink")


def column_name(transport: Transport, feed: Feed) -> str:
    """The column's full name with its number, from DataProperties."""
    keys = [str(row.get("Key", "")) for row in _pages(transport, f"{SERVICE}/{feed.table}/DataProperties?$format=json")]
    found = [key for key in keys if re.fullmatch(re.escape(feed.column) + r"_\d+", key)]
    if len(found) != 1:
        raise RefreshError(f"{feed.table}: {len(found)} columns called {feed.column}")
    return found[0]


def download(transport: Transport, feed: Feed) -> dict[tuple[str, str], float]:
    """(region, period) -> value; suppressed values (null) are left out. Raises RefreshError."""
    column = column_name(transport, feed)
    values: dict[tuple[str, str], float] = {}
    rows = 0
    for row in _pages(transport, f"{SERVICE}/{feed.table}/TypedDataSet?$format=json"):
        if any(str(row.get(dimension, "")).strip() != wanted for dimension, wanted in feed.only):
            continue
        rows += 1
        region = str(row.get("RegioS", "NL01")).strip()
        period = str(row.get("Perioden", "")).strip()
        value = row.get(column)
        if PERIOD.fullmatch(period) is None:
            raise RefreshError(f"{feed.table}: {period!r} is not a period")
        if value is not None:
            values[region, period] = float(value) * feed.scale
    if rows < feed.fewest_rows:
        raise RefreshError(f"{feed.table}: {rows} rows, at least {feed.fewest_rows} expected")
    return values


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _merge(
    rows: list[dict[str, str]], feed: Feed, values: Mapping[tuple[str, str], float], regions: frozenset[str]
) -> list[Change]:
    """Put the values into the rows; returns what changed. Yearly figures are kept without the JJ00 of CBS."""
    index = feed.file == "indices.csv"
    name = "series" if index else "indicator"
    known = {(row.get("region_code", "NL01"), row["period"]): row for row in rows if row[name] == feed.name}
    changes = []
    for (region, period), value in sorted(values.items()):
        if region not in regions:
            continue
        shown = period if index else period.removesuffix("JJ00")
        row = known.get((region, shown))
        old = None if row is None else float(row["value"])
        if old == value:
            continue
        changes.append(Change(feed.name, region, shown, old, value))
        if row is None:
            new = {name: feed.name, "period": shown, "value": f"{value:g}", "source_id": feed.source_id}
            rows.append(new if index else {**new, "region_code": region})
        else:
            row["value"] = f"{value:.10g}"
            row["source_id"] = feed.source_id
    return changes


def refresh(
    transport: Transport = fetch, *, dry_run: bool = False, tables: Path = TABLES, only: str | None = None
) -> list[Change]:
    """Download, check and, unless a dry run, replace the tables together. Returns the changes.

    The new files are written beside the old ones and loaded as a whole first; when anything fails nothing changes.
    Raises RefreshError.
    """
    feeds = [feed for feed in FEEDS if only in (None, feed.table)]
    if not feeds:
        raise RefreshError(
            f"{only}: not a table that is refreshed; allowed: {', '.join(sorted({feed.table for feed in FEEDS}))}"
        )
    files = {feed.file: _read(tables / feed.file) for feed in feeds}
    regions = frozenset(row["code"] for name in ("regions.csv", "municipalities.csv") for row in _read(tables / name))
    changes: list[Change] = []
    for feed in feeds:
        changes += _merge(files[feed.file], feed, download(transport, feed), regions)
    if dry_run or not changes:
        return changes
    with tempfile.TemporaryDirectory(dir=tables.parent) as work:
        trial = Path(work) / "tables"
        shutil.copytree(tables, trial)
        for name, rows in files.items():
            keys = ("series", "period") if name == "indices.csv" else ("indicator", "region_code", "period")
            (trial / name).write_text(
                _as_csv(sorted(rows, key=lambda row: tuple(row[key] for key in keys))), encoding="utf-8"
            )
        try:
            _shipped(trial)
        except (MarketDataError, KeyError, ValueError) as error:
            raise RefreshError(f"the new tables are not valid: {error}") from None
        for name in files:
            os.replace(trial / name, tables / name)
    return changes


def _as_csv(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
