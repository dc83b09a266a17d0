"""`run` as other programs and people meet it, with inputs set for once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command import ROOT, Call, Json, model, strict_json

METRICS = {
    "npv",
    "irr",
    "npv_over_horizon",
    "equity_npv",
    "equity_irr",
    "payback_years",
    "dscr_min",
    "dscr_average",
    "loan_amount",
    "investment",
    "gross_initial_yield",
    "net_initial_yield",
    "viability_gap",
    "cost_recovery_price_per_bed_week",
    "residual_land_value",
    "equivalent_annual_value",
    "cost_per_bed_night",
    "peak_funding",
    "municipality_npv",
    "resident_cost_share",
}
"""The metrics of the contract (design: the command line)."""


@pytest.fixture(scope="module")
def result(case_file: Path) -> Json:
    ran = model("run", case_file, "--json")
    assert (ran.status, ran.err) == (0, "")
    answer: Json = strict_json(ran.out)
    return answer


class TestRunForMachines:
    def test_the_answer_holds_versions_and_options(self, result: Json) -> None:
        assert {"model_version", "data_version", "options"} <= set(result)
        assert isinstance(result["model_version"], str) and isinstance(result["data_version"], str)

    def test_options_stand_in_the_order_of_the_case(self, result: Json) -> None:
        kinds = {option_id: option["type"] for option_id, option in result["options"].items()}
        assert list(kinds) == ["a", "b", "c", "d", "o", "m"]
        assert list(kinds.values()) == ["short_stay", "mid_stay", "conversion", "new_build", "own", "mix"]

    @pytest.mark.parametrize("option", list("abcdom"))
    def test_every_option_holds_the_keys_of_the_contract(self, result: Json, option: str) -> None:
        answer = result["options"][option]
        assert {"type", "beds", "periods", "metrics", "lines", "defaults_used", "warnings"} <= set(answer)
        assert answer["beds"] == 100

    @pytest.mark.parametrize("option", list("abcdom"))
    def test_every_metric_is_there_as_a_number_or_null(self, result: Json, option: str) -> None:
        metrics = result["options"][option]["metrics"]
        assert set(metrics) >= METRICS
        assert all(value is None or isinstance(value, (int, float)) for value in metrics.values())

    @pytest.mark.parametrize("option", list("abcdom"))
    def test_every_line_holds_one_number_per_period(self, result: Json, option: str) -> None:
        answer = result["options"][option]
        assert answer["lines"]
        assert {len(row) for row in answer["lines"].values()} == {len(answer["periods"])}

    @pytest.mark.parametrize("option", list("abcdom"))
    def test_defaults_and_warnings_are_lists_of_texts(self, result: Json, option: str) -> None:
        answer = result["options"][option]
        for key in ("defaults_used", "warnings"):
            assert isinstance(answer[key], list) and all(isinstance(sentence, str) for sentence in answer[key])

    def test_periods_are_the_start_and_then_the_years(self, result: Json) -> None:
        assert result["options"]["a"]["periods"] == ["start", "2027", "2028", "2029"]

    def test_lines_begin_at_the_start(self, result: Json) -> None:
        lines = result["options"]["o"]["lines"]
        assert lines["investment_outlay"] == [1000, 0]
        assert lines["revenue"] == [0, 1100]
        assert lines["project_cash_flow"] == [-1000, 1100]

    def test_a_sum_that_can_be_checked_by_hand(self, result: Json) -> None:
        metrics = result["options"]["o"]["metrics"]
        assert metrics["npv"] == pytest.approx(0, abs=1e-9)
        assert metrics["irr"] == pytest.approx(0.1, abs=1e-12)
        assert metrics["investment"] == metrics["peak_funding"] == 1000

    def test_what_does_not_exist_is_null(self, result: Json) -> None:
        assert result["options"]["o"]["metrics"]["dscr_min"] is None  # no loan
        assert result["options"]["o"]["metrics"]["resident_cost_share"] is None  # no price per bed
        assert result["options"]["b"]["metrics"]["residual_land_value"] is None  # land on ground lease

    def test_inputs_left_out_are_named_and_inputs_given_are_not(self, result: Json) -> None:
        assert "term_years" not in result["options"]["a"]["defaults_used"]
        assert "term_years" in result["options"]["b"]["defaults_used"]
        assert "discount_rate" not in result["options"]["o"]["defaults_used"]

    def test_the_answer_is_utf_8_whatever_the_terminal_speaks(self, case_file: Path, result: Json) -> None:
        ran = model("run", case_file, "--json", PYTHONIOENCODING="ascii")
        assert ran.status == 0
        assert strict_json(ran.out) == result

    def test_a_reader_that_leaves_early_is_no_fault(self, small_file: Path) -> None:
        """As in `python -m model run zaak.json | head -1`: the pipe is closed before anything is written."""
        reading, writing = os.pipe()
        os.close(reading)
        quiet = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
        done = subprocess.run(
            [sys.executable, "-m", "model", "run", str(small_file)],
            cwd=ROOT,
            env=quiet,
            stdout=writing,
            stderr=subprocess.PIPE,
            timeout=60,
        )
        os.close(writing)
        assert (done.returncode, done.stderr) == (0, b"")


Run = Callable[..., Json]


class TestSet:
    @pytest.fixture
    def run(self, case_file: Path, call: Call) -> Run:
        def changed(*assignments: str, path: Path = case_file) -> Json:
            ran = call("run", path, "--json", *[part for assignment in assignments for part in ("--set", assignment)])
            assert (ran.status, ran.err) == (0, "")
            answer: Json = strict_json(ran.out)
            return answer

        return changed

    def test_a_number(self, run: Run, result: Json) -> None:
        """Without discounting the two flows of option o are worth 1,100 - 1,000."""
        changed = run("o.discount_rate=0")
        assert changed["options"]["o"]["metrics"]["npv"] == pytest.approx(100)
        assert changed["options"]["a"] == result["options"]["a"]

    def test_occupancy_moves_revenue_in_proportion(self, run: Run) -> None:
        full = run("a.occupancy=0.9")["options"]["a"]
        half = run("a.occupancy=0.45")["options"]["a"]
        assert full["lines"]["rental_income"] == pytest.approx(
            [2 * amount for amount in half["lines"]["rental_income"]]
        )
        assert full["metrics"]["npv"] > half["metrics"]["npv"]
        assert "occupancy" not in full["defaults_used"]

    def test_it_equals_the_same_value_in_the_file(self, run: Run, case_file: Path, tmp_path: Path) -> None:
        data = json.loads(case_file.read_text(encoding="utf-8"))
        data["options"][0]["inputs"]["occupancy"] = 0.9
        written = tmp_path / "zaak.json"
        written.write_text(json.dumps(data), encoding="utf-8")
        assert run(path=written) == run("a.occupancy=0.9")

    def test_several_and_of_every_kind(self, run: Run) -> None:
        changed = run("o.tax_regime=corporate", 'o.inflation={"2027": 0.03}', "case.beds=50", "case.periods_per_year=4")
        option = changed["options"]["o"]
        assert option["beds"] == 50
        assert option["periods"] == ["start", "2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4"]
        assert not {"tax_regime", "inflation"} & set(option["defaults_used"])

    def test_the_file_itself_stays_as_it_was(self, run: Run, case_file: Path) -> None:
        before = case_file.read_bytes()
        run("a.occupancy=0.9")
        assert case_file.read_bytes() == before

    def test_a_name_of_digits_stays_a_name(self, case_file: Path, call: Call) -> None:
        assert re.search("^2027 ", call("run", case_file, "--set", "case.name=2027").out, re.MULTILINE)

    @pytest.mark.parametrize(
        ("language", "said"), [("nl", "1.250 is gelezen als 1,25"), ("en", "1.250 is read as 1.25")]
    )
    def test_what_a_dutch_reader_takes_for_thousands_is_said_to_be_decimals(
        self, case_file: Path, language: str, said: str, call: Call
    ) -> None:
        ran = call("run", case_file, "--set", "a.loan_min_dscr=1.250", "--language", language)
        assert ran.status == 0 and said in ran.err
        assert call("run", case_file, "--set", "a.loan_min_dscr=1.25").err == ""

    def test_an_own_line_has_another_amount_this_once(self, case_file: Path, call: Call) -> None:
        """Building 1,000 now and rent 2,200 instead of 1,100 in year 1, at 10%: 2,200 / 1.1 - 1,000 = 1,000."""
        ran = call("run", case_file, "--json", "--set", "o.own.2.amount=2200")
        assert strict_json(ran.out)["options"]["o"]["metrics"]["npv"] == pytest.approx(1_000)

    def test_an_own_line_that_is_not_there_is_refused(self, case_file: Path, call: Call) -> None:
        ran = call("run", case_file, "--set", "o.own.3.amount=1")
        assert (ran.status, "o.own.3.amount" in ran.err) == (2, True)

    def test_what_is_set_is_an_edit(self, case_file: Path, tmp_path: Path, call: Call) -> None:
        edits = tmp_path / "edits.json"
        paths = {"options.a.inputs.occupancy": 0.8, "options.o.own_lines.2.amount": 2200, "beds": 150}
        edits.write_text(json.dumps([{"kind": "set", "path": path, "value": value} for path, value in paths.items()]))
        settings = ("a.occupancy=0.8", "o.own.2.amount=2200", "case.beds=150")
        given = [part for setting in settings for part in ("--set", setting)]
        run = ("run", case_file, "--json")
        assert call(*run, *given) == call(*run, "--edits", edits) != call(*run)

    def test_in_a_process_of_its_own(self, case_file: Path) -> None:
        ran = model("run", case_file, "--json", "--set", "a.occupancy=0.9", "--set", "o.discount_rate=0")
        assert (ran.status, ran.err) == (0, "")
        assert strict_json(ran.out)["options"]["o"]["metrics"]["npv"] == pytest.approx(100)


class TestRunForPeople:
    @pytest.mark.parametrize(
        ("language", "label"), [("nl", "netto contante waarde"), ("en", "net present value")], ids=["nl", "en"]
    )
    def test_a_table_in_the_language_asked_for(self, case_file: Path, language: str, label: str) -> None:
        ran = model("run", case_file, "--language", language)
        assert (ran.status, ran.err) == (0, "")
        assert label in ran.out

    def test_dutch_is_the_language_when_none_is_asked_for(self, case_file: Path, call: Call) -> None:
        assert "netto contante waarde" in call("run", case_file).out


def test_the_law_on_the_minimum_wage_has_an_english_name_in_english_output(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    call("new", path, "--municipality", "GM1783")
    assert "Minimumloon: " in call("run", path).out
    english = call("run", path, "--language", "en").out
    assert "Minimum wage: " in english and "Minimumloon" not in english
    norms = json.loads(call("run", path, "--language", "en", "--json").out)["options"]["a"]["norms"]
    bodies = {test["body"] for tests in norms.values() for test in tests}
    assert "Minimum wage" in bodies
