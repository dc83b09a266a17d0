"""`paper` writes the A4 of a case, `verify` reads its numbers back and names what differs."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from market_data import MarketData
from model.case import Case, write_case
from model.case.example import example_case
from model.documents.blocks import Chart, Document
from model.documents.charts import ChartSpec, Series
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.words.figures import Figure
from model.words.messages import message
from model.words.quantities import quantity
from tests.cli.command import Call


@pytest.fixture(name="example", scope="module")
def example_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("paper") / "zaak.json"
    path.write_text(json.dumps(write_case(example_case("GM1783"))), encoding="utf-8")
    return path


@pytest.mark.parametrize("form", [".docx", ".html"])
def test_what_is_written_is_read_back(example: Path, tmp_path: Path, call: Call, form: str) -> None:
    out = tmp_path / f"notitie{form}"
    assert call("paper", example, out).status == 0
    ran = call("verify", out, "--case", example)
    assert (ran.status, ran.err) == (0, "")
    assert "getallen" in ran.out and "alle zijn die van de zaak" in ran.out


def test_a_paper_in_english_is_verified_in_any_language(example: Path, tmp_path: Path, call: Call) -> None:
    out = tmp_path / "paper.html"
    assert call("paper", example, out, "--language", "en").status == 0
    assert "council" in out.read_text(encoding="utf-8")
    assert call("verify", out, "--case", example).status == 0


def test_a_changed_digit_is_named_with_what_should_be_there(example: Path, tmp_path: Path, call: Call) -> None:
    out = tmp_path / "notitie.html"
    call("paper", example, out)
    page = out.read_text(encoding="utf-8")
    start = page.index(">", page.index("<data", page.index("<tbody"))) + 1
    shown = page[start : page.index("<", start)]
    wrong = shown[:-1] + f"{(int(shown[-1]) + 1) % 10}"
    out.write_text(page[:start] + wrong + page[start + len(shown) :], encoding="utf-8")
    ran = call("verify", out, "--case", example)
    assert ran.status == 2
    said = ran.err.replace("\u00a0", " ")
    assert wrong.replace("\u00a0", " ") in said and shown.replace("\u00a0", " ") in said and "notitie.html" in said


@pytest.mark.parametrize("form", [".docx", ".html"])
def test_a_changed_digit_along_the_axis_of_a_chart_is_named(
    example: Path, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    rent = Figure(quantity("npv"), "a", 2500.0)
    title = message("trade_off_chart")
    along_axes = Chart(ChartSpec("lines", title, title, ("2027", "2028"), (Series("", (rent, rent)),)))
    monkeypatch.setattr("model.export.paper.compose.paper", lambda _result: Document(title, (along_axes,)))
    out = tmp_path / f"notitie{form}"
    assert call("paper", example, out).status == 0
    ran = call("verify", out, "--case", example)
    assert ran.status == 0 and "8 getallen" in ran.out, "of the values 0, 500 to 2.500, and two years"
    replaced_in(out, ">1.500<", ">1.600<")
    ran = call("verify", out, "--case", example)
    assert ran.status == 2
    assert "zijkant van de grafiek, blok 1 (b1_up_4): er staat 1.600, dat hoort 1.500 te zijn" in ran.err


def replaced_in(paper: Path, old: str, new: str) -> None:
    """Another text in a paper, in the place of one that stands there once."""
    if paper.suffix == ".html":
        contents = {"": paper.read_bytes()}
    else:
        with zipfile.ZipFile(paper) as archive:
            contents = {name: archive.read(name) for name in archive.namelist()}
    assert sum(content.count(old.encode()) for content in contents.values()) == 1
    changed = {name: content.replace(old.encode(), new.encode()) for name, content in contents.items()}
    if paper.suffix == ".html":
        paper.write_bytes(changed[""])
        return
    with zipfile.ZipFile(paper, "w") as archive:
        for name, content in changed.items():
            archive.writestr(name, content)


def test_a_changed_sentence_is_named_and_is_no_mistake(example: Path, tmp_path: Path, call: Call) -> None:
    out = tmp_path / "paper.html"
    call("paper", example, out, "--language", "en")
    out.write_text(out.read_text(encoding="utf-8").replace("comes out best", "comes out worst"), encoding="utf-8")
    ran = call("verify", out, "--case", example, "--language", "en")
    assert (ran.status, ran.err) == (0, "")
    named, numbers = ran.out.splitlines()
    assert "comes out worst" in named and "comes out best" in named and "block 3" in named
    assert "numbers" in numbers


def test_edits_come_before_the_paper_and_give_the_same_bytes_again(example: Path, tmp_path: Path, call: Call) -> None:
    edits = tmp_path / "wijzigingen.json"
    edits.write_text(json.dumps([{"kind": "set", "path": "trade_off", "value": {"criteria": [{"key": "npv"}]}}]))
    papers = [tmp_path / name for name in ("een.docx", "twee.docx", "zonder.docx")]
    for path in papers[:2]:
        assert call("paper", example, path, "--edits", edits).status == 0
    assert call("paper", example, papers[2]).status == 0
    first, second, without = (path.read_bytes() for path in papers)
    assert first == second != without
    assert call("verify", papers[0], "--case", example).status == 2
    assert call("verify", papers[0], "--case", example, "--edits", edits).status == 0


def test_a_case_with_edits_is_run_once(
    example: Path, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits = tmp_path / "wijzigingen.json"
    edits.write_text(json.dumps([{"kind": "set", "path": "options.a.inputs.occupancy", "value": 0.9}]))
    runs: list[Case] = []

    def counted(case: Case, market: MarketData) -> CaseResult:
        runs.append(case)
        return run_case(case, market)

    monkeypatch.setattr("model.engine.run.run_case", counted)
    assert call("paper", example, tmp_path / "notitie.html", "--edits", edits).status == 0
    assert [case.option("a").inputs.get("occupancy") for case in runs] == [0.9]


def test_a_paper_is_verified_against_the_case_as_it_was_changed_for_it(
    example: Path, tmp_path: Path, call: Call
) -> None:
    own = tmp_path / "eigen.csv"
    own.write_text("indicator;region_code;period;value;source\naverage_home_value;GM1783;2026;900000;eigen taxatie\n")
    out = tmp_path / "notitie.html"
    changes = {"--market-data": own, "--set": "a.occupancy=0.9"}
    given = [part for change in changes.items() for part in change]
    assert call("paper", example, out, *given).status == 0
    assert call("verify", out, "--case", example, *given).status == 0
    for left_out in changes:
        rest = [part for name, value in changes.items() if name != left_out for part in (name, value)]
        ran = call("verify", out, "--case", example, *rest)
        assert ran.status == 2 and "notitie.html" in ran.err


@pytest.mark.parametrize(
    ("content", "named"), [("{", "wijzigingen.json"), ('{"kind": "set"}', "wijzigingen.json"), ('[{"kind": "x"}]', "x")]
)
def test_edits_that_are_none_are_refused_by_name(
    example: Path, tmp_path: Path, call: Call, content: str, named: str
) -> None:
    edits = tmp_path / "wijzigingen.json"
    edits.write_text(content)
    ran = call("paper", example, tmp_path / "notitie.html", "--edits", edits)
    assert ran.status == 2 and named in ran.err
    assert not (tmp_path / "notitie.html").exists()


def test_another_kind_of_file_is_refused_by_what_is_allowed(example: Path, tmp_path: Path, call: Call) -> None:
    for command in (("paper", example, tmp_path / "notitie.pdf"), ("verify", tmp_path / "x.pdf", "--case", example)):
        ran = call(*command)
        assert ran.status == 2 and ".docx" in ran.err and ".html" in ran.err


def test_a_file_that_is_damaged_is_told(example: Path, tmp_path: Path, call: Call) -> None:
    path = tmp_path / "kapot.docx"
    path.write_bytes(b"no archive")
    ran = call("verify", path, "--case", example)
    assert ran.status == 2 and "kapot.docx" in ran.err
