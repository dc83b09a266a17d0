"""Reading the options of a case: inputs, own lines, components of a mix, reasons."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from model.case.data import (
    LARGEST_AMOUNT,
    MOST_OPTIONS,
    MOST_OWN_LINES,
    Component,
    InputValue,
    OperatorsMedian,
    Option,
    OwnLine,
    Path_,
    Reason,
    allowed_inputs,
)
from model.case.fields import MISSING, FieldReader
from model.case.own_lines import own_line, usual_terms
from model.lines.structure import OWN_COUNTERPARTIES, OWN_KINDS, OWN_LEDGERS, OWN_PERS
from model.options import OPTION_TYPES
from model.options.mix import make_one
from model.parameters.questions import LEAST, MOST_OPERATORS, answerable
from model.parameters.table import Parameter

OPTION_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,30}")
YEAR = re.compile(r"20[0-9]{2}|2100")
OWN_LINE_BOUNDS: Mapping[str, tuple[float, float]] = {
    "amount": (0, LARGEST_AMOUNT),
    "from": (0, 200),
    "to": (0, 200),
    "growth": (-0.5, 1),
    "growth_from": (0, 200),
    "vat_rate": (0, 1),
}
"""The least and the most of each number of an own line."""
OWN_LINE_YEARS = frozenset({"from", "to", "growth_from"})
"""Those that are whole years."""
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


class OptionReader(FieldReader):
    """Reads the options, one at a time."""

    def options(self, listed: object) -> tuple[Option, ...]:
        """The options, and the mixes checked against them."""
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
            for index, entry in enumerate(listed, start=1)
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

    def option(self, data: object, where: str) -> Option | None:
        """One option; None when it is no object."""
        if not isinstance(data, dict):
            self.refuse("not_an_object", where.rstrip("."), value=data)
            return None
        self.known_keys(data, _OPTION_KEYS, where)
        before = len(self.problems)
        option_id = self.text(data, "id", where)
        if len(self.problems) == before and not OPTION_ID.fullmatch(option_id):
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
        """The inputs given, by key."""
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
                self.refuse("unknown_input", where + key, allowed=self.closest(key, allowed))
            else:
                checked = self.input_value(allowed[key], value, where + key)
                if checked is not None:
                    read[key] = checked
        return read

    def input_value(self, parameter: Parameter, value: object, where: str) -> InputValue | None:
        """The value of one input: a word, a number or a growth path; None when it is refused."""
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
            if not (isinstance(year, str) and YEAR.fullmatch(year)):
                self.refuse("not_a_year", where, value=year)
            else:
                path[year] = self.check_number(rate, f"{where}.{year}", lowest, highest)
        return dict(sorted(path.items())) if len(self.problems) == before else None

    def own_lines(self, data: Mapping[str, Any], where: str) -> tuple[OwnLine, ...]:
        """The lines the user added."""
        listed = data.get("own_lines", [])
        if not isinstance(listed, list):
            self.refuse("not_a_list", where + "own_lines", value=listed)
            return ()
        if len(listed) > MOST_OWN_LINES:
            self.refuse("wrong_count", where + "own_lines", value=len(listed), lowest=0, highest=MOST_OWN_LINES)
            return ()
        return tuple(
            line
            for index, entry in enumerate(listed, start=1)
            if (line := self.own_line(entry, f"{where}own_lines[{index}].")) is not None
        )

    def own_line(self, data: object, where: str) -> OwnLine | None:
        """One line the user added; None when it is no object."""
        if not isinstance(data, dict):
            self.refuse("not_an_object", where.rstrip("."), value=data)
            return None
        self.known_keys(data, _OWN_KEYS, where)
        kind = self.choice(data, "kind", where, OWN_KINDS)
        usual = usual_terms(kind)
        per = self.choice(data, "per", where, OWN_PERS, default=usual.per)
        first = usual.first
        if first is not None or data.get("from") is not None:
            first = self.own_number(data, "from", where, first)
        last: float | None = None
        if data.get("to") is not None:
            before = len(self.problems)
            last = self.own_number(data, "to", where)
            if first is not None and last < first and len(self.problems) == before:
                self.refuse("to_before_from", where + "to", value=last, first=first)
        land = data.get("land", False)
        if not isinstance(land, bool) or (land and kind != "investment"):
            self.refuse("not_a_choice", where + "land", value=land, allowed="true (investment), false")
        ledger = self.choice(data, "ledger", where, OWN_LEDGERS, default="operator")
        others = tuple(party for party in OWN_COUNTERPARTIES if party != ledger)
        counterparty = self.choice(data, "counterparty", where, others, default=usual.counterparty)
        return own_line(
            label=self.text(data, "label", where),
            kind=kind,
            amount=self.own_number(data, "amount", where),
            per=per,
            first=first,
            last=last,
            growth=self.own_number(data, "growth", where, 0.0),
            growth_from=self.own_number(data, "growth_from", where, 2.0),
            vat_rate=self.own_number(data, "vat_rate", where, 0.0),
            ledger=ledger,
            counterparty=counterparty,
            land=land is True,
        )

    def own_number(self, data: Mapping[str, Any], key: str, where: str, default: float | None = None) -> float:
        """A number of an own line within its bounds."""
        return self.number(data, key, where, *OWN_LINE_BOUNDS[key], whole=key in OWN_LINE_YEARS, default=default)

    def components(self, data: Mapping[str, Any], where: str, is_mix: bool) -> tuple[Component, ...]:
        """The components of a mix, whose shares add up to 1."""
        listed = data.get("components", [])
        if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
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
        for index, entry in enumerate(listed, start=1):
            path = f"{where}components[{index}]."
            self.known_keys(entry, ("option", "share"), path)
            parts.append(Component(self.text(entry, "option", path), self.number(entry, "share", path, 0, 1)))
        if len(self.problems) > before:
            return ()
        self.each_once([part.option for part in parts], where + "components")
        shares = [part.share for part in parts]
        if not make_one(shares):
            self.refuse("shares_not_one", where + "components", value=math.fsum(shares))
        return tuple(parts)

    def each_once(self, ids: list[str], where: str) -> None:
        """Refuse what stands in a list twice."""
        for option_id in dict.fromkeys(ids):
            if option_id and ids.count(option_id) > 1:
                self.refuse("double_id", where, value=option_id)

    def reasons(self, data: Mapping[str, Any], where: str, option_type: str) -> dict[str, Reason]:
        """Why inputs differ from their defaults, by key."""
        given = data.get("reasons", {})
        if not isinstance(given, dict) or not all(isinstance(reason, dict) for reason in given.values()):
            self.refuse("not_an_object", where + "reasons", value=given)
            return {}
        allowed = allowed_inputs(option_type)
        read = {}
        for key, reason in given.items():
            path = f"{where}reasons.{key}."
            if key not in allowed:
                self.refuse("unknown_input", path.rstrip("."), allowed=self.closest(key, allowed))
                continue
            self.known_keys(reason, ("who", "when", "why", "median"), path)
            who, when, why = (self.text(reason, name, path, default="") for name in ("who", "when", "why"))
            read[key] = Reason(who, when, why, self.median(reason, path))
        return read

    def median(self, reason: Mapping[str, Any], where: str) -> OperatorsMedian | None:
        """Of which question of how many operators the value is the median; None where it is not."""
        if "median" not in reason:
            return None
        data, path = reason["median"], f"{where}median"
        if not isinstance(data, dict):
            self.refuse("not_an_object", path, value=data)
            return None
        self.known_keys(data, ("question", "operators", "value"), f"{path}.")
        return OperatorsMedian(
            question=self.choice(data, "question", f"{path}.", answerable()),
            operators=int(self.number(data, "operators", f"{path}.", LEAST, MOST_OPERATORS, whole=True)),
            value=self.number(data, "value", f"{path}.", -LARGEST_AMOUNT, LARGEST_AMOUNT),
        )
