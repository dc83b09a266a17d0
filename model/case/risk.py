"""Reading and writing what a case chose of the risk run of an option, as `model.analyses.risk.setup_file` says."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any, TypeVar

from model.case.data import EVENT_LAWS, LARGEST_AMOUNT, MOST_OWN_LINES, Option, allowed_inputs
from model.case.fields import FieldReader
from model.case.uncertainty.correlations import conflicts
from model.case.uncertainty.distributions import KINDS, Distribution
from model.case.uncertainty.events import CHANGES, Branch, Effect, Event, shipped_events
from model.case.uncertainty.overlay import (
    HIGHEST_CERTAINTY,
    LARGEST_SEED,
    LOWEST_CERTAINTY,
    METHODS,
    MOST_DRAWS,
    Overlay,
)
from model.options import OPTION_TYPES
from model.options.mix import make_one
from model.parameters.table import Parameter, parameters
from model.problems import problem

MOST_EVENTS = 100
_KEYS = ("distributions", "correlations", "events", "branches", "draws", "seed", "method", "certainty")
_DISTRIBUTION_KEYS = ("kind", "low", "typical", "high", "values", "probabilities")
_EVENT_KEYS = ("key", "probability", "effects", "label_nl", "label_en", "law")

Bounds = tuple[float | None, float | None]
Read = TypeVar("Read")


def uncertain_inputs(option: Option, options: Iterable[Option]) -> dict[str, Bounds]:
    """The inputs that can be uncertain in an option, with their bounds.

    They are numbers that no law sets, and amounts of own lines.

    In a mix those of its components, by their own name for all of them or as `COMPONENT.key` for one; the number of an
    own line says nothing in another option, so its amount always has its component in front.
    """
    if not OPTION_TYPES[option.type].is_mix:
        numbers = {
            key: (parameter.lowest, parameter.highest)
            for key, parameter in allowed_inputs(option.type).items()
            if parameter.kind in {"number", "integer", "growth"} and not parameter.dated
        }
        return numbers | {f"own.{count}.amount": (0.0, LARGEST_AMOUNT) for count in range(1, MOST_OWN_LINES + 1)}
    inputs: dict[str, Bounds] = {}
    parts = {component.option for component in option.components}
    for part in options:
        if part.id in parts and not OPTION_TYPES[part.type].is_mix:
            inside = uncertain_inputs(part, ())
            inputs |= {key: bounds for key, bounds in inside.items() if not key.startswith("own.")}
            inputs |= {f"{part.id}.{key}": bounds for key, bounds in inside.items()}
    return inputs


def _settings(option: Option, options: Iterable[Option]) -> dict[str, Parameter]:
    """The inputs that a second life can set: those of the option, or of the components of a mix."""
    parts = {component.option for component in option.components}
    kinds = {part.type for part in options if part.id in parts} if OPTION_TYPES[option.type].is_mix else {option.type}
    return {key: parameter for kind in sorted(kinds) for key, parameter in allowed_inputs(kind).items()}


class RiskReader(FieldReader):
    """Reads what was chosen of a risk run, and collects problems instead of stopping at the first."""

    def overlays(self, given: object, options: tuple[Option, ...]) -> tuple[Option, ...]:
        """The options with what was chosen of their risk runs, by the id of the option."""
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

    def overlay(self, data: object, where: str, option: Option, options: Iterable[Option]) -> Overlay:
        """The choices for one option; `where` stands before every field in a problem."""
        if not isinstance(data, dict):
            self.refuse("not_an_object", where.rstrip("."), value=data)
            return Overlay()
        self.known_keys(data, _KEYS, where)
        others = tuple(options)
        inputs = uncertain_inputs(option, others)

        def whole(key: str, lowest: int, highest: int) -> int | None:
            return int(self.number(data, key, where, lowest, highest, whole=True)) if key in data else None

        return Overlay(
            distributions=self._distributions(data.get("distributions", {}), f"{where}distributions", inputs),
            correlations=self._correlations(data, where, inputs),
            events=self._entries(data, "events", where, lambda entry, path: self._event(entry, path, inputs)),
            branches=self._branches(data, where, _settings(option, others)),
            draws=whole("draws", 1, MOST_DRAWS),
            seed=whole("seed", 0, LARGEST_SEED),
            method=self.choice(data, "method", where, METHODS) if "method" in data else None,
            certainty=self.number(data, "certainty", where, LOWEST_CERTAINTY, HIGHEST_CERTAINTY)
            if "certainty" in data
            else None,
        )

    def _distributions(self, data: object, where: str, inputs: Mapping[str, Bounds]) -> dict[str, Distribution | None]:
        if not isinstance(data, dict):
            self.refuse("not_an_object", where, value=data)
            return {}
        distributions: dict[str, Distribution | None] = {}
        for name, entry in data.items():
            path = f"{where}.{name}"
            if name not in inputs:
                self.refuse("unknown_input", path, allowed=self.closest(name, inputs))
            elif entry is None:
                distributions[name] = None
            elif not isinstance(entry, dict):
                self.refuse("not_an_object", path, value=entry)
            else:
                distributions[name] = self._distribution(entry, path, inputs[name])
        return distributions

    def _distribution(self, data: Mapping[str, Any], path: str, bounds: Bounds) -> Distribution:
        here = f"{path}."
        before = len(self.problems)
        self.known_keys(data, _DISTRIBUTION_KEYS, here)
        low, typical, high = (
            self.number(data, key, here, -math.inf, math.inf, default=0.0) for key in ("low", "typical", "high")
        )
        read = Distribution(
            kind=self.choice(data, "kind", here, KINDS),
            low=low,
            typical=typical,
            high=high,
            values=self._numbers(data, "values", here),
            probabilities=self._numbers(data, "probabilities", here),
        )
        if len(self.problems) > before:
            return read
        wrong = read.problems(path)
        self.problems += wrong
        if not wrong and read.outside(*bounds):
            lowest, highest = ("" if bound is None else bound for bound in bounds)
            self.refuse("out_of_bounds", path, value=read.asked_outside(bounds[0]), lowest=lowest, highest=highest)
        return read

    def _numbers(self, data: Mapping[str, Any], key: str, where: str) -> tuple[float, ...]:
        listed = data.get(key, [])
        if not isinstance(listed, list):
            self.refuse("not_a_list", where + key, value=listed)
            return ()
        return tuple(
            self.check_number(value, f"{where}{key}[{count}]", -math.inf, math.inf)
            for count, value in enumerate(listed, start=1)
        )

    def _entries(
        self, data: Mapping[str, Any], key: str, where: str, read: Callable[[Mapping[str, Any], str], Read | None]
    ) -> tuple[Read, ...] | None:
        """The items of a list of objects, whose keys differ; None when it is left out."""
        if key not in data:
            return None
        listed = data[key]
        if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
            self.refuse("not_a_list", where + key, value=listed)
            return ()
        if len(listed) > MOST_EVENTS:
            self.refuse("wrong_count", where + key, value=len(listed), lowest=0, highest=MOST_EVENTS)
            return ()
        names = [entry["key"] for entry in listed if isinstance(entry.get("key"), str)]
        for name in dict.fromkeys(names):
            if names.count(name) > 1:
                self.refuse("double_id", where + key, value=name)
        items = (read(entry, f"{where}{key}[{count}].") for count, entry in enumerate(listed, start=1))
        return tuple(item for item in items if item is not None)

    def _correlations(
        self, data: Mapping[str, Any], where: str, inputs: Mapping[str, Bounds]
    ) -> dict[tuple[str, str], float] | None:
        if "correlations" not in data:
            return None
        listed, here = data["correlations"], f"{where}correlations"
        if not isinstance(listed, list) or not all(isinstance(entry, list) and len(entry) == 3 for entry in listed):
            self.refuse("not_a_list", here, value=listed)
            return {}
        correlations: dict[tuple[str, str], float] = {}
        before = len(self.problems)
        for count, (first, second, value) in enumerate(listed, start=1):
            path = f"{here}[{count}]"
            strange = [name for name in (first, second) if not isinstance(name, str) or name not in inputs]
            for name in strange:
                self.refuse("unknown_input", f"{path}: {name}", allowed=self.closest(str(name), inputs))
            if strange:
                continue
            if first == second or (first, second) in correlations or (second, first) in correlations:
                self.refuse("double_id", path, value=f"{first}, {second}")
                continue
            correlations[first, second] = self.check_number(value, path, -1, 1)
            if abs(correlations[first, second]) == 1 and len(self.problems) == before:
                self.refuse("bad_correlation", path, value=value)
        if len(self.problems) == before:
            self.problems += conflicts(
                dict.fromkeys(name for pair in correlations for name in pair), correlations, here
            )
        return correlations

    def _event(self, data: Mapping[str, Any], where: str, inputs: Mapping[str, Bounds]) -> Event:
        self.known_keys(data, _EVENT_KEYS, where)
        key = self.text(data, "key", where)
        usual_nl, usual_en = _usual_labels(key)
        law = self.choice(data, "law", where, EVENT_LAWS) if data.get("law", "") != "" else ""
        if "effects" not in data and not law:
            self.refuse("missing", f"{where}effects")
        effects = data.get("effects", [])
        if not isinstance(effects, list) or not all(isinstance(effect, dict) for effect in effects):
            self.refuse("not_a_list", f"{where}effects", value=effects)
            effects = []
        return Event(
            key=key,
            probability=self.number(data, "probability", where, 0, 1),
            effects=tuple(
                self._effect(effect, f"{where}effects[{count}].", inputs)
                for count, effect in enumerate(effects, start=1)
            ),
            label_nl=self.text(data, "label_nl", where, default=usual_nl),
            label_en=self.text(data, "label_en", where, default=usual_en),
            law=law,
        )

    def _effect(self, data: Mapping[str, Any], where: str, inputs: Mapping[str, Bounds]) -> Effect:
        self.known_keys(data, ("input", "change", "amount"), where)
        moved = data.get("input")
        # An event may also move what another kind of option has: then it does nothing here.
        if isinstance(moved, str) and moved not in inputs and moved not in parameters():
            self.refuse("unknown_input", f"{where}{moved}", allowed=self.closest(moved, inputs))
        return Effect(
            input=self.text(data, "input", where),
            change=self.choice(data, "change", where, CHANGES),
            amount=self.number(data, "amount", where, -LARGEST_AMOUNT, LARGEST_AMOUNT),
        )

    def _branches(
        self, data: Mapping[str, Any], where: str, known: Mapping[str, Parameter]
    ) -> tuple[Branch, ...] | None:
        before = len(self.problems)
        branches = self._entries(data, "branches", where, lambda entry, path: self._branch(entry, path, known))
        chances = [branch.probability for branch in branches or ()]
        if branches and len(self.problems) == before and not make_one(chances):
            self.problems.append(problem("bad_probabilities", f"{where}branches", value=math.fsum(chances)))
        return branches

    def _branch(self, data: Mapping[str, Any], where: str, known: Mapping[str, Parameter]) -> Branch:
        self.known_keys(data, ("key", "probability", "settings"), where)
        given = data.get("settings", {})
        settings: dict[str, float | str] = {}
        if not isinstance(given, dict):
            self.refuse("not_an_object", f"{where}settings", value=given)
            given = {}
        for key, value in given.items():
            path = f"{where}settings.{key}"
            if key not in known:
                self.refuse("unknown_input", path, allowed=self.closest(key, known))
                continue
            parameter = known[key]
            if parameter.kind == "choice":
                settings[key] = self.choice({key: value}, key, f"{where}settings.", parameter.choices)
            else:
                lowest = -math.inf if parameter.lowest is None else parameter.lowest
                highest = math.inf if parameter.highest is None else parameter.highest
                settings[key] = self.check_number(value, path, lowest, highest, whole=parameter.kind == "integer")
        return Branch(self.text(data, "key", where), self.number(data, "probability", where, 0, 1), settings)


def _usual_labels(key: str) -> tuple[str, str]:
    """The names of a shipped event; none for another."""
    return next(((event.label_nl, event.label_en) for event in shipped_events() if event.key == key), ("", ""))


def write_overlay(overlay: Overlay) -> dict[str, Any]:
    """The choices as JSON data; `RiskReader.overlay` gives the same back."""
    data: dict[str, Any] = {}
    if overlay.distributions:
        data["distributions"] = {
            name: None if distribution is None else _write_distribution(distribution)
            for name, distribution in overlay.distributions.items()
        }
    if overlay.correlations is not None:
        data["correlations"] = [[*pair, value] for pair, value in overlay.correlations.items()]
    if overlay.events is not None:
        data["events"] = [_write_event(event) for event in overlay.events]
    if overlay.branches is not None:
        data["branches"] = [
            {"key": branch.key, "probability": branch.probability, "settings": dict(branch.settings)}
            for branch in overlay.branches
        ]
    run = {key: getattr(overlay, key) for key in ("draws", "seed", "method", "certainty")}
    return data | {key: value for key, value in run.items() if value is not None}


def _write_distribution(distribution: Distribution) -> dict[str, Any]:
    """Its kind, and what is not zero or empty."""
    data = {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(distribution).items()}
    return {"kind": data.pop("kind"), **{key: value for key, value in data.items() if value}}


def _write_event(event: Event) -> dict[str, Any]:
    data: dict[str, Any] = {"key": event.key, "probability": event.probability}
    labels = (event.label_nl, event.label_en)
    data |= {
        name: given
        for name, given, usual in zip(("label_nl", "label_en"), labels, _usual_labels(event.key), strict=True)
        if given != usual
    }
    if event.law:
        data["law"] = event.law
    if event.effects or not event.law:
        data["effects"] = [asdict(effect) for effect in event.effects]
    return data
