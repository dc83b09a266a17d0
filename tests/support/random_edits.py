"""A case about which everything that names an option says something, and edits of it drawn at random."""

from __future__ import annotations

from hypothesis import strategies as st

from model.case import Case, read_case
from model.case.edits import (
    Edit,
    add,
    change_option_type,
    move,
    remove,
    rename_option,
    set_mix_shares,
    set_value,
)
from tests.case.case_data import Json, case_with

NEED_ROW = {"stay": "short", "from": "2027-01", "low": 80, "typical": 100, "high": 130, "source": "Telling"}
SUBSIDY = {"label": "Rijk", "kind": "subsidy", "amount": 1_000_000}
RENT = {"label": "Huur", "kind": "revenue", "amount": 100}


def data() -> Json:
    """Two options with own lines and a mix of them, about which everything that names an option says something."""
    return case_with(
        options=[
            {
                "id": "a",
                "type": "short_stay",
                "inputs": {"occupancy": 0.9},
                "reasons": {"occupancy": {"who": "J", "when": "2027-01-01", "why": "gemeten"}},
                "own_lines": [SUBSIDY, RENT],
            },
            {"id": "b", "type": "mid_stay"},
            {"id": "c", "type": "conversion", "variant": "office"},
            {"id": "m", "type": "mix", "components": [{"option": "a", "share": 0.5}, {"option": "b", "share": 0.5}]},
        ],
        risk={
            "a": {"distributions": {"own.2.amount": {"kind": "uniform", "low": 50, "high": 150}, "occupancy": None}},
            "m": {
                "distributions": {"a.own.2.amount": {"kind": "uniform", "low": 50, "high": 150}, "b.occupancy": None}
            },
        },
        what_ifs=[
            {"name": "Leeg", "edits": [{"kind": "set", "path": "options.a.inputs.occupancy", "value": 0.5}]},
            {"name": "Duur", "edits": [{"kind": "set", "path": "options.a.own_lines.2.amount", "value": 200}]},
        ],
    )


def case() -> Case:
    return read_case(data())


IDS = st.sampled_from(["a", "b", "c", "m"])
INPUTS = st.builds(
    lambda option, key, value: set_value(("options", option, "inputs", key), value),
    IDS,
    st.sampled_from(["occupancy", "price_per_bed_week", "term_years"]),
    st.sampled_from([0.5, 0.9, 10, 12]),
)
EDITS = st.one_of(
    INPUTS,
    st.builds(lambda option: remove(("options", option, "inputs", "occupancy")), IDS),
    st.builds(lambda option: Edit("remove_option", ("options", option)), IDS),
    st.builds(
        lambda option, after: add(("options",), {"id": option, "type": "mid_stay"}, after),
        st.sampled_from(["x", "y"]),
        st.none() | IDS,
    ),
    st.builds(lambda option, after: move(("options", option), after), IDS, st.none() | IDS),
    st.builds(rename_option, IDS, st.sampled_from(["x", "y"])),
    st.builds(change_option_type, IDS, st.sampled_from(["short_stay", "mid_stay", "own", "mix"])),
    st.builds(lambda share: set_mix_shares("m", {"a": share, "c": 1 - share}), st.sampled_from([0.25, 0.5])),
    st.builds(
        lambda option, after: add(("options", option, "own_lines"), SUBSIDY, after),
        IDS,
        st.sampled_from([None, "", "1"]),
    ),
    st.builds(lambda number: remove(("options", "a", "own_lines", number)), st.sampled_from(["1", "2"])),
    st.builds(
        lambda number, amount: set_value(("options", "a", "own_lines", number, "amount"), amount),
        st.sampled_from(["1", "2"]),
        st.sampled_from([1, 2]),
    ),
    st.builds(
        lambda key, value: set_value((key,), value),
        st.sampled_from(["beds", "horizon_years"]),
        st.sampled_from([20, 30]),
    ),
    st.builds(lambda value: set_value(("frames", "max_beds"), value), st.sampled_from([100, 200])),
    st.builds(lambda option, value: set_value(("risk", option, "draws"), value), IDS, st.sampled_from([10, 20])),
    st.builds(
        lambda option, why: set_value(
            ("options", option, "reasons", "occupancy"), {"who": "J", "when": "2027-01-01", "why": why}
        ),
        IDS,
        st.sampled_from(["gemeten", "geschat"]),
    ),
    st.builds(
        lambda option, label: set_value(("options", option, "label"), label), IDS, st.sampled_from(["Logies", "Hotel"])
    ),
    st.builds(
        lambda number, after: move(("options", "a", "own_lines", number), after),
        st.sampled_from(["1", "2"]),
        st.sampled_from([None, "", "1"]),
    ),
    st.builds(
        lambda stay, source: add(("need", "rows"), {**NEED_ROW, "stay": stay, "source": source}),
        st.sampled_from(["short", "long"]),
        st.sampled_from(["Telling", "Raming"]),
    ),
    st.builds(lambda low: set_value(("need", "rows", "1", "low"), low), st.sampled_from([70, 200])),
    st.just(remove(("need", "rows", "1"))),
    st.just(remove(("need",))),
    st.builds(lambda key: add(("trade_off", "criteria"), {"key": key}), st.sampled_from(["npv", "beds"])),
    st.builds(lambda key: remove(("trade_off", "criteria", key)), st.sampled_from(["npv", "beds"])),
    st.builds(
        lambda key, points: set_value(("trade_off", "weights", key), points),
        st.sampled_from(["npv", "beds"]),
        st.sampled_from([0, 40, 60]),
    ),
    st.builds(lambda key: set_value(("trade_off",), {"criteria": [{"key": key}]}), st.sampled_from(["npv", "beds"])),
    st.builds(
        lambda code, cost: add(("inquiry", "operators"), {"code": code, "answers": {"energy_cost": cost}}),
        st.sampled_from(["A1", "B2"]),
        st.sampled_from([600, 700]),
    ),
    st.builds(
        lambda code, key, value: set_value(("inquiry", "operators", code, "answers", key), value),
        st.sampled_from(["A1", "B2"]),
        st.sampled_from(["energy_cost", "staff_fte"]),
        st.sampled_from([2, 800]),
    ),
    st.builds(lambda code: remove(("inquiry", "operators", code)), st.sampled_from(["A1", "B2"])),
    st.just(remove(("inquiry",))),
    st.just(remove(("what_ifs", "Leeg"))),
    st.builds(
        lambda key, edit: add(("what_ifs",), {"name": key, "edits": [edit]}),
        st.sampled_from(["Leeg", "Duur"]),
        st.just({"kind": "set", "path": "options.b.inputs.occupancy", "value": 0.7}),
    ),
)
"""Edits of that case: some of them are refused, by the case itself or by what others made of it."""
