"""`run --what-ifs`: what every what-if of a case does to every option, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import CASE, Call, Json, strict_json

RENT = {"kind": "set", "path": "options.o.own_lines.2.amount", "value": 1210}
GONE = {"kind": "remove", "path": "options.b"}
WHAT_IFS = [{"name": "Hogere huur", "edits": [RENT]}, {"name": "Zonder b", "edits": [GONE]}]


@pytest.fixture(name="asking", scope="module")
def case_with_what_ifs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Option o earns 1,210 instead of 1,100 after a year, at 10%: worth 100 instead of 0."""
    path = tmp_path_factory.mktemp("what_ifs") / "zaak.json"
    options = [option for option in CASE["options"] if option["id"] in {"a", "b", "o"}]
    path.write_text(json.dumps({**CASE, "options": options, "what_ifs": WHAT_IFS}), encoding="utf-8")
    return path


def test_programs_get_what_it_is_would_be_and_the_difference(call: Call, asking: Path) -> None:
    ran = call("run", asking, "--what-ifs", "--json")
    assert (ran.status, ran.err) == (0, "")
    dearer, without = strict_json(ran.out)["what_ifs"]
    assert (dearer["name"], dearer["edits"]) == ("Hogere huur", [RENT])
    npv: Json = dearer["quantities"]["npv"]["options"]["o"]
    assert [npv[name] for name in ("before", "after", "difference")] == pytest.approx([0, 100, 100], abs=1e-9)
    assert npv["why"] is None
    assert dearer["quantities"]["irr"]["options"]["o"]["difference"] == pytest.approx(0.11)
    gone: Json = without["quantities"]["npv"]["options"]["b"]
    assert (gone["after"], gone["difference"]) == (None, None)
    assert gone["why"] == "Deze optie is er in de wat-als niet."


def test_people_get_sentences_and_tables_behind_the_rest(call: Call, asking: Path) -> None:
    plain, asked = call("run", asking), call("run", asking, "--what-ifs")
    assert asked.out.startswith(plain.out)
    behind = asked.out[len(plain.out) :]
    assert "Met ‘Hogere huur’ stijgt" in behind and "geen andere optie verandert" in behind
    assert "Verschil door ‘Zonder b’" in behind
    assert "With ‘Hogere huur’" in call("run", asking, "--what-ifs", "--language", "en").out


def test_without_it_the_answer_is_the_one_of_before(call: Call, asking: Path) -> None:
    assert "what_ifs" not in strict_json(call("run", asking, "--json").out)


def test_a_case_without_any_says_so(call: Call, small_file: Path) -> None:
    assert call("run", small_file, "--what-ifs").out.endswith("De zaak heeft geen wat-als.\n")
    assert strict_json(call("run", small_file, "--what-ifs", "--json").out)["what_ifs"] == []
