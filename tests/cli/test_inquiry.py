"""`inquiry` writes the form for operators and reads filled ones; a file that is none ends it with status 2."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from market_data import load
from model.case import load_case
from model.export.inquiry.reading_back import read_form
from tests.cli.command import Call, strict_json
from tests.support.inquiry import filled, three


@pytest.fixture
def forms(tmp_path: Path) -> list[Path]:
    """Those of three operators, one of them in Word."""
    paths = []
    for name, content in [*three()[:2], three(".docx")[2]]:
        paths.append(tmp_path / name)
        paths[-1].write_bytes(content)
    return paths


@pytest.mark.parametrize("kind", [".xlsx", ".docx"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_form_is_written_and_read_back(tmp_path: Path, call: Call, kind: str, language: str) -> None:
    out = tmp_path / f"uitvraag{kind}"
    ran = call("inquiry", out, "--language", language)
    assert (ran.status, ran.err) == (0, "")
    assert read_form(out.name, out.read_bytes()).answers == ()


def test_the_assumptions_of_a_case_that_matter_most_have_a_star(case_file: Path, tmp_path: Path, call: Call) -> None:
    starred = []
    for arguments in ([], ["--case", case_file], ["--case", case_file, "--set", "a.occupancy=0.9"]):
        out = tmp_path / "uitvraag.xlsx"
        assert call("inquiry", out, *arguments).status == 0
        sheet = openpyxl.load_workbook(io.BytesIO(out.read_bytes())).active
        starred.append([row[0].value for row in sheet.iter_rows() if "★" in str(row[1].value)])
    assert [len(keys) for keys in starred] == [0, 5, 5]
    assert "occupancy" in starred[1]


def test_three_operators_give_median_and_middle_half(forms: list[Path], call: Call) -> None:
    """Energy of 1,250.50, 600 and 810.25: quartiles 705.125 and 1,030.375, outwards; of occupancy only two told."""
    ran = call("inquiry", "--read", *forms, "--json")
    assert (ran.status, ran.err) == (0, "")
    found = strict_json(ran.out)
    rows = {row["key"]: row for row in found["questions"]}
    energy, occupancy, has_energy = (rows[key] for key in ("energy_cost", "occupancy", "price_has_energy"))
    assert (found["operators"], found["years"], found["problems"]) == (3, [2024, 2025], [])
    assert [energy[part] for part in ("count", "low", "median", "high")] == [3, 700.0, 810.25, 1100.0]
    assert [occupancy[part] for part in ("count", "low", "median", "high", "chosen")] == [2, None, None, None, None]
    assert has_energy["chosen"] == {"yes": 2, "no": 1}


def test_two_operators_give_their_number_and_no_figure(forms: list[Path], call: Call) -> None:
    for form in (["--json"], []):
        ran = call("inquiry", "--read", *forms[:2], *form)
        assert ran.status == 0
        assert not any(figure in ran.out for figure in ("1250", "1.250", "600", "925", "92%", "0.92", "90%"))
    assert "2 van 3" in ran.out


def test_for_people_there_is_a_line_for_each_question_that_anybody_answered(forms: list[Path], call: Call) -> None:
    lines = call("inquiry", "--read", *forms).out.replace("\u00a0", " ").splitlines()
    energy = next(line for line in lines if line.startswith("Energie, water en internet"))
    assert energy.endswith("3  € 810,25  € 700 – € 1.100")
    assert not any(line.startswith("Leges") for line in lines)


def test_a_bad_cell_is_named_and_the_rest_is_used(forms: list[Path], call: Call) -> None:
    forms[0].write_bytes(filled(".xlsx", {"code": "A1", "energy_cost": "veel", "occupancy": "92%"}))
    ran = call("inquiry", "--read", *forms, "--json")
    assert ran.status == 0
    assert all(named in ran.err for named in (forms[0].name, "cel E", "veel", "30.000"))
    counts = {row["key"]: row["count"] for row in strict_json(ran.out)["questions"]}
    assert (counts["energy_cost"], counts["occupancy"]) == (2, 2)
    assert len(strict_json(ran.out)["problems"]) == 1


def test_a_file_that_is_no_form_is_named_and_the_others_are_read(tmp_path: Path, forms: list[Path], call: Call) -> None:
    strange = tmp_path / "vreemd.xlsx"
    strange.write_bytes(b"no archive")
    ran = call("inquiry", "--read", strange, *forms, tmp_path / "weg.docx", tmp_path, "--json")
    assert ran.status == 2
    assert all(named in ran.err for named in ("vreemd.xlsx", "weg.docx", tmp_path.name))
    assert strict_json(ran.out)["operators"] == 3


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], "--read"),
        (["uit.pdf"], ".xlsx, .docx"),
        (["uit.xlsx", "--read", "in.xlsx"], "--read"),
        (["uit.xlsx", "--json"], "--json"),
        (["uit.xlsx", "--set", "a.occupancy=0.9"], "--set"),
        (["--read", "in.xlsx", "--out", "nieuw.json"], "--out"),
        (["--read", "in.xlsx", "--set", "a.occupancy=0.9"], "--set"),
        (["uit.xlsx", "--out", "nieuw.json"], "--out"),
        (["uit.xlsx", "--case", "weg.json"], "weg.json"),
    ],
)
def test_what_does_not_go_together_is_refused_by_name(
    arguments: list[str], named: str, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = call("inquiry", *arguments)
    assert (ran.status, ran.out) == (2, "") and named in ran.err
    assert list(tmp_path.iterdir()) == []


def test_the_answers_are_put_in_a_case_and_its_price_level_counts(
    case_file: Path, forms: list[Path], tmp_path: Path, call: Call
) -> None:
    new = tmp_path / "nieuw.json"
    ran = call("inquiry", "--read", *forms[:2], "--case", case_file, "--out", new)
    assert ran.status == 0 and "2 exploitanten" in ran.err
    assert [operator["code"] for operator in strict_json(new.read_text())["inquiry"]["operators"]] == ["A1", "B2"]
    ran = call("inquiry", "--read", forms[2], "--case", new, "--json")
    asked = strict_json(ran.out)
    assert asked["operators"] == 3
    level = load_case(case_file).price_level_date
    ratio = load().index_ratio("consumer_prices", date(2025, 7, 1), level)[0]
    energy = next(row for row in asked["questions"] if row["key"] == "energy_cost")
    assert energy["median"] == pytest.approx(810.25 * ratio, abs=0.005)
    again = call("inquiry", "--read", forms[1], "--case", new, "--out", new)
    assert again.status == 0 and "in de plaats van" in again.err
