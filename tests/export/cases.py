"""Cases whose workbooks are checked: ordinary ones, and one whose names try to do harm."""

from __future__ import annotations

from typing import Any

from model.case import MOST_OPTIONS, MOST_OWN_LINES, Case, read_case
from model.lines.structure import OWN_AT_THE_END, OWN_KINDS

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+2",
    "-1",
    "@SUM(A1)",
    "{=1}",
    '=HYPERLINK("http://example.invalid")',
    "'aanhalingen' \"dubbel\" [haken] : * ? / \\ <b>&amp;</b>",
    "😀 bedden عربي",
    "Een label van veel meer dan eenendertig tekens, " + "heel lang " * 15,
)
"""Labels that a spreadsheet could take for a formula, a command or markup, or that fit in no sheet name."""


def hostile_case() -> Case:
    """Own lines, options and the case itself under hostile names, two options under the same one."""
    lines = [{"label": label, "kind": "revenue", "amount": 1000, "per": "year"} for label in HOSTILE]
    bought = {"label": HOSTILE[0], "kind": "investment", "amount": 50_000, "per": "once", "from": 0}
    return read_case(
        {
            "schema_version": 1,
            "name": HOSTILE[0],
            "municipality": "GM1783",
            "beds": 40,
            "start_date": "2027-01-01",
            "price_level_date": "2026-01-01",
            "horizon_years": 12,
            "options": [
                {
                    "id": "a",
                    "type": "short_stay",
                    "label": HOSTILE[0],
                    "own_lines": lines,
                    "inputs": {"occupancy": 0.8},
                    "reasons": {"occupancy": {"who": HOSTILE[3], "when": "=NOW()", "why": HOSTILE[0]}},
                },
                {"id": "A-a_a", "type": "mid_stay", "label": HOSTILE[0]},
                {"id": "o", "type": "own", "label": HOSTILE[6], "own_lines": [bought, *lines]},
                {"id": "y" * 31, "type": "new_build", "variant": "relocatable", "label": HOSTILE[8]},
                {
                    "id": "m",
                    "type": "mix",
                    "label": HOSTILE[4],
                    "components": [{"option": "a", "share": 0.5}, {"option": "y" * 31, "share": 0.5}],
                },
            ],
        }
    )


def many_own_lines() -> list[dict[str, Any]]:
    """As many own lines as a case may hold: of every kind, of operator and municipality, and some on land."""
    lines = []
    for number in range(MOST_OWN_LINES):
        kind = OWN_KINDS[number % len(OWN_KINDS)] if number % 3 else "revenue"
        line: dict[str, Any] = {"label": f"Post {number}", "kind": kind, "amount": 1000 + number}
        line |= {"per": "once"} if kind in OWN_AT_THE_END else {"per": "year", "growth": 0.01}
        if number % 10 == 4:
            line |= {"ledger": "municipality"}
        elif number % 10 == 7:
            line |= {"counterparty": "municipality"}
        elif kind == "investment":
            line |= {"land": True, "per": "once", "from": 0, "vat_rate": 0.21}
        lines.append(line)
    return lines


def large_case() -> Case:
    """As much as a case may hold: twelve options, one of them a mix of the others, and twice the most own lines."""
    names = [letter * 12 for letter in "abcdefghijk"[: MOST_OPTIONS - 1]]
    options: list[dict[str, Any]] = [{"id": name, "type": "mid_stay"} for name in names]
    options[0] |= {"own_lines": many_own_lines()}
    options[1] = {"id": names[1], "type": "own", "own_lines": many_own_lines()}
    shares = [1 / 16] * (len(names) - 1) + [6 / 16]
    parts = [{"option": name, "share": share} for name, share in zip(names, shares, strict=True)]
    return read_case(
        {
            "schema_version": 1,
            "name": "Veel",
            "municipality": "GM1783",
            "beds": 60,
            "start_date": "2027-04-01",
            "price_level_date": "2026-01-01",
            "horizon_years": 8,
            "options": [*options, {"id": "m", "type": "mix", "components": parts}],
        }
    )


MOVING: dict[str, Any] = {
    "term_years": 3,
    "construction_months": 5,
    "end_of_term": "relocate",
    "relocation_times": 2,
    "relocation_term_years": 2,
    "relocation_months": 4,
    "brp_share": 0.7,
    "municipal_land_share": 0.5,
    "municipal_contribution": 100_000,
    "avoided_use": "local",
    "avoided_cost": 25,
    "care_use": "local",
    "care_cost": 40,
}
GUARANTEED: dict[str, Any] = {
    "term_years": 6,
    "use_function": "housing",
    "rent_regulated": "yes",
    "guarantee_use": "on",
    "rent_table": "home",
    "guaranteed_share": 0.6,
    "residual_share": 0.1,
    "realisation_grant_use": "on",
}
SOLD: dict[str, Any] = {"residual_method": "given_amount", "residual_amount": 900_000}
OWN_LINES: list[dict[str, Any]] = [
    {
        "label": "Vergoeding",
        "kind": "operating_cost",
        "amount": 9_000,
        "vat_rate": 0.21,
        "counterparty": "municipality",
    },
    {"label": "Bijdrage", "kind": "subsidy", "amount": 70_000, "counterparty": "municipality"},
    {"label": "Weg", "kind": "investment", "amount": 80_000, "from": 2, "vat_rate": 0.21, "ledger": "municipality"},
    {
        "label": "Steun",
        "kind": "operating_cost",
        "amount": 5_000,
        "ledger": "municipality",
        "counterparty": "operator",
    },
]
COUNCIL_CASES: dict[str, dict[str, Any]] = {
    "a building that moves twice": MOVING,
    "leased land": MOVING | {"land_tax_regime": "ground_lease", "municipal_land_share": 1},
    "a guarantee with a loss": GUARANTEED,
    "a guaranteed building that is sold": GUARANTEED | SOLD,
    "a guaranteed building sold by its yield": GUARANTEED | {"residual_method": "exit_yield"},
}
"""Cases that reach the council's side: guarantees, moves, leased land."""


def council_case(what: str, start: str, periods_per_year: int) -> Case:
    """One of them, with own lines between operator and municipality."""
    option = {
        "id": "x",
        "type": "new_build",
        "variant": "relocatable",
        "inputs": COUNCIL_CASES[what],
        "own_lines": OWN_LINES,
    }
    return read_case(
        {
            "schema_version": 1,
            "name": what,
            "municipality": "GM1783",
            "beds": 60,
            "start_date": start,
            "periods_per_year": periods_per_year,
            "law": "if_proposals_pass",
            "proposals": {"tenancy": "2029-04-01"},
            "options": [option],
        }
    )
