"""Who and what a change is about, by name: options, own lines, inputs, as the case and the change itself know them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from model.case import Case, Option
from model.case.edit import ADD, Edit, Path
from model.engine.inputs import own_number, split_name
from model.options import OPTION_TYPES
from model.outcomes.quantities import quantity
from model.parameters.cost_bases import BASES
from model.parameters.table import basis_key, default_row, parameters
from model.readings.changes.steps import before_of, within
from model.readings.names import OptionName
from model.words.messages import Labelled, Message, Named, message
from model.words.names import Name


@dataclass(frozen=True)
class Subjects:
    """The case a change is told of, and what the change itself says of options and lines that are not in it (any more).

    `edits` made the change, `back` would take it back.
    """

    case: Case
    edits: Sequence[Edit] = ()
    back: Sequence[Edit] = ()

    def option(self, option_id: str) -> Named:
        """An option by what it is called; one that neither the case nor the change knows is one that is gone."""
        if any(option.id == option_id for option in self.case.options):
            return OptionName(self.case, option_id)
        for item in self._items(("options",)):
            if item.get("id") == option_id:
                return option_title(item)
        return message("change_gone_option")

    def _items(self, path: Path) -> Iterator[Mapping[str, Any]]:
        """What the change puts in or takes out of a list, as data."""
        for edit in (*self.edits, *self.back):
            if edit.path == path:
                items = [edit.value] if edit.kind == ADD else edit.value
                yield from (item for item in items if isinstance(item, dict)) if isinstance(items, list) else ()
            elif edit.path[:-1] == path and isinstance(edit.value, dict):
                yield {"id": edit.path[-1], **edit.value}

    def line(self, option_id: str, number: str) -> Named:
        """An own line by its label: as the change knows it, else as it stands in the case, else by its number."""
        path = ("options", option_id, "own_lines", number)
        for known in (before_of(self.back, path), self._given(path)):
            label = known.get("label") if isinstance(known, Mapping) else None
            if isinstance(label, str) and label.strip():
                return message("change_quoted", words=label.strip())
        option = self._in_case(option_id)
        place = int(number) if number.isascii() and number.isdigit() and len(number) < len("1000") else 0
        if option is not None and 1 <= place <= len(option.own_lines) and option.own_lines[place - 1].label.strip():
            return message("change_quoted", words=option.own_lines[place - 1].label.strip())
        return message("change_line_number", number=place) if place else message("change_some_line")

    def _given(self, path: Path) -> Any:  # noqa: ANN401  JSON data
        for edit in self.edits:
            if path[: len(edit.path)] == edit.path and edit.kind != ADD:
                return within(edit.value, edit.path[-1], path[len(edit.path) :])
        return None

    def _in_case(self, option_id: str) -> Option | None:
        return next((option for option in self.case.options if option.id == option_id), None)

    def type_of(self, option_id: str) -> str:
        """The type of an option of the case; nothing where the case does not have it."""
        option = self._in_case(option_id)
        return "" if option is None else option.type

    def input(self, option_id: str, name: str) -> Named:
        """An input of an option by its label, with the component in front where its name has one."""
        prefix, key = split_name(name)
        number = own_number(name)
        said: Named = message("change_some_input")
        if number is not None:
            said = self.line(prefix or option_id, str(number))
        elif key in parameters():
            said = parameters()[key]
        return message("of_option", option=self.option(prefix), name=said) if prefix else said

    def unit_of(self, option_id: str, key: str) -> str:
        """The unit of an input; of a cost whose base can be chosen that of the base the option has now."""
        unit = parameters()[key].unit
        if unit != "depends":
            return unit
        option = self._in_case(option_id)
        if option is None:
            return unit
        usual = default_row(basis_key(key), option.type, option.variant)
        basis = option.inputs.get(basis_key(key), usual.typical if usual is not None else None)
        return BASES.get(f"{basis}", unit)


def option_title(item: Mapping[str, Any]) -> Named:
    """What an option is called, by its data."""
    label = item.get("label")
    if isinstance(label, str) and label.strip():
        return label.strip()
    return type_title(item.get("type"), item.get("variant"))


def type_title(type_: object, variant: object) -> Named:
    """What a type of option with a variant is called."""
    kind = OPTION_TYPES.get(type_) if isinstance(type_, str) else None
    if kind is None:
        return message("change_some_option")
    known = variant if isinstance(variant, str) and variant in kind.variants else ""
    option = Option("", kind.key, known or next(iter(kind.variants), ""))
    return Name(option.usual_title("nl"), option.usual_title("en"))


def quantity_name(key: str) -> Labelled | Message:
    """What a criterion is called."""
    try:
        return quantity(key)
    except KeyError:
        return message("change_some_criterion")
