"""The house: data flows one way, the engine knows no screen, and nothing of a maker's own machine is left in a file."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def source_files(folder: str) -> list[Path]:
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    return files


def imported_by(path: Path) -> Iterator[str]:
    """Names of the packages a file imports, wherever in the file it does so."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]


def importers(folder: str, packages: set[str]) -> list[str]:
    """Files in a folder that import one of the packages."""
    return [str(path.relative_to(ROOT)) for path in source_files(folder) if packages & set(imported_by(path))]


LOAD_EVERYTHING = """
import importlib, pkgutil, sys
import {package}
for found in pkgutil.walk_packages({package}.__path__, "{package}."):
    importlib.import_module(found.name)
print(*sorted({{name.split(".")[0] for name in sys.modules}}))
"""


@pytest.fixture(scope="module")
def loaded_with_the_model() -> set[str]:
    """Packages in memory once every module of the engine is imported, in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", LOAD_EVERYTHING.format(package="model")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(done.stdout.split())


def test_the_check_of_loaded_packages_sees_packages(loaded_with_the_model: set[str]) -> None:
    assert {"model", "market_data", "numpy"} <= loaded_with_the_model


@pytest.mark.parametrize("screen", ["streamlit", "plotly", "pages", "app"])
def test_the_engine_loads_no_screen(loaded_with_the_model: set[str], screen: str) -> None:
    assert screen not in loaded_with_the_model


def test_the_check_of_imports_sees_imports() -> None:
    assert "model/engine/run.py" in importers("model", {"market_data"})


def test_the_engine_imports_nothing_from_the_pages() -> None:
    assert importers("model", {"pages", "app", "streamlit", "plotly"}) == []


def test_market_data_imports_nothing_from_the_engine() -> None:
    assert importers("market_data", {"model", "pages", "app", "streamlit", "plotly"}) == []


@pytest.mark.parametrize("folder", ["model", "market_data", "pages"])
def test_nothing_that_is_delivered_imports_the_tests(folder: str) -> None:
    assert importers(folder, {"tests", "benchmarks", "pytest", "hypothesis"}) == []


def contract_kept(folder: Path) -> tuple[bool, str]:
    """Whether the import contract is kept in a folder, and what was said."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=folder, capture_output=True, text=True, timeout=60)
    return done.returncode == 0, done.stdout


@pytest.fixture
def copy_of_the_house(tmp_path: Path) -> Path:
    for folder in ("model", "pages", "market_data"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.csv"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("model/words/numbers.py", "import streamlit", "Only the pages know a screen"),
        ("model/lines/sums.py", "import model.engine.run", "Rooms of the model"),
        ("pages/session/state.py", "import pages.widgets.fields", "Rooms of the pages"),
        ("model/cli/report.py", "import model.export.workbook.layout", "behind the face of its room"),
        ("pages/views/risk.py", "import model.analyses.risk.draws", "at the face of their room"),
        ("model/cli/report.py", "import model.checks.parity", "checks of itself are asked at the face"),
        ("model/attic.py", "", "Rooms of the model"),
    ],
)
def test_the_import_contract_catches_a_forbidden_import(
    file: str, line: str, broken: str, copy_of_the_house: Path
) -> None:
    """Each kind of contract with one import too many, and a module in no room."""
    assert contract_kept(copy_of_the_house)[0]
    with (copy_of_the_house / file).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")
    kept, said = contract_kept(copy_of_the_house)
    assert not kept
    assert any(broken in printed and "BROKEN" in printed for printed in said.splitlines())


def test_the_pages_folder_holds_no_page_by_accident() -> None:
    """Streamlit makes a page of every file directly in a folder called pages."""
    assert [path.name for path in (ROOT / "pages").glob("*.py")] == ["__init__.py"]


def files_of_the_repository() -> list[Path]:
    """Every file that is, or is about to be, in version control."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def test_the_list_of_files_holds_this_one() -> None:
    assert Path(__file__).resolve() in files_of_the_repository()


@pytest.mark.parametrize("words", [("pypi", ".org"), ("/", "work", "/")], ids=["package index", "makers' folder"])
def test_no_file_names_a_place_only_the_makers_know(words: tuple[str, ...]) -> None:
    """The words are put together here, so that this file does not hold them itself."""
    unwanted = "".join(words).encode()
    paths = [str(path.relative_to(ROOT)) for path in files_of_the_repository() if unwanted in path.read_bytes()]
    assert paths == []


WRITTEN = ("model", "pages", "market_data", "tests", "benchmarks")
LONGEST_FILE, LONGEST_FUNCTION = 400, 60


@pytest.mark.parametrize("folder", WRITTEN)
def test_no_file_is_longer_than_somebody_reads_in_one_go(folder: str) -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in source_files(folder)}
    assert [path for path, length in lengths.items() if length > LONGEST_FILE] == []


@pytest.mark.parametrize("folder", WRITTEN)
def test_a_long_function_says_why(folder: str) -> None:
    """More lines than fit on a screen only under a comment that begins with `# Long: `."""
    unexplained = []
    for path in source_files(folder):
        lines = path.read_text("utf-8").splitlines()
        functions = (node for node in ast.walk(ast.parse("\n".join(lines))) if isinstance(node, ast.FunctionDef))
        long = (node for node in functions if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION)
        unexplained += [(path.name, node.name) for node in long if not lines[node.lineno - 2].startswith("# Long: ")]
    assert unexplained == []
