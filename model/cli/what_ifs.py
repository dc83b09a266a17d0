"""The what-ifs of a case, as data for machines and as sentences and tables for people."""

from __future__ import annotations

from typing import Any

from model.case.edit import edit_to_json
from model.cli.report import table
from model.decide.what_ifs import LOOKED_AT, Effect, WhatIfOutcome, beside, effects, what_if_outcomes
from model.engine.results import CaseResult
from model.readings.names import line_name
from model.readings.what_ifs import changes_reading, firsts, heads, option_name, what_if_readings
from model.words.texts import text

SAID_OF = LOOKED_AT[0]
"""The quantity about which a what-if is told in sentences; the tables and the data have all of them."""


def what_ifs_data(result: CaseResult, language: str) -> list[dict[str, Any]]:
    """Per what-if its edits, its sentences, and per quantity and option what it is, would be, and the difference.

    Differences are in the unit of the quantity itself: of a percentage as a share of one. What does not exist is null,
    and `why` says in words why.
    """
    return [_data(result, outcome, language) for outcome in what_if_outcomes(result)]


def _data(result: CaseResult, outcome: WhatIfOutcome, language: str) -> dict[str, Any]:
    readings = what_if_readings(result, outcome, SAID_OF)
    return {
        "name": outcome.what_if.name,
        "edits": [edit_to_json(edit) for edit in outcome.what_if.edits],
        "changes": changes_reading(result, outcome).text(language),
        "text": " ".join(said.text(language) for said in readings),
        "quantities": {
            key: {
                "best": dict(zip(("before", "after"), map(list, firsts(result, outcome, key)), strict=True)),
                "options": {each.option: _effect(each, language) for each in effects(result, outcome, key)},
            }
            for key in LOOKED_AT
        },
    }


def _effect(effect: Effect, language: str) -> dict[str, Any]:
    why = effect.difference.why_none
    return {
        "before": effect.before.value,
        "after": effect.after.value,
        "difference": effect.change,
        "why": None if why is None else why.text(language),
    }


def what_ifs_text(result: CaseResult, language: str) -> str:
    """For people: what each what-if changes and does, and a table per quantity; or that the case has none."""
    outcomes = what_if_outcomes(result)
    if not outcomes:
        return text("what_ifs_none", language)
    lines: list[str] = []
    for outcome in outcomes:
        readings = (changes_reading(result, outcome), *what_if_readings(result, outcome, SAID_OF))
        lines += [outcome.what_if.name, *(f"  {said.text(language)}" for said in readings), ""]
    titles = [head.text(language) for head in heads(outcomes)]
    for key in LOOKED_AT:
        rows = [
            [option_name(result, outcomes, option).label(language), *(shown.show(language) for shown in figures)]
            for option, figures in beside(result, outcomes, key).items()
        ]
        lines += [table([[line_name(key).label(language), *titles], *rows]), ""]
    return "\n".join(lines).rstrip()
