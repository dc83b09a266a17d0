"""IRR in the workbook: a ladder of halvings for every spreadsheet, and the test that the rate is the only one.

A spreadsheet's own IRR fails on long flows. Here the discount factor v = 1/(1+r) is found by halving a bracket
(`IRR-ladder`, one rung a row), and `IRR` repeats the engine's conditions: one sign change, or a rolled balance that
never changes sign (Soper 1959). See `model.formula.roots` for the same in NumPy.
"""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name

from model.export.workbook.book import Book, timeline_columns
from model.export.workbook.irr_blocks import (
    AMOUNTS,
    FIRST_RUNG,
    RATES,
    ROWS,
    RUNGS,
    SCALARS,
    IrrBlock,
    Solved,
    solve,
)
from model.export.workbook.layout import FIRST_PERIOD, HEADER_ROW, IRR, LADDER, Place
from model.export.workbook.sheet import Sheet
from model.formula import roots
from model.lines.labels import words_of_line

SETTINGS = (("dust_share", roots.DUST), ("balance_tolerance", roots.BALANCE_TOLERANCE))
DUST_CELL, TOLERANCE_CELL = f"'{LADDER}'!$C$6", f"'{LADDER}'!$C$7"


def write_irr(book: Book) -> None:
    """The sheets `IRR` and `IRR-ladder`: a block on each for every flow an irr is taken of."""
    sheet, ladder, styles = book.sheets[IRR], book.sheets[LADDER], book.styles
    ladder.write_string(HEADER_ROW, 1, book.t("ladder_note"), styles.subtitle)
    for row, ((name, value), cell) in enumerate(
        zip(SETTINGS, (DUST_CELL, TOLERANCE_CELL), strict=True), start=HEADER_ROW + 1
    ):
        assert cell.endswith(str(row + 1))
        ladder.write_string(row, 1, book.t(f"irr_{name}"), styles.label)
        ladder.write_number(row, 2, value, styles.fixed["setting"])
    book.period_header(sheet, book.longest, look_ahead=False)
    by_name = {model.name: model for model, _ in book.models}
    for block in book.blocks:
        place = book.places[block.model]
        solved = solve(by_name[block.model].rows[block.line.key])
        title = f"{place.sheet}: {words_of_line(block.line.key).label(book.language)}"
        sheet.write_string(block.first_row - 1, 0, f"{block.model}.{block.line.key}", styles.key)
        sheet.write_string(block.first_row - 1, 1, title, styles.section)
        _conditions(book, sheet, block, place, solved)
        _flow_rows(book, sheet, block, place, solved)
        _rungs(book, ladder, block, place, solved, title)
    timeline_columns(sheet, book.longest.last_period)
    ladder.set_column(0, 0, 3)
    ladder.set_column(1, 1, 50)
    ladder.set_column(2, 2, 13)
    ladder.set_column(4, 3 + 5 * len(book.blocks), 13)
    ladder.freeze_panes(7, 0)


def _conditions(book: Book, sheet: Sheet, block: IrrBlock, place: Place, solved: Solved) -> None:
    """The single values of a flow: whether there is a rate, whether it is the only one, and the rate."""
    styles, scalar = book.styles, block.scalar
    first, second = xl_col_to_name(FIRST_PERIOD), xl_col_to_name(FIRST_PERIOD + 1)
    last = place.last_period_column
    before_last = xl_col_to_name(FIRST_PERIOD + max(len(solved.rows["flow"]) - 2, 0))

    def cells(name: str, start: str, end: str) -> str:
        return f"${start}{block.row(name)}:${end}{block.row(name)}"

    span = f"'{place.sheet}'!{place.span(block.line.key)}"
    later, inner, earlier = (
        cells("flow", second, last),
        cells("backward", second, last),
        cells("forward", first, before_last),
    )
    formulas = {
        "largest": f"MAX(MAX({span}),-MIN({span}))",
        "dust": f"{scalar('largest')}*{DUST_CELL}",
        "side": f"IF({last}{block.row('first')}=0,1,{last}{block.row('first')})",
        "changes": f"SUM({cells('change', first, last)})",
        "factor": f"'{LADDER}'!{xl_col_to_name(block.ladder_column + 2)}{FIRST_RUNG + RUNGS}",
        "found": f"IF(({first}{block.row('flow')}+NPV(1/{scalar('top')}-1,{later}))*{scalar('side')}>0,0,1)",
        "one": f"IF({scalar('changes')}=1,1,0)",
        "some": f"IF({scalar('changes')}>0,1,0)",
        "back": f"MIN(MAX({inner},0),-MIN({inner},0))",
        "forth": f"MIN(MAX({earlier},0),-MIN({earlier},0))",
        "worst": f"IF({scalar('factor')}>1,{scalar('forth')},{scalar('back')})",
        "only": f"IF({scalar('worst')}>{TOLERANCE_CELL}*{scalar('largest')},0,1)",
        "rate": (
            f'IF({scalar("found")}*{scalar("some")}*MAX({scalar("one")},{scalar("only")})=1,1/{scalar("factor")}-1,"")'
        ),
    }
    setting, factor, flag = styles.fixed["setting"], styles.numbers["factor"], styles.numbers["whole"]
    for offset, name in enumerate(SCALARS):
        row = block.first_row + offset
        sheet.write_string(row, 1, book.t(f"irr_{name}"), styles.label)
        if name == "top":
            sheet.write_number(row, 3, solved.scalars["top"], setting)
        else:
            style = setting if name in AMOUNTS else factor if name in RATES else flag
            sheet.write_one_formula(row, 3, formulas[name], solved.scalars[name], style)


def _flow_rows(book: Book, sheet: Sheet, block: IrrBlock, place: Place, solved: Solved) -> None:
    """The flow without dust, its signs, and its balance rolled backward and forward."""
    styles, scalar = book.styles, block.scalar
    c, p, n = "{c}", "{p}", "{n}"
    source = f"'{place.sheet}'!{c}{place.rows[block.line.key]}"
    row_of = block.row
    rows = {
        "flow": f"IF(ABS({source})<{scalar('dust')},0,{source})",
        "sign": f"IF({c}{row_of('flow')}=0,{p}{row_of('sign')},SIGN({c}{row_of('flow')}))",
        "first": f"IF({p}{row_of('first')}=0,{c}{row_of('sign')},{p}{row_of('first')})",
        "change": f"IF({p}{row_of('sign')}*{c}{row_of('sign')}<0,1,0)",
        "backward": f"{n}{row_of('backward')}*{scalar('factor')}+{c}{row_of('flow')}",
        "forward": f"{p}{row_of('forward')}/{scalar('factor')}+{c}{row_of('flow')}",
    }
    for name in ROWS:
        row = row_of(name) - 1
        sheet.write_string(row, 1, book.t(f"irr_{name}"), styles.label)
        style = styles.numbers["whole" if name in {"sign", "first", "change"} else "flow"]
        sheet.write_formula_row(row, FIRST_PERIOD, rows[name], solved.rows[name], style)


def _rungs(book: Book, ladder: Sheet, block: IrrBlock, place: Place, solved: Solved, title: str) -> None:
    """The halvings: low, high and middle of the bracket, and the present value in the middle."""
    styles, scalar, column = book.styles, block.scalar, block.ladder_column
    first, second = xl_col_to_name(FIRST_PERIOD), xl_col_to_name(FIRST_PERIOD + 1)
    low, high, middle, value = (xl_col_to_name(column + offset) for offset in range(4))
    ladder.write_string(FIRST_RUNG - 2, column, title, styles.label)
    for offset, name in enumerate(("low", "high", "middle", "value")):
        ladder.write_string(FIRST_RUNG - 1, column + offset, book.t(f"ladder_{name}"), styles.heading_right)
    lows, highs, middles, values = solved.rungs
    factor = styles.numbers["factor"]
    ladder.write_number(FIRST_RUNG, column, 0, factor)
    ladder.write_one_formula(FIRST_RUNG, column + 1, f"{IRR}!{scalar('top')}", highs[0], factor)
    side, c, p = f"{IRR}!{scalar('side')}", "{c}", "{p}"
    below, above = f"IF({value}{p}*{side}>0,{middle}{p},{low}{p})", f"IF({value}{p}*{side}>0,{high}{p},{middle}{p})"
    ladder.write_formula_column(FIRST_RUNG + 1, column, below, lows[1:], factor)
    ladder.write_formula_column(FIRST_RUNG + 1, column + 1, above, highs[1:], factor)
    ladder.write_formula_column(FIRST_RUNG, column + 2, f"({low}{c}+{high}{c})/2", middles, factor)
    flow_row = block.row("flow")
    later = f"{IRR}!${second}${flow_row}:${place.last_period_column}${flow_row}"
    present_value = f"{IRR}!${first}${flow_row}+NPV(1/{middle}{c}-1,{later})"
    ladder.write_formula_column(FIRST_RUNG, column + 3, present_value, values, styles.fixed["setting"])
