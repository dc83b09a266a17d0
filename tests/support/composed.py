"""Codes of texts that are composed when the program runs, each over a closed list.

Per code, with {} for what is put in, everything that can be put in. A list comes from the product where that has one;
the others are the few words that are written out where the code is composed.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Mapping

from market_data import load
from market_data.references import FORMS as BUILT_FORMS
from market_data.references import READ
from market_data.references import STATUSES as REFERENCE_STATUSES
from market_data.store import LEVELS
from model.__main__ import _parser as command_line
from model.analyses.evidence import STATUSES as EVIDENCE_STATUSES
from model.analyses.mirror import MEASURES
from model.analyses.solve import TARGETS
from model.case import read_case
from model.case.data import PERIODS_PER_YEAR
from model.case.frame_kinds import FRAMES
from model.case.sections.need import REGISTERS, STAYS
from model.case.uncertainty.distributions import KINDS
from model.case.uncertainty.events import CHANGES
from model.case.uncertainty.overlay import METHODS
from model.engine.contradictions import rules_of
from model.engine.run import run_case
from model.export.inquiry.wording import HEADS, sections
from model.export.paper.verify import SIDES as SIDES_OF_CHARTS
from model.export.workbook import irr_blocks, layout
from model.export.workbook.budget_sheet import COLUMNS, SURETY
from model.export.workbook.charts_sheet import BAR_CHARTS, LINE_CHARTS
from model.export.workbook.checks import LEDGER_CHECKS
from model.export.workbook.irr_sheet import SETTINGS
from model.lines.bookings import GROUPS as BOOKED_GROUPS
from model.lines.flows import DISCOUNTING
from model.lines.ledgers import LEDGERS
from model.lines.structure import OWN_KINDS, OWN_PERS
from model.lines.uses import USES
from model.parameters.law import LAW_STATUSES
from model.parameters.points import facilities
from model.parameters.table import defaults, parameters
from model.readings.atlas import ORDERS
from model.readings.changes.fields import LINE_FIELDS, NEED_FIELDS
from model.words.rows import read_rows
from pages import PAGES
from pages.parts.trade_off_criteria import ENDS as ENDS_OF_SCALE
from tests.support.application import ROOT

EXAMPLES = [
    {"id": "s", "type": "short_stay", "own_lines": [{"label": "x", "kind": "revenue", "amount": 1, "per": "year"}]},
    {"id": "o", "type": "own", "own_lines": [{"label": "x", "kind": "revenue", "amount": 1, "per": "year"}]},
    {"id": "n", "type": "new_build"},
    {"id": "m", "type": "mix", "components": [{"option": "s", "share": 0.5}, {"option": "n", "share": 0.5}]},
]


def _sections() -> set[str]:
    """The blocks of lines that any option has."""
    case = {
        "schema_version": 1,
        "municipality": "GM1783",
        "beds": 100,
        "start_date": "2027-01-01",
        "price_level_date": "2026-01-01",
        "options": EXAMPLES,
    }
    outcomes = run_case(read_case(case)).options.values()
    return {section.key for outcome in outcomes for section in outcome.computed.business_case.sections}


def _commands(parser: argparse.ArgumentParser) -> Mapping[str, argparse.ArgumentParser]:
    """The commands of a parser; none of one that has none."""
    found = [action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return found[0] if found else {}


def _arguments(parser: argparse.ArgumentParser) -> set[str]:
    """The arguments of a command, and of the commands below it, as they are written."""
    own = {
        (action.option_strings or [action.dest])[-1].lstrip("-").replace("-", "_")
        for action in parser._actions
        if action.help is not argparse.SUPPRESS and not isinstance(action, argparse._SubParsersAction)
    }
    return own.union(*map(_arguments, _commands(parser).values()))


_COMMANDS = _commands(command_line("nl"))
_MARKET = load()
_LINES = list(read_rows(ROOT / "model" / "lines" / "lines.csv"))
STATUSES = (*EVIDENCE_STATUSES, "not_given")
CONTRADICTIONS = sorted({rule.code for rule in rules_of({*parameters(), "is_relocatable", "own.1.from", "own.1.to"})})
OWN_FIELDS = ("amount", "from", "to", "growth")
OWN_FIELDS_IN_WORKBOOK = (*OWN_FIELDS, "growth_from", "vat_rate")
ENDS = ("low", "high")

COMPOSED: Mapping[str, Collection[str]] = {
    "change_criterion_{}": ENDS_OF_SCALE,
    "change_line_{}": LINE_FIELDS,
    "change_need_{}": NEED_FIELDS,
    "change_register_{}": REGISTERS,
    "change_stay_{}": STAYS,
    "check_scheme_{}": ("sft", "rthf"),
    "cli_arg_{}": set().union(*map(_arguments, _COMMANDS.values())),
    "cli_cases_{}": _commands(_COMMANDS["cases"]),
    "cli_{}": _COMMANDS,
    "convention_{}": DISCOUNTING,
    "explain_own_{}": OWN_FIELDS_IN_WORKBOOK,
    "explain_step_{}": ("value", "date", "year"),
    "explain_{}": ("bed_share", "nights_per_week"),
    "frame_{}": FRAMES,
    "group_{}": BOOKED_GROUPS,
    "index_{}": {row.index for rows in defaults().values() for row in rows if row.index},
    "law_{}": [status.replace(" ", "_") for status in LAW_STATUSES],
    "inquiry_form_{}": BUILT_FORMS,
    "inquiry_head_{}": HEADS,
    "inquiry_section_{}": sections(),
    "line_{}": ("flow", "receipts", "payments", "at_end", "ledger", "ledger_npv_row"),
    "line_budget_{}": ("in_year", "next_year", "at_end"),
    "mirror_check_{}": MEASURES,
    "mirror_read_{}": READ,
    "mirror_operators_{}": ("equal", "above", "below"),
    "mirror_status_{}": REFERENCE_STATUSES,
    "norm_body_{}": ("bb2012", "bbl", "wml"),
    "norm_status_{}": ("meets", "short", "not_applicable", "not_assessable"),
    "norm_{}": ("price_against_ceiling", "rent_against_points"),
    "paper_side_{}": SIDES_OF_CHARTS,
    "party_{}": LEDGERS,
    "points_{}": {row.rubric for row in facilities()}
    | {"area", "energy", "woz", "deduction", "woz_low", "woz_middle", "woz_high"},
    "quality_status_{}": ("passed", "failed", "unknown"),
    "quality_{}": (
        *("ledgers", "sources_are_uses", "loan_is_drawn", "debt_ends_at_zero", "balance", "operator_ledger"),
        *(
            "municipality_ledger",
            "npv_two_ways",
            "direction_up",
            "direction_down",
            "dead_slider",
            "every_kind",
            "trade_off",
            "published",
            "back_test",
            "parity",
        ),
        "parity_outdated",
    ),
    "risk_branch_{}": ("stay", "relocate_once", "relocate_twice", "dismantle", "ordinary_homes"),
    "target_{}": [key for key, target in TARGETS.items() if target.is_difference],
    "ui_bridge_from_{}": ("option", "defaults", "version"),
    "ui_bridge_{}": ("shapley", "ordered"),
    "ui_case_{}": ("open", "copy", "invite", "withdraw", "archive", "unarchive"),
    "ui_chance_{}": ENDS,
    "ui_direction_{}": ("up", "down", "mixed"),
    "ui_effect_{}": CHANGES,
    "ui_group_{}": {parameter.group for parameter in parameters().values() if parameter.scope == "option"}
    | {"case", "own_lines"},
    "ui_inquiry_{}": ("xlsx", "docx"),
    "ui_kind_note_{}": ("normal", "lognormal", "uniform"),
    "ui_kind_{}": KINDS,
    "ui_atlas_order_{}": ORDERS,
    "ui_level_{}": LEVELS,
    "ui_method_{}": METHODS,
    "ui_own_{}": (*OWN_FIELDS, *OWN_KINDS),
    "ui_own_{}_blank": OWN_FIELDS,
    "ui_page_{}": [page.name for page in PAGES],
    "ui_{}_title": [page.name for page in PAGES] + ["figures", "prices", "facts", "overlay"],
    "ui_{}_intro": [page.name for page in PAGES if page.name != "options"],
    "ui_section_{}": {page.section for page in PAGES},
    "ui_criterion_{}": ENDS_OF_SCALE,
    "ui_need_{}": ("low", "high", "from", "source"),
    "ui_paper_{}": ("docx", "html"),
    "ui_pair_{}": ("first", "second"),
    "ui_per_{}": OWN_PERS,
    "ui_periods_{}": [str(number) for number in PERIODS_PER_YEAR],
    "ui_range_{}": ("not_a_choice", "bad_range", "bad_typical", "not_positive", "bad_probabilities"),
    "ui_series_{}": _MARKET.indices,
    "ui_short_{}": ("municipality_npv", "municipality_npv_without_fund", "npv", "resident_cost_share"),
    "ui_status_{}": STATUSES,
    "ui_use_{}": USES,
    "ui_{}": ("low", "high", "at_low", "at_high", "input", "option", "now", "becomes", "winner"),
    "xlsx_about_{}": {
        layout.word_of(name) for name in (*layout.FIXED, *layout.ANALYSED, layout.CALENDAR, layout.WHAT_IFS, "option")
    },
    "xlsx_budget_{}": ("last_budget_year", "periods"),
    "xlsx_irr_{}": [*irr_blocks.SCALARS, *irr_blocks.ROWS, *(name for name, _ in SETTINGS)],
    "xlsx_ladder_{}": ("low", "high", "middle", "value"),
    "xlsx_law_status_{}": [status.replace(" ", "_") for status in LAW_STATUSES],
    "xlsx_own_{}": OWN_FIELDS_IN_WORKBOOK,
    "xlsx_section_{}": _sections(),
    "xlsx_status_{}": STATUSES,
    "xlsx_evidence_{}": EVIDENCE_STATUSES,
    "xlsx_surety_{}": [code for code, _ in SURETY],
    "xlsx_head_{}": COLUMNS,
    "xlsx_check_{}": [code for code, *_ in LEDGER_CHECKS] + CONTRADICTIONS,
    "xlsx_analysis_{}": ("passes", "fails", "unknown"),
    "xlsx_{}_alt": [code for _, code, *_ in (*LINE_CHARTS, *BAR_CHARTS)],
}
