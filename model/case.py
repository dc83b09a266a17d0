"""The case a user saves: frozen, validated, versioned (design: the case file).

`read_case` turns JSON data into a `Case` or raises `BadInput` with every problem it found, each naming the field, the value
and what is allowed. `write_case` is its inverse.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from market_data import MarketData, UnknownRegion, load
from model.frame_kinds import FRAMES
from model.lines.site import BUILDING_REGIMES
from model.lines.structure import OWN_AT_THE_END, OWN_COUNTERPARTIES, OWN_KINDS, OWN_LEDGERS, OWN_PERS
from model.options import OPTION_TYPES
from model.parameters.table import Parameter, default_row, parameters
from model.problems import BadInput, Problem, cause_of, problem

SCHEMA_VERSION = 1
MIGRATIONS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""By version: how a case file of that version becomes one of the next. Version 1 is the first, so none is needed yet."""
LARGEST_FILE = 5_000_000
LONGEST_NAME = 200
MOST_OPTIONS = 12
MOST_OWN_LINES = 100
LARGEST_AMOUNT = 1e12
FIRST_DATE, LAST_DATE = date(2000, 1, 1), date(2100, 12, 31)
PERIODS_PER_YEAR = (1, 4, 12)
IN_FORCE, IF_PROPOSALS_PASS = "in_force", "if_proposals_pass"
LAWS = (IN_FORCE, IF_PROPOSALS_PASS)
DISCOUNTING = ("end_of_period", "mid_period")

Path_ = Mapping[str, float]
InputValue = float | str | Path_


@dataclass(frozen=True)
class OwnLine:
    """A line the user adds; `first` and `last` are years (0 = the start), None = the end of the term.

    Only a terminal value or an end cost may leave `first` out.
    """

    label: str
    kind: str
    amount: float
    per: str = "year"
    first: float | None = 1.0
    last: float | None = None
    growth: float = 0.0
    growth_from: float = 2.0
    vat_rate: float = 0.0
    ledger: str = "operator"
    counterparty: str = "outside"
    land: bool = False


@dataclass(frozen=True)
class Component:
    """A component of a mix: an option of the case and its share of the beds."""

    option: str
    share: float


@dataclass(frozen=True)
class Reason:
    """Why an input differs from its default: who, when, why."""

    who: str
    when: str
    why: str


@dataclass(frozen=True)
class Option:
    """One way to house the beds. `inputs` holds only what differs from the defaults."""

    id: str
    type: str
    variant: str = ""
    label: str = ""
    inputs: Mapping[str, InputValue] = field(default_factory=dict)
    own_lines: tuple[OwnLine, ...] = ()
    components: tuple[Component, ...] = ()
    reasons: Mapping[str, Reason] = field(default_factory=dict)

    def title(self, language: str) -> str:
        """The user's name for it, else that of its type and variant."""
        if self.label:
            return self.label
        kind = OPTION_TYPES[self.type]
        name = kind.label(language)
        return f"{name}: {kind.variant_label(self.variant, language)}" if self.variant else name


@dataclass(frozen=True)
class Case:
    """A complete question: how many beds, where, from when, and the options to weigh."""

    name: str
    municipality: str
    beds: float
    start_date: date
    price_level_date: date
    horizon_years: float = 30.0
    periods_per_year: int = 1
    discounting: str = "end_of_period"
    law: str = IN_FORCE
    frames: Mapping[str, float | str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()

    def option(self, option_id: str) -> Option:
        """The option with this id. Raises KeyError when there is none."""
        for option in self.options:
            if option.id == option_id:
                return option
        raise KeyError(option_id)

    def with_input(self, option_id: str, key: str, value: InputValue) -> Case:
        """A copy in which one option's input has another value."""
        option = self.option(option_id)
        changed = replace(option, inputs={**option.inputs, key: value})
        return replace(self, options=tuple(changed if each.id == option_id else each for each in self.options))


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
        place = problem("json_place", "", line=error.lineno, column=error.colno)
        raise BadInput((problem("not_json", name, value=place),)) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, or brackets in brackets without end
        raise BadInput((problem("not_json", name, value=problem("json_too_deep", "")),)) from None
    return read_case(data, market)


def parse_json(content: str) -> Any:
    """JSON data in which no key stands twice. Raises ValueError or RecursionError when it is no JSON, BadInput for the key."""
    return json.loads(content, object_pairs_hook=_each_key_once)


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object as a dict. Raises BadInput for a key that stands twice: one of its values would be lost unseen."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BadInput((problem("double_key", key),))
        found[key] = value
    return found


def read_case(data: object, market: MarketData | None = None) -> Case:
    """A validated case from JSON data. Raises BadInput with all problems found."""
    reader = _Reader(market or load())
    case = reader.case(data)
    if reader.problems or case is None:
        raise BadInput(tuple(reader.problems))
    return case


_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,30}")
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
)
_OPTION_KEYS = ("id", "type", "variant", "label", "inputs", "own_lines", "components", "reasons")
_OWN_KEYS = (
    "label",
    "kind",
    "amount",
    "per",
    "from",
    "to",
    "growth",
    "growth_from",
    "vat_rate",
    "ledger",
    "counterparty",
    "land",
)
_MISSING: Any = object()


def _printable(character: str) -> bool:
    """No control character, line break or half a character, and nothing that XML (so a workbook) cannot hold."""
    code = ord(character)
    in_xml = code & 0xFFFE != 0xFFFE and not 0xFDD0 <= code <= 0xFDEF
    return in_xml and unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"}


class _Reader:
    """Reads a case and collects problems instead of stopping at the first."""

    def __init__(self, market: MarketData) -> None:
        self.market = market
        self.problems: list[Problem] = []

    def refuse(self, code: str, where: str, **values: object) -> None:
        self.problems.append(problem(code, where, **values))

    def known_keys(self, data: Mapping[str, Any], allowed: Iterable[str], where: str) -> None:
        names = tuple(allowed)
        for key in data:
            if key not in names:
                self.refuse("unknown_key", f"{where}{key}", allowed=", ".join(names))

    def text(self, data: Mapping[str, Any], key: str, where: str, default: str | None = None) -> str:
        value = data.get(key, _MISSING)
        if value is _MISSING and default is not None:
            return default
        if value is _MISSING:
            self.refuse("missing", where + key)
        elif not isinstance(value, str):
            self.refuse("not_text", where + key, value=value)
        elif len(value) > LONGEST_NAME:
            self.refuse("too_long", where + key, value=len(value), highest=LONGEST_NAME)
        elif not all(map(_printable, value)):
            self.refuse("not_printable", where + key, value=value.encode("ascii", "backslashreplace").decode())
        else:
            return value
        return ""

    def choice(
        self, data: Mapping[str, Any], key: str, where: str, allowed: Iterable[str], default: str | None = None
    ) -> str:
        names = tuple(allowed)
        value = data.get(key, _MISSING)
        if value is _MISSING and default is not None:
            return default
        if value is _MISSING:
            self.refuse("missing", where + key)
        elif not isinstance(value, str) or value not in names:
            self.refuse("not_a_choice", where + key, value=value, allowed=", ".join(names))
        else:
            return value
        return names[0]

    def number(
        self,
        data: Mapping[str, Any],
        key: str,
        where: str,
        lowest: float,
        highest: float,
        *,
        whole: bool = False,
        default: float | None = None,
    ) -> float:
        value = data.get(key, _MISSING)
        if value is _MISSING and default is not None:
            return default
        if value is _MISSING:
            self.refuse("missing", where + key)
            return lowest
        return self.check_number(value, where + key, lowest, highest, whole=whole)

    def check_number(self, value: object, where: str, lowest: float, highest: float, *, whole: bool = False) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.refuse("not_a_number", where, value=value)
        elif isinstance(value, int) and abs(value) > 10**18 or not math.isfinite(value):
            self.refuse("not_finite", where, value=value)
        elif not lowest <= value <= highest:
            self.refuse("out_of_bounds", where, value=value, lowest=lowest, highest=highest)
        elif whole and value != int(value):
            self.refuse("not_whole", where, value=value)
        else:
            return float(value)
        return lowest

    def day(self, data: Mapping[str, Any], key: str, where: str, default: date | None = None) -> date:
        value = data.get(key, _MISSING)
        if value is _MISSING and default is not None:
            return default
        if value is _MISSING:
            self.refuse("missing", where + key)
            return FIRST_DATE
        try:
            if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                raise ValueError
            day = date.fromisoformat(value)
        except ValueError:
            self.refuse("not_a_date", where + key, value=value)
            return FIRST_DATE
        if not FIRST_DATE <= day <= LAST_DATE:
            self.refuse("out_of_bounds", where + key, value=value, lowest=FIRST_DATE, highest=LAST_DATE)
        return day

    def case(self, data: object) -> Case | None:
        if not isinstance(data, dict):
            self.refuse("not_an_object", "case", value=data)
            return None
        version = data.get("schema_version", _MISSING)
        if version is _MISSING:
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
        return replace(case, options=self.options(data))

    def options(self, data: Mapping[str, Any]) -> tuple[Option, ...]:
        listed = data.get("options", _MISSING)
        if listed is _MISSING:
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
            for index, each in enumerate(listed)
            if (option := self.option(each, f"options[{index}].")) is not None
        )
        by_id: dict[str, Option] = {}
        for option in options:
            by_id[option.id] = option
        self.each_once([option.id for option in options], "options")
        for option in options:
            for component in option.components:
                part = by_id.get(component.option)
                if part is None or OPTION_TYPES[part.type].is_mix:
                    allowed = ", ".join(each.id for each in options if not OPTION_TYPES[each.type].is_mix)
                    self.refuse("unknown_component", f"{option.id}.components", value=component.option, allowed=allowed)
        return options

    def each_once(self, ids: list[str], where: str) -> None:
        for each in dict.fromkeys(ids):
            if each and ids.count(each) > 1:
                self.refuse("double_id", where, value=each)

    def option(self, data: object, where: str) -> Option | None:
        if not isinstance(data, dict):
            self.refuse("not_an_object", where.rstrip("."), value=data)
            return None
        self.known_keys(data, _OPTION_KEYS, where)
        before = len(self.problems)
        option_id = self.text(data, "id", where)
        if len(self.problems) == before and not _ID.fullmatch(option_id):
            self.refuse("bad_id", where + "id", value=option_id)
        here = f"{option_id}." if len(self.problems) == before else where
        before = len(self.problems)
        kind = OPTION_TYPES[self.choice(data, "type", where, OPTION_TYPES)]
        if len(self.problems) > before:
            return Option(id=option_id, type=kind.key)  # what else it holds depends on the type
        variant = ""
        if kind.variants:
            variant = self.choice(data, "variant", where, kind.variants, default=kind.variants[0])
        elif data.get("variant", "") != "":
            allowed = ", ".join(key for key in _OPTION_KEYS if key != "variant")
            self.refuse("unknown_key", where + "variant", allowed=allowed)
        if kind.is_mix and data.get("own_lines"):
            self.refuse("own_lines_not_in_mix", here + "own_lines")
        return Option(
            id=option_id,
            type=kind.key,
            variant=variant,
            label=self.text(data, "label", where, default=""),
            inputs=self.inputs(data, here, kind.key),
            own_lines=self.own_lines(data, here),
            components=self.components(data, here, kind.is_mix),
            reasons=self.reasons(data, here, kind.key),
        )

    def inputs(self, data: Mapping[str, Any], where: str, option_type: str) -> dict[str, InputValue]:
        given = data.get("inputs", {})
        if not isinstance(given, dict):
            self.refuse("not_an_object", where + "inputs", value=given)
            return {}
        allowed = allowed_inputs(option_type)
        if OPTION_TYPES[option_type].is_mix:
            for key in given:
                self.refuse("no_inputs_in_mix", where + key)
            return {}
        read: dict[str, InputValue] = {}
        for key, value in given.items():
            if key not in allowed:
                self.refuse("unknown_input", where + key, allowed=_closest(key, allowed))
            else:
                checked = self.input_value(allowed[key], value, where + key)
                if checked is not None:
                    read[key] = checked
        return read

    def input_value(self, parameter: Parameter, value: object, where: str) -> InputValue | None:
        if parameter.kind == "choice":
            if not isinstance(value, str) or value not in parameter.choices:
                self.refuse("not_a_choice", where, value=value, allowed=", ".join(parameter.choices))
                return None
            return value
        lowest = -math.inf if parameter.lowest is None else parameter.lowest
        highest = math.inf if parameter.highest is None else parameter.highest
        if parameter.kind == "growth" and isinstance(value, dict):
            return self.growth_path(value, where, lowest, highest)
        before = len(self.problems)
        checked = self.check_number(value, where, lowest, highest, whole=parameter.kind == "integer")
        if len(self.problems) == before and parameter.choices and f"{checked:g}" not in parameter.choices:
            self.refuse("not_a_choice", where, value=value, allowed=", ".join(parameter.choices))
        return checked if len(self.problems) == before else None

    def growth_path(self, value: Mapping[str, Any], where: str, lowest: float, highest: float) -> Path_ | None:
        """A growth rate per calendar year: {"2027": 0.03, "2029": 0.02} holds 3% to 2028 and 2% from 2029 on."""
        before = len(self.problems)
        if not value:
            self.refuse("empty_path", where)
        path: dict[str, float] = {}
        for year, rate in value.items():
            if not (isinstance(year, str) and re.fullmatch(r"20[0-9]{2}|2100", year)):
                self.refuse("not_a_year", where, value=year)
            else:
                path[year] = self.check_number(rate, f"{where}.{year}", lowest, highest)
        return dict(sorted(path.items())) if len(self.problems) == before else None

    def own_lines(self, data: Mapping[str, Any], where: str) -> tuple[OwnLine, ...]:
        listed = data.get("own_lines", [])
        if not isinstance(listed, list):
            self.refuse("not_a_list", where + "own_lines", value=listed)
            return ()
        if len(listed) > MOST_OWN_LINES:
            self.refuse("wrong_count", where + "own_lines", value=len(listed), lowest=0, highest=MOST_OWN_LINES)
            return ()
        return tuple(
            line
            for index, each in enumerate(listed, start=1)
            if (line := self.own_line(each, f"{where}own_lines[{index}].")) is not None
        )

    def own_line(self, data: object, where: str) -> OwnLine | None:
        if not isinstance(data, dict):
            self.refuse("not_an_object", where.rstrip("."), value=data)
            return None
        self.known_keys(data, _OWN_KEYS, where)
        kind = self.choice(data, "kind", where, OWN_KINDS)
        per = self.choice(data, "per", where, OWN_PERS, default="once" if kind in _ONE_OFF else "year")
        first: float | None = None
        if kind not in OWN_AT_THE_END or data.get("from") is not None:
            first = self.number(data, "from", where, 0, 200, whole=True, default=0.0 if kind in _AT_START else 1.0)
        last: float | None = None
        if data.get("to") is not None:
            before = len(self.problems)
            last = self.number(data, "to", where, 0, 200, whole=True)
            if first is not None and last < first and len(self.problems) == before:
                self.refuse("to_before_from", where + "to", value=last, first=first)
        land = data.get("land", False)
        if not isinstance(land, bool) or (land and kind != "investment"):
            self.refuse("not_a_choice", where + "land", value=land, allowed="true (investment), false")
        ledger = self.choice(data, "ledger", where, OWN_LEDGERS, default="operator")
        others = tuple(party for party in OWN_COUNTERPARTIES if party != ledger)
        counterparty = self.choice(data, "counterparty", where, others, default=_counterparty(kind))
        return OwnLine(
            label=self.text(data, "label", where),
            kind=kind,
            amount=self.number(data, "amount", where, 0, LARGEST_AMOUNT),
            per=per,
            first=first,
            last=last,
            growth=self.number(data, "growth", where, -0.5, 1, default=0.0),
            growth_from=self.number(data, "growth_from", where, 0, 200, whole=True, default=2.0),
            vat_rate=self.number(data, "vat_rate", where, 0, 1, default=0.0),
            ledger=ledger,
            counterparty=counterparty,
            land=land is True,
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
            place = f"frames.{key}"
            before = len(self.problems)
            checked: float | str = 0.0
            if kind is None:
                self.refuse("unknown_key", place, allowed=", ".join(FRAMES))
            elif kind.is_date:
                checked = self.day({place: value}, place, "").isoformat()
            else:
                checked = self.check_number(value, place, kind.lowest, kind.highest)
            if len(self.problems) == before:
                read[key] = checked
        return read

    def components(self, data: Mapping[str, Any], where: str, is_mix: bool) -> tuple[Component, ...]:
        listed = data.get("components", [])
        if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
            self.refuse("not_a_list", where + "components", value=listed)
            return ()
        if not is_mix:
            if listed:
                self.refuse("components_only_in_mix", where + "components")
            return ()
        if not listed:
            self.refuse("missing", where + "components")
            return ()
        before = len(self.problems)
        parts = []
        for index, each in enumerate(listed, start=1):
            place = f"{where}components[{index}]."
            self.known_keys(each, ("option", "share"), place)
            parts.append(Component(self.text(each, "option", place), self.number(each, "share", place, 0, 1)))
        if len(self.problems) > before:
            return ()
        self.each_once([part.option for part in parts], where + "components")
        total = math.fsum(part.share for part in parts)
        if abs(total - 1) > 1e-9:
            self.refuse("shares_not_one", where + "components", value=total)
        return tuple(parts)

    def reasons(self, data: Mapping[str, Any], where: str, option_type: str) -> dict[str, Reason]:
        given = data.get("reasons", {})
        if not isinstance(given, dict) or not all(isinstance(each, dict) for each in given.values()):
            self.refuse("not_an_object", where + "reasons", value=given)
            return {}
        allowed = allowed_inputs(option_type)
        read = {}
        for key, each in given.items():
            place = f"{where}reasons.{key}."
            if key not in allowed:
                self.refuse("unknown_input", place.rstrip("."), allowed=_closest(key, allowed))
                continue
            self.known_keys(each, ("who", "when", "why"), place)
            read[key] = Reason(*(self.text(each, name, place, default="") for name in ("who", "when", "why")))
        return read


_ONE_OFF = frozenset({"investment", "replacement", "terminal_value", "end_cost", "subsidy"})
_AT_START = frozenset({"investment", "subsidy"})


def _counterparty(kind: str) -> str:
    """Who stands on the other side of an own line, unless given: the state for a subsidy, else the outside world."""
    return "state" if kind == "subsidy" else "outside"


def allowed_inputs(option_type: str) -> dict[str, Parameter]:
    """The parameters an option of this type takes, by key."""
    kind = OPTION_TYPES[option_type]
    if kind.is_mix:
        return {}
    return {
        key: parameter
        for key, parameter in parameters().items()
        if parameter.scope == "option" and (parameter.applies_to == "all" or not kind.only_own_lines)
    }


def shown_inputs(option: Option) -> dict[str, Parameter]:
    """The inputs an option is asked for: those it takes, less what only makes sense for another variant."""
    return {
        key: parameter
        for key, parameter in allowed_inputs(option.type).items()
        if parameter.applies_to in {"all", "standard", option.variant, "purchase" if buys_building(option) else ""}
    }


def buys_building(option: Option) -> bool:
    """Whether the option buys an existing building with its land: by the way of acquiring given, or else its default."""
    default = default_row("land_tax_regime", option.type, option.variant)
    return option.inputs.get("land_tax_regime", default and default.typical) in BUILDING_REGIMES


def _near(error: UnknownRegion) -> str:
    return ", ".join(getattr(error, "suggestions", ())) or "GM0014 ... GM1992"


def _closest(key: str, allowed: Iterable[str]) -> str:
    from difflib import get_close_matches

    names = list(allowed)
    return ", ".join(get_close_matches(str(key), names, n=5, cutoff=0.5) or names[:8] + ["..."])


def write_case(case: Case) -> dict[str, Any]:
    """The case as JSON data; `read_case` gives the same case back."""
    return {
        "schema_version": SCHEMA_VERSION,
        "name": case.name,
        "municipality": case.municipality,
        "beds": _json_number(case.beds),
        "start_date": case.start_date.isoformat(),
        "price_level_date": case.price_level_date.isoformat(),
        "horizon_years": _json_number(case.horizon_years),
        "periods_per_year": case.periods_per_year,
        "discounting": case.discounting,
        **({"law": case.law} if case.law != IN_FORCE else {}),
        **({"frames": dict(case.frames)} if case.frames else {}),
        "options": [_write_option(option) for option in case.options],
    }


def _json_number(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _write_option(option: Option) -> dict[str, Any]:
    data: dict[str, Any] = {"id": option.id, "type": option.type}
    if option.variant:
        data["variant"] = option.variant
    if option.label:
        data["label"] = option.label
    if option.inputs:
        data["inputs"] = {
            key: _json_number(value) if isinstance(value, float) else value for key, value in option.inputs.items()
        }
    if option.own_lines:
        data["own_lines"] = [_write_own_line(line) for line in option.own_lines]
    if option.components:
        data["components"] = [{"option": part.option, "share": part.share} for part in option.components]
    if option.reasons:
        data["reasons"] = {
            key: {"who": reason.who, "when": reason.when, "why": reason.why} for key, reason in option.reasons.items()
        }
    return data


def _write_own_line(line: OwnLine) -> dict[str, Any]:
    data: dict[str, Any] = {
        "label": line.label,
        "kind": line.kind,
        "amount": _json_number(line.amount),
        "per": line.per,
    }
    if line.first is not None:
        data["from"] = _json_number(line.first)
    if line.last is not None:
        data["to"] = _json_number(line.last)
    data |= {"growth": line.growth, "growth_from": _json_number(line.growth_from)}
    if line.vat_rate:
        data["vat_rate"] = line.vat_rate
    if line.ledger != "operator":
        data["ledger"] = line.ledger
    if line.counterparty != _counterparty(line.kind):
        data["counterparty"] = line.counterparty
    if line.land:
        data["land"] = True
    return data
