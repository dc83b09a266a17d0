"""The records of the municipality's lines: each says something that can be right, and everything follows from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path

import pytest

from model.lines import bookings, municipal_lines, municipality
from model.lines.municipal_lines import BookedLine, booked_lines
from model.lines.municipality import Payments, Receipts
from model.lines.standard_case import build_standard_case
from model.lines.statement import BusinessCase
from model.lines.structure import Structure
from model.outcomes.municipality import terms_of
from model.parameters import table
from model.parameters.table import Parameter, ParameterTableError, default_row, local_amounts, parameters

TOTALS = ("municipality_income", "municipality_costs")
CARE = {
    "key": "municipality_care",
    "payer": "municipality",
    "payee": "outside",
    "group": "public",
    "switch": "care_use",
    "per": "resident_years",
    "figures": "",
}


def records_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> Mapping[str, BookedLine]:
    """The records of a table that says this."""
    path = tmp_path / "municipal_lines.csv"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(municipal_lines, "TABLE", path)
    return booked_lines.__wrapped__()


@pytest.mark.parametrize(("block", "is_income"), [(Receipts, True), (Payments, False)])
def test_a_line_with_a_formula_of_its_own_stands_among_what_its_record_says_it_is(
    block: type[Receipts | Payments], is_income: bool
) -> None:
    of_the_block = {field.name for field in fields(block) if field.name.startswith("municipality_")}
    records = booked_lines().values()
    assert of_the_block == {record.key for record in records if not record.is_plain and record.is_income == is_income}


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"key": "care"}, "care does not begin with municipality_"),
        ({"payer": "state"}, "is not between the municipality and one of the others: state, outside"),
        ({"payee": "municipality"}, "is not between the municipality and one of the others"),
        ({"payee": "neighbour"}, "is not between the municipality and one of the others: municipality, neighbour"),
        ({"payee": "operator"}, "which the cash flow of the operator does not know"),
        ({"per": "visits"}, "is per visits, which is no caseload"),
        ({"switch": "car_use"}, "names car_use, which is no input"),
        ({"figures": "care_cost|care_price"}, "names care_price, which is no input"),
        ({"switch": ""}, "its switch has no amount"),
        ({"switch": "fund_use"}, "its switch has no amount"),
    ],
)
def test_a_record_that_cannot_be_right_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cells: dict[str, str], fault: str
) -> None:
    row = CARE | cells
    with pytest.raises(ParameterTableError, match=fault):
        records_of(monkeypatch, tmp_path, f"{','.join(row)}\n{','.join(row.values())}\n")


def test_a_line_stands_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    row = ",".join(CARE.values())
    with pytest.raises(ParameterTableError, match="municipality_care stands twice"):
        records_of(monkeypatch, tmp_path, f"{','.join(CARE)}\n{row}\n{row}\n")


def test_a_switch_with_an_amount_that_counts_no_line_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The amount would be asked for and change nothing."""
    kept = [row for row in municipal_lines.TABLE.read_text(encoding="utf-8").splitlines() if "_care," not in row]
    with pytest.raises(ParameterTableError, match="no line is counted by care_use"):
        records_of(monkeypatch, tmp_path, "\n".join(kept))


@pytest.fixture
def with_record(monkeypatch: pytest.MonkeyPatch) -> Callable[[BookedLine], BusinessCase]:
    """A business case with one line more than there is."""

    def build(record: BookedLine) -> BusinessCase:
        records = {**booked_lines(), record.key: record}
        for module in (municipality, bookings):
            monkeypatch.setattr(module, "booked_lines", lambda: records)
        return build_standard_case(Structure())

    return build


@pytest.mark.parametrize(
    ("payer", "payee", "total"),
    [("state", "municipality", "municipality_income"), ("municipality", "employer", "municipality_costs")],
)
def test_a_plain_line_is_booked_and_added_up_as_its_record_says(
    with_record: Callable[[BookedLine], BusinessCase], payer: str, payee: str, total: str
) -> None:
    case = with_record(BookedLine("municipality_neighbours", payer, payee, "public", "care_use", "bed_years"))
    booked = [booking for booking in case.bookings if booking.line.key == "municipality_neighbours"]
    assert [(booking.payer, booking.payee, booking.group) for booking in booked] == [(payer, payee, "public")]
    assert [key for key in TOTALS if "municipality_neighbours" in terms_of(case.by_key[key])] == [total]


def test_a_kind_of_flow_that_does_not_exist_is_refused_by_the_name_of_the_line(
    with_record: Callable[[BookedLine], BusinessCase],
) -> None:
    with pytest.raises(ValueError, match="municipality_neighbours is booked under publik; choose from price, "):
        with_record(BookedLine("municipality_neighbours", "state", "municipality", "publik", "care_use", "bed_years"))


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Inputs that do not exist, among those that do."""

    def add(**inputs: Parameter) -> None:
        monkeypatch.setattr(table, "parameters", lambda: {**parameters(), **inputs})

    return add


def test_a_switch_without_an_amount_is_refused_by_its_name(made_up: Callable[..., None]) -> None:
    made_up(neighbours_use=replace(parameters()["care_use"], key="neighbours_use"))
    with pytest.raises(ParameterTableError, match="neighbours_use has no amount: there is no neighbours_cost"):
        local_amounts.__wrapped__()


@pytest.mark.parametrize("amount", ["neighbours", "neighbours_cost"])
def test_the_amount_of_a_switch_has_its_name(made_up: Callable[..., None], amount: str) -> None:
    made_up(
        neighbours_use=replace(parameters()["care_use"], key="neighbours_use"),
        **{amount: replace(parameters()["care_cost"], key=amount)},
    )
    assert local_amounts.__wrapped__()["neighbours_use"] == amount


def test_a_line_with_a_shipped_figure_asks_for_no_amount(made_up: Callable[..., None]) -> None:
    made_up(neighbours_use=replace(parameters()["fund_use"], key="neighbours_use"))
    assert "neighbours_use" not in local_amounts.__wrapped__()


@pytest.mark.parametrize("switch", sorted(local_amounts()))
def test_a_line_without_a_shipped_figure_is_off_and_has_no_amount_and_says_why(switch: str) -> None:
    off, blank = (default_row(key, "short_stay", "") for key in (switch, local_amounts()[switch]))
    assert off is not None and (off.key, off.typical, off.status) == (switch, "off", "assumption")
    assert blank is not None and (blank.typical, blank.status) == (None, "assumption")
    assert "eigen bedrag" in off.reason_nl and "own amount" in off.reason_en
