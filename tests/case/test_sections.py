"""Sections of a case that are read into a type of their own: proposals, need, trade-off and what-ifs."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from typing import Any

import pytest

from model.case import OperatorsMedian, money_of, numbers_of, read_case, write_case
from model.case.edits import set_value
from model.case.sections import SECTIONS
from model.case.sections.need import need_of
from model.case.sections.trade_off import trade_off_of
from model.case.sections.what_ifs import what_ifs_of
from model.words.texts import LANGUAGES
from tests.case.case_data import Json, case_with, problems_of
from tests.support.application import ROOT

ROW = {"stay": "short", "from": "2027-01", "low": 80, "typical": 100, "high": 130, "source": "Woonbehoefteonderzoek"}
OCCUPANCY = {"kind": "set", "path": "options.a.inputs.occupancy", "value": 0.8}


def need(**changes: Any) -> Json:
    return case_with(need={"rows": [{**ROW, **changes}]})


def trade_off(**given: Any) -> Json:
    return case_with(trade_off={"criteria": [{"key": "npv"}, {"key": "beds"}]} | given)


def inquiry(*operators: Any) -> Json:
    return case_with(inquiry={"operators": list(operators)})


def operator(**changes: Any) -> Json:
    return {"code": "A1", "year": 2025, "answers": {"energy_cost": 612.5, "price_has_energy": "yes"}} | changes


def what_if(*edits: Any) -> Json:
    return case_with(what_ifs=[{"name": "Drukker", "edits": list(edits)}])


@pytest.mark.parametrize(
    "data",
    [
        case_with(
            need={"rows": [ROW, {**ROW, "register": "brp", "note": "Geteld in mei"}], "own_room_from": "2027-07-01"}
        ),
        trade_off(weights={"npv": 2, "beds": 0.5}),
        trade_off(ranking=["beds", "npv"]),
        trade_off(swing={"npv": 100, "beds": 30}),
        trade_off(intervals={"npv": [0.1, 0.4], "beds": [0, 1]}),
        case_with(trade_off={"criteria": [{"key": "npv", "worst": -1e6, "best": 0}]}),
        inquiry(operator(), operator(code="-", year=1999, answers={"occupancy": 1, "staff_fte": 2.5})),
        what_if(OCCUPANCY, {"kind": "remove", "path": "options.a.inputs.occupancy"}),
        case_with(proposals={"tenancy": "2029-03-01", "thirty_nights": "no"}),
    ],
)
def test_a_section_is_written_as_it_was_read(data: Json) -> None:
    case = read_case(data)
    key = next(key for key in data if key in case.sections)
    assert write_case(case)[key] == data[key]
    assert read_case(write_case(case)) == case


@pytest.mark.parametrize(
    "empty",
    [
        {"need": {}},
        {"need": {"rows": []}},
        {"trade_off": {"criteria": []}},
        {"inquiry": {"operators": []}},
        {"what_ifs": []},
        {"frames": {}},
        {"proposals": {}},
    ],
)
def test_an_empty_section_is_as_if_it_were_not_there(empty: Json) -> None:
    case = read_case(case_with(**empty))
    assert case == read_case(case_with())
    assert not empty.keys() & write_case(case).keys()


def test_what_is_at_its_default_is_not_written() -> None:
    written = write_case(read_case(need(register="unknown", note="")))
    assert written["need"]["rows"] == [ROW]


@pytest.mark.parametrize(
    ("data", "code", "field"),
    [
        (case_with(need=3), "not_an_object", "need"),
        (case_with(need={"rows": {}}), "not_a_list", "need.rows"),
        (case_with(need={"rows": [3]}), "not_an_object", "need.rows[1]"),
        (case_with(need={"beds": 3}), "unknown_key", "need.beds"),
        (case_with(need={"own_room_from": "2027"}), "not_a_date", "need.own_room_from"),
        (need(stay="long_stay"), "not_a_choice", "need.rows[1].stay"),
        (need(register="both"), "not_a_choice", "need.rows[1].register"),
        (need(**{"from": "2027-13"}), "not_a_month", "need.rows[1].from"),
        (need(low=-1), "out_of_bounds", "need.rows[1].low"),
        (need(low="80"), "not_a_number", "need.rows[1].low"),
        (need(high=float("inf")), "not_finite", "need.rows[1].high"),
        (need(low=140), "bad_range", "need.rows[1].low"),
        (need(typical=140), "bad_typical", "need.rows[1].typical"),
        (need(source=" "), "missing", "need.rows[1].source"),
        (need(note="x" * 2001), "too_long", "need.rows[1].note"),
        (need(who="x"), "unknown_key", "need.rows[1].who"),
        (case_with(need={"rows": [ROW] * 1001}), "wrong_count", "need.rows"),
        (trade_off(weights={"npv": -1}), "out_of_bounds", "trade_off.weights.npv"),
        (trade_off(weights={"npv": 0, "beds": 0}), "all_zero", "trade_off.weights"),
        (trade_off(weights={"irr": 1}), "no_criterion", "trade_off.weights"),
        (trade_off(weights={"npv": 1}, ranking=["npv"]), "one_way_only", "trade_off.ranking"),
        (trade_off(ranking=["npv", "npv"]), "double_id", "trade_off.ranking"),
        (trade_off(intervals={"npv": [0.5, 0.1]}), "bad_range", "trade_off.intervals.npv"),
        (trade_off(intervals={"npv": [0.5]}), "wrong_count", "trade_off.intervals.npv"),
        (case_with(trade_off={"criteria": [{"key": "npv"}, {"key": "npv"}]}), "double_id", "trade_off.criteria"),
        (case_with(trade_off={"criteria": [{"key": "npw"}]}), "unknown_quantity", "trade_off.criteria[1].key"),
        (trade_off(criteria=[{"key": "npv", "worst": 1, "best": 1}]), "no_scale", "trade_off.criteria[1].best"),
        (inquiry(operator(code="Jan de Boer")), "not_a_code", "inquiry.operators[1].code"),
        (inquiry(operator(code="a1")), "not_a_code", "inquiry.operators[1].code"),
        (inquiry(operator(year=1899)), "not_a_figures_year", "inquiry.operators[1].year"),
        (inquiry(operator(year=2025.5)), "not_a_figures_year", "inquiry.operators[1].year"),
        (inquiry(operator(name="Jan")), "unknown_key", "inquiry.operators[1].name"),
        (inquiry(operator(answers={})), "missing", "inquiry.operators[1].answers"),
        (inquiry(operator(answers=3)), "not_an_object", "inquiry.operators[1].answers"),
        (inquiry(operator(answers={"energie": 3})), "unknown_question", "inquiry.operators[1].answers.energie"),
        (inquiry(operator(answers={"year": 2025})), "unknown_question", "inquiry.operators[1].answers.year"),
        (inquiry(operator(answers={"occupancy": 92})), "out_of_bounds", "inquiry.operators[1].answers.occupancy"),
        (inquiry(operator(answers={"occupancy": "92"})), "not_a_number", "inquiry.operators[1].answers.occupancy"),
        (inquiry(operator(answers={"presence": "vaak"})), "not_a_choice", "inquiry.operators[1].answers.presence"),
        (inquiry(operator(), operator()), "double_id", "inquiry.operators"),
        (inquiry(*(operator(code=f"{n}") for n in range(101))), "wrong_count", "inquiry.operators"),
        (what_if(), "wrong_count", "what_ifs[1].edits"),
        (case_with(proposals={"tenancy": "soon"}), "not_a_choice", "proposals.tenancy"),
        (case_with(proposals={"tenancy": True}), "not_a_choice", "proposals.tenancy"),
        (case_with(proposals={"tenancy": "2029-02-30"}), "not_a_date", "proposals.tenancy"),
        (case_with(proposals={"tenancy": "1999-01-01"}), "out_of_bounds", "proposals.tenancy"),
        (case_with(proposals={"thirty": "no"}), "unknown_key", "proposals.thirty"),
        (case_with(proposals=[]), "not_an_object", "proposals"),
        (what_if(OCCUPANCY, {**OCCUPANCY, "value": 2}), "edit_refused", "what_ifs[1].edits[2]"),
        (what_if({**OCCUPANCY, "path": "options.x.inputs.occupancy"}), "edit_refused", "what_ifs[1].edits[1]"),
        (what_if({"kind": "burn", "path": "options.a"}), "not_a_choice", "what_ifs[1].edits[1].kind"),
        (case_with(what_ifs=[{"name": "x", "edits": [OCCUPANCY]}] * 2), "double_id", "what_ifs"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_field_in_both_languages(data: Json, code: str, field: str) -> None:
    (problem,) = problems_of(data)
    assert (problem.code, problem.field) == (code, field)
    for language in LANGUAGES:
        assert field in problem.text(language)


def test_everything_that_is_wrong_with_a_file_is_said_at_once() -> None:
    data = {**need(stay="x", low=-1), "trade_off": 3, "beds": 0}
    assert {problem.field for problem in problems_of(data)} == {
        "beds",
        "need.rows[1].stay",
        "need.rows[1].low",
        "trade_off",
    }


@pytest.mark.thorough
def test_a_case_without_these_sections_is_calculated_without_pydantic() -> None:
    asked = "import sys; from model.case import read_case; import json; from model.engine.run import run_case\n"
    asked += "run_case(read_case(json.loads(sys.argv[1]))); print('pydantic' in sys.modules)"

    def imported(data: Json) -> str:
        command = [sys.executable, "-c", asked, json.dumps(data)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    assert (imported(case_with()), imported(need())) == ("False", "True")


def test_a_section_that_moves_no_money_is_not_part_of_what_the_engine_is_asked() -> None:
    bare = read_case(case_with())
    assert money_of(read_case(need(note="Geteld in mei"))) == money_of(read_case(need())) == bare
    assert money_of(read_case(case_with(frames={"max_beds": 100}))) != bare
    assert [section.key for section in SECTIONS if not section.moves_money] == [
        "need",
        "trade_off",
        "inquiry",
        "what_ifs",
    ]


def test_what_was_chosen_of_risk_runs_moves_no_number_of_the_case_itself() -> None:
    chosen = read_case(case_with(risk={"a": {"draws": 10}}))
    assert money_of(chosen) == chosen
    assert numbers_of(chosen) == numbers_of(read_case(need())) == read_case(case_with())


def test_what_is_read_has_a_type_of_its_own() -> None:
    data = {**trade_off(swing={"npv": 100}), "what_ifs": what_if(OCCUPANCY)["what_ifs"]}
    case = read_case(data | {"need": {"rows": [{**ROW, "register": "brp"}], "own_room_from": "2027-07-01"}})
    (row,) = need_of(case).rows
    assert (row.stay, row.first_month, row.typical, row.register_of) == ("short", "2027-01", 100.0, "brp")
    assert need_of(case).own_room_from == date(2027, 7, 1)
    assert trade_off_of(case).swing == {"npv": 100.0}
    assert what_ifs_of(case)[0].edits == (set_value(("options", "a", "inputs", "occupancy"), 0.8),)


def test_nothing_is_said_where_a_section_is_absent() -> None:
    case = read_case(case_with())
    assert (need_of(case).rows, trade_off_of(case).criteria, what_ifs_of(case)) == ((), (), ())


def median(**changes: Any) -> Json:
    reason = {"median": {"question": "occupancy", "operators": 4, "value": 0.93} | changes}
    option = {"id": "a", "type": "short_stay", "inputs": {"occupancy": 0.93}, "reasons": {"occupancy": reason}}
    return case_with(options=[option])


def test_a_reason_says_of_which_question_a_value_is_the_median() -> None:
    case = read_case(median())
    assert case.option("a").reasons["occupancy"].median == OperatorsMedian("occupancy", 4, 0.93)
    assert read_case(write_case(case)) == case


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"operators": 2}, "out_of_bounds", "operators"),
        ({"question": "code"}, "not_a_choice", "question"),
        ({"value": "veel"}, "not_a_number", "value"),
        ({"who": "Jan"}, "unknown_key", "who"),
    ],
)
def test_what_is_wrong_with_a_median_is_named(changes: Json, code: str, field: str) -> None:
    (problem,) = problems_of(median(**changes))
    assert (problem.code, problem.field) == (code, f"a.reasons.occupancy.median.{field}")
