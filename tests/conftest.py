"""Fixtures that several tests share."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.support.mistakes import forget_formulas
from tests.support.recalculate import Office

# The same examples on every machine, however busy it is: a test fails on what it found, never on the clock.
# Others are tried with `--hypothesis-profile=default`.
settings.register_profile(
    "house", deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


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
