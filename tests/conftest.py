"""Fixtures that several tests share."""

from collections.abc import Iterator

import pytest

from tests.support.recalculate import Office


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """One LibreOffice for all workbooks."""
    with Office() as running:
        yield running
