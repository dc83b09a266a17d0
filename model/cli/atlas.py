"""The command `atlas`: every municipality with every option of the example, worked out once and written as a table."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from pathlib import Path
from typing import Any

from market_data import MarketData
from model.cli.files import write_whole
from model.words.texts import LANGUAGES, text


def add_atlas(commands: Any, language: str) -> None:
    """Put the command on the command line."""
    about = text("cli_atlas", language)
    parser = commands.add_parser("atlas", help=about, description=about, language=language)
    parser.set_defaults(command=_atlas)
    parser.add_argument("out", type=Path, metavar="OUT.csv")
    parser.add_argument("--workers", type=int, metavar="N")
    parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])


def _atlas(options: argparse.Namespace) -> None:
    from market_data import load
    from model.analyses.atlas import kept_at, make_atlas
    from model.analyses.batch import local_processes
    from model.cli.analyses import MOST_WORKERS, within

    within("--workers", options.workers, 1, MOST_WORKERS)
    market, shown = load(), sys.stderr.isatty()

    def progress(share: float) -> None:
        if shown:
            sys.stderr.write(f"\r{share:4.0%}")

    counts = make_atlas(kept_at(market), market, local_processes(options.workers), progress)
    write_whole(options.out, _table(market).encode())
    print(text("atlas_done", options.language, done=counts.done, skipped=counts.skipped, name=options.out))


def _table(market: MarketData) -> str:
    """A row per municipality and option; blank is what does not exist or is not known."""
    from model.analyses.atlas import MEASURES, kept_at, read_atlas

    atlas = read_atlas(kept_at(market), market)
    assert atlas is not None, "it has just been made"
    content = io.StringIO(newline="")
    writer = csv.writer(content, lineterminator="\n")
    writer.writerow(("municipality", "name", "province", "option", "type", "variant", *MEASURES))
    for (code, option_id), values in atlas.values.items():
        town, option = market.municipality(code), atlas.option(option_id)
        place = (town.code, town.name, town.province, option.id, option.type, option.variant)
        cells = ("" if values[key] is None else values[key] for key in MEASURES)
        writer.writerow((*place, *cells))
    return content.getvalue()
