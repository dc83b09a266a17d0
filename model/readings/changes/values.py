"""Values of a case file in words: numbers as figures, choices by their labels, days as days; None for what is none."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from market_data import UnknownRegion, load
from model.case.uncertainty.distributions import KINDS
from model.options import OPTION_TYPES
from model.parameters.table import Parameter, words_of_choice
from model.readings.changes.subjects import Subjects, quantity_name, type_title
from model.readings.names import listed
from model.words.figures import Figure
from model.words.messages import Named, message
from model.words.names import Name
from model.words.numbers import format_iso
from model.words.quantities import NEITHER, Quantity

Json = Any
Words = Callable[[Json], Named]
"""A value in words; None where it is no such value."""
Told = Mapping[str, Named]


def number(unit: str) -> Words:
    """A number in a unit, as a figure."""
    asked = Quantity("entered", "", "", unit, NEITHER, read_from="input")

    def figure(value: Json) -> Named:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
        return Figure(asked, "", float(value), basis="entered") if is_number else None

    return figure


def not_said(value: Json) -> Named:  # noqa: ARG001  whatever it is
    """What is never told of a change: the figure of a single operator."""
    return None


def quoted(value: Json) -> Named:
    """A text that somebody typed, in quotation marks."""
    return message("change_quoted", words=value.strip()) if isinstance(value, str) and value.strip() else None


def day(value: Json) -> Named:
    """A day, from how a case file writes it."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def proposal_since(value: Json) -> Named:
    """From when a case counts on a proposal, or that it does not."""
    since = day(value)
    return message("change_proposal_not") if since is None else message("change_proposal_since", since=since)


def month(value: Json) -> Named:
    """A month, from how a case file writes it."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        return None
    return Name(format_iso(value, "nl"), format_iso(value, "en"))


def town(value: Json) -> Named:
    """A municipality by its name."""
    try:
        return load().municipality(value).name if isinstance(value, str) else None
    except UnknownRegion:
        return None


def one_of(texts: Told) -> Words:
    """A word by what it is called."""
    return lambda value: texts.get(f"{value}")


def choice(key: str) -> Words:
    """A choice of a parameter by its label."""

    def label(value: Json) -> Named:
        labels = words_of_choice(key, value) if isinstance(value, str) else None
        return None if labels is None else Name(*labels)

    return label


def input_value(of: Parameter, unit: str) -> Words:
    """A value of an input: a choice, a number, or a growth rate per calendar year."""
    if of.kind == "choice":
        return choice(of.key)
    rate = number(unit)

    def value_or_path(value: Json) -> Named:
        if not isinstance(value, dict):
            return rate(value)
        rates = [(year, rate(each)) for year, each in value.items()]
        if not rates or any(each is None for _, each in rates):
            return None
        return listed([message("change_from_year", rate=each, year=f"{year}") for year, each in rates])

    return value_or_path


def type_words(value: Json) -> Named:
    """A type of option with its variant, or by itself."""
    if isinstance(value, Mapping):
        return type_title(value.get("type"), value.get("variant"))
    return type_title(value, "")


def variant(type_: str) -> Words:
    """A variant of a type of option."""
    kind = OPTION_TYPES.get(type_)

    def label(value: Json) -> Named:
        if kind is None or not isinstance(value, str) or value not in kind.variants:
            return None
        return Name(kind.variant_label(value, "nl"), kind.variant_label(value, "en"))

    return label


def shares(subjects: Subjects) -> Words:
    """The components of a mix with their shares."""
    share = number("share")

    def parts(value: Json) -> Named:
        if not isinstance(value, list) or not value or not all(isinstance(part, dict) for part in value):
            return None
        said = [(subjects.option(f"{part.get('option')}"), share(part.get("share"))) for part in value]
        if any(each is None for _, each in said):
            return None
        return listed([message("change_share", option=option, share=each) for option, each in said])

    return parts


def reason(value: Json) -> Named:
    """Why an input differs from its default, and who says so."""
    if not isinstance(value, Mapping):
        return None
    why, who = (quoted(value.get(part)) for part in ("why", "who"))
    if why is None or who is None:
        return why if who is None else message("change_by", who=value["who"].strip())
    return message("change_why_by", why=why, who=value["who"].strip())


def distribution(unit: str) -> Words:
    """How an input is drawn: which kind, and between what."""
    amount = number(unit)

    def drawn(value: Json) -> Named:
        if value is None:
            return message("change_certain")
        kind = value.get("kind") if isinstance(value, Mapping) else None
        if kind not in KINDS:
            return None
        low, high = (amount(value.get(end, 0.0)) for end in ("low", "high"))
        if kind == "discrete" or low is None or high is None:
            return message(f"ui_kind_{kind}")
        return message("change_drawn", kind=message(f"ui_kind_{kind}"), low=low, high=high)

    return drawn


def interval(value: Json) -> Named:
    """The least and the most that a criterion weighs."""
    if not isinstance(value, list) or len(value) != 2:
        return None
    low, high = map(number("count"), value)
    return None if low is None or high is None else message("change_interval", low=low, high=high)


def ranking(value: Json) -> Named:
    """Criteria in the order of what they count for."""
    keys = value if isinstance(value, list) and all(isinstance(key, str) for key in value) else []
    return listed([quantity_name(key) for key in keys]) if keys else None


def yes_or_no(value: Json) -> Named:
    """Whether something is so."""
    return message("change_yes" if value else "change_no") if isinstance(value, bool) else None
