"""The analyses from the command line: data for machines, sentences for people, exit status 0 or 2."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from model.__main__ import main
from model.analyses.risk import setup_file as risk_setup
from model.case import write_case
from model.case.example import example_case
from model.words.numbers import number


@pytest.fixture(scope="module")
def case_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("case") / "case.json"
    path.write_text(json.dumps(write_case(example_case("GM1783"))), encoding="utf-8")
    return str(path)


def data(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main([*arguments, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out, parse_constant=lambda constant: pytest.fail(constant))
    return answer


def test_sensitivity_as_data(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = data(capsys, "sensitivity", case_file, "a", "--metric", "municipality_npv")
    assert isinstance(answer["bars"], list) and answer["metric"] == "municipality_npv"


def test_inputs_that_do_nothing_are_counted_and_not_listed(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    bars = data(capsys, "sensitivity", case_file, "a")["bars"]
    still = [bar for bar in bars if not bar["moves"]]
    assert still
    assert main(["sensitivity", case_file, "a", "--language", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"{len(still)} inputs do not change this result."
    assert len(lines) == len(bars) - len(still) + 2


@pytest.mark.thorough
def test_the_cost_per_person_ranks_as_the_cost_per_night(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It is 365 times that: the cheapest option is the best by both."""
    by_night, by_person = (
        data(capsys, "sensitivity", case_file, "a", "--flips", "--metric", key)["flips"]
        for key in ("cost_per_bed_night", "cost_per_person_year")
    )
    assert by_night
    assert [(flip["key"], flip["winner"]) for flip in by_person] == [(flip["key"], flip["winner"]) for flip in by_night]


def test_sensitivity_of_a_difference(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert data(capsys, "sensitivity", case_file, "a", "--against", "d")["against"] == "d"


def test_solve_as_data_and_in_words(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = data(capsys, "solve", case_file, "d", "price_per_bed_week")
    assert isinstance(answer["solutions"], list) and len(answer["solutions"]) == 1
    price = number(answer["solutions"][0]["value"], "nl", 2)
    assert main(["solve", case_file, "d", "price_per_bed_week"]) == 0
    assert f"Prijs per bed per week = €\u00a0{price} per bed per week" in capsys.readouterr().out


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
        ("risk", "a", "--seed", "-1"),
        ("risk", "a", "--setup", "absent.json"),
        ("risk", "a", "--previous", "absent.json"),
        ("sensitivity", "a", "--against", "z"),
        ("sensitivity", "a", "--percent", "-5"),
        ("sensitivity", "a", "--grid", "occupancy"),
        ("sensitivity", "a", "--grid", "occupancy,colour"),
        ("sensitivity", "a", "--spider", "colour"),
        ("sensitivity", "a", "--bridge", "z"),
        ("sensitivity", "a", "--bridge", "d", "--metric", "residual_land_value"),
        ("sensitivity", "a", "--flips", "--metric", "loan_amount"),
        ("solve", "a", "occupancy", "--low", "0.9", "--high", "0.5"),
    ],
)
def test_bad_input_is_refused_in_words(
    arguments: tuple[str, ...], case_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command, *rest = arguments
    assert main([command, case_file, *rest]) == 2
    assert capsys.readouterr().err.strip()


def test_a_target_that_is_no_number_is_refused(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["solve", case_file, "a", "occupancy", "--value", "nan"])
    assert stopped.value.code == 2
    assert "--value" in capsys.readouterr().err


def test_a_grid_with_its_break_even_line(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = data(capsys, "sensitivity", case_file, "d", "--grid", "price_per_bed_week,occupancy")
    assert len(answer["x"]) == len(answer["y"]) == 25 and answer["lines"]
    assert main(["sensitivity", case_file, "d", "--grid", "price_per_bed_week,occupancy", "--language", "en"]) == 0
    assert "Occupancy / Price per bed per week" in capsys.readouterr().out


@pytest.mark.parametrize(
    "extra",
    [
        ("--spider", "occupancy,price_per_bed_week"),
        pytest.param(("--flips",), marks=pytest.mark.thorough),
        ("--bridge", "d"),
    ],
)
@pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.thorough)])
def test_every_face_of_sensitivity_as_data_and_in_words(
    extra: tuple[str, ...], language: str, case_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert data(capsys, "sensitivity", case_file, "a", *extra)
    assert main(["sensitivity", case_file, "a", *extra, "--language", language]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 3


def test_a_bridge_from_an_earlier_version_of_the_case(
    case_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = tmp_path / "earlier.json"
    case = example_case("GM1783").with_input("a", "occupancy", 0.7)
    earlier.write_text(json.dumps(write_case(case)), encoding="utf-8")
    answer = data(capsys, "sensitivity", case_file, "a", "--before", str(earlier))
    assert [step["group"] for step in answer["steps"]] == ["occupancy"]
    assert answer["start"] + answer["steps"][0]["amount"] == pytest.approx(answer["end"], abs=0.01)


def test_a_risk_run_takes_ranges_events_and_an_earlier_run_from_files(
    case_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    setup, earlier = tmp_path / "setup.json", tmp_path / "earlier.json"
    setup.write_text(
        json.dumps(
            {
                "distributions": {"occupancy": {"kind": "uniform", "low": 0.8, "typical": 0.85, "high": 0.9}},
                "correlations": [],
                "events": [
                    {
                        "key": "dear",
                        "probability": 1,
                        "effects": [{"input": "building_cost_per_m2", "change": "multiply", "amount": 1.2}],
                    }
                ],
            }
        ),
        encoding="utf-8",
    )
    before = data(capsys, "risk", case_file, "d", "--draws", "200")
    earlier.write_text(json.dumps(before), encoding="utf-8")
    after = data(capsys, "risk", case_file, "d", "--draws", "200", "--setup", str(setup))
    assert after["setup"]["distributions"]["occupancy"]["kind"] == "uniform"
    assert after["spreads"]["npv"]["p50"] < before["spreads"]["npv"]["p50"]
    assert main(["risk", case_file, "d", "--draws", "200", "--setup", str(setup), "--previous", str(earlier)]) == 0
    assert "Ten opzichte van de vorige versie" in capsys.readouterr().out


def test_the_set_up_in_the_documentation_can_be_read(
    case_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    documented = re.search(r"\n    (\{.*?\]\})\n\n", risk_setup.__doc__ or "", re.DOTALL)
    assert documented is not None
    setup = tmp_path / "setup.json"
    setup.write_text(documented[1], encoding="utf-8")
    answer = data(capsys, "risk", case_file, "a", "--draws", "50", "--setup", str(setup))
    events = answer["setup"]["events"]
    assert [(event["key"], event["law"]) for event in events] == [
        ("permit_delay", ""),
        ("law_change", "if_proposals_pass"),
    ]


def test_an_event_under_an_unknown_law_is_refused_with_what_is_allowed(
    case_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    setup = tmp_path / "setup.json"
    setup.write_text('{"events": [{"key": "x", "probability": 1, "law": "martial"}]}', encoding="utf-8")
    assert main(["risk", case_file, "a", "--draws", "10", "--setup", str(setup)]) == 2
    told = capsys.readouterr().err
    assert all(piece in told for piece in ("setup.events[1].law", "martial", "if_proposals_pass"))


def case_with_risk(tmp_path: Path, **chosen: object) -> str:
    path = tmp_path / "chosen.json"
    path.write_text(json.dumps({**write_case(example_case("GM1783")), "risk": {"d": chosen}}), encoding="utf-8")
    return str(path)


CHOSEN = {
    "draws": 150,
    "seed": 7,
    "method": "sobol",
    "certainty": 0.95,
    "distributions": {"occupancy": {"kind": "uniform", "low": 0.8, "high": 0.9}},
    "events": [{"key": "permit_delay", "probability": 0.5, "effects": []}],
}


def test_a_risk_run_is_as_the_case_has_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    setup = data(capsys, "risk", case_with_risk(tmp_path, **CHOSEN), "d")["setup"]
    assert isinstance(setup, dict)
    assert [setup[key] for key in ("draws", "seed", "method", "certainty")] == [150, 7, "sobol", 0.95]
    assert setup["distributions"]["occupancy"]["kind"] == "uniform"


def test_a_set_up_file_lies_over_the_case_and_arguments_over_both(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    setup = tmp_path / "setup.json"
    setup.write_text('{"seed": 8, "certainty": 0.8, "draws": 100}', encoding="utf-8")
    arguments = ("--setup", str(setup), "--draws", "50")
    used = data(capsys, "risk", case_with_risk(tmp_path, **CHOSEN), "d", *arguments)["setup"]
    assert isinstance(used, dict)
    assert [used[key] for key in ("draws", "seed", "method", "certainty")] == [50, 8, "sobol", 0.8]


def test_a_choice_for_an_input_the_option_does_not_have_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    amount = {"own.1.amount": {"kind": "uniform", "low": 1, "high": 2}}
    assert main(["risk", case_with_risk(tmp_path, draws=50, distributions=amount), "d", "--language", "en"]) == 0
    assert "this option does not have them now: Own line 1: amount" in capsys.readouterr().out


def test_no_events_also_leaves_out_those_of_the_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert data(capsys, "risk", case_with_risk(tmp_path, **CHOSEN), "d", "--no-events")["setup"]["events"] == []


def test_a_risk_set_up_that_cannot_be_in_a_case_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["risk", case_with_risk(tmp_path, certainty=2), "d"]) == 2
    told = capsys.readouterr().err
    assert all(piece in told for piece in ("risk.d.certainty", "2", "0,5", "0,9999"))


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        '{"colour": 1}',
        '{"distributions": {"occupancy": 5}}',
        '{"distributions": {"occupancy": {"kind": "uniform", "low": "x", "high": 1}}}',
        '{"events": [{"key": "x"}]}',
        '{"correlations": [["occupancy"]]}',
        "{",
    ],
)
def test_a_setup_that_cannot_be_read_is_refused(
    content: str, case_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "setup.json"
    path.write_text(content, encoding="utf-8")
    assert main(["risk", case_file, "a", "--draws", "10", "--setup", str(path)]) == 2
    assert "setup" in capsys.readouterr().err


@pytest.mark.parametrize(
    "extra", [("--draws", "-1"), ("--workers", "0"), ("--seed", "-3"), ("--dask", "tcp://127.0.0.1:1")]
)
def test_a_batch_with_impossible_settings_is_refused(
    extra: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("model.analyses.batch.runners.DASK_SECONDS", 1)
    cases = tmp_path / "cases.csv"
    cases.write_text("municipality,type\nGM1783,short_stay\n", encoding="utf-8")
    assert main(["batch", str(cases), "--out", str(tmp_path / "out.csv"), *extra]) == 2
    assert extra[0] in capsys.readouterr().err


@pytest.mark.parametrize("out", ["out.xlsx", "absent/out.csv"])
def test_a_batch_that_cannot_be_written_is_refused(
    out: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = tmp_path / "cases.csv"
    cases.write_text("municipality,type\nGM1783,short_stay\n", encoding="utf-8")
    assert main(["batch", str(cases), "--out", str(tmp_path / out), "--workers", "1"]) == 2
    assert capsys.readouterr().err.strip()


def test_batch_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = tmp_path / "cases.csv"
    cases.write_text("municipality,type\nGM1783,short_stay\n", encoding="utf-8")
    assert main(["batch", str(cases), "--out", str(tmp_path / "out.csv"), "--workers", "1"]) == 0
    assert "1 regel doorgerekend" in capsys.readouterr().out


@pytest.mark.thorough
def test_check_tells_how_many_checks_passed(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", case_file, "--language", "en"]) == 0
    assert "0 failed" in capsys.readouterr().out
