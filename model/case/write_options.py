"""Writing the options of a case as JSON data."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from model.case.data import Option, OwnLine, Reason
from model.case.own_lines import usual_terms


def json_number(value: float) -> float | int:
    """A whole number as one, as JSON writes it."""
    return int(value) if value == int(value) else value


def write_option(option: Option) -> dict[str, Any]:
    """An option as JSON data, without what is at its default."""
    data: dict[str, Any] = {"id": option.id, "type": option.type}
    if option.variant:
        data["variant"] = option.variant
    if option.label:
        data["label"] = option.label
    if option.inputs:
        data["inputs"] = {
            key: json_number(value) if isinstance(value, float) else value for key, value in option.inputs.items()
        }
    if option.own_lines:
        data["own_lines"] = [_write_own_line(line) for line in option.own_lines]
    if option.components:
        data["components"] = [{"option": part.option, "share": part.share} for part in option.components]
    if option.reasons:
        data["reasons"] = {key: write_reason(reason) for key, reason in option.reasons.items()}
    return data


def write_reason(reason: Reason) -> dict[str, Any]:
    """A reason as JSON data."""
    data: dict[str, Any] = {"who": reason.who, "when": reason.when, "why": reason.why}
    if reason.median is not None:
        data["median"] = asdict(reason.median) | {"value": json_number(reason.median.value)}
    return data


def _write_own_line(line: OwnLine) -> dict[str, Any]:
    data: dict[str, Any] = {
        "label": line.label,
        "kind": line.kind,
        "amount": json_number(line.amount),
        "per": line.per,
    }
    if line.first is not None:
        data["from"] = json_number(line.first)
    if line.last is not None:
        data["to"] = json_number(line.last)
    data |= {"growth": line.growth, "growth_from": json_number(line.growth_from)}
    if line.vat_rate:
        data["vat_rate"] = line.vat_rate
    if line.ledger != "operator":
        data["ledger"] = line.ledger
    if line.counterparty != usual_terms(line.kind).counterparty:
        data["counterparty"] = line.counterparty
    if line.land:
        data["land"] = True
    return data
