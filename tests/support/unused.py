"""Code that nothing uses, found by vulture: `python -m tests.support.unused` names it, and ends with 1 if there is any.

Left out is what is used in a way that it does not see: lines of the business case are fields that are read by their
names; generated code calls what the formula language names; a library calls a method because it has the right name.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from vulture import Vulture

from model.lines.ledgers import LEDGERS
from model.words.rows import read_rows
from tests.support.application import ROOT

PRODUCT = ("app.py", "model", "pages", "market_data")
EVERYTHING = (*PRODUCT, "tests", "benchmarks")
BY_NAME = {
    "_negative_number_matcher": "argparse: what looks like a negative number",
    "_prepare_formula": "xlsxwriter: every formula goes through it",
    "__getattr__": "Python: the face of the model loads a name when it is asked for",
    "branch_labels": "alembic: a step of the tables",
    "depends_on": "alembic: a step of the tables",
    "down_revision": "alembic: the step before it",
    "isolation_level": "sqlite3: whether it begins transactions by itself",
    "create_system": "zipfile: on which system a file was made",
    "format_field": "string.Formatter: one or many",
    "handle_data": "html.parser: the text of an element",
    "handle_endtag": "html.parser: at the end of an element",
    "handle_starttag": "html.parser: at the start of an element",
    "model_config": "pydantic: how a model reads its data",
    "period_number": "asdict: the JSON of `explain`",
    "get_internal_ip": "streamlit: asks for an address of this machine",
    "get_external_ip": "streamlit: asks for an address of this machine",
}
"""What a library calls, and why."""


def used_by_name() -> set[str]:
    """Names that are looked up: of lines, and of functions in generated code."""
    lines = {row["key"] for row in read_rows(ROOT / "model" / "lines" / "lines.csv")}
    ledgers = {f"ledger_{party}{part}" for party in LEDGERS for part in ("", "_npv")}
    formula = ROOT / "model" / "formula"
    generated = "\n".join(path.read_text(encoding="utf-8") for path in formula.glob("*.py") if path.stem != "runtime")
    called = set(re.findall(r"\w+", generated))
    return lines | ledgers | called | {f"{name}_many" for name in called} | set(BY_NAME)


def unused() -> Iterator[str]:
    """Every piece of the product that neither it nor its tests use, with its place."""
    vulture = Vulture()
    vulture.scavenge([str(ROOT / folder) for folder in EVERYTHING])
    known = used_by_name()
    for item in vulture.get_unused_code(min_confidence=60):
        path = item.filename.relative_to(ROOT).as_posix()
        field_of_a_block = path.startswith("model/lines/") and item.typ == "variable" and item.name.islower()
        look_in_word = path.startswith("model/export/paper/word_") and item.typ == "attribute"  # python-docx reads it
        by_name = item.name in known or item.name[0] == "_"
        if path.startswith(PRODUCT) and not (field_of_a_block or look_in_word or by_name):
            yield f"{path}:{item.first_lineno}: {item.typ} {item.name}"


if __name__ == "__main__":
    places = list(unused())
    print("\n".join(places) or "Everything is used.")
    sys.exit(bool(places))
