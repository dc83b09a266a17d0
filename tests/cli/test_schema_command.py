"""`python -m model schema`: the contract of a case file for other programs."""

from __future__ import annotations

from tests.cli.command import ROOT, Call


def test_it_prints_the_schema_that_is_shipped(call: Call) -> None:
    ran = call("schema")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (ROOT / "docs" / "case.schema.json").read_text(encoding="utf-8")
