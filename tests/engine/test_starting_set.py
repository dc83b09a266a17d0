"""The example of a municipality, all defaults, gives the results it was calibrated to, and pays off its loans."""

from __future__ import annotations

import pytest

from market_data import load
from model.case import Case
from model.case.example import example_case
from model.engine.run import run_case
from model.parameters.rules import home_value_per_m2
from model.parameters.situation import Situation
from model.parameters.table import parameters
from tests.support.moved_defaults import moved, moved_row


@pytest.mark.defaults
@pytest.mark.parametrize(
    ("town", "shares"),
    [
        ("GM1783", (-11.8, -13.4, -1.7, -3.3)),
        ("GM0983", (-12.8, -9.9, 16.8, 10.1)),
        ("GM0867", (-14.2, -11.0, 7.6, 5.4)),
        ("GM0050", (-15.0, -11.7, 2.4, 2.5)),
        ("GM0599", (-11.9, -11.7, 6.5, 2.8)),
    ],
    ids=["Westland", "Venlo", "Waalwijk", "Zeewolde", "Rotterdam"],
)
def test_npv_as_a_share_of_the_investment_is_what_the_set_was_calibrated_to(
    town: str, shares: tuple[float, ...]
) -> None:
    """Short stay, mid stay, conversion of an office and permanent new build, in per cent, within half a point.

    From the calibration of the set in November 2026, computed there with the inputs given one by one. The office was
    bought there for 30% of what homes are worth, whatever the town.
    """
    options = run_case(bought_for_a_share_of_home_values(example_case(town))).options.values()
    npv_shares = [(option.metrics["npv"] or 0) / (option.metrics["investment"] or 1) * 100 for option in options]
    assert npv_shares == pytest.approx(shares, abs=0.5)


def bought_for_a_share_of_home_values(case: Case) -> Case:
    """The building of the example at 30% of the value of homes of its floor area, without the limits of the default."""
    values = home_value_per_m2(Situation(load(), case.municipality, case.price_level_date, {}))
    assert values is not None
    area = run_case(case).options["c"].resolved[0].values["m2_per_bed"]
    return case.with_input("c", "land_price_per_bed", 0.30 * values[0] * area)


@pytest.mark.defaults
@pytest.mark.parametrize("town", ["GM1783", "GM0983", "GM0867", "GM0050", "GM0599"])
def test_every_loan_of_the_example_is_paid_off_within_its_term(town: str) -> None:
    notices = {notice.code for option in run_case(example_case(town)).options.values() for notice in option.warnings}
    assert notices == {"rests_on_assumptions"}


class TestMovedDefaults:
    """What the run with moved defaults moves."""

    @pytest.mark.parametrize(
        ("key", "typical", "high", "after"),
        [
            ("management_cost", 600.0, 1_400.0, 618.0),
            ("occupancy", 0.95, 0.96, 0.9215),
            ("vat_taxed_share", 1.0, None, 0.97),
            ("construction_months", 9.0, 12.0, 10.0),
            ("term_years", 15.0, 15.0, 14.0),
            ("employer_share", 0.0, 0.5, 0.015),
            ("subsidy_at_start", 0.0, None, 0.0),
        ],
    )
    def test_a_number_moves_by_three_per_cent_and_a_whole_one_by_one_and_never_out_of_its_range(
        self, key: str, typical: float, high: float | None, after: float
    ) -> None:
        assert moved(typical, high, parameters()[key]) == pytest.approx(after)

    def test_a_choice_stays(self) -> None:
        row = {"key": "loan_type", "low": "", "typical": "annuity", "high": ""}
        assert moved_row(row) == row
