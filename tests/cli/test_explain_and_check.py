"""`explain`, `solve` and `check` as other programs and people meet them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from model.checks.check import FAILED, UNKNOWN, Check
from tests.cli.command import Call, model, strict_json


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
    failed = (Check("balance", "a", FAILED, difference=13_458.6834), Check("parity", "LibreOffice", UNKNOWN))
    monkeypatch.setattr("model.checks.run_checks", lambda _: failed)
    path = tmp_path / "case.json"
    call("new", path, "--municipality", "GM1783")
    assert "(a) 13.458,68" in call("check", path).out
    assert "(a) 13,458.68" in call("check", path, "--language", "en").out
    first, second = json.loads(call("check", path, "--json").out)["checks"]
    assert (first["difference"], first["detail"]) == (13_458.6834, "13.458,68")
    assert (second["difference"], second["detail"]) == (None, "")


def test_check_tells_the_back_tests_and_the_rise_of_vat_in_words_and_as_data(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """€ 60 a week in Diemen in 2009, of which 25% either way is the band; 9% became 21% on 1-1-2026."""
    monkeypatch.setattr("model.checks.run_checks", lambda _: ())
    path = tmp_path / "case.json"
    call("new", path, "--municipality", "GM0983")
    told = call("check", path, "--language", "en").out
    assert "Diemen 2009: then €\xa060.00" in told and "Partly circular" in told and "Venlo" in told
    data = json.loads(call("check", path, "--json").out)
    diemen = data["back_tests"][0]
    assert (diemen["observed"], diemen["band"], diemen["tier"]) == (60.0, [45.0, 75.0], "B")
    assert data["vat_rise"]["rates"] == [0.09, 0.21]
    assert "2009" in data["back_test_circular"]
