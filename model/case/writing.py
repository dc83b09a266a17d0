"""Writing a case as JSON data."""

from __future__ import annotations

from typing import Any

from model.case.data import IN_FORCE, SCHEMA_VERSION, Case, Option, OwnLine
from model.case.own_lines import usual_terms
from model.case.risk import write_overlay


def write_case(case: Case) -> dict[str, Any]:
    """The case as JSON data; `read_case` gives the same case back."""
    risk = {option.id: write_overlay(option.risk) for option in case.options if not option.risk.is_standard}
    return {
        "schema_version": SCHEMA_VERSION,
        "name": case.name,
        "municipality": case.municipality,
        "beds": _json_number(case.beds),
        "start_date": case.start_date.isoformat(),
        "price_level_date": case.price_level_date.isoformat(),
        "horizon_years": _json_number(case.horizon_years),
        "periods_per_year": case.periods_per_year,
        "discounting": case.discounting,
        **({"law": case.law} if case.law != IN_FORCE else {}),
        **({"frames": dict(case.frames)} if case.frames else {}),
        "options": [_write_option(option) for option in case.options],
        **({"risk": risk} if risk else {}),
    }


def _json_number(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _write_option(option: Option) -> dict[str, Any]:
    data: dict[str, Any] = {"id": option.id, "type": option.type}
    if option.variant:
        data["variant"] = option.variant
    if option.label:
        data["label"] = option.label
    if option.inputs:
        data["inputs"] = {
            key: _json_number(value) if isinstance(value, float) else value for key, value in option.inputs.items()
        }
    if option.own_lines:
        data["own_lines"] = [_write_own_line(line) for line in option.own_lines]
    if option.components:
        data["components"] = [{"option": part.option, "share": part.share} for part in option.components]
    if option.reasons:
        data["reasons"] = {
            key: {"who": reason.who, "when": reason.when, "why": reason.why} for key, reason in option.reasons.items()
        }
    return data


def _write_own_line(line: OwnLine) -> dict[str, Any]:
    data: dict[str, Any] = {
        "label": line.label,
        "kind": line.kind,
        "amount": _json_number(line.amount),
        "per": line.per,
    }
    if line.first is not None:
        data["from"] = _json_number(line.first)
    if line.last is not None:
        data["to"] = _json_number(line.last)
    data |= {"growth": line.growth, "growth_from": _json_number(line.growth_from)}
    if line.vat_rate:
        data["vat_rate"] = line.vat_rate
    if line.ledger != "operator":
        data["ledger"] = line.ledger
    if line.counterparty != usual_terms(line.kind).counterparty:
        data["counterparty"] = line.counterparty
    if line.land:
        data["land"] = True
    return data
