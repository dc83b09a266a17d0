"""The case of this session: one frozen value, replaced as a whole, never half-changed.

The case is the truth and the fields on the screen follow it: a field changes the case in its callback, which runs
before the page is drawn. An entry that cannot be used is kept beside the case as a refusal, so that the field says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from market_data import MarketData, load
from market_data.overlay import overlay_file
from model.analyses.updates import kept_of
from model.case import Case, InputValue, money_of
from model.case.edits import Edit, apply_all, input_path, remove, set_value
from model.case.edits.difference import difference
from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.problems import BadInput, Problem, problem
from model.store.changes import ANEW, EDIT, Occasion
from model.store.opening import CannotStore
from model.store.records import Conflict, Kept, Stored
from model.store.store import Setting
from model.version import content_version
from pages.session import storage
from pages.session.refusals import forget_drafts, forget_refusals, refuse, refused_because
from pages.session.storage import Meanwhile, here, put_here, store

EXAMPLE_MUNICIPALITY = "GM1783"


@st.cache_resource(max_entries=1)
def _shipped() -> MarketData:
    return load()


def market() -> MarketData:
    """The market data, with this session's own figures over it."""
    overlay = overlay_in_use()
    if overlay is None:
        return _shipped()
    name, content = overlay
    if st.session_state.get("overlay_read") != overlay:
        st.session_state["overlay_data"] = overlay_file(_shipped(), content, name)
        st.session_state["overlay_read"] = overlay
    data: MarketData = st.session_state["overlay_data"]
    return data


def case() -> Case:
    """The case being worked on; an example when the session starts."""
    if "case" not in st.session_state:
        st.session_state["case"] = example_case(EXAMPLE_MUNICIPALITY, market())
    current: Case = st.session_state["case"]
    return current


def setting() -> Setting:
    """With what a change is made in this session."""
    return Setting(content_version(), market())


def load_new(new: Case) -> tuple[Problem, ...]:
    """Start with another case, kept beside the one before: forms and uploads get fresh identities.

    A case that cannot be calculated or kept is not loaded: the old one stays. Returns what is wrong with it.
    """
    try:
        _outcome_of(new)
        put_here(None if storage.is_unsaved() else _created(new))
    except BadInput as error:
        return refused(error)
    _begin_with(new)
    return ()


def open_here(stored: Stored) -> None:
    """Go on with a case of the store."""
    put_here(stored)
    _begin_with(stored.case)
    storage.tell_meanwhile(Meanwhile())


def _begin_with(new: Case) -> None:
    st.session_state["case"] = new
    st.session_state["edition"] = edition() + 1
    forget_refusals()
    forget_drafts()


def _created(new: Case) -> Stored:
    """A case put in the store for the first time, with the figures under it."""
    made = store().create(new, storage.author(), setting(), accepted(new), overlay_in_use())
    storage.give_access(made.id)
    return made


def saved() -> Stored:
    """The case on screen as it is stored, put there now if it was not yet. Raises CannotStore."""
    stored = here()
    if stored is None:
        stored = _created(case())
        put_here(stored)
    return stored


def try_to_keep() -> None:
    """Callback: put the case on screen in the store, which could not be used before."""
    try:
        store()
        st.session_state.pop("unsaved", None)
        st.session_state.pop("store_trouble", None)
        put_here(None)
        saved()
    except CannotStore as error:
        storage.note_trouble(error)
        storage.go_on_unsaved()


def accepted(new: Case) -> Kept:
    """What is kept of the outcome of a case with every change of it. Raises BadInput where it has none."""
    return kept_of(_outcome_of(new))


def edition() -> int:
    """Counts the cases loaded in this session."""
    count: int = st.session_state.get("edition", 0)
    return count


def edit(*edits: Edit, kind: str = EDIT) -> tuple[Problem, ...]:
    """Change the case by edits, as one step to undo; keep the old one if that cannot be, and give what is wrong.

    It is in the store before it is on screen. What others changed meanwhile comes along; where they changed the same,
    nothing is done until the user has said what holds.
    """
    try:
        changed = apply_all(case(), edits, market())
        _outcome_of(changed)
        if changed == case():
            return ()
        if storage.is_unsaved():
            st.session_state["case"] = changed
            return ()
        before = saved()
        outcome = store().append(before.id, edits, before.seq, storage.author(), setting(), accepted, Occasion(kind))
        if isinstance(outcome, Conflict):
            return _ask(edits, outcome)
        _take_in(outcome, before.seq, own=1)
    except BadInput as error:
        return refused(error)
    return ()


def refused(error: BadInput) -> tuple[Problem, ...]:
    """What is wrong; that the store cannot be used is told above the page as well."""
    if isinstance(error, CannotStore):
        storage.note_trouble(error)
    return error.problems


def _ask(edits: Sequence[Edit], crossed: Conflict) -> tuple[Problem, ...]:
    """Let the user see what the others made of it, and keep his own edits at hand."""
    catch_up()
    st.session_state["crossing"] = tuple(edits)
    storage.tell_meanwhile(Meanwhile(storage.meanwhile().came_in, crossed.changes))
    return (problem("changed_meanwhile", ""),)


def mine_holds() -> None:
    """Callback: the own entry that crossed another one holds."""
    edits: tuple[Edit, ...] = st.session_state.pop("crossing", ())
    _crossing_done()
    edit(*edits)


def theirs_holds() -> None:
    """Callback: what the others entered holds."""
    st.session_state.pop("crossing", None)
    _crossing_done()


def _crossing_done() -> None:
    forget_refusals()
    storage.tell_meanwhile(Meanwhile())


def _take_in(stored: Stored, seen: int, own: int) -> None:
    """The case as it is in the store now; what others did since number `seen` is told.

    The last `own` changes are the user's. Raises CannotStore.
    """
    put_here(stored)
    st.session_state["case"] = stored.case
    came_in = store().since(stored.id, seen)[: stored.seq - seen - own] if stored.seq - seen > own else ()
    if came_in or own:
        storage.tell_meanwhile(Meanwhile(came_in))


def take_over(stored: Stored, seen: int) -> None:
    """The case after an own change that may be about all of it: forms and fields begin anew."""
    _take_in(stored, seen, own=1)
    _begin_with(stored.case)


def catch_up() -> None:
    """Take in what others changed in this case. One that is gone from the store stays on screen, not kept any more."""
    stored = here()
    if stored is None:
        return
    try:
        latest = store().seq(stored.id)
        st.session_state.pop("store_trouble", None)
        if latest is None:
            put_here(None)
        elif latest < stored.seq:  # a backup was put back
            open_here(opened_with_its_figures(stored.id))
        elif latest > stored.seq:
            before = overlay_in_use()
            _take_in(opened_with_its_figures(stored.id), stored.seq, own=0)
            if overlay_in_use() != before:
                st.session_state["edition"] = edition() + 1
    except BadInput as error:
        refused(error)


def opened_with_its_figures(case_id: str) -> Stored:
    """A case of the store; what is calculated from now on rests on the figures under it.

    Raises BadInput when it cannot be read or calculated: then nothing changes.
    """
    before = put_figures_under(store().figures(case_id))
    try:
        stored = store().open(case_id, market())
        _outcome_of(stored.case)
    except BadInput:
        put_figures_under(before)
        raise
    return stored


def is_behind() -> bool:
    """Whether others changed this case since this session saw it last."""
    stored = here()
    try:
        return stored is not None and store().seq(stored.id) != stored.seq
    except CannotStore as refused:
        storage.note_trouble(refused)
        return False


def start_again(new: Case) -> tuple[Problem, ...]:
    """Make the case another one, as a step that can be undone."""
    problems = edit(*difference(case(), new), kind=ANEW)
    if not problems:
        _begin_with(case())
    return problems


def put_overlay(overlay: tuple[str, bytes] | None) -> tuple[Problem, ...]:
    """Lay the figures of a file over the official ones, or take them away; not if the case cannot be calculated so."""
    before = overlay_in_use()
    try:
        stored = None if storage.is_unsaved() else saved()
        put_figures_under(overlay)
        _outcome_of(case())
        if stored is not None:
            put_here(store().put_figures(stored.id, storage.author(), setting(), accepted, overlay))
    except BadInput as error:
        put_figures_under(before)
        return refused(error)
    st.session_state["edition"] = edition() + 1
    return ()


def overlay_in_use() -> tuple[str, bytes] | None:
    """The file with the adviser's own figures, if they are in use: its name and its content."""
    overlay: tuple[str, bytes] | None = st.session_state.get("overlay")
    return overlay


def put_figures_under(overlay: tuple[str, bytes] | None) -> tuple[str, bytes] | None:
    """Calculate with other figures from now on; gives those before."""
    before = overlay_in_use()
    st.session_state["overlay"] = overlay
    return before


def overlay_name() -> str | None:
    """The name of the file with the adviser's own figures, if they are in use."""
    overlay = overlay_in_use()
    return None if overlay is None else overlay[0]


def step_back() -> None:
    """Take back the own last change of this case, whatever it was: an input, a removed option, a version restored."""
    _step(forth=False)


def step_forth() -> None:
    """Make again what was taken back last."""
    _step(forth=True)


def _step(*, forth: bool) -> None:
    stored = here()
    if stored is None:
        return
    take = store().redo if forth else store().undo
    try:
        outcome = take(stored.id, storage.author(), setting(), accepted)
        if isinstance(outcome, Conflict):
            catch_up()
            st.session_state.pop("crossing", None)
            storage.tell_meanwhile(Meanwhile(crossed=outcome.changes))
        elif outcome is not None:
            take_over(outcome, stored.seq)
    except BadInput as error:
        refuse("step", refused_because(refused(error)))


def set_input(option_id: str, key: str, value: InputValue | None) -> tuple[Problem, ...]:
    """Give one input of an option a value; None takes it out, back to its default, with the reason it had."""
    if value is not None:
        return edit(set_value(input_path(option_id, key), value))
    option = case().option(option_id)
    if key in option.inputs:
        return edit(remove(input_path(option_id, key)))
    return edit(remove(("options", option_id, "reasons", key))) if key in option.reasons else ()


def result() -> CaseResult:
    """The outcome of the case as it stands."""
    return _outcome_of(case())


def _outcome_of(current: Case) -> CaseResult:
    """The outcome of a case; the last one is kept as it is: a copy from a cache takes longer than computing it.

    It is calculated again only when something changed that moves money; its case is always the one asked about.
    """
    data, money = market(), money_of(current)
    kept: tuple[str, Case, CaseResult] | None = st.session_state.get("outcome")
    if kept is None or kept[0] != data.version or kept[1] != money:
        kept = (data.version, money, run_case(current, data))
        st.session_state["outcome"] = kept
    elif kept[2].case != current:
        kept = (data.version, money, replace(kept[2], case=current))
        st.session_state["outcome"] = kept
    return kept[2]
