"""Where the steps of each irr stand in the workbook, and their values: the same steps in Python as in the cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


Rungs = tuple[list[float], list[float], list[float], list[float]]
"""Low, high and middle of the bracket, and the present value in the middle, rung by rung."""


@dataclass(frozen=True)
class Solved:
    """The values of a block, computed as the sheets compute them."""

    rows: dict[str, list[float]]
    scalars: dict[str, float]
    rungs: Rungs


def solve(flow: Sequence[float]) -> Solved:
    """The same steps in Python: what the stored values of the cells must be."""
    largest = max(max(flow), -min(flow))
    dust = roots.DUST * largest
    clean = [0.0 if abs(amount) < dust else amount for amount in flow]
    signs = _signs(clean)
    side = signs["first"][-1] or 1.0
    top = roots.highest_discount_factor(len(flow) - 1)
    rungs = _halvings(clean, side, top)
    factor = rungs[2][-1]
    balances = {"backward": _rolled_backward(clean, factor), "forward": _rolled_forward(clean, factor)}
    scalars = {
        "largest": largest,
        "dust": dust,
        "top": top,
        "side": side,
        "changes": sum(signs["change"]),
        "factor": factor,
        "found": 1.0 if _present_value(clean, top) * side <= 0 else 0.0,
    }
    return Solved({"flow": clean, **signs, **balances}, scalars | _the_only_rate(scalars, balances, len(clean)), rungs)


def _signs(flow: Sequence[float]) -> dict[str, list[float]]:
    """Per period the sign so far, the first sign there was, and whether the sign changes."""
    signs: dict[str, list[float]] = {"sign": [], "first": [], "change": []}
    last = first = 0.0
    for amount in flow:
        before = last
        if amount:
            last = 1.0 if amount > 0 else -1.0
        first = first or last
        signs["sign"].append(last)
        signs["first"].append(first)
        signs["change"].append(1.0 if before * last < 0 else 0.0)
    return signs


def _halvings(flow: Sequence[float], side: float, top: float) -> Rungs:
    """The bracket of the discount factor, halved rung by rung."""
    low, high = [0.0], [top]
    middle: list[float] = []
    value: list[float] = []
    for rung in range(RUNGS):
        if rung:
            is_higher = value[-1] * side > 0
            low.append(middle[-1] if is_higher else low[-1])
            high.append(high[-1] if is_higher else middle[-1])
        middle.append((low[-1] + high[-1]) / 2)
        value.append(_present_value(flow, middle[-1]))
    return low, high, middle, value


def _rolled_backward(flow: Sequence[float], factor: float) -> list[float]:
    """Per period the value at its date of all that comes from there on."""
    balances = [0.0] * (len(flow) + 1)
    for period in range(len(flow) - 1, -1, -1):
        balances[period] = balances[period + 1] * factor + flow[period]
    return balances[:-1]


def _rolled_forward(flow: Sequence[float], factor: float) -> list[float]:
    """Per period the balance of all that came until there, with its return."""
    balances: list[float] = []
    for amount in flow:
        balances.append((balances[-1] if balances else 0.0) / factor + amount)
    return balances


def _the_only_rate(
    scalars: Mapping[str, float], balances: Mapping[str, Sequence[float]], periods: int
) -> dict[str, float]:
    """Whether the rate is the only one, by one sign change or by a balance that keeps its sign; and the rate if so."""
    back = _other_side(balances["backward"][1:]) if periods > 2 else 0.0
    forth = _other_side(balances["forward"][:-1]) if periods > 2 else 0.0
    factor, changes = scalars["factor"], scalars["changes"]
    one, some = float(changes == 1), float(changes > 0)
    worst = back if factor <= 1 else forth
    only = float(worst <= roots.BALANCE_TOLERANCE * scalars["largest"])
    rate = 1 / factor - 1 if scalars["found"] * some * max(one, only) else float("nan")
    return {"one": one, "some": some, "back": back, "forth": forth, "worst": worst, "only": only, "rate": rate}


def _other_side(balances: Sequence[float]) -> float:
    """How far balances go to the side of nil on which they are least: zero when they keep their sign."""
    return min(max(*balances, 0.0), -min(*balances, 0.0))


def _present_value(flow: Sequence[float], factor: float) -> float:
    total = 0.0
    for amount in reversed(flow):
        total = total * factor + amount
    return total
