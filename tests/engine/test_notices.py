"""What a reader must know about a case, and why a result is none: each said when it is so, and only then."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from market_data import load
from market_data.store import stands_until
from model.case import read_case
from model.engine.results import OptionResult
from model.engine.run import run_case
from model.parameters.price_level import period_words


def own(lines: list[dict[str, Any]], **inputs: Any) -> OptionResult:
    option = {"id": "o", "type": "own", "inputs": {"term_years": 30, **inputs}, "own_lines": lines}
    data = {"schema_version": 1, "municipality": "GM1783", "beds": 1, "start_date": "2027-01-01", "options": [option]}
    return run_case(read_case(data), today=date(2027, 1, 1)).options["o"]


def flow(first: float, *later: float) -> OptionResult:
    """An option with these flows: the first at the start, one a year after it."""
    amounts = enumerate((first, *later))
    return own(
        [
            {"label": "x", "kind": "revenue" if amount > 0 else "operating_cost", "amount": abs(amount), "per": "once"}
            | {"from": year}
            for year, amount in amounts
            if amount
        ],
        term_years=len(later),
    )


def codes(option: OptionResult) -> list[str]:
    return [notice.code for notice in option.warnings]


BUILD = {"label": "Bouw", "kind": "investment", "amount": 1_000_000}


def test_a_rate_that_is_only_not_shown_to_be_unique_is_not_said_to_be_one_of_several() -> None:
    """-100, 225, -225, 125 is -100 (1 - 1.25 v)(1 - v + v^2): zero at v = 0.8 (25%) alone, for 1 - v + v^2 has no root.

    At 25% the balance goes from -100 to +100, so Soper's test does not show it: none, and a reason that is true.
    """
    option = flow(-100, 225, -225, 125)
    assert option.metrics["irr"] is None
    assert "niet is aangetoond dat maar één percentage" in option.reasons["irr"].text("nl")
    assert "not shown" in option.reasons["irr"].text("en")


@pytest.mark.parametrize(
    ("grace", "payments_per_year", "counted"),
    [(0.4, 1, 0), (0.5, 1, 1), (0.25, 2, 1), (1.1, 4, 4)],
)
def test_grace_years_that_are_no_whole_number_of_payments_are_told_as_they_are_counted(
    grace: float, payments_per_year: int, counted: int
) -> None:
    """Rounded half up to payments: 0.4 and 0.5 payments, half a payment of two a year, 4.4 of four a year."""
    loan = {"loan_amount": 100_000, "loan_years": 10, "loan_payments_per_year": payments_per_year}
    option = own([BUILD], **loan, loan_grace_years=grace)
    (notice,) = (notice for notice in option.warnings if notice.code == "grace_payments_rounded")
    assert dict(notice.values)["count"] == counted
    assert f"{counted} aflossingsvrije" in notice.text("nl") and f"; {counted} payment" in notice.text("en")


def test_grace_years_that_are_whole_payments_need_no_telling() -> None:
    loan = {"loan_amount": 100_000, "loan_years": 10, "loan_payments_per_year": 4}
    assert "grace_payments_rounded" not in codes(own([BUILD], **loan, loan_grace_years=0.75))
    assert "grace_payments_rounded" not in codes(own([BUILD], loan_years=10, loan_grace_years=0.3))


def test_a_loan_shorter_than_a_payment_is_told_to_have_one() -> None:
    """A quarter of a year at one payment a year is a quarter of a payment; a loan has at least one."""
    option = own([BUILD], loan_amount=100_000, loan_years=0.25, loan_payments_per_year=1, loan_grace_years=0)
    (notice,) = (notice for notice in option.warnings if notice.code == "loan_payments_rounded")
    assert dict(notice.values)["count"] == 1


def standard(kind: str = "short_stay", day: str = "2027-01-01", level: str | None = "2026-01-01", **inputs: Any) -> Any:
    data: dict[str, Any] = {"schema_version": 1, "municipality": "GM1783", "beds": 10, "start_date": day}
    data |= {} if level is None else {"price_level_date": level}
    option = {"id": "o", "type": kind, "inputs": inputs}
    return run_case(read_case({**data, "options": [option]}), today=date(2027, 1, 1)).options["o"]


@pytest.mark.parametrize(("loan", "told"), [(1_000_000, False), (1_000_001, True)])
def test_a_loan_above_all_costs_is_told(loan: float, told: bool) -> None:
    """EUR 1,000,000 is built at once, without fee or interest during construction."""
    option = own([BUILD], loan_amount=loan, loan_fee=0)
    assert ("loan_above_costs" in codes(option)) is told


def test_a_loan_may_pay_for_its_own_fee() -> None:
    """A fee of 1% of 1,010,000 comes to the costs: 1,010,100 in all."""
    assert "loan_above_costs" not in codes(own([BUILD], loan_amount=1_010_000, loan_fee=0.01))


def test_a_share_of_five_times_the_investment_is_told_with_both_amounts() -> None:
    option = own([BUILD], loan_share=5, loan_fee=0)
    (notice,) = (notice for notice in option.warnings if notice.code == "loan_above_costs")
    assert "5.000.000 euro" in notice.text("nl") and "1,000,000 euros" in notice.text("en")


def test_a_price_level_after_the_newest_index_figure_is_told() -> None:
    """A case from 2035 without a price level has that of its start; the index of building costs ends before."""
    option = standard("new_build", day="2035-01-01", level=None)
    (notice,) = (notice for notice in option.warnings if notice.code == "price_level_beyond_index")
    newest = load().newest_index("construction_input").period
    assert "1-1-2035" in notice.text("nl") and period_words(newest, "nl") in notice.text("nl")
    assert "2035-01-01" in notice.text("en") and period_words(newest, "en") in notice.text("en")


@pytest.mark.parametrize(
    ("period", "until"),
    [("2026MM04", (2026, 5)), ("2025JJ00", (2026, 12)), ("2025KW04", (2026, 3)), ("2025", (2026, 12))],
)
def test_a_figure_stands_until_the_next_of_its_kind(period: str, until: tuple[int, int]) -> None:
    assert stands_until(period) == until


def test_a_price_level_that_the_index_reaches_needs_no_telling() -> None:
    year, month = min(stands_until(load().newest_index(series).period) for series in load().indices)
    reached = f"{year}-{month:02d}-01"
    assert "price_level_beyond_index" not in codes(standard("new_build", "2035-01-01", reached))
    assert "price_level_beyond_index" not in codes(own([BUILD]))


@pytest.mark.parametrize(
    ("regime", "share", "told"), [("vat_option", 0, True), ("vat_option", 0.89, True), ("vat_option", 0.9, False)]
)
def test_an_option_for_vat_with_too_little_taxed_use_is_told(regime: str, share: float, told: bool) -> None:
    """Wet OB art. 11, lid 1, b, 5: the buyer uses it for at least 90% for what is taxed."""
    assert ("check_vat_option" in codes(standard(land_tax_regime=regime, vat_taxed_share=share))) is told
    assert "check_vat_option" not in codes(standard(land_tax_regime="existing_home", vat_taxed_share=share))


@pytest.mark.parametrize(
    ("start", "regime", "told"),
    [
        ("2022-12-31", "existing_non_home", True),
        ("2023-01-01", "existing_non_home", False),
        ("2022-12-31", "ground_lease", False),
    ],
)
def test_a_start_before_the_law_that_is_known_is_told(start: str, regime: str, told: bool) -> None:
    """Transfer tax is known here from 2023 on: 10.4%, while in 2021 and 2022 another rate applied."""
    option = standard("conversion", start, "2022-01-01", land_tax_regime=regime, tax_regime="exempt")
    assert ("start_before_law" in codes(option)) is told
    if told:
        (notice,) = [warning for warning in option.warnings if warning.code == "start_before_law"]
        assert "Overdrachtsbelasting op een niet-woning" in notice.text("nl")
        assert "Transfer tax on a non-home" in notice.text("en")


def test_a_rate_that_is_given_needs_no_law() -> None:
    inputs = {"land_tax_regime": "existing_non_home", "tax_regime": "exempt", "transfer_tax_non_home_rate": 0.08}
    assert "start_before_law" not in codes(standard("conversion", "2022-06-01", "2022-01-01", **inputs))


def mixed(*regimes: str) -> OptionResult:
    """A mix of equal parts of new build, each under one of these tax regimes."""
    ids = "abc"[: len(regimes)]
    parts = [
        {"id": option_id, "type": "new_build", "variant": "permanent", "inputs": {"tax_regime": regime}}
        for option_id, regime in zip(ids, regimes, strict=True)
    ]
    mix = {"id": "m", "type": "mix", "components": [{"option": option_id, "share": 1 / len(ids)} for option_id in ids]}
    data = {"schema_version": 1, "municipality": "GM1783", "beds": 200, "start_date": "2027-01-01"}
    return run_case(read_case({**data, "options": [*parts, mix]}), today=date(2027, 1, 1)).options["m"]


def test_components_of_a_mix_that_each_pay_corporate_tax_are_told() -> None:
    """The low bracket is used by each, and the loss of one is not set off against the profit of another."""
    told = next(notice for notice in mixed("corporate", "corporate").warnings if notice.code == "mix_taxed_apart")
    assert told.text("nl").startswith("Mix m: 2 onderdelen betalen elk hun eigen vennootschapsbelasting")
    assert "each has the low bracket for itself" in told.text("en")


@pytest.mark.parametrize("regimes", [("exempt", "exempt"), ("corporate", "exempt")])
def test_a_mix_with_one_taxpayer_at_most_is_taxed_as_it_would_be_whole(regimes: tuple[str, ...]) -> None:
    assert "mix_taxed_apart" not in codes(mixed(*regimes))
