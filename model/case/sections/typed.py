"""Sections that are read into a type of their own: a pydantic model, imported when a file has the key.

Importing pydantic takes longer than reading a case, and a case of today needs none of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

from model.case.data import Case
from model.case.fields import MISSING
from model.case.sections.section import File, Json, Reading, Renaming, Section, as_it_is


def typed_section(
    key: str,
    type_name: str,
    *,
    default: Json,
    moves_money: bool,
    renamed: Callable[[File, Renaming, str], Json] = as_it_is,
) -> Section:
    """The section that the model `type_name` in `model.case.sections.KEY` reads, writes and describes."""

    def model() -> Any:  # noqa: ANN401  a type that is only known once it is imported
        return getattr(import_module(f"model.case.sections.{key}"), type_name)

    def read(data: Json, case: Case, reading: Reading) -> Case:
        if data is MISSING or data == default:
            return case
        from model.case.sections.models import read_model

        section = read_model(model(), data, key, reading.problems)
        if section is None:
            return case
        with_it = replace(case, sections={**case.sections, key: section})
        reading.problems.extend(tuple(section.problems(case, reading)))
        return case if section.data() == default else with_it

    def write(case: Case) -> Json:
        section: Any = case.sections.get(key)
        return default if section is None else section.data()

    def schema() -> Json:
        from model.case.sections.models import schema_of

        return schema_of(model())

    return Section(
        key=key, moves_money=moves_money, default=default, read=read, write=write, schema=schema, renamed=renamed
    )
