"""Reading a case: from a file or JSON data to a `Case`, or every problem found.

Each problem has its field, the value and what is allowed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from market_data import MarketData, UnknownRegion, load
from model.case.data import (
    DISCOUNTING,
    IN_FORCE,
    LAWS,
    MOST_OPTIONS,
    PERIODS_PER_YEAR,
    SCHEMA_VERSION,
    Case,
    Option,
)
from model.case.fields import MISSING
from model.case.frame_kinds import FRAMES
from model.case.options import OptionReader
from model.case.risk import RiskReader
from model.options import OPTION_TYPES
from model.parameters.table import parameters
from model.problems import BadInput, cause_of, problem

MIGRATIONS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""By version: how a case file of that version becomes one of the next.
Version 1 is the first, so none is needed yet."""
LARGEST_FILE = 5_000_000
_CASE_KEYS = (
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
    "frames",
    "options",
    "risk",
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


class CaseReader(OptionReader, RiskReader):
    """Reads a case and collects problems instead of stopping at the first."""

    def __init__(self, market: MarketData) -> None:
        super().__init__()
        self.market = market

    def case(self, data: object) -> Case | None:
        """The case; None when it is no object or of an unknown version."""
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
        self.known_keys(data, _CASE_KEYS, "")
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
            frames=self.frames(data),
        )
        return replace(case, options=self.risk(data, self.options(data)))

    def options(self, data: Mapping[str, Any]) -> tuple[Option, ...]:
        """The options, and the mixes checked against them."""
        listed = data.get("options", MISSING)
        if listed is MISSING:
            self.refuse("missing", "options")
            return ()
        if not isinstance(listed, list):
            self.refuse("not_a_list", "options", value=listed)
            return ()
        if not 1 <= len(listed) <= MOST_OPTIONS:
            self.refuse("wrong_count", "options", value=len(listed), lowest=1, highest=MOST_OPTIONS)
            return ()
        options = tuple(
            option
            for index, entry in enumerate(listed)
            if (option := self.option(entry, f"options[{index}].")) is not None
        )
        by_id: dict[str, Option] = {}
        for option in options:
            by_id[option.id] = option
        self.each_once([option.id for option in options], "options")
        for option in options:
            for component in option.components:
                part = by_id.get(component.option)
                if part is None or OPTION_TYPES[part.type].is_mix:
                    allowed = ", ".join(possible.id for possible in options if not OPTION_TYPES[possible.type].is_mix)
                    self.refuse("unknown_component", f"{option.id}.components", value=component.option, allowed=allowed)
        return options

    def risk(self, data: Mapping[str, Any], options: tuple[Option, ...]) -> tuple[Option, ...]:
        """The options with what was chosen of their risk runs, by the id of the option."""
        given = data.get("risk", {})
        if not isinstance(given, dict):
            self.refuse("not_an_object", "risk", value=given)
            return options
        ids = [option.id for option in options]
        for option_id in given:
            if option_id not in ids:
                self.refuse("unknown_key", f"risk.{option_id}", allowed=", ".join(ids))
        return tuple(
            replace(option, risk=self.overlay(given[option.id], f"risk.{option.id}.", option, options))
            if option.id in given
            else option
            for option in options
        )

    def frames(self, data: Mapping[str, Any]) -> dict[str, float | str]:
        """Limits the council set, by frame key."""
        given = data.get("frames", {})
        if not isinstance(given, dict):
            self.refuse("not_an_object", "frames", value=given)
            return {}
        read: dict[str, float | str] = {}
        for key, value in given.items():
            kind = FRAMES.get(key)
            path = f"frames.{key}"
            before = len(self.problems)
            checked: float | str = 0.0
            if kind is None:
                self.refuse("unknown_key", path, allowed=", ".join(FRAMES))
            elif kind.is_date:
                checked = self.day({path: value}, path, "").isoformat()
            else:
                checked = self.check_number(value, path, kind.lowest, kind.highest)
            if len(self.problems) == before:
                read[key] = checked
        return read


def _near(error: UnknownRegion) -> str:
    return ", ".join(getattr(error, "suggestions", ())) or "GM0014 ... GM1992"
