"""The command line as other programs meet it: what it prints, where, and with which exit status.

0: done. 2: the user's input cannot be used. 1: our fault. Never a traceback.
"""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from model.__main__ import main
from model.case import load_case
from model.checks import FAILED, UNKNOWN, Check

Json = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]
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


class Ran(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str


def model(*arguments: str | Path, **environment: str) -> Ran:
    """Run `python -m model` as a user does, from the folder of the application."""
    done = subprocess.run(
        [sys.executable, "-m", "model", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert "Traceback" not in done.stderr + done.stdout
    return Ran(done.returncode, done.stdout, done.stderr)


Call = Callable[..., Ran]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """The same command inside this process: it skips the start of Python, where a test is not about that."""

    def command(*arguments: str | Path) -> Ran:
        try:
            status = main([str(each) for each in arguments])
        except SystemExit as leaving:  # how an argument parser leaves
            assert isinstance(leaving.code, int)
            status = leaving.code
        said = capsys.readouterr()
        assert "Traceback" not in said.err + said.out
        return Ran(status, said.out, said.err)

    return command


def strict_json(text: str) -> Any:
    """JSON as the standard has it: without NaN and Infinity, which Python would read."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    return json.loads(text, parse_constant=refuse)


CASE: Json = {
    "schema_version": 1,
    "name": "Elke soort één keer",
    "municipality": "GM1783",
    "beds": 100,
    "start_date": "2027-01-01",
    "price_level_date": "2026-01-01",
    "horizon_years": 1,
    "options": [
        {"id": "a", "type": "short_stay", "inputs": {"term_years": 3}},
        {"id": "b", "type": "mid_stay"},
        {"id": "c", "type": "conversion", "variant": "hotel"},
        {"id": "d", "type": "new_build"},
        {
            "id": "o",
            "type": "own",
            "inputs": {"discount_rate": 0.1},
            "own_lines": [
                {"label": "Bouw", "kind": "investment", "amount": 1000},
                {"label": "Huur", "kind": "revenue", "amount": 1100},
            ],
        },
        {
            "id": "m",
            "type": "mix",
            "components": [{"option": "b", "share": 0.5}, {"option": "d", "share": 0.5}],
        },
    ],
}
"""Every option type; option o pays 1,000 at the start of 2027 and earns 1,100 at its end, at 10%: worth exactly 0."""


@pytest.fixture(scope="module")
def case_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("case") / "zaak.json"
    path.write_text(json.dumps(CASE), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def small_file(case_file: Path) -> Path:
    """The same case with option o alone, where one option will do."""
    path = case_file.with_name("klein.json")
    path.write_text(json.dumps({**CASE, "options": [CASE["options"][4]]}), encoding="utf-8")
    return path


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
        found = result["options"][option]
        assert {"type", "beds", "periods", "metrics", "lines", "defaults_used", "warnings"} <= set(found)
        assert found["beds"] == 100

    @pytest.mark.parametrize("option", list("abcdom"))
    def test_every_metric_is_there_as_a_number_or_null(self, result: Json, option: str) -> None:
        metrics = result["options"][option]["metrics"]
        assert set(metrics) >= METRICS
        assert all(value is None or isinstance(value, (int, float)) for value in metrics.values())

    @pytest.mark.parametrize("option", list("abcdom"))
    def test_every_line_holds_one_number_per_period(self, result: Json, option: str) -> None:
        found = result["options"][option]
        assert found["lines"]
        assert {len(row) for row in found["lines"].values()} == {len(found["periods"])}

    @pytest.mark.parametrize("option", list("abcdom"))
    def test_defaults_and_warnings_are_lists_of_texts(self, result: Json, option: str) -> None:
        found = result["options"][option]
        for key in ("defaults_used", "warnings"):
            assert isinstance(found[key], list) and all(isinstance(each, str) for each in found[key])

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
            ran = call("run", path, "--json", *[part for each in assignments for part in ("--set", each)])
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
        assert full["lines"]["rental_income"] == pytest.approx([2 * each for each in half["lines"]["rental_income"]])
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


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `new` writes."""
    path = tmp_path_factory.mktemp("new") / "nieuw.json"
    ran = model("new", path, "--municipality", "GM0363")
    assert (ran.status, ran.err) == (0, "")
    assert str(path) in ran.out
    return path


class TestNew:
    def test_it_writes_a_case_with_the_four_options(self, written: Path) -> None:
        case = load_case(written)
        assert case.municipality == "GM0363"
        assert [option.type for option in case.options] == ["short_stay", "mid_stay", "conversion", "new_build"]

    def test_it_leaves_nothing_else_behind(self, written: Path) -> None:
        assert list(written.parent.iterdir()) == [written]

    def test_the_case_runs(self, written: Path, call: Call) -> None:
        assert call("run", written).status == 0


class TestExport:
    def test_it_writes_a_workbook(self, small_file: Path, tmp_path: Path) -> None:
        out = tmp_path / "uit.xlsx"
        ran = model("export", small_file, out, "--language", "en")
        assert (ran.status, ran.err) == (0, "")
        assert ran.out == f"Written: {out}\n"
        assert "Vergelijking" in openpyxl.load_workbook(out, read_only=True).sheetnames
        assert list(tmp_path.iterdir()) == [out]

    def test_bad_input_leaves_an_earlier_workbook_alone(self, small_file: Path, tmp_path: Path, call: Call) -> None:
        out = tmp_path / "uit.xlsx"
        out.write_bytes(b"earlier")
        assert call("export", small_file, out, "--set", "o.discount_rate=-1").status == 2
        assert out.read_bytes() == b"earlier"
        assert list(tmp_path.iterdir()) == [out]

    def test_a_file_that_is_no_workbook_is_never_overwritten(self, small_file: Path, call: Call) -> None:
        before = small_file.read_bytes()
        ran = call("export", small_file, small_file)
        assert ran.status == 2 and "klein.json" in ran.err and "klein.xlsx" in ran.err
        assert small_file.read_bytes() == before


class TestWriting:
    """`new` and `export` write through the same door; `new` is the quicker one to try it with."""

    def test_a_file_keeps_its_permissions(self, tmp_path: Path, call: Call) -> None:
        path = tmp_path / "zaak.json"
        path.write_bytes(b"")
        path.chmod(0o640)
        assert call("new", path, "--municipality", "GM1783").status == 0
        assert path.stat().st_mode & 0o777 == 0o640

    def test_a_new_file_gets_what_the_user_set_for_new_files(self, tmp_path: Path, call: Call) -> None:
        earlier = os.umask(0o027)
        try:
            assert call("new", tmp_path / "zaak.json", "--municipality", "GM1783").status == 0
        finally:
            os.umask(earlier)
        assert (tmp_path / "zaak.json").stat().st_mode & 0o777 == 0o640

    def test_a_link_is_followed(self, tmp_path: Path, call: Call) -> None:
        (tmp_path / "link.json").symlink_to(tmp_path / "zaak.json")
        assert call("new", tmp_path / "link.json", "--municipality", "GM1783").status == 0
        assert (tmp_path / "link.json").is_symlink()
        assert load_case(tmp_path / "zaak.json").municipality == "GM1783"

    def test_a_device_is_not_replaced_by_a_file(self, tmp_path: Path, call: Call) -> None:
        os.mkfifo(tmp_path / "pijp.json")
        ran = call("new", tmp_path / "pijp.json", "--municipality", "GM1783")
        assert ran.status == 2 and "geen gewoon bestand" in ran.err
        assert (tmp_path / "pijp.json").is_fifo()

    def test_a_name_that_is_no_text_is_written_and_said(self, tmp_path: Path) -> None:
        odd = tmp_path / os.fsdecode(b"zaak\xff.json")
        ran = model("new", odd, "--municipality", "GM1783")
        assert (ran.status, ran.err) == (0, "")
        assert "zaak\\udcff.json" in ran.out
        assert load_case(odd).municipality == "GM1783"

    def test_a_write_that_fails_leaves_the_earlier_file_and_nothing_else(
        self, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "zaak.json"
        path.write_bytes(b"earlier")

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("os.replace", full)
        ran = call("new", path, "--municipality", "GM1783")
        assert ran.status == 2 and "de schijf is vol" in ran.err
        assert path.read_bytes() == b"earlier"
        assert list(tmp_path.iterdir()) == [path]


class TestStreams:
    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
    def test_a_full_disk_behind_standard_output_is_not_our_fault(self, small_file: Path) -> None:
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "model", "run", str(small_file)],
                cwd=ROOT,
                stdout=full,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                timeout=60,
            )
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "de schijf is vol" in done.stderr

    @pytest.mark.parametrize(
        ("closed", "status"),
        [
            (">&-", 0),
            pytest.param("2>&-", 0, marks=pytest.mark.thorough),
            pytest.param("<&-", 0, marks=pytest.mark.thorough),
        ],
    )
    def test_a_stream_that_is_closed_is_no_fault(self, small_file: Path, closed: str, status: int) -> None:
        command = f"{sys.executable} -m model run '{small_file}' --json {closed}"
        done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60)
        assert (done.returncode, done.stderr) == (status, "")

    def test_messages_are_utf_8_in_any_locale(self, small_file: Path) -> None:
        ran = model("new", "n.json", "--municipality", "Wést", PYTHONIOENCODING="ascii")
        assert ran.status == 2 and "Wést" in ran.err

    @pytest.mark.parametrize(("language", "said"), [("nl", "Afgebroken"), ("en", "Stopped")])
    def test_an_interrupt_stops_it_without_a_traceback(
        self, small_file: Path, language: str, said: str, monkeypatch: pytest.MonkeyPatch, call: Call
    ) -> None:
        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("model.engine.run.run_case", interrupted)
        ran = call("run", small_file, "--language", language)
        assert (ran.status, ran.out) == (130, "")
        assert ran.err.startswith(said)


class TestLocalData:
    def test_a_file_of_which_nothing_can_be_used_stops_the_run(
        self, small_file: Path, tmp_path: Path, call: Call
    ) -> None:
        path = tmp_path / "eigen.csv"
        path.write_text("kolom\n1\n", encoding="utf-8")
        ran = call("run", small_file, "--market-data", path)
        assert (ran.status, ran.out) == (2, "")
        assert "eigen.csv" in ran.err and "region_code" in ran.err and "niets doorgerekend" in ran.err

    def test_a_row_that_is_wrong_is_named_and_the_rest_is_used(
        self, small_file: Path, tmp_path: Path, call: Call
    ) -> None:
        path = tmp_path / "eigen.csv"
        path.write_text("indicator;region_code;period;value;source\ncolour;GM1783;2026;1;eigen\n", encoding="utf-8")
        ran = call("run", small_file, "--market-data", path, "--json")
        assert ran.status == 0
        assert "eigen.csv" in ran.err and "colour" in ran.err


class TestHelp:
    COMMANDS = ("new", "run", "export", "check", "explain", "sensitivity", "solve", "risk", "batch")

    @pytest.mark.parametrize("language", ["nl", "en"])
    @pytest.mark.parametrize("command", ["", *COMMANDS])
    def test_every_argument_is_explained_in_the_language_asked_for(
        self, command: str, language: str, call: Call
    ) -> None:
        ran = call(*([command] if command else []), "--help", "--language", language)
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.startswith({"nl": "gebruik: python -m model", "en": "usage: python -m model"}[language])
        assert {"nl": "toon deze uitleg", "en": "show this explanation"}[language] in ran.out
        other = {"nl": "language of messages", "en": "taal van berichten"}[language]
        assert other not in ran.out

    def test_it_names_every_command(self, call: Call) -> None:
        shown = call("--help").out
        assert all(f"\n    {command}" in shown for command in self.COMMANDS)


class TestTheReadme:
    def test_the_commands_it_names_run_as_printed(
        self, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """All but those that take minutes, that need a file the reader makes himself, or that another test runs."""
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        named = [
            line.partition("#")[0].split()[3:] for line in text.splitlines() if line.startswith("python -m model ")
        ]
        assert {words[0] for words in named} == set(TestHelp.COMMANDS)
        monkeypatch.chdir(tmp_path)
        for words in named:
            if words[0] not in {"batch", "check", "export"}:
                ran = call(*words)
                assert (ran.status, ran.err) == (0, ""), words
                assert ran.out


class TestExplain:
    def test_a_metric_down_to_its_inputs(self, small_file: Path) -> None:
        ran = model("explain", small_file, "o", "npv", "--json", "--depth", "9")
        assert (ran.status, ran.err) == (0, "")
        explained = strict_json(ran.out)
        assert set(explained) >= {"key", "label", "value", "unit", "formula", "source", "parts"}
        keys: set[str] = set()
        todo = [explained]
        for part in todo:
            keys.add(part["key"])
            todo.extend(part["parts"])
        assert {"npv", "npv_project", "discount_rate"} <= keys

    def test_a_line_in_a_period(self, case_file: Path, call: Call) -> None:
        explained = strict_json(call("explain", case_file, "o", "revenue", "--period", "1", "--json").out)
        assert (explained["key"], explained["value"], explained["unit"]) == ("revenue", 1100, "eur")

    @pytest.mark.parametrize(
        ("language", "label"), [("nl", "netto contante waarde"), ("en", "net present value")], ids=["nl", "en"]
    )
    def test_in_words(self, case_file: Path, language: str, label: str, call: Call) -> None:
        ran = call("explain", case_file, "m", "npv", "--language", language)
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.startswith(f"{label} [npv] = ")


BAD: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "missing file": (["run", "none.json"], ("none.json",)),
    "file that is not JSON": (["run", "{broken}"], ("kapot.json",)),
    "folder for a file": (["run", "{folder}"], ()),
    "bad value in the file": (["run", "{bad}", "--json"], ("beds", "-5", "100.000")),
    "value out of bounds": (["run", "{case}", "--set", "a.occupancy=1.2"], ("a.occupancy", "1,2", "0", "1")),
    "comma for a point": (["run", "{case}", "--set", "a.occupancy=0,9"], ("a.occupancy", "0,9")),
    "NaN": (["run", "{case}", "--set", "a.occupancy=NaN"], ("a.occupancy", "nan")),
    "5,000 digits": (["run", "{case}", "--set", "a.occupancy=" + "9" * 5_000], ("a.occupancy", "999")),
    "nested too deeply": (["run", "{case}", "--set", "a.occupancy=" + "[" * 5_000], ("a.occupancy", "[[[")),
    "set of all options": (["run", "{case}", "--set", "case.options=5", "--set", "a.occupancy=1"], ("case.options",)),
    "set of a path with a year twice": (
        ["run", "{case}", "--set", 'a.price_growth={"2027": 0.1, "2027": 0.2}'],
        ("2027",),
    ),
    "set of an input of a mix": (["run", "{case}", "--set", "m.occupancy=0.9"], ("m.occupancy", "mix")),
    "terms beyond all reason": (
        [
            *("run", "{case}", "--set", "a.end_of_term=relocate", "--set", "a.relocation_times=10"),
            *("--set", "a.relocation_term_years=100"),
        ],
        ("a.relocation_times", "1.003", "200"),
    ),
    "explain deeper than there is": (
        ["explain", "{case}", "a", "npv", "--depth", "101"],
        ("--depth", "101", "0", "100"),
    ),
    "explain a year after the end": (
        ["explain", "{case}", "a", "calendar_year", "--period", "99"],
        ("period", "99", "0"),
    ),
    "local data in a folder": (["run", "{case}", "--market-data", "{folder}"], ("leeg", "gewoon bestand")),
    "no number for a number": (["solve", "{case}", "a", "occupancy", "--value", "0,5"], ("--value", "0,5", "12.5")),
    "NaN for a number": (["solve", "{case}", "a", "occupancy", "--value", "nan"], ("--value", "nan")),
    "an interval upside down": (
        ["solve", "{case}", "a", "occupancy", "--low", "0.9", "--high", "0.5"],
        ("--low", "0,9", "0,5"),
    ),
    "a negative seed": (["risk", "{case}", "a", "--seed", "-1"], ("--seed", "-1", "0")),
    "half a draw": (["risk", "{case}", "a", "--draws", "1.5"], ("--draws", "1.5")),
    "no percentage": (["sensitivity", "{case}", "a", "--percent", "0"], ("--percent", "0", "100")),
    "batch without workers": (
        ["batch", "{case}", "--out", "{folder}/u.csv", "--workers", "0"],
        ("--workers", "0", "1"),
    ),
    "unknown argument": (["run", "{case}", "--jsn"], ("--jsn", "gebruik")),
    "argument left out": (["explain", "{case}"], ("OPTION, KEY", "gebruik")),
    "set without a value": (["run", "{case}", "--set", "a.occupancy"], ("--set", "a.occupancy")),
    "set without an option": (["run", "{case}", "--set", "occupancy=0.9"], ("--set", "occupancy=0.9")),
    "set of an unknown option": (["run", "{case}", "--set", "z.occupancy=0.9"], ("z", "a, b, c, d, o, m")),
    "set of an unknown key": (["run", "{case}", "--set", "a.occupency=0.9"], ("a.occupency", "occupancy")),
    "set of an unknown field of the case": (["run", "{case}", "--set", "case.bed=5"], ("bed", "beds")),
    "inputs that contradict": (["run", "{case}", "--set", "a.construction_months=36"], ("a.term_years", "36")),
    "unknown local data": (["run", "{case}", "--market-data", "none.csv"], ("none.csv",)),
    "unknown municipality": (["new", "{folder}/n.json", "--municipality", "GM1873"], ("GM1873", "GM1783 (Westland)")),
    "folder that is not there": (["new", "{folder}/none/n.json", "--municipality", "GM1783"], ("none",)),
    "file for a folder": (["new", "{case}/n.json", "--municipality", "GM1783"], ("n.json",)),
    "folder in the way": (["new", "{folder}", "--municipality", "GM1783"], ("leeg",)),
    "export into no folder": (["export", "{small}", "{folder}/none/o.xlsx"], ("none",)),
    "explain an unknown option": (["explain", "{case}", "z", "npv"], ("z", "a, b, c, d, o, m")),
    "explain an unknown key": (["explain", "{case}", "a", "nvp"], ("nvp", "npv, npv_over_horizon")),
    "explain a period after the end": (["explain", "{case}", "a", "revenue", "--period", "4"], ("4", "0", "3")),
    "unknown command": (["runn", "{case}"], ("runn",)),
    "unknown language": (["run", "{case}", "--language", "de"], ("de",)),
    "no command": ([], ("gebruik",)),
}


class TestBadInput:
    @pytest.fixture
    def fill(self, case_file: Path, small_file: Path, tmp_path: Path) -> Callable[[list[str]], list[str]]:
        """Puts files in a folder and their paths in the arguments."""
        places = {"case": case_file, "small": small_file}
        places |= {"broken": tmp_path / "kapot.json", "bad": tmp_path / "fout.json"}
        places["broken"].write_text("{", encoding="utf-8")
        places["bad"].write_text(json.dumps({**CASE, "beds": -5}), encoding="utf-8")
        places["folder"] = tmp_path / "leeg"
        places["folder"].mkdir()

        def filled(arguments: list[str]) -> list[str]:
            for name, place in places.items():
                arguments = [each.replace("{" + name + "}", str(place)) for each in arguments]
            return arguments

        return filled

    @pytest.mark.parametrize(("arguments", "named"), BAD.values(), ids=BAD.keys())
    def test_status_2_and_what_is_wrong_on_standard_error(
        self,
        fill: Callable[[list[str]], list[str]],
        tmp_path: Path,
        call: Call,
        arguments: list[str],
        named: tuple[str, ...],
    ) -> None:
        before = sorted(tmp_path.rglob("*"))
        ran = call(*fill(arguments))
        assert (ran.status, ran.out) == (2, "")
        for piece in named:
            assert piece in ran.err
        assert sorted(tmp_path.rglob("*")) == before

    @pytest.mark.parametrize(
        "name",
        [
            "missing file",
            "file that is not JSON",
            "bad value in the file",
            "set of an unknown option",
            "set without a value",
            "folder that is not there",
            "export into no folder",
            "explain an unknown key",
            "unknown command",
        ],
    )
    def test_in_a_process_of_its_own(self, fill: Callable[[list[str]], list[str]], name: str) -> None:
        arguments, named = BAD[name]
        ran = model(*fill(arguments))
        assert (ran.status, ran.out) == (2, "")
        assert ran.err and all(piece in ran.err for piece in named)

    @pytest.mark.parametrize(
        ("language", "sentence"),
        [("nl", "a.occupancy (Bezettingsgraad): 2 valt buiten"), ("en", "a.occupancy (Occupancy): 2 is out of bounds")],
        ids=["nl", "en"],
    )
    def test_in_the_language_asked_for(self, case_file: Path, language: str, sentence: str, call: Call) -> None:
        ran = call("run", case_file, "--language", language, "--set", "a.occupancy=2")
        assert ran.status == 2
        assert ran.err.startswith(sentence)

    def test_every_mistake_has_a_line_of_its_own(self, case_file: Path, call: Call) -> None:
        ran = call("run", case_file, "--set", "a.occupancy=2", "--set", "case.beds=0")
        assert ran.status == 2
        assert len(ran.err.splitlines()) == 2


class TestOurFault:
    @pytest.mark.parametrize(
        ("language", "sentence"), [("nl", "Er ging iets mis in het programma zelf"), ("en", "Something went wrong")]
    )
    @pytest.mark.parametrize("command", ["run", "export", "explain"])
    def test_status_1_and_one_sentence(
        self,
        case_file: Path,
        tmp_path: Path,
        command: str,
        language: str,
        sentence: str,
        monkeypatch: pytest.MonkeyPatch,
        call: Call,
    ) -> None:
        def broken(*_: object) -> None:
            raise RuntimeError("the reason")

        monkeypatch.setattr("model.engine.run.run_case", broken)
        rest = {"run": ["--json"], "export": [str(tmp_path / "uit.xlsx")], "explain": ["a", "npv"]}[command]
        ran = call(command, case_file, *rest, "--language", language)
        assert (ran.status, ran.out) == (1, "")
        assert sentence in ran.err and "RuntimeError: the reason" in ran.err
        assert len(ran.err.splitlines()) == 1
        assert list(tmp_path.iterdir()) == []


def test_a_negative_number_with_an_exponent_is_a_value(call: Call, tmp_path: Path) -> None:
    """Argparse takes -1e6 for an option; as a target it is minus a million."""
    path = tmp_path / "case.json"
    assert call("new", path, "--municipality", "GM1783").status == 0
    ran = call("solve", path, "d", "price_per_bed_week", "--value", "-1e6", "--json")
    assert (ran.status, json.loads(ran.out)["target"]) == (0, -1_000_000.0)


def test_a_failed_check_gives_its_number_in_the_readers_notation_and_as_a_number(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """13,458.6834 is thirteen thousand in English; a Dutch reader would take it for thirteen and a half."""
    failed = (Check("balance", "a", FAILED, difference=13_458.6834), Check("parity", "LibreOffice", UNKNOWN, "-"))
    monkeypatch.setattr("model.checks.run_checks", lambda _: failed)
    path = tmp_path / "case.json"
    call("new", path, "--municipality", "GM1783")
    assert "(a) 13.458,68" in call("check", path).out
    assert "(a) 13,458.68" in call("check", path, "--language", "en").out
    first, second = json.loads(call("check", path, "--json").out)["checks"]
    assert (first["difference"], first["detail"]) == (13_458.6834, "13.458,68")
    assert (second["difference"], second["detail"]) == (None, "-")


def test_the_law_on_the_minimum_wage_has_an_english_name_in_english_output(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    call("new", path, "--municipality", "GM1783")
    assert "Minimumloon: " in call("run", path).out
    english = call("run", path, "--language", "en").out
    assert "Minimum wage: " in english and "Minimumloon" not in english
    norms = json.loads(call("run", path, "--language", "en", "--json").out)["options"]["a"]["norms"]
    bodies = {test["body"] for tests in norms.values() for test in tests}
    assert "Minimum wage" in bodies
