"""Tables per period: the names of their rows can be read to the end."""

from __future__ import annotations

import json

from tests.support.screens import opened


def test_the_column_with_names_is_as_wide_as_the_longest_name() -> None:
    tables = opened("who_pays").dataframe
    assert tables
    for table in tables:
        width = json.loads(table.proto.columns)["_index"]["width"]
        assert width >= 6 * max(map(len, table.value.index)), table.value.index
