"""The parameter tables, read and checked: inputs and their choices, defaults, presence and sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from model.options import OPTION_TYPES
from model.words.names import Explained
from model.words.rows import TableError, read_rows, read_table

FOLDER = Path(__file__).parent
STATUSES = ("sourced", "derived", "assumption")
"""From strongest to weakest: how a default is supported."""
UNDATED = "undated"
"""The year of a page that does not say when it was written."""
COST_BASIS = "cost_basis"
"""Key of the words that the bases of all operating costs share."""
ANY_SWITCH = "switch"
"""Key of the words that all switches `X_use` share."""
LOCAL_SWITCH, LOCAL_AMOUNT = "local_switch", "local_amount"
"""Keys of the defaults that all lines without a shipped figure share: of their switches, and of the amounts."""


class ParameterTableError(TableError):
    """A row of a parameter table that cannot be right; names file and row."""


@dataclass(frozen=True, slots=True)
class Parameter(Explained):
    """One input: bounds outside which a value is refused, the range a slider shows, its words.

    `kind` is number, integer, choice, date or growth (a yearly rate that may be a path per calendar year). `direction`
    is the effect of a higher value on the operator's npv: up, down or none. `applies_to` says which options are asked
    for it: all, standard (all but own lines), a trait (those that have it) or purchase (those that buy a building).
    `counts_when` names a choice and its words under which alone the value counts; no choice where it always does.
    """

    key: str
    scope: str
    kind: str
    unit: str
    lowest: float | None
    highest: float | None
    slider_low: float | None
    slider_high: float | None
    step: float | None
    choices: tuple[str, ...]
    applies_to: str
    group: str
    level: int
    dated: bool
    direction: str
    label_nl: str
    label_en: str
    meaning_nl: str
    meaning_en: str
    counts_when: tuple[str, tuple[str, ...]] = ("", ())

    def code(self, choice: str) -> float:
        """A chosen word as the number the formulas use (1-based)."""
        return float(self.choices.index(choice) + 1)


@dataclass(frozen=True, slots=True)
class Default:
    """A default value for an option, with its range, price level and support; `typical` is None when not given.

    With a `rule`, low, typical and high are the rule's own number (a share of a figure, a factor), not the value.
    """

    key: str
    option: str
    variant: str
    low: float | None
    typical: float | str | None
    high: float | None
    price_year: str
    index: str
    rule: str
    status: str
    source_id: str
    tier: str
    formula_nl: str
    formula_en: str
    reason_nl: str
    reason_en: str
    review: date | None


@dataclass(frozen=True, slots=True)
class PresenceStep:
    """How present management is from a number of beds on: a default of an option type, or of a variant of it."""

    option: str
    variant: str
    from_beds: float
    presence: str


@dataclass(frozen=True, slots=True)
class ParameterSource:
    """Where a figure was published; tier A government, B sector body or research, C news or adviser, D vendor."""

    source_id: str
    publisher: str
    title: str
    year: str
    url: str
    tier: str

    def citation(self) -> str:
        """Publisher, title and year on one line; a page without a date has no year."""
        year = f" ({self.year})" if self.year != UNDATED else ""
        return f"{self.publisher}, {self.title}{year}"


def _rows(name: str) -> Iterator[dict[str, str]]:
    return read_rows(FOLDER / name)


def _number(text: str) -> float | None:
    return float(text) if text else None


def _condition(text: str) -> tuple[str, tuple[str, ...]]:
    """`choice=word|word` as the choice and its words."""
    choice, _, words = (text or "").partition("=")
    return choice, tuple(words.split("|")) if words else ()


@cache
def parameters() -> Mapping[str, Parameter]:
    """All parameters by key, in table order."""
    by_key: dict[str, Parameter] = {}
    for parameter in read_table(FOLDER / "parameters.csv", Parameter, read={"counts_when": _condition}):
        if parameter.key in by_key:
            raise ParameterTableError(f"parameters.csv: {parameter.key} stands twice")
        by_key[parameter.key] = parameter
    return by_key


@cache
def choice_labels() -> Mapping[tuple[str, str], tuple[str, str]]:
    """Dutch and English words for each choice, by (parameter key, choice)."""
    return {(row["key"], row["choice"]): (row["label_nl"], row["label_en"]) for row in _rows("choices.csv")}


def basis_key(key: str) -> str:
    """The parameter that says what the amount of an operating cost is per; that of another input does not exist."""
    return f"{key.removesuffix('_cost')}_basis"


@cache
def highest_amount(basis: str) -> float | None:
    """Most that the amount of an operating cost may be on a base; None where its own bounds say so.

    A share of revenue is at most all of it.
    """
    rows = (row for row in _rows("choices.csv") if (row["key"], row["choice"]) == (COST_BASIS, basis))
    return next((_number(row["highest"]) for row in rows), None)


def highest_on_basis(key: str, basis: str | None) -> float | None:
    """Most that an input may be as an operating cost on a basis; None where no basis of its own says so."""
    has_basis = basis is not None and key.endswith("_cost") and basis_key(key) in parameters()
    return highest_amount(str(basis)) if has_basis else None


def words_of_choice(key: str, choice: str) -> tuple[str, str] | None:
    """A choice in Dutch and in English: its own words, else those that switches, or bases of costs, share."""
    shared = ANY_SWITCH if key.endswith("_use") else COST_BASIS
    return choice_labels().get((key, choice)) or choice_labels().get((shared, choice))


def choice_label(key: str, choice: str, language: str) -> str:
    """A choice in words, in a language."""
    words = words_of_choice(key, choice)
    if words is None:
        return choice
    return words[0] if language == "nl" else words[1]


@cache
def local_amounts() -> Mapping[str, str]:
    """The switch of every line that counts an amount of the municipality's own, and the input of it, in table order.

    A switch `X_use` belongs to `X_cost`, or to `X` itself; where there is neither, the line has a shipped figure, and
    its switch can be on. Raises ParameterTableError where it cannot: what is local would count as nothing, in silence.

    >>> local_amounts()["care_use"], local_amounts()["plan_costs_use"]
    ('care_cost', 'plan_costs')
    """
    known = parameters()
    amounts: dict[str, str] = {}
    for switch in (key for key, parameter in known.items() if "local" in parameter.choices):
        name = switch.removesuffix("_use")
        amount = next((key for key in (f"{name}_cost", name) if key in known and key != switch), None)
        if amount is not None:
            amounts[switch] = amount
        elif _without_figure(switch):
            raise ParameterTableError(f"parameters.csv: {switch} has no amount: there is no {name}_cost")
    return amounts


def _without_figure(switch: str) -> bool:
    """Whether no figure is shipped for a line: its switch cannot be on."""
    return "on" not in parameters()[switch].choices


@dataclass(frozen=True, slots=True)
class ChosenWord:
    """A word that is chosen for an input, as a reader knows it."""

    key: str
    word: str

    def label(self, language: str) -> str:
        """The word in a language."""
        return choice_label(self.key, self.word, language)


@cache
def defaults() -> Mapping[str, tuple[Default, ...]]:
    """Default rows by parameter key; of a line without a shipped figure those that all such lines share."""
    by_key: dict[str, tuple[Default, ...]] = {}
    for row in read_table(FOLDER / "defaults.csv", Default, read={"typical": lambda cell: cell or None}):
        by_key[row.key] = (*by_key.get(row.key, ()), _checked(row))
    of_switches, of_amounts = by_key.pop(LOCAL_SWITCH), by_key.pop(LOCAL_AMOUNT)
    for switch, amount in local_amounts().items():
        for key, shared in ((switch, of_switches), (amount, of_amounts)) if _without_figure(switch) else ():
            by_key.setdefault(key, tuple(replace(default, key=key) for default in shared))
    return by_key


def _checked(row: Default) -> Default:
    """A row with its typical value as a number, unless its parameter takes words. Raises ParameterTableError."""
    if row.status not in STATUSES:
        raise ParameterTableError(f"defaults.csv: {row.key} has status {row.status!r}")
    parameter = parameters().get(row.key)
    is_word = row.typical is None or parameter is None or parameter.kind in {"choice", "date"}
    return row if is_word else replace(row, typical=_typical(row))


def _typical(row: Default) -> float:
    try:
        return float(row.typical or "")
    except ValueError:
        raise ParameterTableError(f"defaults.csv: typical of {row.key} {row.option}: {row.typical!r}") from None


@cache
def presence_steps() -> tuple[PresenceStep, ...]:
    """The rows of `presence.csv`."""
    return read_table(FOLDER / "presence.csv", PresenceStep)


def presence_at(option: str, variant: str, beds: float) -> PresenceStep:
    """The presence that management starts from: the row of the most beds that the plan has.

    >>> presence_at("short_stay", "", 200).presence, presence_at("short_stay", "", 50).presence
    ('daily', 'by_telephone')
    """
    steps = [step for step in presence_steps() if (step.option, step.variant) == (option, variant)]
    return max((step for step in steps if step.from_beds <= beds), key=lambda step: step.from_beds, default=steps[0])


@cache
def sources() -> Mapping[str, ParameterSource]:
    """Sources of parameter values by id."""
    return {source.source_id: source for source in read_table(FOLDER / "sources.csv", ParameterSource)}


def default_row(key: str, option_type: str, variant: str) -> Default | None:
    """The most specific default: option and variant, then option, then all standard options, then all."""
    rows = {(row.option, row.variant): row for row in defaults().get(key, ())}
    order = [(option_type, variant), (option_type, "")]
    if not OPTION_TYPES[option_type].only_own_lines:
        order.append(("standard", ""))
    order.append(("all", ""))
    return next((rows[pair] for pair in order if pair in rows), None)
