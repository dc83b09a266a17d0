"""Fixtures that several tests share."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from model.store.opening import FOLDER_SETTING
from tests.support.application import ROOT
from tests.support.mistakes import forget_formulas
from tests.support.recalculate import Office

# The same examples on every machine, however busy it is: a test fails on what it found, never on the clock.
# Others are tried with `--hypothesis-profile=default`.
settings.register_profile(
    "house", deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


@pytest.fixture(autouse=True, scope="session")
def cases_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cases of the tests are kept apart from those of who runs them; servers and commands of tests look here too."""
    folder = tmp_path_factory.mktemp("cases")
    os.environ[FOLDER_SETTING] = str(folder)
    return folder


@pytest.fixture(autouse=True)
def _main_module() -> Iterator[None]:
    """A page under test takes the place of the main module; a process started by a later test would run that page."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture
def fresh_formulas() -> Iterator[None]:
    """Formulas may be written otherwise in this test; the next one has the right ones again."""
    forget_formulas()
    yield
    forget_formulas()


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """One LibreOffice for all workbooks."""
    with Office() as running:
        yield running


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The product in a folder of its own, to change as a newcomer would."""
    for folder in ("model", "market_data", "pages", ".streamlit"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", tmp_path / "app.py")
    return tmp_path
