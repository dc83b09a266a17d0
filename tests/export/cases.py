"""Cases whose workbooks are checked: ordinary ones, and one whose names try to do harm."""

from __future__ import annotations

from model.case import Case, read_case

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
