"""The command `cases`: the stored cases, listed, taken out and put in, backed up, restored and removed.

The store is loaded when the command runs: the other commands do not wait for it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from market_data import load
from model.case import Case, load_case
from model.cli.arguments import Parser
from model.cli.files import write_case_file
from model.cli.printing import print_json
from model.problems import BadInput, problem
from model.words.numbers import format_date
from model.words.texts import LANGUAGES, text

if TYPE_CHECKING:
    from model.store.records import Listed
    from model.store.store import Store

_AUTHOR = "command line"
"""By whom a change is that this command makes."""
Command = Callable[[argparse.Namespace], None]


def add_cases(commands: Any, language: str) -> None:
    """The command `cases` with what it can do; by itself it lists."""
    about = text("cli_cases", language)
    cases = commands.add_parser("cases", help=about, description=about, language=language)
    cases.set_defaults(command=partial(_letting_go, _list))
    cases.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])
    cases.add_argument("--folder", type=Path, metavar="FOLDER")
    cases.add_argument("--json", action="store_true")
    actions = cases.add_subparsers(
        dest="action",
        parser_class=Parser,
        metavar=text("cli_command", language),
        title=text("cli_commands", language),
    )

    def add(name: str, command: Command, *, of_a_case: bool = True) -> Parser:
        about = text(f"cli_cases_{name}", language)
        parser: Parser = actions.add_parser(name, help=about, description=about, language=language)
        parser.set_defaults(command=partial(_letting_go, command))
        if of_a_case:
            parser.add_argument("id", metavar="ID")
        # What stands before the action's name counts too: it is not taken back by what is usual.
        parser.add_argument("--language", choices=LANGUAGES, default=argparse.SUPPRESS)
        parser.add_argument("--folder", type=Path, metavar="FOLDER", default=argparse.SUPPRESS)
        return parser

    listing = add("list", _list, of_a_case=False)
    listing.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    export = add("export", _export)
    export.add_argument("out", type=Path, metavar="OUT.json")
    export.add_argument("--version", type=int, metavar="N")
    add("import", _import, of_a_case=False).add_argument("case", type=Path, metavar="CASE.json")
    add("invite", _invite)
    add("backup", _backup, of_a_case=False).add_argument("backup", type=Path, metavar="FILE")
    add("restore", _restore, of_a_case=False).add_argument("backup", type=Path, metavar="FILE")
    add("remove", _remove).add_argument("--yes", action="store_true")
    add("archive", _archive)
    add("unarchive", _archive)
    add("rename", _rename).add_argument("new_name", metavar="NAME")


def _place(options: argparse.Namespace) -> Path:
    from model.store.opening import FILE, folder

    given: Path | None = options.folder
    return (given or folder()) / FILE


def _letting_go(command: Command, options: argparse.Namespace) -> None:
    """Runs a command, and lets go of the stores that it opened, however it ends."""
    with ExitStack() as options.opened:
        command(options)


def _opened(options: argparse.Namespace) -> Store:
    """The store of the folder, made where there is none."""
    from model.store.store import Store

    store = Store.at(_place(options))
    options.opened.callback(store.close)
    return store


def _store(options: argparse.Namespace) -> Store:
    """The store of the folder. Raises BadInput where there is none: a folder with a slip of the pen gets none."""
    place = _place(options)
    if not place.exists():
        raise BadInput((problem("file_missing", str(place)),))
    return _opened(options)


def _say(code: str, options: argparse.Namespace, **values: object) -> None:
    print(text(code, options.language, **values))


def _list(options: argparse.Namespace) -> None:
    from model.store.opening import CannotStore
    from model.store.salvage import newest_backup
    from model.store.upkeep import all_cases

    place = _place(options)
    try:
        store = _store(options)
        listed = {case: store.versions(case.id) for case in all_cases(store)}
    except CannotStore as error:
        newest = newest_backup(place) if error.is_damage else None
        more = (problem("newest_backup", str(newest)),) if newest else ()
        raise BadInput((*error.problems, *more)) from None
    if options.json:
        data = [_as_data(case) | {"versions": [_version(each) for each in made]} for case, made in listed.items()]
        print_json(data)
        return
    if not listed:
        _say("cases_none", options, folder=place.parent)
    moments = {case.id: _moment(case, options.language) for case in listed}
    widest = max(map(len, moments.values()), default=0)
    for case, made in listed.items():
        archived = text("case_archived", options.language) if case.archived else ""
        versions = text("case_versions", options.language, count=len(made)) if made else ""
        notes = ", ".join(note for note in (versions, archived) if note)
        print(
            f"{case.id}  {moments[case.id]:<{widest}}  {case.municipality}  {case.name}{f' ({notes})' if notes else ''}"
        )


def _moment(case: Listed, language: str) -> str:
    """When a case was changed last, by the clock of this machine."""
    here = case.changed.astimezone()
    return text("ui_moment", language, day=format_date(here.date(), language), time=f"{here:%H:%M}")


def _as_data(case: Listed) -> dict[str, Any]:
    return {
        "id": case.id,
        "name": case.name,
        "municipality": case.municipality,
        "changed": case.changed.isoformat(),
        "opened": case.opened.isoformat(),
        "archived": case.archived,
        "seq": case.seq,
    }


def _version(version: Any) -> dict[str, Any]:  # noqa: ANN401  a version, of a module that is not loaded yet
    return {"number": version.number, "label": version.label, "moment": version.moment.isoformat(), "seq": version.seq}


def _export(options: argparse.Namespace) -> None:
    """Writes the case as a case file; of a store that is damaged, its last good state, and says so."""
    case = _asked_for(options)
    write_case_file(options.out, case)
    _say("written", options, name=options.out)


def _asked_for(options: argparse.Namespace) -> Case:
    from model.store.opening import CannotStore
    from model.store.salvage import last_good

    market = load()
    try:
        store = _store(options)
        if options.version is not None:
            return store.version_case(options.id, options.version, market)
        return store.open(options.id, market).case
    except CannotStore as error:
        if not error.is_damage or options.version is not None:
            raise
        good = last_good(_place(options), options.id, market)
    sys.stderr.write(text("last_good_state", options.language, id=options.id, seq=good.seq) + "\n")
    return good.case


def _import(options: argparse.Namespace) -> None:
    from model.store.changes import Author
    from model.store.store import Setting
    from model.version import MODEL_VERSION

    market = load()
    case = load_case(options.case, market)
    print(_opened(options).create(case, Author(_AUTHOR), Setting(MODEL_VERSION, market)).id)


def _invite(options: argparse.Namespace) -> None:
    from model.store.access import invitation

    print(invitation(_store(options), options.id))


def _backup(options: argparse.Namespace) -> None:
    from model.store.upkeep import backup

    _say("written", options, name=backup(_store(options), options.backup))


def _restore(options: argparse.Namespace) -> None:
    from model.store.upkeep import restore

    before = restore(_place(options), options.backup)
    _say("cases_restored", options, name=options.backup)
    if before is not None:
        _say("cases_before_restore", options, name=before)


def _remove(options: argparse.Namespace) -> None:
    from model.store.upkeep import known_backups, remove

    store = _store(options)
    if not options.yes:
        seq, versions, backups = store.seq(options.id), store.versions(options.id), known_backups(store)
        counts = {"changes": seq or 0, "versions": len(versions), "backups": len(backups)}
        _say("cases_would_remove", options, id=options.id, **counts)
        raise BadInput((problem("not_sure", "--yes"),))
    removal = remove(store, options.id)
    _say("cases_removed", options, id=options.id, count=len(removal.backups))
    if removal.unreached:
        raise BadInput(removal.unreached)


def _archive(options: argparse.Namespace) -> None:
    from model.store.access import archive

    archive(_store(options), options.id, archived=options.action == "archive")
    _say("case_is_archived" if options.action == "archive" else "case_is_back", options, id=options.id)


def _rename(options: argparse.Namespace) -> None:
    """A change like any other, in the log, with the model, the data and the numbers the case had: it moves none."""
    from model.case.edits import set_value
    from model.store.changes import Author
    from model.store.records import Conflict
    from model.store.store import Setting

    if not options.new_name.strip():
        raise BadInput((problem("missing", "NAME"),))
    store, market = _store(options), load()
    stored = store.open(options.id, market)
    setting = Setting(stored.model, replace(market, version=stored.data))
    edit = set_value(("name",), options.new_name)
    renamed = store.append(options.id, (edit,), stored.seq, Author(_AUTHOR), setting, lambda _: stored.kept)
    if isinstance(renamed, Conflict):
        raise BadInput((problem("renamed_meanwhile", "name", value=options.id),))
    _say("case_is_called", options, id=options.id, name=renamed.case.name)
