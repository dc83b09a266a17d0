"""Reading a case: from a file or JSON data to a `Case`, or every problem found.

Each problem has its field, the value and what is allowed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from market_data import MarketData, UnknownRegion, load
from model.case.data import (
    IN_FORCE,
    LAWS,
    PERIODS_PER_YEAR,
    SCHEMA_VERSION,
    Case,
)
from model.case.fields import MISSING, FieldReader
from model.case.migrations import MIGRATIONS
from model.case.sections import SECTIONS
from model.case.sections.section import Reading
from model.lines.flows import DISCOUNTING
from model.parameters.table import parameters
from model.problems import BadInput, cause_of, problem

LARGEST_FILE = 5_000_000
CASE_KEYS = (
    "schema_version",
    "name",
    "municipality",
    "beds",
    "start_date",
    "price_level_date",
    "horizon_years",
    "periods_per_year",
    "discounting",
    "law",
    *(section.key for section in SECTIONS),
)


def load_case(path: Path, market: MarketData | None = None) -> Case:
    """Read a case file. Raises BadInput when it is missing, too large, no JSON or no valid case."""
    try:
        if not path.exists():
            raise BadInput((problem("file_missing", path.name),))
        if not path.is_file():
            raise BadInput((problem("no_file", path.name),))
        if path.stat().st_size > LARGEST_FILE:
            raise BadInput((problem("file_too_large", path.name, value=path.stat().st_size, highest=LARGEST_FILE),))
        content = path.read_bytes()
    except OSError as error:
        raise BadInput((problem("cannot_read", path.name, value=cause_of(error)),)) from None
    return parse_case(content, path.name, market)


def parse_case(content: bytes, name: str, market: MarketData | None = None) -> Case:
    """A case from the bytes of a file. Raises BadInput."""
    try:
        data = parse_json(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadInput((problem("not_json", name, value=problem("json_encoding", "")),)) from None
    except json.JSONDecodeError as error:
        position = problem("json_place", "", line=error.lineno, column=error.colno)
        raise BadInput((problem("not_json", name, value=position),)) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, or brackets in brackets without end
        raise BadInput((problem("not_json", name, value=problem("json_too_deep", "")),)) from None
    return read_case(data, market)


def parse_json(content: str) -> Any:
    """JSON data in which no key stands twice.

    Raises ValueError or RecursionError when it is no JSON, BadInput for the key.
    """
    return json.loads(content, object_pairs_hook=_each_key_once)


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object as a dict. Raises BadInput for a key that stands twice: one of its values would be lost unseen."""
    values: dict[str, Any] = {}
    for key, value in pairs:
        if key in values:
            raise BadInput((problem("double_key", key),))
        values[key] = value
    return values


def read_case(data: object, market: MarketData | None = None) -> Case:
    """A validated case from JSON data. Raises BadInput with all problems found."""
    reader = CaseReader(market or load())
    case = reader.case(data)
    if reader.problems or case is None:
        raise BadInput(tuple(reader.problems))
    return case


class CaseReader(FieldReader):
    """Reads a case and collects problems instead of stopping at the first."""

    def __init__(self, market: MarketData) -> None:
        super().__init__()
        self.market = market

    def in_this_version(self, data: object) -> dict[str, Any] | None:
        """The data as a case file of today's version has them; None when they are no object or of an unknown one."""
        if not isinstance(data, dict):
            self.refuse("not_an_object", "case", value=data)
            return None
        version = data.get("schema_version", MISSING)
        if version is MISSING:
            self.refuse("missing", "schema_version")
            return None
        if isinstance(version, bool) or not isinstance(version, int) or version < 1:
            self.refuse("bad_version", "schema_version", value=version, highest=SCHEMA_VERSION)
            return None
        if version > SCHEMA_VERSION:
            self.refuse("newer_version", "schema_version", value=version, highest=SCHEMA_VERSION)
            return None
        for older in range(version, SCHEMA_VERSION):
            data = MIGRATIONS[older](data)
        return data

    def case(self, given: object) -> Case | None:
        """The case; None when it is no object or of an unknown version."""
        data = self.in_this_version(given)
        if data is None:
            return None
        self.known_keys(data, CASE_KEYS, "")
        known = parameters()
        before = len(self.problems)
        municipality = self.text(data, "municipality", "")
        if len(self.problems) == before:
            try:
                self.market.municipality(municipality)
            except UnknownRegion as error:
                self.refuse("unknown_municipality", "municipality", value=municipality, allowed=_near(error))
        beds = known["beds"]
        horizon = known["horizon_years"]
        before = len(self.problems)
        start = self.day(data, "start_date", "")
        price_level = self.day(data, "price_level_date", "", default=start)
        if price_level > start and len(self.problems) == before:
            self.refuse("dates_out_of_order", "price_level_date", value=price_level, start=start)
        periods = data.get("periods_per_year", 1)
        if isinstance(periods, bool) or periods not in PERIODS_PER_YEAR:
            self.refuse("not_a_choice", "periods_per_year", value=periods, allowed="1, 4, 12")
            periods = 1
        case = Case(
            name=self.text(data, "name", "", default=""),
            municipality=municipality,
            beds=self.number(data, "beds", "", beds.lowest or 1.0, beds.highest or 1e5, whole=True),
            start_date=start,
            price_level_date=price_level,
            horizon_years=self.number(
                data, "horizon_years", "", horizon.lowest or 1.0, horizon.highest or 100.0, whole=True, default=30.0
            ),
            periods_per_year=int(periods),
            discounting=self.choice(data, "discounting", "", DISCOUNTING, default=DISCOUNTING[0]),
            law=self.choice(data, "law", "", LAWS, default=IN_FORCE),
        )
        reading = Reading(self.problems, self.market)
        for section in SECTIONS:
            case = section.read(data.get(section.key, MISSING), case, reading)
        return case


def _near(error: UnknownRegion) -> str:
    return ", ".join(getattr(error, "suggestions", ())) or "GM0014 ... GM1992"
