"""Where a case loses money, the pages that show it say what is short, and the same in both."""

from __future__ import annotations

import pytest

from model.case import read_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.readings.closing import closing, closing_readings, closing_words
from tests.support.screens import as_read, opened, turned_to


def words(result: CaseResult, language: str) -> str:
    """What is said of a case, in a row."""
    return closing_words(closing_readings(closing(result), result.case), language)


LOSING = {
    "schema_version": 1,
    "municipality": "GM1783",
    "beds": 10,
    "start_date": "2027-01-01",
    "options": [
        {
            "id": name,
            "type": "own",
            "label": f"Plan {name}",
            "inputs": {"discount_rate": 0, "term_years": 5},
            "own_lines": [
                {"label": "Bouw", "kind": "investment", "amount": 1_000_000, "per": "once", "from": 0},
                {"label": "Huur", "kind": "revenue", "amount": yearly, "per": "year", "from": 1, "to": 5},
            ],
        }
        for name, yearly in (("a", 190_000), ("b", 150_000))
    ],
}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_case_and_compare_say_what_no_option_closes_by(language: str) -> None:
    """The sentences of the command line, the first of them in bold."""
    losing = read_case(LOSING)
    said = words(run_case(losing), language)
    app = opened(language=language)
    app.session_state["case"] = losing
    app.run()
    for name in ("case", "compare"):
        shown = {
            as_read(element.value).replace("**", "").replace("\u00a0", " ") for element in turned_to(app, name).markdown
        }
        assert said in shown, name
