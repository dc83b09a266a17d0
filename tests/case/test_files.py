"""A case file that cannot be read says why, and one of an older version is brought up to date."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from model.case import MIGRATIONS, SCHEMA_VERSION, load_case, parse_case, read_case, write_case
from model.problems import BadInput, Problem
from tests.case.case_data import case_with, without


class TestFiles:
    def refused(self, path: Path) -> Problem:
        with pytest.raises(BadInput) as caught:
            load_case(path)
        (problem,) = caught.value.problems
        for language in ("nl", "en"):
            assert path.name[:100] in problem.text(language)
        return problem

    def written(self, folder: Path, content: bytes) -> Path:
        path = folder / "zaak.json"
        path.write_bytes(content)
        return path

    def test_a_missing_file(self, tmp_path: Path) -> None:
        assert self.refused(tmp_path / "none.json").code == "file_missing"

    def test_a_folder(self, tmp_path: Path) -> None:
        assert self.refused(tmp_path).code == "no_file"

    @pytest.mark.parametrize(
        ("content", "nl", "en"),
        [
            (b'{\n "beds": 1,}', "regel 2, teken 12", "line 2, character 12"),
            (json.dumps(case_with()).encode("utf-16"), "geen UTF-8", "not UTF-8"),
            (b"[" * 100_000, "zonder eind", "without end"),
            (b'{"beds": ' + b"9" * 5_000 + b"}", "zonder eind", "without end"),
        ],
        ids=["comma too many", "UTF-16", "endless brackets", "endless digits"],
    )
    def test_what_is_no_json_is_said_in_the_users_language(
        self, tmp_path: Path, content: bytes, nl: str, en: str
    ) -> None:
        problem = self.refused(self.written(tmp_path, content))
        assert nl in problem.text("nl") and en in problem.text("en")
        assert "UTF-8, zoals" in problem.text("nl") and "UTF-8, as" in problem.text("en")

    def test_a_name_too_long_for_the_disk(self, tmp_path: Path) -> None:
        assert self.refused(tmp_path / f"{'x' * 300}.json").code == "cannot_read"

    def test_a_file_that_may_not_be_opened(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def denied(_self: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        path = self.written(tmp_path, b"{}")
        monkeypatch.setattr(Path, "read_bytes", denied)
        assert self.refused(path).code == "cannot_read"

    def test_a_file_too_large_to_be_a_case(self, tmp_path: Path) -> None:
        problem = self.refused(self.written(tmp_path, b" " * 5_000_001))
        assert problem.code == "file_too_large"
        assert "5.000.001" in problem.text("nl") and "5.000.000" in problem.text("nl")

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"{",
            b"{'name': 1}",
            b'{"beds": 1,}',
            b"\xff\xfe{\x00}\x00",
            b"PK\x03\x04",
            b"[" * 100_000,
            b'{"beds": ' + b"9" * 5_000 + b"}",
        ],
        ids=["empty", "cut off", "quotes", "comma", "UTF-16", "Excel file", "nested too deeply", "5,000 digits"],
    )
    def test_a_file_that_is_not_json(self, tmp_path: Path, content: bytes) -> None:
        assert self.refused(self.written(tmp_path, content)).code == "not_json"

    @pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400"])
    def test_numbers_that_json_does_not_know(self, tmp_path: Path, number: str) -> None:
        text = json.dumps(case_with(beds=0)).replace('"beds": 0', f'"beds": {number}')
        with pytest.raises(BadInput) as caught:
            load_case(self.written(tmp_path, text.encode()))
        (problem,) = caught.value.problems
        assert (problem.code, problem.field) == ("not_finite", "beds")

    def test_a_field_that_stands_twice(self) -> None:
        """One of the two values would be lost without anybody seeing it."""
        with pytest.raises(BadInput) as caught:
            parse_case(b'{"schema_version": 1, "beds": 100, "beds": 200}', "zaak.json")
        (problem,) = caught.value.problems
        assert (problem.code, problem.field) == ("double_key", "beds")
        assert "beds" in problem.text("nl") and "beds" in problem.text("en")

    def test_deeply_nested_rubbish_is_still_named(self) -> None:
        nested = "[" * 900 + "]" * 900
        text = json.dumps(case_with(beds=0)).replace('"beds": 0', f'"beds": {nested}')
        with pytest.raises(BadInput) as caught:
            parse_case(text.encode(), "zaak.json")
        assert [problem.field for problem in caught.value.problems] == ["beds"]

    def test_the_mark_some_editors_put_in_front_is_skipped(self, tmp_path: Path) -> None:
        path = self.written(tmp_path, b"\xef\xbb\xbf" + json.dumps(case_with()).encode())
        assert load_case(path) == read_case(case_with())


class TestOlderVersions:
    """What a file of version 1 meant, it means; the steps in between are tried on versions that never were."""

    def test_a_file_of_an_older_version_goes_through_every_step_in_between(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("model.case.reading.SCHEMA_VERSION", 3)
        steps = {
            1: lambda old: {**{key: value for key, value in old.items() if key != "places"}, "beds": old["places"] + 1},
            2: lambda old: {**old, "beds": old["beds"] * 2},
        }
        monkeypatch.setattr("model.case.reading.MIGRATIONS", steps)
        old = {**without("beds"), "places": 99}
        assert read_case(old).beds == (99 + 1) * 2
        assert read_case(case_with(schema_version=2)).beds == 200 * 2
        assert read_case(case_with(schema_version=3)).beds == 200
        assert "places" in old, "the data that was given is left as it was"

    @pytest.mark.parametrize(
        ("given", "means"),
        [
            ({"tourist_tax_per_night": 2.0}, {"tourist_tax_basis": "per_night", "tourist_tax_per_night": 2.0}),
            ({"tourist_tax_passed_on": 0}, {"tourist_tax_form": "in_price"}),
            ({"tourist_tax_passed_on": 1}, {"tourist_tax_form": "on_top"}),
            ({"tourist_tax_passed_on": 0.4}, {"tourist_tax_form": "partly", "tourist_tax_passed_on": 0.4}),
            ({"management_cost": 700}, {"management_basis": "per_bed_year", "management_cost": 700}),
            (
                {"management_basis": "per_year", "management_cost": 90_000},
                {"management_basis": "per_year", "management_cost": 90_000},
            ),
            ({"occupancy": 0.9}, {"occupancy": 0.9}),
            ({}, {}),
        ],
    )
    def test_an_amount_of_version_1_says_which_choice_it_answered_to(
        self, given: dict[str, Any], means: dict[str, Any]
    ) -> None:
        """Tourist tax was an amount per night with a share on top, management an amount. A file of today is kept."""
        option = {"id": "o", "type": "short_stay", "inputs": given}
        assert read_case(case_with(schema_version=1, options=[option])).options[0].inputs == means
        assert read_case(case_with(schema_version=2, options=[option])).options[0].inputs == given

    def test_an_amount_that_version_1_only_drew_stays_what_is_drawn(self) -> None:
        drawn = {"o": {"distributions": {"management_cost": {"kind": "uniform", "low": 400, "high": 900}}}}
        option = {"id": "o", "type": "short_stay", "inputs": {}}
        read = read_case(case_with(schema_version=1, options=[option], risk=drawn))
        assert read.options[0].inputs == {"management_basis": "per_bed_year"}

    def test_the_reason_of_a_share_passed_on_becomes_that_of_the_choice(self) -> None:
        reasons = {"tourist_tax_passed_on": {"why": "verordening"}, "occupancy": {"why": "contract"}}
        inputs = {"tourist_tax_passed_on": 1, "occupancy": 0.9}
        option = {"id": "o", "type": "short_stay", "inputs": inputs, "reasons": reasons}
        read = read_case(case_with(schema_version=1, options=[option])).options[0]
        assert {key: reason.why for key, reason in read.reasons.items()} == {
            "tourist_tax_form": "verordening",
            "occupancy": "contract",
        }

    def test_what_is_written_has_the_newest_version(self) -> None:
        assert write_case(read_case(case_with()))["schema_version"] == SCHEMA_VERSION

    def test_every_older_version_has_its_step(self) -> None:
        assert sorted(MIGRATIONS) == list(range(1, SCHEMA_VERSION))
