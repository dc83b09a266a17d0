"""Inputs that are fine alone and impossible together: in words for one option, and where in many scenarios."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.engine.resolve import ResolvedOption
from model.engine.term import term_years
from model.formula.evaluate import Value
from model.parameters.table import basis_key, highest_on_basis, local_amounts, parameters
from model.problems import Problem, problem

LONGEST_TERM = 200.0
"""Years of all terms together, relocations included: as far as a year of an own line goes, and far from overflow."""


def contradictions(resolved: ResolvedOption) -> tuple[Problem, ...]:
    """Inputs that are fine alone and impossible together."""
    values = resolved.values
    option = resolved.option.id
    problems: list[Problem] = []
    if values["term_years"] * 12 <= values["construction_months"]:
        problems.append(
            problem(
                "term_too_short",
                f"{option}.term_years",
                value=values["term_years"],
                lowest=math.floor(values["construction_months"] / 12) + 1,
                months=values["construction_months"],
            )
        )
    if (years := term_years(resolved)) > LONGEST_TERM:
        problems.append(problem("terms_too_long", f"{option}.relocation_times", value=years, highest=LONGEST_TERM))
    if values["loan_grace_years"] >= values["loan_years"]:
        problems.append(
            problem(
                "grace_too_long",
                f"{option}.loan_grace_years",
                value=values["loan_grace_years"],
                highest=values["loan_years"],
            )
        )
    if "price_per_bed_week" in values and values["service_cost_per_bed_week"] > values["price_per_bed_week"]:
        problems.append(
            problem(
                "service_above_price",
                f"{option}.service_cost_per_bed_week",
                value=values["service_cost_per_bed_week"],
                highest=values["price_per_bed_week"],
            )
        )
    if "relocation_months" in values and values["relocation_months"] > values["relocation_term_years"] * 12:
        problems.append(
            problem(
                "relocation_too_long",
                f"{option}.relocation_months",
                value=values["relocation_months"],
                highest=values["relocation_term_years"] * 12,
            )
        )
    return (*problems, *_shares_above_revenue(resolved), *_scheme_contradictions(resolved))


def local_lines() -> Mapping[str, str]:
    """The switch of every line that counts an amount of the municipality's own, and the input of that amount."""
    return local_amounts()


def _shares_above_revenue(resolved: ResolvedOption) -> Iterator[Problem]:
    """Operating costs above what their base allows: a share of more than all of the revenue."""
    for key, value in resolved.values.items():
        basis = resolved.provenance.get(basis_key(key))
        highest = highest_on_basis(key, None if basis is None else str(basis.value))
        if highest is not None and value > highest:
            yield problem("share_above_revenue", f"{resolved.option.id}.{key}", value=value, highest=highest)


def _scheme_contradictions(resolved: ResolvedOption) -> list[Problem]:
    """Schemes that do not apply to this kind of housing, and local lines without an amount."""
    given = resolved.provenance
    option = resolved.option
    if "use_function" not in given:
        return []
    problems = [
        problem("local_without_amount", f"{option.id}.{use}", value="local", amount=f"{option.id}.{amount}")
        for use, amount in local_lines().items()
        if given[use].value == "local" and given[amount].value is None
    ]
    lodging = given["use_function"].value == "lodging"
    scheme = given["subsidy_scheme"].value
    if lodging and scheme in {"sft", "rthf"}:
        problems.append(problem("scheme_not_for_lodging", f"{option.id}.subsidy_scheme", value=scheme))
    if lodging and given["realisation_grant_use"].value != "off":
        value = given["realisation_grant_use"].value
        problems.append(problem("scheme_not_for_lodging", f"{option.id}.realisation_grant_use", value=value))
    self_contained = given["rent_table"].value == "home"
    social_rent = given["rent_regulated"].value == "yes"
    eligible = option.variant == "relocatable" and not lodging and self_contained and social_rent
    if given["guarantee_use"].value == "on" and not eligible:
        problems.append(problem("guarantee_not_eligible", f"{option.id}.guarantee_use", value="on"))
    return problems


def contradicts(values: Mapping[str, Value]) -> NDArray[np.bool_] | np.bool_:
    """Where an option's inputs are impossible together: the rules of `contradictions`, for many scenarios at once.

    Only inputs that vary are looked at: what is equal in all scenarios was tested when the case was run.
    """
    pairs = [
        (np.multiply(values["term_years"], 12), values["construction_months"], False),
        (values["loan_years"], values["loan_grace_years"], False),
    ]
    if "price_per_bed_week" in values:
        pairs.append((values["price_per_bed_week"], values["service_cost_per_bed_week"], True))
    if "relocation_months" in values:
        pairs.append((np.multiply(values["relocation_term_years"], 12), values["relocation_months"], True))
    pairs += [(highest_of(key, values), values[key], True) for key in values if basis_key(key) in values]
    impossible: NDArray[np.bool_] | np.bool_ = np.bool_(False)
    for room, needed, may_equal in pairs:
        if np.ndim(room) or np.ndim(needed):
            impossible = impossible | (np.less(room, needed) if may_equal else np.less_equal(room, needed))
    return impossible


def highest_of(key: str, values: Mapping[str, Value]) -> Any:
    """Most that an input may be on its basis, which may differ per scenario; infinite where no basis says so."""
    if basis_key(key) not in values:
        return math.inf
    limits = [highest_on_basis(key, basis) for basis in parameters()[basis_key(key)].choices]
    codes = np.asarray(values[basis_key(key)], np.int64)
    return np.array([math.inf if limit is None else limit for limit in limits])[codes - 1]
