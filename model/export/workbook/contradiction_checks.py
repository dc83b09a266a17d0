"""The checks that inputs go together, by the rules by which the engine refuses them: one per rule and option."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from model.engine.contradictions import Contradiction, rules_of
from model.engine.resolve import ResolvedOption
from model.engine.results import OptionResult
from model.export.workbook import layout
from model.export.workbook.book import Book
from model.export.workbook.checks import Check
from model.formula.excel import render
from model.formula.expression import Expression
from model.formula.folded import folded
from model.options.mix import SHARES_TOLERANCE
from model.parameters.table import parameters

KeyedCheck = tuple[str, str, Check]
"""A check with the name of what it is about, as a key and in words."""


def contradiction_checks(book: Book) -> Iterator[KeyedCheck]:
    """For each option the rules about its inputs, and for a mix that the shares of its components are all of it."""
    for option, outcome in book.result.options.items():
        block = f"{layout.INPUTS}, {book.t('option_block', option=option)}"
        if outcome.components:
            yield option, block, _shares_check(book, outcome)
            continue
        rules = rules_of(outcome.resolved[0].values)
        of_code = Counter(rule.code for rule in rules)
        for rule in rules:
            check = _check(book, outcome.resolved[0], rule)
            if check is not None:
                about = f"{block}, {_field(book, rule.field)}" if of_code[rule.code] > 1 else block
                yield f"{option}.{rule.field}", about, check


def _field(book: Book, key: str) -> str:
    """What an input is called; an own line by its number, for its maker may have called it anything."""
    number = key.split(".")[1] if key.startswith("own.") else ""
    return book.t("own_line_number", n=number) if number else parameters()[key].label(book.language)


def _check(book: Book, resolved: ResolvedOption, rule: Contradiction) -> Check | None:
    """1 where a rule is broken, else 0. None where no cell of the workbook can break it.

    An input that has no cell is what it was when the workbook was made.
    """
    option = resolved.option.id
    scopes = (option, "case")
    known = {
        key: resolved.values[key]
        for key in rule.inputs
        if not any((scope, key) in book.layout.inputs for scope in scopes)
    }
    measure = folded(rule.measure, known)
    if not isinstance(measure, Expression):
        return None
    formula = render(measure, {}, layout.addresses(book.layout, option, option))
    limit = "{expected}" if rule.limit else "0"
    above = ">" if rule.may_be_equal else ">="
    # A product instead of IF: no formula stands an IF within another.
    return Check(rule.code, f"1*({formula}{above}{limit})", is_count=True, expected=rule.limit or None)


def _shares_check(book: Book, outcome: OptionResult) -> Check:
    """Whether the shares of a mix add up to 1, as near as a case file must have it."""
    cells = [book.layout.inputs[part.name, "bed_share"].cell for part in outcome.components]
    total = f"SUM({cells[0]}:{cells[-1].rpartition('!')[2]})"
    return Check(
        "shares_not_one", f"SIGN(MAX(0,ABS({total}-1)-{{expected}}))", is_count=True, expected=SHARES_TOLERANCE
    )
