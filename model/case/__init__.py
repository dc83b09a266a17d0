"""The case a user saves: frozen, validated, versioned (design: the case file).

`read_case` turns JSON data into a `Case` or raises `BadInput` with every problem it found, each naming the field, the
value and what is allowed. `write_case` is its inverse.
"""

from model.case.data import (
    EVENT_LAWS,
    FIRST_DATE,
    IF_PROPOSALS_PASS,
    IN_FORCE,
    LARGEST_AMOUNT,
    LAST_DATE,
    LAWS,
    LONGEST_NAME,
    MOST_OPTIONS,
    MOST_OWN_LINES,
    PERIODS_PER_YEAR,
    SCHEMA_VERSION,
    TENANCY,
    Case,
    Component,
    InputValue,
    OperatorsMedian,
    Option,
    OwnLine,
    Reason,
    allowed_inputs,
    shown_inputs,
)
from model.case.migrations import MIGRATIONS
from model.case.own_lines import own_line, usual_terms
from model.case.reading import (
    LARGEST_FILE,
    load_case,
    parse_case,
    parse_json,
    read_case,
)
from model.case.sections import money_of, numbers_of
from model.case.write_options import write_reason
from model.case.writing import case_text, write_case
from model.lines.flows import DISCOUNTING

__all__ = [
    "DISCOUNTING",
    "FIRST_DATE",
    "EVENT_LAWS",
    "IF_PROPOSALS_PASS",
    "IN_FORCE",
    "LARGEST_AMOUNT",
    "LAST_DATE",
    "LAWS",
    "LONGEST_NAME",
    "MOST_OPTIONS",
    "MOST_OWN_LINES",
    "PERIODS_PER_YEAR",
    "SCHEMA_VERSION",
    "TENANCY",
    "Case",
    "Component",
    "InputValue",
    "OperatorsMedian",
    "Option",
    "OwnLine",
    "Reason",
    "allowed_inputs",
    "shown_inputs",
    "own_line",
    "usual_terms",
    "LARGEST_FILE",
    "MIGRATIONS",
    "case_text",
    "load_case",
    "parse_case",
    "parse_json",
    "read_case",
    "money_of",
    "numbers_of",
    "write_case",
    "write_reason",
]
