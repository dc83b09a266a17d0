"""From an option of a case to the numbers the formulas need, each with where it comes from."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from market_data import Figure, MarketData
from market_data.store import stands_until
from model.case import Case, InputValue, OperatorsMedian, Option, OwnLine, Reason, allowed_inputs
from model.case.proposals import counted
from model.formula.runtime import to_serial
from model.lines.structure import OwnLineShape, Structure
from model.options import OPTION_TYPES, Trait, traits_of
from model.parameters.law import law, law_steps, step_at
from model.parameters.price_level import index_between, indexed_amount, period_words, price_level_words
from model.parameters.questions import answerable, choice_with
from model.parameters.rules import RULES
from model.parameters.situation import Derived, Situation
from model.parameters.table import Default, Parameter, default_row, parameters, sources
from model.words.numbers import format_date, number
from model.words.texts import LANGUAGES, text
from model.words.units import unit


@dataclass(frozen=True)
class Provenance:
    """One input of one option: its value, range, support, and the words that say where it comes from.

    `status` is sourced, derived, local (of operators), assumption, given (by the user) or not_given. Values are
    numbers, or a word for a choice; None when not given. `follows_floor_area`: a default that is an amount per m2 x the
    floor area per bed. `regions`: the codes of the regions whose figures a default was worked out from.
    """

    key: str
    value: float | str | None
    low: float | None
    high: float | None
    is_default: bool
    status: str
    source: str
    url: str
    tier: str
    period: str
    explanation_nl: str
    explanation_en: str
    review: date | None = None
    follows_floor_area: bool = False
    regions: tuple[str, ...] = ()

    def explanation(self, language: str) -> str:
        """How the value came about."""
        return self.explanation_nl if language == "nl" else self.explanation_en


@dataclass(frozen=True)
class ResolvedOption:
    """An option ready to compute: its structure, a number for every input of the formulas, and their provenance.

    `values` uses the formulas' keys (`loan_type` as a code, dates as day numbers, dated steps as `key@1`);
    `provenance` one entry per parameter.
    """

    option: Option
    structure: Structure
    values: Mapping[str, float]
    provenance: Mapping[str, Provenance]
    defaults_used: tuple[str, ...] = field(default=())
    not_brought_up: tuple[tuple[str, str], ...] = field(default=())
    """Defaults whose index ends before the case's price level, each with the period of its newest figure."""


def resolve_option(case: Case, option: Option, market: MarketData, bed_share: float = 1.0) -> ResolvedOption:
    """Fill in every input of an option: what the user gave, else the default for the option and the municipality."""
    kinds = allowed_inputs(option.type)
    provenance: dict[str, Provenance] = {}
    plain: dict[str, float] = {}
    choices: dict[str, str] = {}
    situation = Situation(market, case.municipality, case.price_level_date, plain, case.beds, choices)
    # Rules look at the floor area per bed, so it is resolved first.
    for key in sorted(kinds, key=lambda name: name != "m2_per_bed"):
        parameter = kinds[key]
        if key in option.inputs:
            origin = given(parameter, option.inputs[key], option)
        else:
            origin = _default(case, option, parameter, situation)
        provenance[key] = origin
        if isinstance(origin.value, int | float):
            plain[key] = float(origin.value)
        elif isinstance(origin.value, str):
            choices[key] = origin.value
    values, steps = _formula_values(case, option, kinds, provenance, market)
    values |= _case_values(case)
    values["bed_share"] = bed_share
    values["is_relocatable"] = float(Trait.RELOCATABLE in traits_of(option.type, option.variant))
    values |= dict(_own_values(option.own_lines))
    structure = Structure(
        only_own_lines=OPTION_TYPES[option.type].only_own_lines,
        own_lines=tuple(
            OwnLineShape(line.kind, line.per, line.ledger, line.counterparty, line.land) for line in option.own_lines
        ),
        steps=steps,
    )
    ordered = {key: provenance[key] for key in kinds}
    used = tuple(key for key, origin in ordered.items() if origin.is_default)
    return ResolvedOption(option, structure, values, ordered, used, tuple(_not_brought_up(case, option, used, market)))


def _not_brought_up(case: Case, option: Option, used: tuple[str, ...], market: MarketData) -> Iterator[tuple[str, str]]:
    level = (case.price_level_date.year, case.price_level_date.month)
    newest = {series: market.newest_index(series).period for series in market.indices}
    behind = {series: period for series, period in newest.items() if stands_until(period) < level}
    for key in used if behind else ():
        row = default_row(key, option.type, option.variant)
        # A rule brings its figure to the price level itself, with the index that its row names.
        series = row.index if row is not None and (row.price_year or row.rule) else None
        if series in behind:
            yield key, behind[series]


def _case_values(case: Case) -> dict[str, float]:
    return {
        "beds": case.beds,
        "start_date": to_serial(case.start_date),
        "price_level_date": to_serial(case.price_level_date),
        "periods_per_year": float(case.periods_per_year),
        "horizon_years": float(case.horizon_years),
        "discounting": parameters()["discounting"].code(case.discounting),
        "nights_per_week": 7.0,
    }


def _own_values(own_lines: tuple[OwnLine, ...]) -> Iterator[tuple[str, float]]:
    for count, line in enumerate(own_lines, start=1):
        yield f"own.{count}.amount", line.amount
        yield f"own.{count}.from", math.nan if line.first is None else line.first
        yield f"own.{count}.to", math.nan if line.last is None else line.last
        yield f"own.{count}.growth", line.growth
        yield f"own.{count}.growth_from", line.growth_from
        yield f"own.{count}.vat_rate", line.vat_rate


def _formula_values(
    case: Case,
    option: Option,
    kinds: Mapping[str, Parameter],
    provenance: Mapping[str, Provenance],
    market: MarketData,
) -> tuple[dict[str, float], dict[str, int]]:
    values: dict[str, float] = {}
    steps: dict[str, int] = {}
    for key, parameter in kinds.items():
        entry = option.inputs.get(key)
        value = provenance[key].value
        if isinstance(entry, Mapping):
            rates = list(entry.items())
            values[key] = rates[0][1]
            for count, (year, rate) in enumerate(rates[1:], start=1):
                values[f"{key}@{count}"] = rate
                values[f"{key}@{count}.year"] = float(year)
            steps[key] = len(rates) - 1
        elif parameter.dated and entry is None:
            dated = dated_values(key, case, market)
            values[key] = dated[0][1]
            for count, (since, amount) in enumerate(dated[1:], start=1):
                values[f"{key}@{count}"] = amount
                values[f"{key}@{count}.date"] = to_serial(since)
            steps[key] = len(dated) - 1
        elif key == WAGE_GROWTH and entry is None and WAGE not in option.inputs:
            # The index starts where the dated wages end, so that no rise is counted twice.
            assert isinstance(value, float)
            values[key] = 0.0
            values[f"{key}@1"] = value
            values[f"{key}@1.year"] = float(dated_values(WAGE, case, market)[-1][0].year + 1)
            steps[key] = 1
        elif isinstance(value, str):
            values[key] = parameter.code(value)
        else:
            values[key] = math.nan if value is None else value
    return values, {key: count for key, count in steps.items() if count}


WAGE, WAGE_GROWTH = "minimum_wage_hour", "minimum_wage_growth"


def dated_values(key: str, case: Case, market: MarketData) -> list[tuple[date, float]]:
    """The values of a parameter set by law, oldest first: in force, assumed, of counted proposals."""
    if key == WAGE:
        return [(since, figure.value) for since, figure in market.wages if figure.unit == "hour"]
    return [(step.since, step.value) for step in law_steps(key, counted(case))]


def given(parameter: Parameter, value: InputValue, option: Option) -> Provenance:
    """Where a value comes from that the user gave, with the reason if there is one.

    It is local evidence as long as it is what operators answered in the middle, as the reason says.
    """
    reason = option.reasons.get(parameter.key)
    median = reason.median if reason is not None and is_median(parameter.key, value, option, reason.median) else None
    why = {language: _why_given(reason, median, language) for language in LANGUAGES}
    shown = next(iter(value.values())) if isinstance(value, Mapping) else value
    return Provenance(
        key=parameter.key,
        value=shown,
        low=None,
        high=None,
        is_default=False,
        status="given" if median is None else "local",
        source="",
        url="",
        tier="",
        period="",
        explanation_nl=why["nl"],
        explanation_en=why["en"],
    )


def _why_given(reason: Reason | None, median: OperatorsMedian | None, language: str) -> str:
    if median is not None:
        return text("given_by_operators", language, count=median.operators)
    if reason is None or not reason.why:
        return text("given_by_user", language)
    return text("given_with_reason", language, why=reason.why, who=reason.who or "?", when=reason.when or "?")


def is_median(key: str, value: InputValue, option: Option, median: OperatorsMedian | None) -> bool:
    """Whether a value of an input still is a median that was taken over, per what operators were asked it."""
    if median is None or value != median.value:
        return False
    choice = choice_with(answerable()[median.question], key)
    if choice is None:
        return True
    name, word = choice
    usual = default_row(name, option.type, option.variant)
    return option.inputs.get(name, usual and usual.typical) == word


def _default(case: Case, option: Option, parameter: Parameter, situation: Situation) -> Provenance:
    if parameter.dated and parameter.key in law():
        return _by_law(case, parameter)
    row = default_row(parameter.key, option.type, option.variant)
    if row is None:
        raise LookupError(f"no default for {parameter.key} of {option.type} {option.variant}".strip())
    if row.rule == "horizon":
        return _from_row(replace(row, typical=float(case.horizon_years)), case.price_level_date, situation.market)
    if row.rule:
        derived = RULES[row.rule](situation, row)
        if derived is not None:
            return _from_rule(row, derived)
        row = replace(row, low=None, typical=None, high=None)
    return _from_row(row, case.price_level_date, situation.market)


def _by_law(case: Case, parameter: Parameter) -> Provenance:
    """The value in force at the start; the whole dated row goes into the formulas."""
    rows = law_steps(parameter.key, counted(case))
    current = step_at(rows, case.start_date)
    source = sources().get(current.source_id)
    later = [row for row in rows if row.since > current.since]
    words = {}
    for language in ("nl", "en"):
        parts = [
            text(
                "law_value",
                language,
                value=f"{number(row.value * 100, language)}%"
                if unit(parameter.unit).is_ratio
                else number(row.value, language),
                since=format_date(row.since, language, "digits"),
                status=text(f"law_{row.status.replace(' ', '_')}", language),
            )
            for row in [current, *later]
        ]
        notes = [row.note_nl if language == "nl" else row.note_en for row in [current, *later]]
        words[language] = "; ".join(dict.fromkeys(part for part in [*parts, *notes] if part))
    return Provenance(
        key=parameter.key,
        value=current.value,
        low=None,
        high=None,
        is_default=True,
        status="sourced" if current.status == "in force" else "assumption",
        source=source.citation() if source else "",
        url=source.url if source else "",
        tier=source.tier if source else "",
        period=current.since.isoformat(),
        explanation_nl=words["nl"],
        explanation_en=words["en"],
    )


def _from_row(row: Default, price_level_date: date, market: MarketData) -> Provenance:
    source = sources().get(row.source_id)
    index = index_between(row, price_level_date, market)
    factor = 1.0 if index is None else index[0]
    value = indexed_amount(row, price_level_date, market) if isinstance(row.typical, float) else row.typical
    words = {}
    for language in ("nl", "en"):
        formula = row.formula_nl if language == "nl" else row.formula_en
        reason = row.reason_nl if language == "nl" else row.reason_en
        parts = [part for part in (formula, reason) if part]
        if index is not None and isinstance(row.typical, float):
            _, since, until = index
            parts.append(
                text(
                    "indexed",
                    language,
                    value=number(row.typical, language),
                    year=price_level_words(row.price_year),
                    series=text(f"index_{row.index}", language),
                    since=number(since.value, language),
                    until=number(until.value, language),
                    first=period_words(since.period, language),
                    last=period_words(until.period, language),
                )
            )
        words[language] = "; ".join(parts)
    return Provenance(
        key=row.key,
        value=value,
        low=None if row.low is None else row.low * factor,
        high=None if row.high is None else row.high * factor,
        is_default=True,
        status=_status(row, indexed=index is not None),
        source=source.citation() if source else "",
        url=source.url if source else "",
        tier=row.tier or (source.tier if source else ""),
        period=row.price_year,
        explanation_nl=words["nl"],
        explanation_en=words["en"],
        review=row.review,
    )


def _status(row: Default, *, indexed: bool) -> str:
    """How a default is supported: a sourced figure that was brought to another price level is derived."""
    if row.typical is None:
        return "not_given"
    return "derived" if indexed and row.status == "sourced" else row.status


def _from_rule(row: Default, derived: Derived) -> Provenance:
    read = [sources()[source_id] for source_id in derived.source_ids]
    cited = dict.fromkeys([source.citation() for source in read] + [_citation(figure) for figure in derived.figures])
    origins = [(source.url, source.tier) for source in read]
    origins += [(figure.source.url, figure.source.tier) for figure in derived.figures]
    return Provenance(
        key=row.key,
        value=derived.value,
        low=derived.low,
        high=derived.high,
        is_default=True,
        status=derived.status,
        source="; ".join(cited),
        url=origins[0][0] if origins else "",
        # The weakest of what was used; an adviser's own figure has no tier.
        tier=max((tier for _, tier in origins), default=""),
        period=derived.figures[0].period if derived.figures else "",
        explanation_nl="; ".join(part for part in (derived.explanation_nl, row.reason_nl) if part),
        explanation_en="; ".join(part for part in (derived.explanation_en, row.reason_en) if part),
        review=row.review,
        follows_floor_area=derived.follows_floor_area,
        regions=tuple(figure.region_code for figure in derived.figures),
    )


def _citation(figure: Figure) -> str:
    table = f" {figure.source.table_id}" if figure.source.table_id else ""
    return f"{figure.source.publisher}{table}, {figure.region_name} {figure.period}"
