"""What a case is: how many beds, where, from when, and the options to weigh. Frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from model.case.uncertainty.overlay import Overlay
from model.lines.site import BUILDING_REGIMES
from model.options import OPTION_TYPES, traits_of
from model.parameters.table import Parameter, default_row, parameters

SCHEMA_VERSION = 2
LONGEST_NAME = 200
MOST_OPTIONS = 12
MOST_OWN_LINES = 100
LARGEST_AMOUNT = 1e12
FIRST_DATE, LAST_DATE = date(2000, 1, 1), date(2100, 12, 31)
PERIODS_PER_YEAR = (1, 4, 12)
IN_FORCE, IF_PROPOSALS_PASS = "in_force", "if_proposals_pass"
LAWS = (IN_FORCE, IF_PROPOSALS_PASS)
TENANCY = "tenancy"
"""The proposal under which a longer stay is tenancy; as the law of an event, a court that says so under today's law."""
EVENT_LAWS = (IF_PROPOSALS_PASS, TENANCY)
"""The laws that an event may bring."""

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
class OperatorsMedian:
    """Of which question a value is the median answer, and of how many operators."""

    question: str
    operators: int
    value: float


@dataclass(frozen=True)
class Reason:
    """Why an input differs from its default: who, when, why; `median` where a median of operators was taken over."""

    who: str
    when: str
    why: str
    median: OperatorsMedian | None = None


@dataclass(frozen=True)
class Option:
    """One way to house the beds.

    `inputs` holds only what differs from the defaults, `risk` what differs from the standard risk run.
    """

    id: str
    type: str
    variant: str = ""
    label: str = ""
    inputs: Mapping[str, InputValue] = field(default_factory=dict)
    own_lines: tuple[OwnLine, ...] = ()
    components: tuple[Component, ...] = ()
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    risk: Overlay = field(default_factory=Overlay)

    def title(self, language: str) -> str:
        """The user's name for it, else that of its type and variant."""
        return self.label or self.usual_title(language)

    def usual_title(self, language: str) -> str:
        """What it is called as long as the user gives it no name: its type and variant."""
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
    sections: Mapping[str, object] = field(default_factory=dict)
    """What `model.case.sections` reads into a type of its own, by key; one at its default is not in it."""

    def option(self, option_id: str) -> Option:
        """The option with this id. Raises KeyError when there is none."""
        for option in self.options:
            if option.id == option_id:
                return option
        raise KeyError(option_id)

    def with_input(self, option_id: str, name: str, value: InputValue) -> Case:
        """The case in which an input of one option, or the amount of an own line of it, has another value.

        It is an edit like any other: raises BadInput where that cannot be. It takes half a millisecond, the run of an
        option after it ten or more.
        """
        from model.case.edits import apply, input_path, set_value  # edits read cases, which are made of this

        return apply(self, set_value(input_path(option_id, name), value))


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
    """The inputs an option is asked for: those it takes, less what only makes sense for options with another trait."""
    asked = {"all", "standard", *traits_of(option.type, option.variant)}
    if buys_building(option):
        asked.add("purchase")
    return {key: parameter for key, parameter in allowed_inputs(option.type).items() if parameter.applies_to in asked}


def buys_building(option: Option) -> bool:
    """Whether the option buys an existing building with its land: by the way of acquiring given, else its default."""
    default = default_row("land_tax_regime", option.type, option.variant)
    return option.inputs.get("land_tax_regime", default and default.typical) in BUILDING_REGIMES
