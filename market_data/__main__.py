"""`python -m market_data check` and `python -m market_data refresh [--dry-run] [--table ID]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial

from market_data.loader import load
from market_data.records import MarketDataError
from market_data.refresh import RefreshError, fetch, refresh
from market_data.validate import problems_in


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 when all is well, 1 when something is wrong (nothing is written then)."""
    parser = argparse.ArgumentParser(prog="python -m market_data")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="validate the shipped tables and their sums")
    update = commands.add_parser("refresh", help="fetch newer figures from CBS")
    update.add_argument("--dry-run", action="store_true", help="show what would change and write nothing")
    update.add_argument("--table", metavar="ID", help="only this CBS table")
    update.add_argument("--timeout", type=float, default=60.0)
    options = parser.parse_args(arguments)
    try:
        if options.command == "check":
            found = problems_in(load())
            for sentence in found:
                sys.stderr.write(f"{sentence}\n")
            print(f"{len(load().municipalities)} municipalities, {len(found)} problems")
            return 1 if found else 0
        changes = refresh(partial(fetch, timeout=options.timeout), dry_run=options.dry_run, only=options.table)
    except (MarketDataError, RefreshError) as error:
        sys.stderr.write(f"{error}\nNothing was changed.\n")
        return 1
    for change in changes:
        old = "new" if change.old is None else f"{change.old:g}"
        print(f"{change.name} {change.region} {change.period}: {old} -> {change.new:g}")
    print(f"{len(changes)} changes{' (dry run, nothing written)' if options.dry_run else ''}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
