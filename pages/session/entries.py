"""Entries: what ties a widget to the case, and the one way an entry comes into it.

A widget shows what the case says, and there is one way in: before a page is drawn, and before a button does its work,
every widget is compared with what was drawn there, and what differs was entered. Three things keep an entry safe from a
page that is still busy. Nothing above a field comes or goes: what does, stands in a container that is always there. No
text is written in a field on account of another one: a default stands as placeholder in the empty field. And what the
browser still held when the application wrote something else there is no entry.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial, wraps
from typing import Any, TypeVar

import streamlit as st

from model.problems import Problem
from pages.session.faults import note_fault
from pages.session.refusals import refusal, refuse, refused_because, settle
from pages.session.words import language

Save = Callable[[Any], tuple[Problem, ...]]
"""Puts an entry in the case; gives what is wrong with it, nothing when it was kept."""
Each = TypeVar("Each")


@dataclass(frozen=True)
class Drawn:
    """What a widget shows and how an entry in it is taken.

    `options` are the entries it can have, None for any. `run` is the one it was last drawn in. `stale` are values it
    showed before the application wrote another one there in the run `written`: until the browser has drawn that run, it
    may still send them. `again`: the entry crossed such a write, which may have come over it in the browser since.
    """

    shown: object
    take: Callable[[], None]
    options: Collection[Any] | None = None
    run: int = 0
    stale: tuple[object, ...] = ()
    written: int = 0
    again: bool = False


def _drawn() -> dict[str, Drawn]:
    """Per place of a widget what was drawn there last, with the entry taken since."""
    drawn: dict[str, Drawn] = st.session_state.setdefault("drawn", {})
    return drawn


def _run() -> int:
    """The number of the last run of the page in this session."""
    run: int = st.session_state.get("run", 0)
    return run


def begin_run() -> None:
    """Take what was entered since the last run, before anything is drawn, so that the page shows it."""
    take_entries()
    st.session_state["run"] = _run() + 1


def end_run(place: Any) -> None:  # noqa: ANN401  Streamlit's DeltaGenerator
    """Note in a hidden field of the browser which run it has drawn: it comes back with the next entry."""
    st.session_state["run_ended"] = _run()
    st.session_state["run_drawn"] = str(_run())
    place.text_input("run_drawn", key="run_drawn", label_visibility="collapsed")


def take_entries() -> None:
    """Take every entry: what a widget holds and was not drawn there, unless it is older or no option."""
    known, coming = _drawn(), _run() + 1
    seen = int(st.session_state.get("run_drawn") or 0)
    for place, drawn in list(known.items()):
        if place not in st.session_state:
            del known[place]
            continue
        value = st.session_state[place]
        crossed = seen < drawn.written
        stale = drawn.stale if crossed else ()
        if value == drawn.shown or value in stale or not _is_option(value, drawn.options):
            continue
        if crossed:
            stale = (*stale, drawn.shown)
        try:
            drawn.take()
        except Exception as error:  # the case is as it was: it is replaced as a whole or not at all
            note_fault(f"the entry in {place}", error)
        # Only now: the next entry breaks a run off anywhere, and what was not taken to its end is taken again.
        written = coming if crossed else drawn.written
        known[place] = replace(drawn, shown=value, stale=stale, written=written, again=crossed)


def pressed(act: Callable[..., object]) -> Callable[..., None]:
    """What a button does, as its callback: first what was entered is taken, and a fault is told and ends it."""

    @wraps(act)
    def callback(*args: object) -> None:
        take_entries()
        try:
            act(*args)
        except Exception as error:  # Streamlit would show its own words in English, and no page
            note_fault(act.__name__, error)

    return callback


def _is_option(value: object, options: Collection[Any] | None) -> bool:
    if options is None:
        return True
    return all(part in options for part in value) if isinstance(value, (list, tuple)) else value in options


def tie(place: str, wanted: object, take: Callable[[], None], options: Collection[Any] | None = None) -> str:
    """Let the widget at `place` show what is wanted, and have `take` take its entries. Returns the place, its key.

    Its state is set only where it differs, since that takes away what somebody is typing; but in any case where the
    browser makes the widget anew and shows nothing unless it is told: after a run that ended without it, of which the
    browser may not have heard yet, and when the case was taken back from the tab.
    """
    before = _drawn().get(place)
    here = place in st.session_state
    stays = before is not None and before.run >= st.session_state.get("run_ended", 0)
    stale, written = (before.stale, before.written) if before is not None and here else ((), 0)
    if before is not None and here and before.shown != wanted:
        stale, written = (*stale, before.shown), _run()
    again = before is not None and before.again
    if not (here and stays) or st.session_state[place] != wanted or again or st.session_state.get("taken_back"):
        st.session_state[place] = wanted
    _drawn()[place] = Drawn(wanted, take, options, _run(), stale, written)
    return place


def sendable(place: str) -> tuple[object, ...]:
    """What the browser may still send for the widget at `place`: what it shows and showed."""
    drawn = _drawn().get(place)
    return () if drawn is None else (drawn.shown, *drawn.stale)


def wanted(key: str, shown: object) -> object:
    """What a field shows: the entry that was refused there, or else what the case says."""
    refused = refusal(key)
    return refused.typed if refused is not None and refused.typed is not None else shown


def tied(
    key: str, shown: object, save: Save, *, options: Collection[Any] | None = None, keep_entry: bool = False
) -> dict[str, Any]:
    """What ties a widget to a field of the case: it shows what the case says, and an entry goes through `save`.

    A widget with options is another one in the other language: Streamlit sends an option by its words. `keep_entry`
    leaves a refused entry in the field.
    """
    place = key if options is None else f"{key}.{language()}"
    take = partial(saved, key, place, save, keep_entry=keep_entry)
    return {"key": tie(place, wanted(key, shown), take, options)}


def saved(key: str, place: str, save: Save, *, keep_entry: bool) -> None:
    """Put an entry in the case, or remember why not."""
    settle(key)
    entry = st.session_state[place]
    problems = save(entry)
    if problems:
        refuse(key, refused_because(problems), entry if keep_entry else None)


def chosen(
    widget: Callable[..., object],
    label: str,
    options: Sequence[Each],
    names: Mapping[Each, str],
    key: str,
    *,
    start: Each | None = None,
    **settings: object,
) -> Each:
    """A choice that is no part of the case: kept in this session under `key`, `start` or the first until then."""
    now: Each = st.session_state.get(key)  # type: ignore[assignment]
    if now not in options:
        now = options[0] if start is None else start
    st.session_state[key] = now
    widget(
        label,
        options,
        format_func=names.__getitem__,
        **tied(key, now, partial(_choose, key), options=options),
        **settings,
    )
    return now


def _choose(key: str, entry: object) -> tuple[Problem, ...]:
    st.session_state[key] = entry
    return ()


def in_order(name: str, keys: Iterable[Each]) -> list[Each]:
    """The keys a list has had in this session, in the order they came: what stays keeps its place when others go."""
    known: list[Each] = st.session_state.setdefault(f"order.{name}", [])
    known += [key for key in keys if key not in known]
    return known


def show_refusal(key: str) -> None:
    """Why the last entry of a field was not used, under the field; what is below does not move."""
    with st.container():
        refused = refusal(key)
        if refused is not None:
            st.error(refused.why)
