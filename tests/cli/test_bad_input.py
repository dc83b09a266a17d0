"""Exit status 2 says what is wrong with the user's input, 1 that the fault is ours; never a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command import CASE, Call, model


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
            for name, path in places.items():
                arguments = [argument.replace("{" + name + "}", str(path)) for argument in arguments]
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

    @pytest.mark.thorough
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
