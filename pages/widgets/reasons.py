"""Why an input differs from its default: asked where it was changed, kept in the case, exported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import streamlit as st

from model.case import Option, Reason, write_reason
from model.case.edits import remove, set_value
from model.parameters.table import parameters
from model.problems import Problem
from model.readings.evidence import median_reason_reading, reasons_reading
from pages.session.entries import in_order, show_refusal, tied
from pages.session.state import case, edit
from pages.session.words import language, plain, t

LONGEST_REASON = 200
NONE = Reason("", "", "")


def reasons(option: Option) -> None:
    """Why each input of an option differs from its default: how many reasons are missing, and a field for each."""
    st.header(t("reasons_title"))
    st.caption(plain(reasons_reading(option).text(language())))
    reason_fields(option)


def reason_fields(option: Option) -> None:
    """Per changed input a field for why and one for who; the date is that of the last change of either."""
    for key in in_order(f"reasons.{option.id}", option.inputs):
        row = st.container()
        if key not in option.inputs:
            continue
        given = option.reasons.get(key, NONE)
        if given.median and given.median.value == option.inputs[key]:
            # As long as it is the median of operators that is a fact of their answers: nothing to type over.
            row.caption(plain(median_reason_reading(key, given).text(language())))
            continue
        by = given.who if key in option.reasons else _last_who()
        name = plain(parameters()[key].label(language()))
        why, who = row.columns([3, 1])
        for column, part, shown, label in (
            (why, "why", given.why, t("why_changed", field=name)),
            (who, "who", given.who, t("who_changed", field=name)),
        ):
            widget_key = f"{option.id}.{key}.{part}"
            if st.session_state.get(widget_key) == "":
                shown = ""  # a name taken over from the last reason stands in grey: nothing is written in the field
            with column:
                st.text_input(
                    label,
                    max_chars=LONGEST_REASON,
                    placeholder=t("why_changed_blank") if part == "why" else by,
                    **tied(widget_key, shown, partial(save_reason, option.id, key, part), keep_entry=True),
                )
                show_refusal(widget_key)


def save_reason(option_id: str, key: str, part: str, entry: str) -> tuple[Problem, ...]:
    """Keep why or who; with both empty the reason goes. A new reason is by whoever gave the last one in this case."""
    option = case().option(option_id)
    given = option.reasons.get(key, Reason(_last_who(), "", ""))
    why, who = (entry.strip() if part == name else getattr(given, name) for name in ("why", "who"))
    new = replace(given, why=why, who=who, when=date.today().isoformat())
    path = ("options", option_id, "reasons", key)
    if new.why or new.who or new.median:
        return edit(set_value(path, write_reason(new)))
    return edit(remove(path)) if key in option.reasons else ()


def _last_who() -> str:
    given = [reason for option in case().options for reason in option.reasons.values() if reason.who]
    return max(given, key=lambda reason: reason.when).who if given else ""
