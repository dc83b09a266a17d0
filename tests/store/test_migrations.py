"""The steps that make the tables of a store end at the tables the code knows, and keep every row on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine

from market_data import MarketData
from model.case.data import Case
from model.store.opening import CannotStore, migrate
from model.store.store import Store
from model.store.tables import METADATA
from tests.store.conftest import ANNA, SETTING, occupied


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), METADATA))


def at_version(path: Path, version: str) -> Engine:
    """A file with the tables of an earlier version."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrate(connection, version)
    return engine


def test_a_new_file_has_the_tables_the_code_knows(store: Store) -> None:
    assert differences(store.engine) == []


def test_the_comparison_sees_a_table_that_is_not_there(tmp_path: Path) -> None:
    engine = at_version(tmp_path / "cases.sqlite", "0001")
    assert differences(engine)
    engine.dispose()


def test_the_cases_of_the_first_version_are_kept(tmp_path: Path, example: Case, market: MarketData) -> None:
    path = tmp_path / "cases.sqlite"
    old = Store(at_version(path, "0001"), path)
    made = old.create(example, ANNA, SETTING)
    changed = occupied(old, made.id, 0.9)
    log = old.since(made.id, -1)
    old.close()
    store = Store.at(path)
    assert differences(store.engine) == []
    assert store.open(made.id, market).case == changed.case
    assert store.since(made.id, -1) == log
    version = store.name_version(made.id, "eerste", ANNA)
    assert store.version_case(made.id, version.number, market) == changed.case
    store.close()


def test_a_store_of_a_newer_program_is_left_alone(store: Store) -> None:
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    with pytest.raises(CannotStore) as refused:
        Store.at(store.path)
    assert [problem.code for problem in refused.value.problems] == ["store_newer"]
