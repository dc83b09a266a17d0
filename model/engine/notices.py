"""What a reader of a result must know: why a metric is none, and what to watch or to have checked."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from market_data import MarketData
from market_data.store import sort_key
from model.case import Case, Option, OwnLine
from model.engine.consistency import oddities
from model.engine.resolve import Provenance, ResolvedOption
from model.engine.results import Computed
from model.engine.term import term_years
from model.formula.roots import Reason, irr_of
from model.parameters.law import law
from model.parameters.price_level import period_words
from model.parameters.table import ChosenWord, parameters
from model.words.messages import Message, message
from model.words.numbers import format_date, round_half_up
from model.words.texts import LANGUAGES

INTEREST_LIMIT = 1_000_000.0
"""Net interest above which the interest limitation may bite (Wet Vpb art. 15b): a warning only."""
LEAST_TAXED = 0.9
"""Share of taxed use from which VAT may be opted for (Wet OB 1968 art. 11, lid 1, b, 5°): a warning only."""
REVISION_WORTH_SAYING = 1.0
"""Euros of VAT revision from which the case says what a change of VAT, or a sale, costs."""
GRANT_YEARS = range(2026, 2031)
"""Calendar years of start for which the realisation grant can be had."""
CENT = 0.01

Named = tuple[tuple[str, object], ...]
"""The values of a notice that say which option it is about."""

_NO_IRR = {Reason.NOT_UNIQUE: "no_irr_not_unique", Reason.OUT_OF_RANGE: "no_irr_out_of_range"}


def why_none(metric: str, computed: Computed, components: Sequence[Computed]) -> Message:
    """Why a metric is none."""
    if metric in {"irr", "equity_irr"}:
        row = "cash_flow_with_subsidy" if metric == "irr" else "equity_cash_flow"
        _, reason = irr_of(computed.rows[row])
        return Message(_NO_IRR.get(reason, "no_irr_no_sign_change"))
    if metric == "payback_years":
        flows = any(computed.rows["cash_flow_with_subsidy"])
        return Message("no_payback" if flows else "no_payback_no_flow")
    if metric.startswith("dscr"):
        return Message("no_dscr_no_loan" if computed.scalars["loan_amount"] == 0 else "no_dscr_no_year")
    if metric == "residual_land_value":
        leased = any(part.scalars.get("is_ground_lease") for part in components or (computed,))
        return Message("no_residual_land_value" if leased else "no_residual_land_value_highest")
    if metric == "resident_cost_share" or metric.endswith(("_yield", "_kk")):
        if computed.scalars["first_year_known"] == 0:
            return Message("no_full_year")
        return Message("no_resident_price" if metric == "resident_cost_share" else "no_yield")
    if metric == "cost_recovery_price_per_bed_week":
        if computed.scalars["pv_price_gross"] > 0:
            return Message("no_price_recovers")
        later = computed.scalars.get("pv_own_revenue", 0.0) != 0
        return Message("no_revenue_year_1" if later else "no_revenue")
    return Message("no_nights")


def mix_notices(option: Option, components: Sequence[Computed]) -> list[Message]:
    """Each component pays tax for itself: brackets are used by each, and the loss of one is no deduction of another."""
    taxed = sum(
        1
        for part in components
        if part.resolved is not None and part.resolved.provenance["tax_regime"].value == "corporate"
    )
    return [Message("mix_taxed_apart", (("option", option.id), ("count", taxed)))] if taxed > 1 else []


def notices_of(case: Case, part: Computed, market: MarketData, today: date) -> Iterator[Message]:
    """What to know about a model with inputs, in the order in which a reader sees it."""
    resolved = part.resolved
    assert resolved is not None
    named = (("option", resolved.option.id),)
    if resolved.provenance["equity_discount_rate"].value is None:
        yield Message("equity_rate_is_project_rate", named)
    if resolved.not_brought_up:
        periods = [period for _, period in resolved.not_brought_up]
        yield Message("price_level_beyond_index", (*named, *_price_level_values(case, periods)))
    if part.scalars["loan_amount"] > 0:
        yield from _loan_notices(part, resolved, named)
    if "loan_amount" in resolved.option.inputs and "loan_share" in resolved.option.inputs:
        yield Message("loan_amount_wins", named)
    yield from _idle(resolved, named)
    yield from oddities(case, resolved, market)
    yield from _own_line_notices(resolved, named)
    yield from _council_notices(case, resolved, today, named)
    if "use_function" in resolved.provenance:
        yield from _law_notices(part, resolved, named)
        yield from _scheme_notices(case, resolved, named)
    given = resolved.provenance
    assumptions = sum(1 for key in given if given[key].status == "assumption" and counts(key, given))
    if assumptions:
        yield Message("rests_on_assumptions", (*named, ("count", assumptions)))


def _idle(resolved: ResolvedOption, named: Named) -> Iterator[Message]:
    """What was given and counts for nothing, as a choice stands otherwise."""
    for key in resolved.option.inputs:
        choice, _ = parameters()[key].counts_when
        if not counts(key, resolved.provenance):
            word = ChosenWord(choice, str(resolved.provenance[choice].value))
            said = message("given_and_idle", input=parameters()[key], choice=parameters()[choice], word=word)
            yield Message(said.code, (*named, *said.values))


def counts(key: str, given: Mapping[str, Provenance]) -> bool:
    """Whether an input counts, as the choice that it may hang on stands."""
    choice, words = parameters()[key].counts_when
    return not choice or (choice in given and str(given[choice].value) in words)


def _loan_notices(part: Computed, resolved: ResolvedOption, named: Named) -> Iterator[Message]:
    """What is unusual about the loan, and what of it is left out or rounded."""
    values, given = resolved.values, resolved.provenance
    loan, costs = part.scalars["loan_amount"], part.scalars["founding_costs"]
    if loan > costs + CENT:
        amounts = (("loan", round_half_up(loan, 0)), ("costs", round_half_up(costs, 0)))
        yield Message("loan_above_costs", (*named, *amounts))
    if given["loan_type"].value == "bullet":
        yield Message("bullet_left_out_of_dscr", named)
    for years, payments, code in (
        ("loan_years", "loan_payments", "loan_payments_rounded"),
        ("loan_grace_years", "grace_payments", "grace_payments_rounded"),
    ):
        exact, count = values[years] * values["loan_payments_per_year"], part.scalars[payments]
        if abs(exact - count) > 1e-9:
            yield Message(code, (*named, ("count", round(count))))
    if part.rows["final_repayment"][-1] > 0.005:
        yield Message("balance_repaid_at_end", named)
    if given["tax_regime"].value == "corporate" and _largest_year(part, "interest") > INTEREST_LIMIT:
        yield Message("interest_limitation", named)


def _own_line_notices(resolved: ResolvedOption, named: Named) -> Iterator[Message]:
    """Own lines that fall, in part or in whole, where they do not count as their maker may think."""
    term = term_years(resolved)
    for count, line in enumerate(resolved.option.own_lines, start=1):
        if (line.first is not None and line.first > term) or (line.last is not None and line.last > term):
            yield Message("own_line_after_term", (*named, ("count", count)))
        is_operators_investment = line.kind == "investment" and line.ledger == "operator"
        if is_operators_investment and _ends_after_completion(line, resolved.values, term):
            yield Message("own_investment_later", (*named, ("count", count)))


def _council_notices(case: Case, resolved: ResolvedOption, today: date, named: Named) -> Iterator[Message]:
    """What a council must have checked whatever the option is: state aid, law by date, stale figures."""
    given = resolved.provenance
    if _sells_land(resolved) or resolved.values["municipal_contribution"] > 0:
        yield Message("check_state_aid", named)
    early = [key for key in given if _starts_before_law(key, given, case.start_date)]
    if early:
        yield Message("start_before_law", (*named, *_labels_of(early)))
    stale = [key for key, figure in given.items() if figure.is_default and figure.review and figure.review < today]
    if stale:
        yield Message("past_review", (*named, *_labels_of(stale)))


def _law_notices(part: Computed, resolved: ResolvedOption, named: Named) -> Iterator[Message]:
    """What a council must have checked of VAT, cost recovery, competition law and VAT revision."""
    values, given = resolved.values, resolved.provenance
    if given["land_tax_regime"].value == "vat_option" and values["vat_taxed_share"] < LEAST_TAXED:
        shares = (("share", values["vat_taxed_share"] * 100), ("least", LEAST_TAXED * 100))
        yield Message("check_vat_option", (*named, *shares))
    recovered = values["plan_cost_recovery_share"]
    if given["plan_costs_use"].value == "local" and recovered < 1:
        yield Message("check_cost_recovery", (*named, ("value", recovered * 100)))
    leases = given["land_tax_regime"].value == "ground_lease" and _sells_land(resolved)
    rate, own_rate = values["ground_lease_rate"], values["municipal_interest_rate"]
    if leases and rate < own_rate:
        yield Message("check_market_and_government", (*named, ("value", rate * 100), ("rate", own_rate * 100)))
    revision = math.fsum(part.rows["vat_revision"])
    if abs(revision) >= REVISION_WORTH_SAYING:
        yield Message("check_vat_revision", (*named, ("value", round_half_up(revision, 0))))
    settled = math.fsum(part.rows["sale_revision"])
    if abs(settled) >= REVISION_WORTH_SAYING:
        code = "sale_within_revision" if settled > 0 else "sale_gives_vat_back"
        yield Message(code, (*named, ("value", round_half_up(abs(settled), 0))))


def _scheme_notices(case: Case, resolved: ResolvedOption, named: Named) -> Iterator[Message]:
    """The conditions of schemes that the case counts on."""
    given = resolved.provenance
    scheme = given["subsidy_scheme"].value
    if scheme in {"sft", "rthf"}:
        yield Message(f"check_scheme_{scheme}", named)
        if given["rent_regulated"].value != "yes":
            yield Message("check_scheme_social_rent", named)
    if given["realisation_grant_use"].value != "off" and case.start_date.year not in GRANT_YEARS:
        yield Message("check_grant_window", named)


def _sells_land(resolved: ResolvedOption) -> bool:
    """Whether the land, or part of it, comes from the municipality."""
    return "municipal_land_share" in resolved.provenance and resolved.values["municipal_land_share"] > 0


def _price_level_values(case: Case, periods: Sequence[str]) -> tuple[tuple[str, object], ...]:
    """The price level and the periods up to which amounts go, as either language writes them."""
    ordered = sorted(set(periods), key=sort_key)
    words = [
        (name, value)
        for language in LANGUAGES
        for name, value in (
            (f"day_{language}", format_date(case.price_level_date, language, "digits")),
            (f"periods_{language}", ", ".join(period_words(period, language) for period in ordered)),
        )
    ]
    return (("count", len(periods)), *words)


def _ends_after_completion(line: OwnLine, values: Mapping[str, float], term: float) -> bool:
    """Whether part of an own line falls after the period of completion (by whole periods) and within the term."""
    m = values["periods_per_year"]
    completion = math.ceil(values["construction_months"] * m / 12)
    first = term if line.first is None else line.first
    last = first if line.per == "once" else min(term, term if line.last is None else line.last)
    return completion < last * m and first <= term


def _labels_of(keys: Sequence[str]) -> tuple[tuple[str, object], ...]:
    """How many inputs a notice is about, and their names in each language."""
    labels = {language: "; ".join(parameters()[key].label(language) for key in keys) for language in LANGUAGES}
    return (("count", len(keys)), *((f"labels_{language}", shown) for language, shown in labels.items()))


def _starts_before_law(key: str, given: Mapping[str, Provenance], start: date) -> bool:
    """Whether a value set by law counts, is not given, and is only known from a date after the start of the case."""
    steps = law().get(key)
    return steps is not None and given[key].is_default and counts(key, given) and start < steps[0].since


def _largest_year(part: Computed, row: str) -> float:
    """The largest total of a row over a case-year."""
    totals: dict[float, float] = {}
    for case_year, value in zip(part.rows["case_year"], part.rows[row], strict=True):
        totals[case_year] = totals.get(case_year, 0.0) + value
    return max(totals.values())
