"""A result as data for machines and as a table for people."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from model.calendar import law_calendar
from model.evaluation import CaseResult, OptionResult
from model.evidence import Evidence, evidence
from model.frames import FrameCheck, check_frames
from model.lines.labels import words
from model.norms import NormResult, check_norms
from model.overview import budget_years, municipal_lines
from model.parameters.table import parameters
from model.rounding import round_half_up
from model.texts import number, text
from model.version import MODEL_VERSION

_RATIOS = frozenset({"rate", "share"})


def result_data(result: CaseResult, language: str = "nl") -> dict[str, Any]:
    """The answer of `run --json`: every metric and every line of every option; what does not exist is null."""
    frames = check_frames(result)
    return {
        "model_version": MODEL_VERSION,
        "data_version": result.market.version,
        "concept": result.is_concept,
        "conventions": conventions(result, language),
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
        "periods": list(option.periods),
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
            name: [_norm_data(found, language) for found in tests]
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
            "value": found.value,
            "unit": parameters()[key].unit,
            "price_level": found.period,
            "low": found.low,
            "high": found.high,
            "status": found.status,
            "tier": found.tier,
            "source": found.source,
            "url": found.url,
            "explanation": found.explanation(language),
        }
        for resolved in option.resolved
        for key, found in resolved.provenance.items()
    ]


def _bookings_data(option: OptionResult) -> list[dict[str, str]]:
    """Who pays whom, per line; in a mix those of its components."""
    return [
        {"model": part.name, "line": booking.line.key, "payer": booking.payer, "payee": booking.payee}
        for part in (option.computed, *option.components)
        for booking in part.business_case.bookings
    ]


def _norm_data(found: NormResult, language: str) -> dict[str, Any]:
    return {
        "norm": found.norm,
        "body": found.body,
        "status": found.status,
        "value": found.value,
        "limit": found.limit,
        "margin": found.margin,
        "unit": found.unit,
        "source": found.source,
        "note": found.note(language),
    }


def evidence_data(found: Evidence) -> dict[str, Any]:
    """The evidence share and the effect of each input on the npv, as data."""
    return {
        "share": found.share,
        "shares": dict(found.shares),
        "weak_share": found.weak_share,
        "get_these_first": list(found.get_these_first),
        "inputs": [
            {"key": each.key, "effect": each.effect, "share": each.share, "low": each.low, "high": each.high}
            for each in found.inputs
        ],
    }


def _blank(value: float) -> float | None:
    return None if math.isnan(value) else value


def result_table(result: CaseResult, language: str) -> str:
    """Metrics side by side, with what is missing and why, and the warnings."""
    options = list(result.options.items())
    heads = [f"{option_id} {option.option.type}"[:22] for option_id, option in options]
    rows = [[result.case.name, *heads]]
    for key in next(iter(result.options.values())).metrics:
        rows.append(
            [words(key).label(language), *[metric_text(key, option.metrics[key], language) for _, option in options]]
        )
    first, *lines = table(rows).split("\n")
    notes = [
        f"{option_id}, {words(key).label(language)}: {reason.text(language)}"
        for option_id, option in options
        for key, reason in option.reasons.items()
    ]
    warnings = [notice.text(language) for _, option in options for notice in option.warnings]
    return "\n".join([first, "-" * len(first), *lines, "", *notes, *warnings, *conventions(result, language)])


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as columns of text: the first to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        ).rstrip()
        for row in rows
    )


def metric_text(key: str, value: float | None, language: str) -> str:
    """A metric as shown: percentages for rates and shares, whole euros, two decimals for prices and factors."""
    if value is None:
        return "-"
    unit = words(key).unit
    if unit in _RATIOS:
        return number(round_half_up(value * 100, 2), language, 2) + "%"
    if unit == "eur":
        return "€ " + number(round_half_up(value, 0), language, 0)
    return number(round_half_up(value, 2), language, 2)
