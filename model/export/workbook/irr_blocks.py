"""Where the steps of each irr stand in the workbook, and their values: the same steps in Python as in the cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from model.export.workbook.layout import FIRST_PERIOD, IRR
from model.formula import roots
from model.formula.expression import Call, Line

RUNGS = 80
FIRST_RUNG = 7
BLOCK = 22
"""Rows a flow takes on the sheet `IRR`."""

SCALARS = (
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
"""Values of a flow, one cell each, in the order of their rows."""
RATES = {"factor", "rate"}
AMOUNTS = {"largest", "dust", "back", "forth", "worst"}
ROWS = ("flow", "sign", "first", "change", "backward", "forward")
"""Rows over the periods of a flow, below the single values."""


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
        return f"{IRR}!{self.scalar('rate')}"

    def scalar(self, name: str) -> str:
        """Absolute cell of one of `SCALARS`, on the sheet itself."""
        return f"$D${self.first_row + 1 + SCALARS.index(name)}"

    def row(self, name: str) -> int:
        """Row number of one of `ROWS`."""
        return self.first_row + 1 + len(SCALARS) + ROWS.index(name)


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
