"""IRR in the workbook: a ladder of halvings that calculates in every spreadsheet, and the test that the rate is the only one.

A spreadsheet's own IRR fails on long flows. Here the discount factor v = 1/(1+r) is found by halving a bracket
(`IRR-ladder`, one rung a row), and `IRR` repeats the engine's conditions: one sign change, or a rolled balance that never
changes sign (Soper 1959). See `model.formula.roots` for the same in NumPy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from model.export.layout import FIRST_PERIOD, IRR, LADDER, Place
from model.export.sheet import Sheet
from model.formula import roots
from model.formula.expression import Call, Line
from model.texts import text

RUNGS = 80
FIRST_RUNG = 7
BLOCK = 22
"""Rows a flow takes on the sheet `IRR`."""

_SCALARS = (
    "largest",
    "dust",
    "top",
    "side",
    "changes",
    "factor",
    "found",
    "one",
    "some",
    "back",
    "forth",
    "worst",
    "only",
    "rate",
)
_RATES = {"factor", "rate"}
_AMOUNTS = {"largest", "dust", "back", "forth", "worst"}
_ROWS = ("flow", "sign", "first", "change", "backward", "forward")


@dataclass(frozen=True)
class IrrBlock:
    """One flow on the sheets: where its rows start and which columns of the ladder it has."""

    model: str
    line: Line
    first_row: int
    ladder_column: int

    @property
    def result_cell(self) -> str:
        """Absolute address of the rate per period."""
        return f"{IRR}!{self._scalar('rate')}"

    def _scalar(self, name: str) -> str:
        return f"$D${self.first_row + 1 + _SCALARS.index(name)}"

    def _row(self, name: str) -> int:
        return self.first_row + 1 + len(_SCALARS) + _ROWS.index(name)


def irr_blocks(models: Sequence[tuple[str, Sequence[Line]]]) -> tuple[IrrBlock, ...]:
    """A block for every row an irr is taken of, over all models."""
    blocks: list[IrrBlock] = []
    for model, lines in models:
        for line in lines:
            expression = line.expression
            if isinstance(expression, Call) and expression.primitive == "irr":
                flow = expression.operands[0]
                assert isinstance(flow, Line)
                count = len(blocks)
                blocks.append(IrrBlock(model, flow, FIRST_PERIOD + 1 + count * BLOCK, 4 + count * 5))
    return tuple(blocks)


@dataclass(frozen=True)
class Solved:
    """The values of a block, computed as the sheets compute them."""

    rows: dict[str, list[float]]
    scalars: dict[str, float]
    rungs: tuple[list[float], list[float], list[float], list[float]]


def solve(flow: Sequence[float]) -> Solved:
    """The same steps in Python: what the stored values of the cells must be."""
    largest = max(max(flow), -min(flow))
    dust = roots.DUST * largest
    clean = [0.0 if abs(amount) < dust else amount for amount in flow]
    sign, first, change = [], [], []
    last_sign = first_sign = 0.0
    for amount in clean:
        before = last_sign
        if amount:
            last_sign = 1.0 if amount > 0 else -1.0
        first_sign = first_sign or last_sign
        sign.append(last_sign)
        first.append(first_sign)
        change.append(1.0 if before * last_sign < 0 else 0.0)
    side = first_sign or 1.0
    top = roots.highest_discount_factor(len(flow) - 1)
    low, high = [0.0], [top]
    middle: list[float] = []
    value: list[float] = []
    for rung in range(RUNGS):
        if rung:
            higher = value[-1] * side > 0
            low.append(middle[-1] if higher else low[-1])
            high.append(high[-1] if higher else middle[-1])
        middle.append((low[-1] + high[-1]) / 2)
        value.append(_present_value(clean, middle[-1]))
    factor = middle[-1]
    backward = [0.0] * (len(clean) + 1)
    for period in range(len(clean) - 1, -1, -1):
        backward[period] = backward[period + 1] * factor + clean[period]
    forward: list[float] = []
    for amount in clean:
        forward.append((forward[-1] if forward else 0.0) / factor + amount)
    back = min(max(*backward[1:-1], 0.0), -min(*backward[1:-1], 0.0)) if len(clean) > 2 else 0.0
    forth = min(max(*forward[:-1], 0.0), -min(*forward[:-1], 0.0)) if len(clean) > 2 else 0.0
    changes = sum(change)
    worst = back if factor <= 1 else forth
    found = 1.0 if _present_value(clean, top) * side <= 0 else 0.0
    one, some = float(changes == 1), float(changes > 0)
    only = float(worst <= roots.BALANCE_TOLERANCE * largest)
    rate = 1 / factor - 1 if found * some * max(one, only) else float("nan")
    return Solved(
        {"flow": clean, "sign": sign, "first": first, "change": change, "backward": backward[:-1], "forward": forward},
        {
            "largest": largest,
            "dust": dust,
            "top": top,
            "side": side,
            "changes": changes,
            "factor": factor,
            "found": found,
            "one": one,
            "some": some,
            "back": back,
            "forth": forth,
            "worst": worst,
            "only": only,
            "rate": rate,
        },
        (low, high, middle, value),
    )


def _present_value(flow: Sequence[float], factor: float) -> float:
    total = 0.0
    for amount in reversed(flow):
        total = total * factor + amount
    return total


@dataclass(frozen=True)
class IrrStyles:
    """Formats of the two sheets."""

    key: object
    text: object
    number: object
    factor: object
    flag: object
    setting: object
    header: object
    section: object


SETTINGS = (("dust_share", roots.DUST), ("balance_tolerance", roots.BALANCE_TOLERANCE))
DUST_CELL, TOLERANCE_CELL = f"'{LADDER}'!$C$6", f"'{LADDER}'!$C$7"


def write_irr(
    sheet: Sheet,
    ladder: Sheet,
    block: IrrBlock,
    place: Place,
    flow: Sequence[float],
    styles: IrrStyles,
    title: str,
    language: str,
) -> None:
    """Both sheets' cells of one flow."""
    look: Any = styles
    solved = solve(flow)
    periods = len(flow)
    first_letter, last_letter = xl_col_to_name(FIRST_PERIOD), place.last_period_column
    second_letter = xl_col_to_name(FIRST_PERIOD + 1)
    before_last = xl_col_to_name(FIRST_PERIOD + max(periods - 2, 0))

    def cells(name: str, first: str = first_letter, last: str = last_letter) -> str:
        return f"${first}{block._row(name)}:${last}{block._row(name)}"

    at = block._scalar
    top_row = block.first_row - 1
    sheet.write_string(top_row, 0, f"{block.model}.{block.line.key}", look.key)
    sheet.write_string(top_row, 1, title, look.section)
    column = block.ladder_column
    low, high, middle, value = (xl_col_to_name(column + offset) for offset in range(4))
    start, end = FIRST_RUNG + 1, FIRST_RUNG + RUNGS
    formulas = {
        "largest": f"MAX(MAX('{place.sheet}'!{place.span(block.line.key)}),-MIN('{place.sheet}'!{place.span(block.line.key)}))",
        "dust": f"{at('largest')}*{DUST_CELL}",
        "side": f"IF({last_letter}{block._row('first')}=0,1,{last_letter}{block._row('first')})",
        "changes": f"SUM({cells('change')})",
        "factor": f"'{LADDER}'!{middle}{end}",
        "found": f"IF(({first_letter}{block._row('flow')}+NPV(1/{at('top')}-1,{cells('flow', second_letter)}))*{at('side')}>0,0,1)",
        "one": f"IF({at('changes')}=1,1,0)",
        "some": f"IF({at('changes')}>0,1,0)",
        "back": f"MIN(MAX({cells('backward', second_letter)},0),-MIN({cells('backward', second_letter)},0))",
        "forth": f"MIN(MAX({cells('forward', last=before_last)},0),-MIN({cells('forward', last=before_last)},0))",
        "worst": f"IF({at('factor')}>1,{at('forth')},{at('back')})",
        "only": f"IF({at('worst')}>{TOLERANCE_CELL}*{at('largest')},0,1)",
        "rate": f'IF({at("found")}*{at("some")}*MAX({at("one")},{at("only")})=1,1/{at("factor")}-1,"")',
    }
    for offset, name in enumerate(_SCALARS):
        row = block.first_row + offset
        sheet.write_string(row, 1, text(f"xlsx_irr_{name}", language), look.text)
        if name == "top":
            sheet.write_number(row, 3, solved.scalars["top"], look.setting)
        else:
            style = look.setting if name in _AMOUNTS else look.factor if name in _RATES else look.flag
            sheet.write_one_formula(row, 3, formulas[name], solved.scalars[name], style)
    c, p, n = "{c}", "{p}", "{n}"
    rows = {
        "flow": f"IF(ABS('{place.sheet}'!{c}{place.rows[block.line.key]})<{at('dust')},0,'{place.sheet}'!{c}{place.rows[block.line.key]})",
        "sign": f"IF({c}{block._row('flow')}=0,{p}{block._row('sign')},SIGN({c}{block._row('flow')}))",
        "first": f"IF({p}{block._row('first')}=0,{c}{block._row('sign')},{p}{block._row('first')})",
        "change": f"IF({p}{block._row('sign')}*{c}{block._row('sign')}<0,1,0)",
        "backward": f"{n}{block._row('backward')}*{at('factor')}+{c}{block._row('flow')}",
        "forward": f"{p}{block._row('forward')}/{at('factor')}+{c}{block._row('flow')}",
    }
    for name in _ROWS:
        row = block._row(name) - 1
        sheet.write_string(row, 1, text(f"xlsx_irr_{name}", language), look.text)
        style = look.flag if name in {"sign", "first", "change"} else look.number
        sheet.write_formula_row(row, FIRST_PERIOD, rows[name], solved.rows[name], style)
    ladder.write_string(FIRST_RUNG - 2, column, title, look.text)
    for offset, name in enumerate(("low", "high", "middle", "value")):
        ladder.write_string(FIRST_RUNG - 1, column + offset, text(f"xlsx_ladder_{name}", language), look.header)
    lows, highs, middles, values = solved.rungs
    ladder.write_number(FIRST_RUNG, column, 0, look.factor)
    ladder.write_one_formula(FIRST_RUNG, column + 1, f"{IRR}!{at('top')}", highs[0], look.factor)
    side, c, p = f"{IRR}!{at('side')}", "{c}", "{p}"
    ladder.write_formula_column(start, column, f"IF({value}{p}*{side}>0,{middle}{p},{low}{p})", lows[1:], look.factor)
    ladder.write_formula_column(
        start, column + 1, f"IF({value}{p}*{side}>0,{high}{p},{middle}{p})", highs[1:], look.factor
    )
    ladder.write_formula_column(FIRST_RUNG, column + 2, f"({low}{c}+{high}{c})/2", middles, look.factor)
    flow_cells = f"{IRR}!${second_letter}${block._row('flow')}:${last_letter}${block._row('flow')}"
    ladder.write_formula_column(
        FIRST_RUNG,
        column + 3,
        f"{IRR}!${first_letter}${block._row('flow')}+NPV(1/{middle}{c}-1,{flow_cells})",
        values,
        look.setting,
    )
