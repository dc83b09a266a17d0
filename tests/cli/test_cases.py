"""`cases`: stored cases listed, taken out and in, backed up, restored, removed; the other commands know no store."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from market_data import load
from model.case import load_case
from model.case.edits import set_value
from model.store.access import accept, give
from model.store.changes import Author
from model.store.opening import FILE
from model.store.records import Stored
from model.store.store import Setting, Store
from tests.cli.command import ROOT, Call, Ran, model

MARKET = load()
ANNA, SETTING = Author("anna's browser", "Anna"), Setting("model-1", MARKET)
Cases = Callable[..., Ran]
MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "zaken"


@pytest.fixture
def cases(folder: Path, call: Call) -> Cases:
    """The command on a folder of this test alone."""

    def command(*arguments: str | Path) -> Ran:
        return call("cases", *arguments, "--folder", folder)

    return command


@pytest.fixture
def case_id(cases: Cases, small_file: Path) -> str:
    """A case in the store, which made it."""
    ran = cases("import", small_file)
    assert (ran.status, ran.err) == (0, "")
    return ran.out.strip()


def changed(folder: Path, case_id: str, name: str) -> Stored:
    """The case with another name, as the application changes it."""
    store = Store.at(folder / FILE)
    after = store.append(case_id, (set_value(("name",), name),), store.seq(case_id) or 0, ANNA, SETTING, lambda _: None)
    store.close()
    assert isinstance(after, Stored)
    return after


class TestList:
    def test_it_names_every_case_the_one_changed_last_first(
        self, cases: Cases, case_id: str, case_file: Path, folder: Path
    ) -> None:
        second = cases("import", case_file).out.strip()
        for arguments in ((), ("list",)):
            lines = cases(*arguments).out.splitlines()
            assert [line.split()[0] for line in lines] == [second, case_id]
            assert all("Elke soort één keer" in line and "GM1783" in line for line in lines)
        changed(folder, case_id, "Later veranderd")
        assert cases().out.splitlines()[0].startswith(case_id)

    @pytest.mark.parametrize("language", list(MONTHS))
    def test_it_writes_a_day_as_people_do(self, cases: Cases, case_id: str, language: str) -> None:
        (stored,) = json.loads(cases("--json").out)
        moment = datetime.fromisoformat(stored["changed"]).astimezone()
        day = f"{moment.day} {MONTHS[language].split()[moment.month - 1]} {moment.year}"
        (line,) = cases("list", "--language", language).out.splitlines()
        assert line.startswith(f"{case_id}  {day}, {moment:%H:%M}  GM1783  ")

    @pytest.mark.parametrize("words", [("--json",), ("list", "--json")])
    def test_it_says_the_same_to_a_program(self, cases: Cases, case_id: str, folder: Path, words: list[str]) -> None:
        after = changed(folder, case_id, "Ander")
        store = Store.at(folder / FILE)
        version = store.name_version(case_id, "voor de raad", ANNA)
        store.close()
        (shown,) = json.loads(cases(*words).out)
        assert (shown["id"], shown["name"], shown["seq"], shown["archived"]) == (case_id, "Ander", 1, False)
        assert shown["changed"] == after.changed.isoformat()
        assert [(each["number"], each["label"]) for each in shown["versions"]] == [(1, version.label)]

    def test_an_archived_case_is_said_to_be(self, cases: Cases, case_id: str) -> None:
        assert cases("archive", case_id).status == 0
        assert "gearchiveerd" in cases().out
        assert "archived" in cases("list", "--language", "en").out
        assert cases("unarchive", case_id).status == 0
        assert "gearchiveerd" not in cases().out

    def test_a_folder_without_cases_is_named_and_stays_without(self, cases: Cases, folder: Path) -> None:
        for words in (("list",), ("export", "x", "x.json"), ("backup", "x.sqlite"), ("remove", "x", "--yes")):
            ran = cases(*words)
            assert ran.status == 2 and str(folder) in ran.err
        assert not folder.exists()

    def test_the_setting_names_the_folder(
        self, call: Call, small_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CASES_FOLDER", str(tmp_path / "ingesteld"))
        made = call("cases", "import", small_file).out.strip()
        assert (tmp_path / "ingesteld" / FILE).is_file()
        assert call("cases").out.startswith(made)


class TestFiles:
    def test_a_case_comes_out_as_it_went_in(self, cases: Cases, case_id: str, small_file: Path, tmp_path: Path) -> None:
        out = tmp_path / "uit.json"
        assert str(out) in cases("export", case_id, out).out
        assert load_case(out) == load_case(small_file)

    def test_a_named_version_comes_out_as_it_was(
        self, cases: Cases, case_id: str, small_file: Path, tmp_path: Path, folder: Path
    ) -> None:
        store = Store.at(folder / FILE)
        store.name_version(case_id, "eerste", ANNA)
        store.close()
        changed(folder, case_id, "Ander")
        out = tmp_path / "uit.json"
        assert cases("export", case_id, out, "--version", "1").status == 0
        assert load_case(out) == load_case(small_file)
        ran = cases("export", case_id, out, "--version", "2")
        assert ran.status == 2 and "2" in ran.err

    def test_a_file_that_is_no_case_is_not_stored(self, cases: Cases, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "geen.json").write_text("{}")
        ran = cases("import", tmp_path / "geen.json")
        assert ran.status == 2 and "schema_version" in ran.err
        assert not folder.exists()

    def test_another_name_is_a_change_that_moves_nothing_else(self, cases: Cases, case_id: str, folder: Path) -> None:
        """Nor the model and data it was made with: a case of an older model is asked about when it is opened."""
        changed(folder, case_id, "Ander")
        assert cases("rename", case_id, "De Bongerd").status == 0
        store = Store.at(folder / FILE)
        stored, change = store.open(case_id, MARKET), store.since(case_id, 0)[-1]
        store.close()
        assert (stored.case.name, stored.model, change.seq) == ("De Bongerd", "model-1", 2)
        ran = cases("rename", case_id, " " * 3)
        assert ran.status == 2 and "NAME" in ran.err


def test_an_invitation_opens_the_case_once(cases: Cases, case_id: str, folder: Path) -> None:
    printed = cases("invite", case_id).out.strip()
    match = re.fullmatch(r"/\?case=([0-9a-f]+)#invite=([\w-]+)", printed)
    assert match is not None and match[1] == case_id
    store = Store.at(folder / FILE)
    assert accept(store, match[2], "bram's secret") == case_id
    store.close()


class TestBackups:
    def test_a_backup_is_put_back(self, cases: Cases, case_id: str, folder: Path, tmp_path: Path) -> None:
        path = tmp_path / "kopie.sqlite"
        assert str(path) in cases("backup", path).out
        changed(folder, case_id, "Na de kopie")
        ran = cases("restore", path)
        assert ran.status == 0 and str(path) in ran.out and "before" in ran.out
        assert "Na de kopie" not in cases().out
        assert cases("backup", path).status == 2

    def test_the_newest_backup_of_a_damaged_store_is_named_and_a_case_comes_out_in_its_last_good_state(
        self, cases: Cases, case_id: str, small_file: Path, folder: Path, tmp_path: Path
    ) -> None:
        path, out = tmp_path / "kopie.sqlite", tmp_path / "uit.json"
        cases("backup", path)
        changed(folder, case_id, "Na de kopie")
        store = Store.at(folder / FILE)
        with store.writing() as connection:
            connection.exec_driver_sql("UPDATE cases SET file = replace(file, 'Na', 'Nu')")
        store.close()
        ran = cases("export", case_id, out)
        assert ran.status == 0 and "laatste goede stand" in ran.err
        assert load_case(out) == load_case(small_file)
        for log in folder.glob(f"{FILE}-*"):  # what SQLite still holds there would be read in its place
            log.unlink()
        (folder / FILE).write_bytes(b"geen database" * 1000)
        ran = cases("list")
        assert ran.status == 2 and "beschadigd" in ran.err
        assert cases("restore", path).status == 0
        assert cases().out.startswith(case_id)


class TestRemove:
    def test_without_yes_it_says_what_it_would_do_and_does_nothing(self, cases: Cases, case_id: str) -> None:
        ran = cases("remove", case_id)
        assert ran.status == 2
        assert case_id in ran.out and "--yes" in ran.err
        assert cases().out.startswith(case_id)

    def test_it_is_gone_also_from_the_backups_and_what_is_left_is_named(
        self, cases: Cases, case_id: str, folder: Path, tmp_path: Path
    ) -> None:
        here, moved = tmp_path / "hier.sqlite", tmp_path / "schijf.sqlite"
        for path in (here, moved):
            cases("backup", path)
        moved.rename(tmp_path / "elders.sqlite")
        ran = cases("remove", case_id, "--yes")
        assert ran.status == 2 and "schijf.sqlite" in ran.err and case_id in ran.out
        for path in (here, *folder.iterdir()):
            assert case_id.encode() not in path.read_bytes()
        assert cases("remove", case_id, "--yes").status == 2


@pytest.mark.parametrize(
    "words", [("export", "weg", "x.json"), ("invite", "weg"), ("archive", "weg"), ("rename", "weg", "x")]
)
def test_a_case_that_is_not_there_is_named(cases: Cases, case_id: str, words: tuple[str, ...]) -> None:
    ran = cases(*words)
    assert case_id
    assert (ran.status, ran.err.count("\n")) == (2, 1) and "weg" in ran.err


@pytest.mark.parametrize("name", ["list", "export", "import", "invite", "backup", "restore", "remove", "rename"])
@pytest.mark.parametrize(("language", "usage"), [("nl", "gebruik"), ("en", "usage")])
def test_each_part_explains_itself(call: Call, name: str, language: str, usage: str) -> None:
    ran = call("cases", name, "--help", "--language", language)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"{usage}: python -m model cases {name}") and "CASES_FOLDER" in ran.out


@pytest.mark.thorough
def test_it_runs_as_a_command(tmp_path: Path, small_file: Path) -> None:
    ran = model("cases", "import", small_file, CASES_FOLDER=str(tmp_path))
    assert (ran.status, ran.err) == (0, "")


def test_no_other_command_loads_the_store() -> None:
    asked = "import sys; from model.__main__ import main; main(['schema']); "
    asked += "print(*sorted({'sqlalchemy', 'alembic', 'model.store'} & set(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr.strip()) == (0, "")


def test_what_the_browser_holds_stays_out_of_it(cases: Cases, case_id: str, folder: Path) -> None:
    store = Store.at(folder / FILE)
    give(store, case_id, "anna's secret")
    store.close()
    assert "anna" not in cases("list", "--json").out
