"""Any choices a case may hold of the risk run of an option, for tests with hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from model.case import EVENT_LAWS
from model.parameters.table import parameters

Json = dict[str, Any]
INPUTS = ("discount_rate", "loan_rate", "inflation", "subsidy_at_start", "own.1.amount")
"""Inputs every kind of option has."""
texts = st.text(st.characters(exclude_categories=["Cc", "Cn", "Cs", "Zl", "Zp"]), max_size=20)
shares = st.floats(0, 1)


def bounds(name: str) -> tuple[float, float]:
    """Where a distribution may lie; 1e-6 keeps a lognormal above zero."""
    if name.startswith("own."):
        return 1e-6, 1e12
    return max(1e-6, parameters()[name].lowest or 0.0), parameters()[name].highest or 1e6


@st.composite
def distributions(draw: st.DrawFn, name: str) -> Json:
    low, typical, high = sorted(draw(st.tuples(*[st.floats(*bounds(name))] * 3)))
    kind = draw(st.sampled_from(["triangular", "pert", "uniform", "lognormal", "discrete"]))
    distribution: Json = {"kind": kind, "low": low, "typical": typical, "high": high}
    if kind == "discrete":
        distribution |= {"values": [low, high], "probabilities": [0.25, 0.75]}
    return distribution


@st.composite
def events(draw: st.DrawFn, key: str) -> Json:
    event: Json = {"key": key, "probability": draw(shares)}
    if draw(st.booleans()):
        event["law"] = draw(st.sampled_from(EVENT_LAWS))
    if "law" not in event or draw(st.booleans()):
        effect = {"change": st.sampled_from(["add", "multiply", "set"]), "amount": st.floats(-1e12, 1e12)}
        event["effects"] = draw(
            st.lists(st.fixed_dictionaries({"input": st.sampled_from(INPUTS), **effect}), max_size=2)
        )
    if draw(st.booleans()):
        event |= {"label_nl": draw(texts), "label_en": draw(texts)}
    return event


@st.composite
def risk_choices(draw: st.DrawFn) -> Json:
    """What may stand under the id of an option in `risk`."""
    share = draw(st.sampled_from([0.0, 0.25, 0.5, 1.0]))
    branches = [
        {"key": "one", "probability": share, "settings": {"subsidy_at_start": draw(st.integers(0, 1_000_000))}},
        {"key": "two", "probability": 1 - share, "settings": {"loan_type": "linear"}},
    ]
    optional: dict[str, st.SearchStrategy[Any]] = {
        "distributions": st.fixed_dictionaries({}, optional={name: st.none() | distributions(name) for name in INPUTS}),
        "correlations": st.lists(
            st.tuples(st.just("loan_rate"), st.sampled_from(INPUTS[2:]), st.floats(-0.4, 0.4)).map(list),
            unique_by=lambda pair: pair[1],
        ),
        "events": st.tuples(events("permit_delay"), events("x")).map(list) | st.just([]),
        "branches": st.sampled_from([branches, []]),
        "draws": st.integers(1, 1_000_000),
        "seed": st.integers(0, 2**32 - 1),
        "method": st.sampled_from(["latin_hypercube", "sobol"]),
        "certainty": st.floats(0.5, 0.9999),
    }
    return draw(st.fixed_dictionaries({}, optional=optional))
