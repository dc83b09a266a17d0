"""The analyses from the command line: data for machines, sentences for people, exit status 0 or 2."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from model.__main__ import main
from model.case import write_case
from model.example import example_case


@pytest.fixture(scope="module")
def case_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("case") / "case.json"
    path.write_text(json.dumps(write_case(example_case("GM1783"))), encoding="utf-8")
    return str(path)


def data(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert main([*arguments, "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out, parse_constant=lambda each: pytest.fail(each))
    return found


def test_sensitivity_as_data(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "sensitivity", case_file, "a", "--metric", "municipality_npv")
    assert isinstance(found["bars"], list) and found["metric"] == "municipality_npv"


def test_sensitivity_of_a_difference(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert data(capsys, "sensitivity", case_file, "a", "--against", "d")["against"] == "d"


def test_solve_as_data_and_in_words(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "solve", case_file, "d", "price_per_bed_week")
    assert isinstance(found["solutions"], list) and len(found["solutions"]) == 1
    assert main(["solve", case_file, "d", "price_per_bed_week"]) == 0
    assert "Prijs per bed per week = € 153" in capsys.readouterr().out


def test_risk_as_data_is_the_same_for_the_same_seed(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("risk", case_file, "d", "--draws", "200", "--seed", "5")
    assert data(capsys, *arguments) == data(capsys, *arguments)


def test_risk_in_words_ends_with_the_paragraph(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["risk", case_file, "d", "--draws", "200", "--language", "en"]) == 0
    assert "The largest risks:" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ("sensitivity", "z"),
        ("sensitivity", "a", "--metric", "profit"),
        ("solve", "a", "colour"),
        ("solve", "a", "occupancy", "--target", "profit"),
        ("risk", "a", "--draws", "0"),
        ("risk", "a", "--method", "guess"),
        ("risk", "a", "--certainty", "2"),
    ],
)
def test_bad_input_is_refused_in_words(
    arguments: tuple[str, ...], case_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command, *rest = arguments
    assert main([command, case_file, *rest]) == 2
    assert capsys.readouterr().err.strip()


def test_batch_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = tmp_path / "cases.csv"
    cases.write_text("municipality,type\nGM1783,short_stay\n", encoding="utf-8")
    assert main(["batch", str(cases), "--out", str(tmp_path / "out.csv"), "--workers", "1"]) == 0
    assert "1 regels doorgerekend" in capsys.readouterr().out


def test_check_tells_how_many_checks_passed(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", case_file, "--language", "en"]) == 0
    assert "0 failed" in capsys.readouterr().out
