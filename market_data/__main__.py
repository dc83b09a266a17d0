"""`python -m market_data check`, `refresh [--dry-run] [--table ID]`, and `borders FILE.geojson` when borders change."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from market_data.borders import make_borders
from market_data.maps import MAPS, borders, problems_of
from market_data.records import MarketDataError
from market_data.refresh import NoConnection, RefreshError, fetch, plain, refresh
from market_data.shipped import TABLES, mark_checked, shipped_tables
from market_data.store import MarketData
from market_data.validate import problems_in

WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "checked": "{towns} gemeenten, {figures} cijfers; problemen: {problems}",
        "unchanged": "Er is niets gewijzigd; de meegeleverde cijfers blijven in gebruik.",
        "no_connection": "CBS is niet bereikbaar. Het model werkt zonder internet met de meegeleverde cijfers.",
        "new": "nieuw",
        "dry": "Wijzigingen: {count} (proefdraai, niets geschreven)",
        "done": "Geschreven wijzigingen: {count}",
        "borders": "{towns} gemeenten, {arcs} grenzen; punten: {points_before}, vereenvoudigd {points}",
    },
    "en": {
        "checked": "{towns} municipalities, {figures} figures; problems: {problems}",
        "unchanged": "Nothing was changed; the shipped figures stay in use.",
        "no_connection": "CBS cannot be reached. The model works without internet, on the shipped figures.",
        "new": "new",
        "dry": "Changes: {count} (dry run, nothing written)",
        "done": "Changes written: {count}",
        "borders": "{towns} municipalities, {arcs} borders; points: {points_before}, simplified {points}",
    },
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 when all is well, 1 when something is wrong (nothing is written then)."""
    parser = argparse.ArgumentParser(prog="python -m market_data")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="validate the shipped tables and their sums, and note the outcome")
    update = commands.add_parser("refresh", help="fetch newer figures from CBS")
    update.add_argument("--dry-run", action="store_true", help="show what would change and write nothing")
    update.add_argument("--table", metavar="ID", help="only this CBS table")
    update.add_argument("--timeout", type=float, default=60.0, help="seconds to wait for an answer")
    shapes = commands.add_parser("borders", help="make the map from the borders of CBS, as GeoJSON in WGS84")
    shapes.add_argument("file", type=Path, metavar="FILE.geojson")
    for command in (check, update, shapes):
        command.add_argument("--language", choices=sorted(WORDS), default="nl")
    options = parser.parse_args(arguments)
    words = WORDS[options.language]
    try:
        if options.command == "check":
            return _check(shipped_tables(TABLES, check=True), words)
        if options.command == "borders":
            return _make_map(options.file, words)
        changes = refresh(partial(fetch, timeout=options.timeout), dry_run=options.dry_run, only=options.table)
    except (MarketDataError, RefreshError) as error:
        lines = [str(error), *([words["no_connection"]] if isinstance(error, NoConnection) else []), words["unchanged"]]
        sys.stderr.write("\n".join(lines) + "\n")
        return 1
    for change in changes:
        old = words["new"] if change.old is None else plain(change.old)
        print(f"{change.name} {change.region} {change.period}: {old} -> {plain(change.new)}")
    print(words["dry" if options.dry_run else "done"].format(count=len(changes)))
    return 0


def _make_map(file: Path, words: Mapping[str, str]) -> int:
    made = make_borders(file, MAPS)
    counts = {"towns": made.towns, "arcs": made.arcs, "points_before": made.points_before, "points": made.points}
    print(words["borders"].format(**counts))
    return 0


def _check(market: MarketData, words: Mapping[str, str]) -> int:
    problems = (*problems_in(market), *problems_of(borders(), market))
    for sentence in problems:
        sys.stderr.write(f"{sentence}\n")
    figures = sum(len(history) for history in market.figures.values())
    print(words["checked"].format(towns=len(market.municipalities), figures=figures, problems=len(problems)))
    if not problems:
        mark_checked(TABLES)
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
