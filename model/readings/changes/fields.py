"""What stands at a path of a case: what it is called, how its values are said, and whether it has a default."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from model.case.data import PERIODS_PER_YEAR
from model.case.edit import Path
from model.case.frame_kinds import FRAMES
from model.case.sections.need import REGISTERS, STAYS
from model.case.uncertainty.events import shipped_events
from model.case.uncertainty.overlay import METHODS
from model.lines.structure import OWN_COUNTERPARTIES, OWN_KINDS, OWN_PERS
from model.outcomes.quantities import quantity
from model.parameters.law import proposals
from model.parameters.table import parameters
from model.readings.changes import values
from model.readings.changes.subjects import Subjects, quantity_name
from model.readings.changes.values import Words
from model.readings.names import party_name
from model.readings.operators import operator_name
from model.readings.risk import branch_name
from model.words.messages import Message, Named, message


@dataclass(frozen=True)
class Field:
    """What is at a path: its `name`, how a value of it is said, and whether it has a default when it is left out."""

    name: Named
    words: Words = values.yes_or_no
    has_default: bool = False


def field_of(path: Path, subjects: Subjects) -> Field:
    """The field at a path; of what is not known by itself the part of the case it belongs to."""
    known = _SECTIONS[path[0]](path[1:], subjects) if path[0] in _SECTIONS else _OF_THE_CASE.get(path[0])
    return Field(message("change_the_case")) if known is None else known


def _options(rest: Path, subjects: Subjects) -> Field:
    if not rest:
        return Field(message("ui_options"))
    of_a_part = _PARTS.get(rest[1]) if len(rest) > 1 else None
    return Field(subjects.option(rest[0])) if of_a_part is None else of_a_part(rest, subjects)


def _shares(rest: Path, subjects: Subjects) -> Field:
    option = subjects.option(rest[0])
    if len(rest) == 2:
        return Field(_of(message("change_shares"), option), values.shares(subjects))
    return Field(message("change_share_of", part=subjects.option(rest[2]), option=option), values.number("share"))


def _type(rest: Path, subjects: Subjects) -> Field:
    return Field(_of(message("change_option_type"), subjects.option(rest[0])), values.type_words)


def _variant(rest: Path, subjects: Subjects) -> Field:
    words = values.variant(subjects.type_of(rest[0]))
    return Field(_of(message("ui_variant"), subjects.option(rest[0])), words, has_default=True)


def _label(rest: Path, subjects: Subjects) -> Field:
    return Field(_of(message("change_option_label"), subjects.option(rest[0])), values.quoted, has_default=True)


def _of(field: Named, option: Named) -> Message:
    return message("change_of_option", field=field, option=option)


def _input(rest: Path, subjects: Subjects) -> Field:
    option_id = rest[0]
    if len(rest) == 2:
        return Field(_of(message("change_inputs"), subjects.option(option_id)))
    key = rest[2]
    name = _of(subjects.input(option_id, key), subjects.option(option_id))
    if key not in parameters():
        return Field(name)
    unit = subjects.unit_of(option_id, key)
    if len(rest) > 3:
        return Field(message("change_in_year", field=name, year=rest[3]), values.number(unit))
    return Field(name, values.input_value(parameters()[key], unit), has_default=True)


LINE_FIELDS: Mapping[str, Words] = {
    "label": values.quoted,
    "kind": values.one_of({kind: message(f"ui_own_{kind}") for kind in OWN_KINDS}),
    "amount": values.number("eur"),
    "per": values.one_of({per: message(f"ui_per_{per}") for per in OWN_PERS}),
    "from": values.number("count"),
    "to": values.number("count"),
    "growth": values.number("growth"),
    "growth_from": values.number("count"),
    "vat_rate": values.number("share"),
    "ledger": values.one_of({party: party_name(party) for party in OWN_COUNTERPARTIES}),
    "counterparty": values.one_of({party: party_name(party) for party in OWN_COUNTERPARTIES}),
    "land": values.yes_or_no,
}


def _own_line(rest: Path, subjects: Subjects) -> Field:
    option = subjects.option(rest[0])
    if len(rest) == 2:
        return Field(_of(message("change_own_lines"), option))
    line = _of(subjects.line(rest[0], rest[2]), option)
    if len(rest) == 3 or rest[3] not in LINE_FIELDS:
        return Field(line)
    name = message("change_of_line", field=message(f"change_line_{rest[3]}"), line=line)
    return Field(name, LINE_FIELDS[rest[3]], has_default=True)


def _reason(rest: Path, subjects: Subjects) -> Field:
    option = subjects.option(rest[0])
    if len(rest) == 2:
        return Field(_of(message("change_reasons"), option))
    name = message("change_reason", input=subjects.input(rest[0], rest[2]), option=option)
    return Field(name, values.quoted if len(rest) > 3 else values.reason)


_PARTS: Mapping[str, Callable[[Path, Subjects], Field]] = {
    "inputs": _input,
    "own_lines": _own_line,
    "components": _shares,
    "reasons": _reason,
    "type": _type,
    "variant": _variant,
    "label": _label,
}


def _risk(rest: Path, subjects: Subjects) -> Field:
    if not rest:
        return Field(message("change_risk"))
    option = subjects.option(rest[0])
    of_all = Field(_of(message("change_risk"), option))
    if len(rest) == 1:
        return of_all
    if rest[1] in _RUN:
        name, words = _RUN[rest[1]]
        return Field(_of(name, option), words, has_default=True)
    if rest[1] == "correlations":
        return Field(_of(message("change_correlations"), option))
    if rest[1] in {"events", "branches"} and len(rest) > 2:
        return _chance(rest, option)
    if rest[1] == "branches":
        return Field(_of(message("ui_second_life"), option))
    if rest[1] == "distributions" and len(rest) > 2:
        return _distribution(rest, subjects, option)
    return of_all


_RUN: Mapping[str, tuple[Message, Words]] = {
    "draws": (message("ui_draws"), values.number("count")),
    "seed": (message("ui_seed"), values.number("count")),
    "method": (message("ui_method"), values.one_of({method: message(f"ui_method_{method}") for method in METHODS})),
    "certainty": (message("ui_certainty"), values.number("share")),
}


def _chance(rest: Path, option: Named) -> Field:
    """An event or a second life, or how likely it is."""
    thing = event_name(rest[2]) if rest[1] == "events" else message("change_branch", branch=branch_name(rest[2]))
    if len(rest) > 3 and rest[3] == "probability":
        return Field(_of(message("change_chance", thing=thing), option), values.number("share"))
    return Field(_of(thing, option))


def event_name(key: str) -> Named:
    """What an event is called, if it is one of ours."""
    return next((event for event in shipped_events() if event.key == key), message("change_some_event"))


def _distribution(rest: Path, subjects: Subjects, option: Named) -> Field:
    name = _of(message("change_uncertainty", input=subjects.input(rest[0], rest[2])), option)
    key = rest[2].rpartition(".")[2]
    unit = subjects.unit_of(rest[0], key) if key in parameters() else "eur"
    return Field(name) if len(rest) > 3 else Field(name, values.distribution(unit), has_default=True)


def _frames(rest: Path, subjects: Subjects) -> Field:  # noqa: ARG001  one signature for all sections
    kind = FRAMES.get(rest[0]) if rest else None
    if kind is None:
        return Field(message("change_frames"))
    return Field(
        message("change_frame", frame=message(f"frame_{kind.key}")),
        values.day if kind.is_date else values.number(quantity(kind.about).unit_key),
    )


NEED_FIELDS: Mapping[str, Words] = {
    "stay": values.one_of({stay: message(f"change_stay_{stay}") for stay in STAYS}),
    "from": values.month,
    "low": values.number("beds"),
    "typical": values.number("beds"),
    "high": values.number("beds"),
    "register": values.one_of({kind: message(f"change_register_{kind}") for kind in REGISTERS}),
    "source": values.quoted,
    "note": values.quoted,
}


def _need(rest: Path, subjects: Subjects) -> Field:  # noqa: ARG001
    if rest[:1] == ("own_room_from",):
        return Field(message("change_need_own_room_from"), values.day)
    if len(rest) > 2 and rest[2] in NEED_FIELDS:
        return Field(message(f"change_need_{rest[2]}"), NEED_FIELDS[rest[2]], has_default=rest[2] == "register")
    return Field(message("ui_need_title"))


_WEIGHED: Mapping[str, Words] = {
    "weights": values.number("count"),
    "swing": values.number("count"),
    "intervals": values.interval,
}


def _trade_off(rest: Path, subjects: Subjects) -> Field:  # noqa: ARG001
    of_all = Field(message("change_trade_off"))
    if rest[:1] == ("ranking",):
        return Field(message("change_ranking"), values.ranking)
    if len(rest) < 2:
        return of_all
    criterion = quantity_name(rest[1])
    if rest[0] in _WEIGHED:
        return Field(message("change_weight", criterion=criterion), _WEIGHED[rest[0]])
    if rest[0] == "criteria" and rest[2:] in {("worst",), ("best",)}:
        unit = getattr(criterion, "unit_key", "count")
        return Field(message(f"change_criterion_{rest[2]}", criterion=criterion), values.number(unit), has_default=True)
    return Field(message("change_criterion", criterion=criterion)) if rest[0] == "criteria" else of_all


def _inquiry(rest: Path, subjects: Subjects) -> Field:  # noqa: ARG001
    """The operators by their codes; never what one of them answered."""
    if len(rest) > 1 and rest[0] == "operators":
        return Field(message("change_answers_of", operator=operator_name(rest[1])), values.not_said)
    return Field(message("change_inquiry"), values.not_said)


def _what_ifs(rest: Path, subjects: Subjects) -> Field:  # noqa: ARG001
    if not rest:
        return Field(message("change_what_ifs"))
    named = message("change_what_if", name=rest[0])
    return Field(message("change_what_if_name"), values.quoted) if rest[1:] == ("name",) else Field(named)


_OF_THE_CASE: Mapping[str, Field] = {
    "name": Field(message("ui_name"), values.quoted, has_default=True),
    "municipality": Field(message("ui_municipality"), values.town),
    "beds": Field(message("ui_beds"), values.number("beds")),
    "start_date": Field(message("ui_start_date"), values.day),
    "price_level_date": Field(message("ui_price_level_date"), values.day, has_default=True),
    "horizon_years": Field(parameters()["horizon_years"], values.number("years"), has_default=True),
    "periods_per_year": Field(
        message("ui_periods"),
        values.one_of({f"{count}": message(f"ui_periods_{count}") for count in PERIODS_PER_YEAR}),
        has_default=True,
    ),
    "discounting": Field(parameters()["discounting"], values.choice("discounting"), has_default=True),
    "law": Field(parameters()["law"], values.choice("law"), has_default=True),
}


def _proposals(rest: Path, subjects: Subjects) -> Field:  # noqa: ARG001
    if rest and rest[0] in proposals():
        return Field(proposals()[rest[0]], values.proposal_since, has_default=True)
    return Field(message("ui_law_title"))


_SECTIONS: Mapping[str, Callable[[Path, Subjects], Field]] = {
    "options": _options,
    "risk": _risk,
    "frames": _frames,
    "inquiry": _inquiry,
    "need": _need,
    "trade_off": _trade_off,
    "proposals": _proposals,
    "what_ifs": _what_ifs,
}
