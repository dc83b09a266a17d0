"""The table of rules: which inputs cannot go together, each rule as a formula over inputs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from model.formula.expression import Expression, Input, leaves
from model.formula.primitives import by_choice, choice_of, floor, is_known
from model.parameters.table import basis_key, highest_on_basis, local_amounts, parameters

LONGEST_TERM = 200.0
"""Years of all terms together, relocations included: as far as a year of an own line goes, and far from overflow."""
WHOLE = 1.0
"""All of something that is shared."""

Said = Expression | float | str


@dataclass(frozen=True, eq=False)
class Contradiction:
    """A rule that inputs break together: where `measure` is more than `limit`, or as much unless `may_be_equal`.

    A measure is linear in each of its numbers, so that the end of a range follows from it. `code` is the message's,
    `field` the input it is about. `says` are the values its sentence names: a formula, a number, or the key of another
    input, which is named by its field; an input that is a choice is said by its word.
    """

    code: str
    field: str
    measure: Expression
    says: Mapping[str, Said]
    limit: float = 0.0
    may_be_equal: bool = True

    @cached_property
    def inputs(self) -> frozenset[str]:
        """Keys of the inputs it is about."""
        return frozenset(leaf.key for leaf in leaves(self.measure) if isinstance(leaf, Input))


def chosen(key: str, *choices: str) -> Expression:
    """Flag: 1 where one of these is chosen, else 0."""
    return by_choice(choice_of(key), parameters()[key].choices, otherwise=0, **dict.fromkeys(choices, 1))


def rules_of(keys: Collection[str]) -> tuple[Contradiction, ...]:
    """The rules about inputs that an option has, those of its own lines last."""
    standing = tuple(rule for rule in _rules() if all(key in keys for key in rule.inputs))
    count = 0
    while f"own.{count + 1}.to" in keys:
        count += 1
    return standing + tuple(_own_line_rule(number) for number in range(1, count + 1))


def field_of(key: str) -> str:
    """How a case file names an input: `own.2.to` is `own_lines[2].to`.

    >>> field_of("own.2.to"), field_of("loan_years")
    ('own_lines[2].to', 'loan_years')
    """
    return re.sub(r"^own\.(\d+)\.", r"own_lines[\1].", key)


@cache
def _rules() -> tuple[Contradiction, ...]:
    """Every rule but those of own lines, in the order in which problems are told."""
    return (*_durations(), *_parts_of_a_whole(), *_local_lines_without_amount(), *_schemes(), _guaranteed_shares())


def _durations() -> Iterator[Contradiction]:
    """What must fit in the term, or in the loan."""
    term, construction = Input("term_years"), Input("construction_months")
    yield Contradiction(
        "term_too_short",
        "term_years",
        construction - term * 12,
        {"value": term, "lowest": floor(construction / 12) + 1, "months": construction},
        may_be_equal=False,
    )
    again = Input("relocation_term_years")
    years = term + chosen("end_of_term", "relocate") * Input("relocation_times") * again
    yield Contradiction(
        "terms_too_long", "relocation_times", years, {"value": years, "highest": LONGEST_TERM}, limit=LONGEST_TERM
    )
    grace, loan = Input("loan_grace_years"), Input("loan_years")
    yield Contradiction(
        "grace_too_long", "loan_grace_years", grace - loan, {"value": grace, "highest": loan}, may_be_equal=False
    )
    service, price = Input("service_cost_per_bed_week"), Input("price_per_bed_week")
    yield Contradiction(
        "service_above_price", "service_cost_per_bed_week", service - price, {"value": service, "highest": price}
    )
    moving = Input("relocation_months")
    yield Contradiction(
        "relocation_too_long", "relocation_months", moving - again * 12, {"value": moving, "highest": again * 12}
    )


def _parts_of_a_whole() -> Iterator[Contradiction]:
    """Operating costs above what their base allows: a share of more than all of the revenue."""
    known = parameters()
    for key in known:
        basis = known.get(basis_key(key))
        for choice in basis.choices if basis is not None else ():
            highest = highest_on_basis(key, choice)
            if highest is not None:
                cost = Input(key)
                yield Contradiction(
                    "share_above_revenue",
                    key,
                    chosen(basis_key(key), choice) * cost,
                    {"value": cost, "highest": highest},
                    limit=highest,
                )


def _local_lines_without_amount() -> Iterator[Contradiction]:
    """A line counts with the municipality's own amount, and there is none."""
    for use, amount in local_amounts().items():
        yield Contradiction(
            "local_without_amount",
            use,
            chosen(use, "local") * (1 - is_known(Input(amount))),
            {"value": Input(use), "amount": amount},
        )


def _schemes() -> Iterator[Contradiction]:
    """Schemes that do not apply to this kind of housing."""
    lodging = chosen("use_function", "lodging")
    for key, schemes in (("subsidy_scheme", ("sft", "rthf")), ("realisation_grant_use", ("on", "local"))):
        yield Contradiction("scheme_not_for_lodging", key, lodging * chosen(key, *schemes), {"value": Input(key)})
    home = chosen("use_function", "housing") * chosen("rent_table", "home") * chosen("rent_regulated", "yes")
    yield Contradiction(
        "guarantee_not_eligible",
        "guarantee_use",
        chosen("guarantee_use", "on") * (1 - Input("is_relocatable") * home),
        {"value": Input("guarantee_use")},
    )


def _guaranteed_shares() -> Contradiction:
    """State and municipality together bear more than all of a guaranteed loss: the rest is the operator's."""
    state, municipality = Input("guarantee_state_share"), Input("guarantee_municipality_share")
    return Contradiction(
        "guarantee_above_loss",
        "guarantee_state_share",
        chosen("guarantee_use", "on") * (state + municipality),
        {"value": state, "other": municipality, "highest": 1 - municipality},
        limit=WHOLE,
    )


@cache
def _own_line_rule(number: int) -> Contradiction:
    """An own line ends before it begins."""
    first, last = Input(f"own.{number}.from"), Input(f"own.{number}.to")
    return Contradiction(
        "to_before_from", f"own.{number}.to", is_known(last) * (first - last), {"value": last, "first": first}
    )
