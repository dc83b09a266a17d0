"""Run a case: every option's lines and metrics, with what was assumed, what is missing and why.

The one path from a case to numbers; pages, the workbook and the command line all read its result.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property, lru_cache

import numpy as np

from market_data import MarketData, load
from market_data.store import sort_key
from model.case import Case, Option, OwnLine
from model.engine.resolve import Provenance, ResolvedOption, resolve_option
from model.formula.evaluate import Program, compiled
from model.formula.expression import Shape
from model.formula.roots import Reason, irr_of
from model.formula.runtime import edate, to_date, to_serial, year
from model.lines.business_case import build_business_case
from model.lines.metrics import METRIC_KEYS
from model.lines.mix import build_mix
from model.lines.statement import BusinessCase
from model.lines.structure import OwnLineShape, Structure
from model.options import OPTION_TYPES
from model.parameters.price_level import period_words
from model.parameters.table import basis_key, highest_amount, law, parameters
from model.problems import BadInput, Problem, problem
from model.words.rounding import round_half_up
from model.words.texts import LANGUAGES, day_words, number, text

INTEREST_LIMIT = 1_000_000.0
"""Net interest above which the interest limitation may bite (Wet Vpb art. 15b): a warning only."""


LEAST_TAXED = 0.9
"""Share of taxed use from which VAT may be opted for (Wet OB 1968 art. 11, lid 1, b, 5°): a warning only."""
CENT = 0.01


@dataclass(frozen=True)
class Notice:
    """Something a reader must know, by code, with the values its sentence names."""

    code: str
    values: tuple[tuple[str, object], ...] = ()

    def text(self, language: str) -> str:
        """The sentence, numbers in the language's notation."""
        shown = {
            name: number(value, language) if isinstance(value, (int, float)) else value for name, value in self.values
        }
        return text(self.code, language, **shown)


@dataclass(frozen=True)
class Computed:
    """One model evaluated: an option, or a component of a mix.

    `built_from` is the structure of its lines, or the names of a mix's components.
    """

    name: str
    built_from: Structure | tuple[str, ...]
    resolved: ResolvedOption | None
    last_period: int
    years: int
    rows: Mapping[str, tuple[float, ...]]
    scalars: Mapping[str, float]
    look_ahead: Mapping[str, float]
    year_rows: Mapping[str, tuple[float, ...]]

    @cached_property
    def business_case(self) -> BusinessCase:
        """Its lines, to explain or to write out: numbers alone do not need them."""
        return (
            build_business_case(self.built_from)
            if isinstance(self.built_from, Structure)
            else build_mix(self.built_from)
        )


@dataclass(frozen=True)
class OptionResult:
    """An option's outcome. Rows hold one number per period, period 0 first; a metric that does not exist is None.

    `components` are the parts of a mix, in order; `reasons` says why a metric is None. `periods` are the labels that
    people read, `period_keys` those that programs know.
    """

    option: Option
    beds: float
    periods: tuple[str, ...]
    period_keys: tuple[str, ...]
    metrics: Mapping[str, float | None]
    reasons: Mapping[str, Notice]
    computed: Computed
    components: tuple[Computed, ...]
    warnings: tuple[Notice, ...]

    @property
    def lines(self) -> Mapping[str, tuple[float, ...]]:
        """Every row by line key."""
        return self.computed.rows

    @property
    def parts(self) -> tuple[Computed, ...]:
        """The models it adds up: its components in a mix, else its own."""
        return self.components or (self.computed,)

    @property
    def resolved(self) -> tuple[ResolvedOption, ...]:
        """The inputs behind it: one set, or one per component of a mix."""
        parts = (self.computed, *self.components)
        return tuple(part.resolved for part in parts if part.resolved is not None)

    @property
    def defaults_used(self) -> tuple[str, ...]:
        """Keys of the inputs left at their default."""
        return tuple(dict.fromkeys(key for resolved in self.resolved for key in resolved.defaults_used))

    @property
    def beds_open(self) -> tuple[float, ...]:
        """Beds in use per period: of the option, or of its components together."""
        rows = [_beds_open(part) for part in self.parts]
        return tuple(
            sum(row[period] if period < len(row) else 0.0 for row in rows) for period in range(len(self.periods))
        )

    @property
    def first_open_period(self) -> int:
        """The first period in which all its beds are in use (the last one when they never are)."""
        full = max(self.beds_open)
        return next(period for period, beds in enumerate(self.beds_open) if beds >= full - 1e-9)

    @property
    def is_concept(self) -> bool:
        """Whether it rests on an unconfirmed assumption: exports then carry the word concept."""
        return any(found.status == "assumption" for resolved in self.resolved for found in resolved.provenance.values())


@dataclass(frozen=True)
class CaseResult:
    """All options of a case."""

    case: Case
    market: MarketData
    options: Mapping[str, OptionResult]

    @property
    def is_concept(self) -> bool:
        """Whether any option rests on an unconfirmed assumption."""
        return any(result.is_concept for result in self.options.values())


def _beds_open(part: Computed) -> list[float]:
    """Beds of a model in each period in which it is in operation; own lines are open from the first year."""
    beds = part.scalars["beds"]
    months = part.rows.get("operating_months")
    if months is None:
        return [0.0, *[beds] * part.last_period]
    return [beds if each > 0 else 0.0 for each in months]


def run_case(case: Case, market: MarketData | None = None, today: date | None = None) -> CaseResult:
    """Evaluate every option. Raises BadInput with all problems that only show when inputs are put together.

    `today` (default the real day) decides which figures are past their review date; it changes no number.
    """
    data = market or load()
    problems: list[Problem] = []
    results: dict[str, OptionResult] = {}
    for option in case.options:
        try:
            results[option.id] = run_option(case, option, data, today)
        except BadInput as error:
            problems.extend(found for found in error.problems if found not in problems)
    if problems:
        raise BadInput(tuple(problems))
    return CaseResult(case, data, results)


def run_option(case: Case, option: Option, market: MarketData, today: date | None = None) -> OptionResult:
    """Evaluate one option, or a mix with its components. Raises BadInput."""
    today = today or date.today()
    if OPTION_TYPES[option.type].is_mix:
        return _run_mix(case, option, market, today)
    resolved = resolve_option(case, option, market)
    return _result(case, option, compute(case, resolved, option.id), (), today)


def compute(case: Case, resolved: ResolvedOption, name: str, *, share: float | None = None) -> Computed:
    """All lines of one resolved option. Raises BadInput when its inputs contradict each other."""
    problems = contradictions(resolved)
    if problems:
        raise BadInput(problems)
    last_period = periods_in_term(case, resolved)
    years = years_needed(case, last_period)
    program = program_for(resolved.structure)
    values = program.run(resolved.values, last_period, years)
    return _computed(name, resolved.structure, program, values, resolved, last_period, years)


def _computed(
    name: str,
    built_from: Structure | tuple[str, ...],
    program: Program,
    values: Mapping[str, object],
    resolved: ResolvedOption | None,
    last_period: int,
    years: int,
) -> Computed:
    shapes = program.shapes
    rows: dict[str, tuple[float, ...]] = {}
    ahead: dict[str, float] = {}
    year_rows: dict[str, tuple[float, ...]] = {}
    scalars: dict[str, float] = {}
    for key, value in values.items():
        if shapes[key] is Shape.ROW:
            assert isinstance(value, list)
            rows[key] = tuple(float(each) for each in value[: last_period + 1])
            ahead[key] = float(value[last_period + 1])
        elif shapes[key] is Shape.YEAR:
            assert isinstance(value, list)
            year_rows[key] = tuple(float(each) for each in value)
        else:
            assert isinstance(value, (int, float, np.floating))
            scalars[key] = float(value)
    return Computed(name, built_from, resolved, last_period, years, rows, scalars, ahead, year_rows)


def program_for(structure: Structure) -> Program:
    """The program of all lines of a structure; compiled once."""
    return _program(structure.only_own_lines, structure.own_lines, tuple(sorted(structure.steps.items())))


@lru_cache(maxsize=128)
def _program(only_own: bool, own_lines: tuple[OwnLineShape, ...], steps: tuple[tuple[str, int], ...]) -> Program:
    structure = Structure(only_own, own_lines, dict(steps))
    return compiled(structure.key(), lambda: build_business_case(structure).lines, whole_rows=True)


@lru_cache(maxsize=32)
def _mix_program(components: tuple[str, ...]) -> Program:
    return compiled(components, lambda: build_mix(components).lines, whole_rows=True)


def periods_in_term(case: Case, resolved: ResolvedOption) -> int:
    """N: the number of periods from the start to the end of the (last) term."""
    return round(term_years(resolved) * case.periods_per_year)


def term_years(resolved: ResolvedOption) -> float:
    """T in years: the term, and the terms after relocations."""
    found = resolved.provenance
    term = resolved.values["term_years"]
    if "end_of_term" in found and found["end_of_term"].value == "relocate":
        term += resolved.values["relocation_times"] * resolved.values["relocation_term_years"]
    return term


def years_needed(case: Case, last_period: int) -> int:
    """Calendar years in the index table: from the price level date to the year after the look-ahead year."""
    months = last_period * 12 // case.periods_per_year + 12
    last = year(edate(to_serial(case.start_date), months))
    return int(last) - case.price_level_date.year + 2


LONGEST_TERM = 200.0
"""Years of all terms together, relocations included: as far as a year of an own line goes, and far from overflow."""


def contradictions(resolved: ResolvedOption) -> tuple[Problem, ...]:
    """Inputs that are fine alone and impossible together."""
    values = resolved.values
    option = resolved.option.id
    found: list[Problem] = []
    if values["term_years"] * 12 <= values["construction_months"]:
        found.append(
            problem(
                "term_too_short",
                f"{option}.term_years",
                value=values["term_years"],
                lowest=math.floor(values["construction_months"] / 12) + 1,
                months=values["construction_months"],
            )
        )
    if (years := term_years(resolved)) > LONGEST_TERM:
        found.append(problem("terms_too_long", f"{option}.relocation_times", value=years, highest=LONGEST_TERM))
    if values["loan_grace_years"] >= values["loan_years"]:
        found.append(
            problem(
                "grace_too_long",
                f"{option}.loan_grace_years",
                value=values["loan_grace_years"],
                highest=values["loan_years"],
            )
        )
    if "price_per_bed_week" in values and values["service_cost_per_bed_week"] > values["price_per_bed_week"]:
        found.append(
            problem(
                "service_above_price",
                f"{option}.service_cost_per_bed_week",
                value=values["service_cost_per_bed_week"],
                highest=values["price_per_bed_week"],
            )
        )
    if "relocation_months" in values and values["relocation_months"] > values["relocation_term_years"] * 12:
        found.append(
            problem(
                "relocation_too_long",
                f"{option}.relocation_months",
                value=values["relocation_months"],
                highest=values["relocation_term_years"] * 12,
            )
        )
    return (*found, *_shares_above_revenue(resolved), *_scheme_contradictions(resolved))


@cache
def local_lines() -> Mapping[str, str]:
    """The switch of every line that may count with an amount of the municipality's own, and the input of that amount.

    A switch `X_use` belongs to `X_cost`, or to `X` itself; where there is neither, the line has a shipped figure.
    """
    known = parameters()
    found: dict[str, str] = {}
    for key, parameter in known.items():
        name = key.removesuffix("_use")
        amount = next((each for each in (f"{name}_cost", name) if each in known), None)
        if name != key and "local" in parameter.choices and amount is not None:
            found[key] = amount
    return found


def _shares_above_revenue(resolved: ResolvedOption) -> Iterator[Problem]:
    """Operating costs above what their base allows: a share of more than all of the revenue."""
    for key, value in resolved.values.items():
        basis = resolved.provenance.get(basis_key(key))
        highest = None if basis is None or not key.endswith("_cost") else highest_amount(str(basis.value))
        if highest is not None and value > highest:
            yield problem("share_above_revenue", f"{resolved.option.id}.{key}", value=value, highest=highest)


def _scheme_contradictions(resolved: ResolvedOption) -> list[Problem]:
    """Schemes that do not apply to this kind of housing, and local lines without an amount."""
    given = resolved.provenance
    option = resolved.option
    if "use_function" not in given:
        return []
    found = [
        problem("local_without_amount", f"{option.id}.{use}", value="local", amount=f"{option.id}.{amount}")
        for use, amount in local_lines().items()
        if given[use].value == "local" and given[amount].value is None
    ]
    lodging = given["use_function"].value == "lodging"
    scheme = given["subsidy_scheme"].value
    if lodging and scheme in {"sft", "rthf"}:
        found.append(problem("scheme_not_for_lodging", f"{option.id}.subsidy_scheme", value=scheme))
    if lodging and given["realisation_grant_use"].value != "off":
        value = given["realisation_grant_use"].value
        found.append(problem("scheme_not_for_lodging", f"{option.id}.realisation_grant_use", value=value))
    self_contained = given["rent_table"].value == "home"
    social_rent = given["rent_regulated"].value == "yes"
    eligible = option.variant == "relocatable" and not lodging and self_contained and social_rent
    if given["guarantee_use"].value == "on" and not eligible:
        found.append(problem("guarantee_not_eligible", f"{option.id}.guarantee_use", value="on"))
    return found


def _run_mix(case: Case, option: Option, market: MarketData, today: date) -> OptionResult:
    parts: list[Computed] = []
    for component in option.components:
        resolved = resolve_option(case, case.option(component.option), market, component.share)
        parts.append(compute(case, resolved, f"{option.id}.{component.option}"))
    names = tuple(part.name for part in parts)
    last_period = max(part.last_period for part in parts)
    years = max(part.years for part in parts)
    program = _mix_program(names)
    imports: dict[tuple[str, str], object] = {}
    for leaf in program.imports:
        part = next(each for each in parts if each.name == leaf.model)
        if leaf.shape is Shape.ROW:
            row = part.rows[leaf.key]
            imports[leaf.model, leaf.key] = [*row, *[0.0] * (last_period + 2 - len(row))]
        else:
            imports[leaf.model, leaf.key] = part.scalars[leaf.key]
    inputs = {"periods_per_year": float(case.periods_per_year)}
    values = program.run(inputs, last_period, years, imports)
    computed = _computed(option.id, names, program, values, None, last_period, years)
    return _result(case, option, computed, tuple(parts), today)


def _result(
    case: Case, option: Option, computed: Computed, components: tuple[Computed, ...], today: date
) -> OptionResult:
    metrics = {key: None if math.isnan(value := computed.scalars[key]) else value for key in METRIC_KEYS}
    reasons = {key: _reason(key, computed, components) for key, value in metrics.items() if value is None}
    parts = components or (computed,)
    found = (notice for part in parts for notice in _warnings(case, part, today))
    warnings = tuple(dict.fromkeys((*_mix_notices(option, components), *found)))
    return OptionResult(
        option=option,
        beds=case.beds,
        periods=period_labels(case, computed.last_period),
        period_keys=period_keys(case, computed.last_period),
        metrics=metrics,
        reasons=reasons,
        computed=computed,
        components=components,
        warnings=warnings,
    )


def period_keys(case: Case, last_period: int) -> tuple[str, ...]:
    """What programs call the periods: `start`, then the calendar year a period begins in, with its quarter or month."""
    m = case.periods_per_year
    keys = ["start"]
    for period in range(last_period):
        day = _day_of_period(case, period)
        keys.append({1: f"{day.year}", 4: f"{day.year}-Q{(day.month + 2) // 3}", 12: f"{day.year}-{day.month:02d}"}[m])
    return tuple(keys)


def period_labels(case: Case, last_period: int) -> tuple[str, ...]:
    """What people call the periods: as programs do, but one that runs over New Year names both years.

    `2027/28` for a year from April, `2027-Q4/28` for a quarter from November; a month keeps the name of its first day.
    The budget has calendar years, so a bare year is a whole calendar year everywhere.
    """
    keys = period_keys(case, last_period)
    if case.periods_per_year == 12:
        return keys
    return keys[:1] + tuple(
        f"{key}/{last.year % 100:02d}" if (last := _last_day(case, period)).year > int(key[:4]) else key
        for period, key in enumerate(keys[1:])
    )


def _last_day(case: Case, period: int) -> date:
    """The last day of a period, counted from 0 for the first after the start."""
    return _day_of_period(case, period + 1) - timedelta(days=1)


def _day_of_period(case: Case, period: int) -> date:
    """The first day of a period, counted from 0 for the first after the start."""
    return to_date(edate(to_serial(case.start_date), float(period * 12 // case.periods_per_year)))


_NO_IRR = {Reason.NOT_UNIQUE: "no_irr_not_unique", Reason.OUT_OF_RANGE: "no_irr_out_of_range"}


def _reason(metric: str, computed: Computed, components: Sequence[Computed]) -> Notice:
    """Why a metric is none."""
    if metric in {"irr", "equity_irr"}:
        row = "cash_flow_with_subsidy" if metric == "irr" else "equity_cash_flow"
        _, reason = irr_of(computed.rows[row])
        return Notice(_NO_IRR.get(reason, "no_irr_no_sign_change"))
    if metric == "payback_years":
        flows = any(computed.rows["cash_flow_with_subsidy"])
        return Notice("no_payback" if flows else "no_payback_no_flow")
    if metric.startswith("dscr"):
        return Notice("no_dscr_no_loan" if computed.scalars["loan_amount"] == 0 else "no_dscr_no_year")
    if metric == "residual_land_value":
        leased = any(part.scalars.get("is_ground_lease") for part in components or (computed,))
        return Notice("no_residual_land_value" if leased else "no_residual_land_value_highest")
    if metric == "resident_cost_share" or metric.endswith(("_yield", "_kk")):
        if computed.scalars["first_year_known"] == 0:
            return Notice("no_full_year")
        return Notice("no_resident_price" if metric == "resident_cost_share" else "no_yield")
    if metric == "cost_recovery_price_per_bed_week":
        if computed.scalars["pv_price_gross"] > 0:
            return Notice("no_price_recovers")
        later = computed.scalars.get("pv_own_revenue", 0.0) != 0
        return Notice("no_revenue_year_1" if later else "no_revenue")
    return Notice("no_nights")


def _warnings(case: Case, part: Computed, today: date) -> list[Notice]:
    resolved = part.resolved
    assert resolved is not None
    option, values, found = resolved.option, resolved.values, resolved.provenance
    notices: list[Notice] = []
    if found["equity_discount_rate"].value is None:
        notices.append(Notice("equity_rate_is_project_rate", (("option", option.id),)))
    if resolved.not_brought_up:
        periods = [period for _, period in resolved.not_brought_up]
        notices.append(Notice("price_level_beyond_index", _price_level_values(case, option.id, periods)))
    loan = part.scalars["loan_amount"]
    if loan > 0:
        costs = part.scalars["founding_costs"]
        if loan > costs + CENT:
            shown = (("loan", round_half_up(loan, 0)), ("costs", round_half_up(costs, 0)))
            notices.append(Notice("loan_above_costs", (("option", option.id), *shown)))
        if found["loan_type"].value == "bullet":
            notices.append(Notice("bullet_left_out_of_dscr", (("option", option.id),)))
        for years, payments, code in (
            ("loan_years", "loan_payments", "loan_payments_rounded"),
            ("loan_grace_years", "grace_payments", "grace_payments_rounded"),
        ):
            exact, count = values[years] * values["loan_payments_per_year"], part.scalars[payments]
            if abs(exact - count) > 1e-9:
                notices.append(Notice(code, (("option", option.id), ("count", round(count)))))
        if part.rows["final_repayment"][-1] > 0.005:
            notices.append(Notice("balance_repaid_at_end", (("option", option.id),)))
        years_interest = _largest_year(part, "interest")
        if found["tax_regime"].value == "corporate" and years_interest > INTEREST_LIMIT:
            notices.append(Notice("interest_limitation", (("option", option.id),)))
    if "loan_amount" in option.inputs and "loan_share" in option.inputs:
        notices.append(Notice("loan_amount_wins", (("option", option.id),)))
    term = term_years(resolved)
    for count, line in enumerate(option.own_lines, start=1):
        if (line.first is not None and line.first > term) or (line.last is not None and line.last > term):
            notices.append(Notice("own_line_after_term", (("option", option.id), ("count", count))))
        if line.kind == "investment" and line.ledger == "operator" and _ends_after_completion(line, values, term):
            notices.append(Notice("own_investment_later", (("option", option.id), ("count", count))))
    notices += _public_notices(case, part, resolved, today)
    assumptions = sum(1 for each in found.values() if each.status == "assumption")
    if assumptions:
        notices.append(Notice("rests_on_assumptions", (("option", option.id), ("count", assumptions))))
    return notices


def _mix_notices(option: Option, components: Sequence[Computed]) -> list[Notice]:
    """Each component pays tax for itself: brackets are used by each, and the loss of one is no deduction of another."""
    taxed = sum(
        1
        for part in components
        if part.resolved is not None and part.resolved.provenance["tax_regime"].value == "corporate"
    )
    return [Notice("mix_taxed_apart", (("option", option.id), ("count", taxed)))] if taxed > 1 else []


def _price_level_values(case: Case, option_id: str, periods: Sequence[str]) -> tuple[tuple[str, object], ...]:
    """The price level and the periods up to which amounts go, as either language writes them."""
    ordered = sorted(set(periods), key=sort_key)
    words = [
        (name, value)
        for language in LANGUAGES
        for name, value in (
            (f"day_{language}", day_words(case.price_level_date, language)),
            (f"periods_{language}", ", ".join(period_words(each, language) for each in ordered)),
        )
    ]
    return (("option", option_id), ("count", len(periods)), *words)


def _ends_after_completion(line: OwnLine, values: Mapping[str, float], term: float) -> bool:
    """Whether part of an own line falls after the period of completion (by whole periods) and within the term."""
    m = values["periods_per_year"]
    completion = math.ceil(values["construction_months"] * m / 12)
    first = term if line.first is None else line.first
    last = first if line.per == "once" else min(term, term if line.last is None else line.last)
    return completion < last * m and first <= term


def _labels_of(keys: Sequence[str]) -> tuple[tuple[str, object], ...]:
    """How many inputs a notice is about, and their names in each language."""
    names = {each: "; ".join(parameters()[key].label(each) for key in keys) for each in LANGUAGES}
    return (("count", len(keys)), *((f"labels_{language}", labels) for language, labels in names.items()))


REVISION_WORTH_SAYING = 1.0
"""Euros of VAT revision from which the case says what a change of VAT, or a sale, costs."""


def _public_notices(case: Case, part: Computed, resolved: ResolvedOption, today: date) -> list[Notice]:
    """What a council must have checked: state aid, cost recovery, competition law, VAT revision, stale figures."""
    option, values, given = resolved.option, resolved.values, resolved.provenance
    named = (("option", option.id),)
    notices: list[Notice] = []
    sells = "municipal_land_share" in given and values["municipal_land_share"] > 0
    if sells or values["municipal_contribution"] > 0:
        notices.append(Notice("check_state_aid", named))
    early = [key for key in given if _starts_before_law(key, given, case.start_date)]
    if early:
        notices.append(Notice("start_before_law", (*named, *_labels_of(early))))
    stale = [key for key, found in given.items() if found.is_default and found.review and found.review < today]
    if stale:
        notices.append(Notice("past_review", (*named, *_labels_of(stale))))
    if "use_function" not in given:
        return notices
    if given["land_tax_regime"].value == "vat_option" and values["vat_taxed_share"] < LEAST_TAXED:
        shown_shares = (("share", values["vat_taxed_share"] * 100), ("least", LEAST_TAXED * 100))
        notices.append(Notice("check_vat_option", (*named, *shown_shares)))
    recovered = values["plan_cost_recovery_share"]
    if given["plan_costs_use"].value == "local" and recovered < 1:
        notices.append(Notice("check_cost_recovery", (*named, ("value", recovered * 100))))
    leases = given["land_tax_regime"].value == "ground_lease" and sells
    rate, own_rate = values["ground_lease_rate"], values["municipal_interest_rate"]
    if leases and rate < own_rate:
        shown = (("value", rate * 100), ("rate", own_rate * 100))
        notices.append(Notice("check_market_and_government", (*named, *shown)))
    revision = math.fsum(part.rows["vat_revision"])
    if abs(revision) >= REVISION_WORTH_SAYING:
        notices.append(Notice("check_vat_revision", (*named, ("value", round_half_up(revision, 0)))))
    settled = math.fsum(part.rows["sale_revision"])
    if abs(settled) >= REVISION_WORTH_SAYING:
        code = "sale_within_revision" if settled > 0 else "sale_gives_vat_back"
        notices.append(Notice(code, (*named, ("value", round_half_up(abs(settled), 0)))))
    scheme = given["subsidy_scheme"].value
    if scheme in {"sft", "rthf"}:
        notices.append(Notice(f"check_scheme_{scheme}", named))
        if given["rent_regulated"].value != "yes":
            notices.append(Notice("check_scheme_social_rent", named))
    grant = given["realisation_grant_use"].value != "off"
    if grant and not 2026 <= case.start_date.year <= 2030:
        notices.append(Notice("check_grant_window", named))
    return notices


def _starts_before_law(key: str, given: Mapping[str, Provenance], start: date) -> bool:
    """Whether a value set by law counts, is not given, and is only known from a date after the start of the case."""
    steps = law().get(key)
    choice, words = parameters()[key].counts_when
    counts = not choice or (choice in given and str(given[choice].value) in words)
    return steps is not None and given[key].is_default and counts and start < steps[0].since


def _largest_year(part: Computed, row: str) -> float:
    """The largest total of a row over a case-year."""
    totals: dict[float, float] = {}
    for case_year, value in zip(part.rows["case_year"], part.rows[row], strict=True):
        totals[case_year] = totals.get(case_year, 0.0) + value
    return max(totals.values())
