"""A result as data for machines and as a table for people."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from model.analyses.evidence import STATUSES, Evidence, evidence
from model.engine.inputs import input_of
from model.engine.results import CaseResult, OptionResult
from model.law.calendar import law_calendar
from model.law.norms import NormResult, check_norms
from model.lines.labels import words_of_line
from model.lines.ledgers import LEDGERS
from model.outcomes.budget import budget_years
from model.outcomes.frames import FrameCheck, FrameResult, check_frames
from model.outcomes.municipality import municipal_lines
from model.outcomes.overview import ledger_totals
from model.parameters.table import parameters
from model.readings.closing import closing, closing_readings, closing_sentences, closing_words
from model.version import MODEL_VERSION
from model.words.texts import text
from model.words.units import show_value


def result_data(result: CaseResult, language: str = "nl") -> dict[str, Any]:
    """The answer of `run --json`: every metric and every line of every option; what does not exist is null."""
    frames = check_frames(result)
    return {
        "model_version": MODEL_VERSION,
        "data_version": result.market.version,
        "concept": result.is_concept,
        "conventions": conventions(result, language),
        "closing": _closing_data(result, language),
        "options": {option_id: _option_data(result, option_id, frames, language) for option_id in result.options},
        "law_calendar": [
            {
                "rule": rule.rule,
                "from": rule.since.isoformat(),
                "until": rule.until.isoformat() if rule.until else None,
                "status": rule.status,
                "text": rule.text(language),
                "source": rule.source(language),
            }
            for rule in law_calendar(result.case)
        ],
        "frame_conflicts": [list(keys) for keys in frames.conflicts],
    }


def _closing_data(result: CaseResult, language: str) -> dict[str, Any]:
    """Which options close, or which comes closest; npv per investment and per bed, and the prices, as numbers."""
    outcome = closing(result)
    return {
        "text": closing_words(closing_readings(outcome, result.case), language),
        "closes": [balance.option for balance in outcome.closing],
        "balances": [asdict(balance) for balance in outcome.balances],
        "named": None if outcome.named is None else outcome.named.option,
        "unsourced": list(outcome.unsourced),
    }


def conventions(result: CaseResult, language: str) -> list[str]:
    """The rules behind the numbers, in sentences."""
    codes = [
        "convention_time",
        f"convention_{result.case.discounting}",
        "convention_irr",
        "convention_dscr",
        "convention_financing",
    ]
    return [text(code, language, m=result.case.periods_per_year) for code in codes]


def _option_data(result: CaseResult, option_id: str, frames: FrameCheck, language: str) -> dict[str, Any]:
    option = result.options[option_id]
    return {
        "type": option.option.type,
        "beds": option.beds,
        "periods": list(option.period_keys),
        "period_labels": list(option.periods),
        "metrics": dict(option.metrics),
        "reasons": {key: reason.text(language) for key, reason in option.reasons.items()},
        "lines": {key: [_blank(value) for value in row] for key, row in option.lines.items()},
        "defaults_used": list(option.defaults_used),
        "warnings": [notice.text(language) for notice in option.warnings],
        "inputs": _inputs_data(option, language),
        "bookings": _bookings_data(option),
        "municipal_lines": [asdict(line) for line in municipal_lines(option)],
        "budget_years": [asdict(year) for year in budget_years(option)],
        "norms": {
            name: [_norm_data(test, language) for test in tests]
            for name, tests in check_norms(result, option_id).items()
        },
        "frames": [
            {
                "key": test.kind.key,
                "limit": test.limit,
                "value": test.value,
                "passes": test.passes,
                "margin": test.margin,
            }
            for test in frames.by_option[option_id]
        ],
        "evidence": evidence_data(evidence(result, option_id)),
    }


def _inputs_data(option: OptionResult, language: str) -> list[dict[str, Any]]:
    """Every input with value, unit, price level, source and status; in a mix once per component."""
    return [
        {
            "option": resolved.option.id,
            "key": key,
            "label": parameters()[key].label(language),
            "value": provenance.value,
            "unit": parameters()[key].unit,
            "price_level": provenance.period,
            "low": provenance.low,
            "high": provenance.high,
            "status": provenance.status,
            "tier": provenance.tier,
            "source": provenance.source,
            "url": provenance.url,
            "explanation": provenance.explanation(language),
        }
        for resolved in option.resolved
        for key, provenance in resolved.provenance.items()
    ]


def _bookings_data(option: OptionResult) -> list[dict[str, str]]:
    """Who pays whom, per line; in a mix those of its components."""
    return [
        {"model": part.name, "line": booking.line.key, "payer": booking.payer, "payee": booking.payee}
        for part in (option.computed, *option.components)
        for booking in part.business_case.bookings
    ]


def _norm_data(test: NormResult, language: str) -> dict[str, Any]:
    return {
        "norm": test.norm,
        "body": test.whose(language),
        "status": test.status,
        "value": test.value,
        "limit": test.limit,
        "margin": test.margin,
        "unit": test.unit,
        "source": test.source,
        "note": test.note(language),
    }


def evidence_data(support: Evidence) -> dict[str, Any]:
    """The evidence share and the effect of each input on the npv, as data."""
    return {
        "share": support.share,
        "shares": dict(support.shares),
        "weak_share": support.weak_share,
        "get_these_first": list(support.get_these_first),
        "inputs": [
            {"key": entry.key, "effect": entry.effect, "share": entry.share, "low": entry.low, "high": entry.high}
            for entry in support.inputs
        ],
    }


def _blank(value: float) -> float | None:
    return None if math.isnan(value) else value


def result_table(result: CaseResult, language: str) -> str:
    """For people: metrics side by side, who pays whom, norms and frames, the budget, and how sure it all is."""
    options = list(result.options.items())
    metrics = [
        [
            words_of_line(key).label(language),
            *[metric_text(key, option.metrics[key], language) for _, option in options],
        ]
        for key in next(iter(result.options.values())).metrics
    ]
    heads = [f"{option_id} {option.option.type}"[:22] for option_id, option in options]
    support = {option_id: evidence(result, option_id) for option_id, _ in options}
    sections = [
        (result.case.name, metrics),
        (text("table_ledgers", language), _ledger_rows(result, language)),
        (text("table_budget", language), _budget_rows(result, language)),
        (text("table_norms", language), _norm_rows(result, language)),
        (text("table_frames", language), _frame_rows(result, language)),
        (text("table_evidence", language), _evidence_rows(tuple(support.values()), language)),
    ]
    filled = [([title, *heads], rows) for title, rows in sections if rows]
    widths = column_widths([row for head, rows in filled for row in (head, *rows)])
    lines: list[str] = []
    for head, rows in filled:
        lines += [_aligned(head, widths), "-" * (sum(widths) + 2 * len(heads))]
        lines += [*(_aligned(row, widths) for row in rows), ""]
    wanted = [
        text(
            "table_get_first",
            language,
            option=option_id,
            inputs="; ".join(_names(result, option_id, rests_on, language)),
        )
        for option_id, rests_on in support.items()
        if rests_on.get_these_first
    ]
    conflicts = [
        text("table_conflict", language, frames="; ".join(text(f"frame_{key}", language) for key in keys))
        for keys in check_frames(result).conflicts
    ]
    notes = [
        f"{option_id}, {words_of_line(key).label(language)}: {reason.text(language)}"
        for option_id, option in options
        for key, reason in option.reasons.items()
    ]
    warnings = [notice.text(language) for _, option in options for notice in option.warnings]
    verdict = [*closing_sentences(result, language), ""]
    return "\n".join([*verdict, *lines, *wanted, *conflicts, *notes, *warnings, *conventions(result, language)])


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as columns of text: the first to the left, the others to the right."""
    widths = column_widths(rows)
    return "\n".join(_aligned(row, widths) for row in rows)


def column_widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """The width of the widest cell of each column."""
    return [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
    return "  ".join([row[0].ljust(widths[0]), *cells]).rstrip()


def _ledger_rows(result: CaseResult, language: str) -> list[list[str]]:
    """What each party receives less what it pays over the whole term, nominal."""
    totals = [ledger_totals(option) for option in result.options.values()]
    return [
        [text(f"party_{name}", language), *[show_value(by_party[name], "eur", language) for by_party in totals]]
        for name in LEDGERS
    ]


BUDGET_YEARS_SHOWN = 5
"""The year of the start and the four of a multi-year budget after it."""


def _budget_rows(result: CaseResult, language: str) -> list[list[str]]:
    """The municipality's result per calendar year, the first five years."""
    budgets = [
        {budget_year.year: budget_year.result for budget_year in budget_years(option)}
        for option in result.options.values()
    ]
    years = sorted({year for budget in budgets for year in budget})[:BUDGET_YEARS_SHOWN]
    return [[str(year), *[show_value(budget.get(year), "eur", language) for budget in budgets]] for year in years]


def _norm_rows(result: CaseResult, language: str) -> list[list[str]]:
    """Each norm: meets or not, with the room left; in a mix the worst of its components."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    order = ("short", "not_assessable", "meets", "not_applicable")
    for option_id in result.options:
        worst: dict[tuple[str, str], NormResult] = {}
        for test in (test for tests in check_norms(result, option_id).values() for test in tests):
            name = (test.whose(language), test.label(language))
            if name not in worst or order.index(test.status) < order.index(worst[name].status):
                worst[name] = test
        for name, test in worst.items():
            margin = "" if test.margin is None else f" ({show_value(test.margin, test.unit, language, 'precise')})"
            rows.setdefault(name, {})[option_id] = text(f"norm_status_{test.status}", language) + margin
    return [
        [f"{body}: {label}", *[cells.get(option_id, "-") for option_id in result.options]]
        for (body, label), cells in rows.items()
    ]


def _frame_rows(result: CaseResult, language: str) -> list[list[str]]:
    """Each frame: pass or fail, with the margin."""
    by_option = check_frames(result).by_option
    tested = list(zip(*by_option.values(), strict=True))
    return [[tests[0].label(language), *[_frame_text(test, language) for test in tests]] for tests in tested]


def _frame_text(test: FrameResult, language: str) -> str:
    if test.passes is None or test.margin is None:
        return text("norm_status_not_assessable", language)
    status = text("norm_status_meets" if test.passes else "norm_status_short", language)
    unit = "days" if test.kind.is_date else test.kind.unit
    return f"{status} ({show_value(test.margin, unit, language, 'precise')})"


def _evidence_rows(support: Sequence[Evidence], language: str) -> list[list[str]]:
    """The share of the outcome per kind of support, and of sources of tier C and D."""
    shares = [
        [
            text(f"ui_status_{status}", language),
            *[show_value(rests_on.shares[status], "share", language) for rests_on in support],
        ]
        for status in STATUSES
    ]
    return [
        *shares,
        [text("table_weak", language), *[show_value(rests_on.weak_share, "share", language) for rests_on in support]],
    ]


def _names(result: CaseResult, option_id: str, support: Evidence, language: str) -> list[str]:
    return [input_of(result.case, option_id, key).label(language) for key in support.get_these_first]


def metric_text(key: str, value: float | None, language: str) -> str:
    """A metric as shown everywhere, a dash where there is none."""
    return show_value(value, words_of_line(key).unit, language)
