"""The refresh against recorded answers of CBS (`answers/`): its shapes and pitfalls, and nothing half-done."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import urllib.error
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from email.message import Message
from http.client import IncompleteRead
from pathlib import Path
from typing import Any

import pytest

from market_data import load
from market_data.__main__ import main
from market_data.refresh import (
    FEEDS,
    SERVICE,
    Feed,
    NoConnection,
    RefreshError,
    column_name,
    download,
    plain,
    refresh,
)
from market_data.shipped import CHECKED, TABLES, shipped_tables

ANSWERS = Path(__file__).parent / "answers"
PRICES, REGIONAL, INPUTS = "83625NED", "70072ned", "85728NED"
TODAY = date(2027, 2, 3)

Row = Mapping[str, Any]
Service = Callable[[str], bytes]


def recorded(name: str) -> list[dict[str, Any]]:
    """The rows of a recorded answer."""
    rows: list[dict[str, Any]] = json.loads((ANSWERS / name).read_text(encoding="utf-8"))["value"]
    return rows


SALES = recorded("v3_83625NED_TypedDataSet.json")
REGIONS = recorded("v3_70072ned_TypedDataSet_select.json")


def as_published(table: str) -> list[dict[str, Any]]:
    """The figures we ship in the shape of the service: padded keys, periods with JJ00, null for no figure."""
    feeds = {feed.name: feed for feed in FEEDS if feed.table == table}
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for (name, region), figures in load().figures.items():
        for figure in figures if name in feeds else ():
            blank = {f"{feed.column}_1": None for feed in feeds.values()}
            keys = {"RegioS": f"{region:<6}", "Perioden": f"{figure.period}JJ00"}
            row = rows.setdefault((region, figure.period), {**keys, **blank})
            row[f"{feeds[name].column}_1"] = figure.value / feeds[name].scale
    if table == REGIONAL:  # a hundred places per figure are expected, and we ship some of the country only
        for number in range(100):
            rows["x", str(number)] = {**dict.fromkeys(row, 1.0), "RegioS": f"WK{number:04d}", "Perioden": "2020JJ00"}
    return list(rows.values())


def service(
    pages: Iterable[Sequence[Row]], properties: Iterable[str] = ("RegioS", "Perioden", "GemiddeldeVerkoopprijs_1")
) -> Service:
    """A service with these columns and pages; every page but the last points to the next."""
    pages = list(pages)
    keys = list(properties)

    def answer(url: str) -> bytes:
        if "DataProperties" in url:
            return json.dumps({"odata.metadata": url, "value": [{"Key": key} for key in keys]}).encode()
        number = int(url.rpartition("page=")[2]) if "page=" in url else 0
        data: dict[str, Any] = {"odata.metadata": url, "value": pages[number]}
        if number + 1 < len(pages):
            data["odata.nextLink"] = f"{SERVICE}/next?page={number + 1}"
        return json.dumps(data).encode()

    return answer


KNOWN = as_published(PRICES)
REGIONAL_COLUMNS = ("RegioS", "Perioden", *(f"{feed.column}_1" for feed in FEEDS if feed.table == REGIONAL))
SALE_2026 = {"RegioS": "GM1783", "Perioden": "2026JJ00", "GemiddeldeVerkoopprijs_1": 600_000}


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    shutil.copytree(TABLES, tmp_path / "tables")
    return tmp_path / "tables"


def contents(tables: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in tables.iterdir()}


def rows_of(tables: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((tables / name).read_text(encoding="utf-8"))))


class TestShapes:
    def test_padded_keys_of_a_recorded_answer_are_read(self) -> None:
        """Amsterdam 2024: 617,647 euros; the province is padded to "PV20  "."""
        feed = Feed(PRICES, "GemiddeldeVerkoopprijs", "figures.csv", "average_sale_price", "cbs_prices")
        figures = download(service([SALES]), feed)
        assert figures["GM0363", "2024JJ00"] == 617_647
        assert figures["PV20", "2025JJ00"] == 371_220
        assert len(figures) == len(SALES)

    def test_a_recorded_answer_with_many_columns_gives_the_one_asked_for_in_our_unit(self) -> None:
        """Overijssel in 2023; homes are published in thousands of euros."""
        answers = service([REGIONS], REGIONS[0])
        figures = {
            feed.name: download(answers, replace(feed, fewest=1))["PV23", "2023JJ00"]
            for feed in FEEDS
            if feed.table == REGIONAL
        }
        assert figures == {
            "population": 1_184_333,
            "households": 523_617,
            "household_size": 2.23,
            "owner_occupied_pct": 61.0,
            "social_rental_pct": 26.9,
            "average_home_value": 325_000,
        }

    def test_only_the_columns_needed_are_asked_for(self) -> None:
        asked = []

        def listen(url: str) -> bytes:
            asked.append(url)
            return service([KNOWN])(url)

        download(listen, FEEDS[0])
        assert asked[1].endswith("/83625NED/TypedDataSet?$format=json&$select=RegioS,Perioden,GemiddeldeVerkoopprijs_1")

    @pytest.mark.parametrize("number", [1, 7, 98])
    def test_the_number_behind_a_column_is_looked_up(self, number: int) -> None:
        answers = service([], ("RegioS", f"GemiddeldeVerkoopprijs_{number}", "GemiddeldeVerkoopprijsIndex_9"))
        assert column_name(answers, FEEDS[0]) == f"GemiddeldeVerkoopprijs_{number}"

    def test_all_pages_are_followed(self) -> None:
        half = len(KNOWN) // 2
        figures = download(service([KNOWN[:half], KNOWN[half:], [SALE_2026]]), FEEDS[0])
        assert len(figures) == len(KNOWN) + 1

    def test_a_suppressed_figure_is_left_out_and_a_padded_number_is_read(self) -> None:
        more = [{**SALE_2026, "GemiddeldeVerkoopprijs_1": None}, {**SALE_2026, "Perioden": "2027JJ00"}]
        more[1]["GemiddeldeVerkoopprijs_1"] = "   601000"
        figures = download(service([KNOWN, more]), FEEDS[0])
        assert ("GM1783", "2026JJ00") not in figures
        assert figures["GM1783", "2027JJ00"] == 601_000

    @pytest.mark.parametrize("period", ["2026JJ00", "2026KW03", "2026MM05", "2026VJ09", "2026HJ01"])
    def test_every_kind_of_period_is_known(self, period: str) -> None:
        figures = download(service([KNOWN, [{**SALE_2026, "Perioden": period}]]), FEEDS[0])
        assert figures["GM1783", period] == 600_000

    def test_of_another_dimension_only_the_part_wanted_is_kept(self) -> None:
        """85728NED splits the index in a total (T001363), wages and materials."""
        rows = [
            {
                "Componenten": f"{part} ",
                "Perioden": f"20{20 + n // 12}MM{n % 12 + 1:02d}",
                "InputprijsindexBouwkosten_1": v,
            }
            for n in range(30)
            for part, v in (("T001363", 100.0 + n), ("A043942", 7.0))
        ]
        feed = next(feed for feed in FEEDS if feed.table == INPUTS)
        figures = download(service([rows], ("Componenten", "Perioden", "InputprijsindexBouwkosten_1")), feed)
        assert len(figures) == 30 and figures["NL01", "2020MM01"] == 100.0


class TestWriting:
    def test_what_is_the_same_changes_nothing(self, tables: Path) -> None:
        before = contents(tables)
        assert refresh(service([KNOWN]), tables=tables, only=PRICES) == []
        assert contents(tables) == before

    def test_a_dry_run_shows_changes_and_writes_nothing(self, tables: Path) -> None:
        before = contents(tables)
        changes = refresh(service([KNOWN, [SALE_2026]]), dry_run=True, tables=tables, only=PRICES)
        assert [(change.region, change.period, change.old, change.new) for change in changes] == [
            ("GM1783", "2026", None, 600_000.0)
        ]
        assert contents(tables) == before

    def test_a_refresh_writes_the_new_figure_and_when_it_was_fetched(self, tables: Path) -> None:
        refresh(service([KNOWN, [SALE_2026]]), tables=tables, only=PRICES, today=TODAY)
        figure = shipped_tables(tables).lookup("average_sale_price", "GM1783")
        assert figure is not None and (figure.value, figure.period) == (600_000, "2026")
        assert (figure.source.retrieved, figure.source.period) == ("2027-02-03", "1995-2026")

    def test_nothing_but_the_changed_figures_is_touched(self, tables: Path) -> None:
        before = contents(tables)
        refresh(service([KNOWN, [SALE_2026]]), tables=tables, only=PRICES, today=TODAY)
        after = contents(tables)
        assert {name for name in after if after[name] != before[name]} == {"figures.csv", "sources.csv", CHECKED}
        added = set(after["figures.csv"].splitlines()) ^ set(before["figures.csv"].splitlines())
        assert added == {b"average_sale_price,GM1783,2026,600000,cbs_prices"}

    def test_a_revised_figure_replaces_the_old_one(self, tables: Path) -> None:
        rows = [row for row in KNOWN if (row["RegioS"].strip(), row["Perioden"]) != ("GM0363", "2024JJ00")]
        revised = {"RegioS": "GM0363", "Perioden": "2024JJ00", "GemiddeldeVerkoopprijs_1": 617_648}
        changes = refresh(service([rows, [revised]]), tables=tables, only=PRICES)
        assert [(change.old, change.new) for change in changes] == [(617_647, 617_648)]

    def test_figures_above_a_million_keep_every_digit(self, tables: Path) -> None:
        """17,590,672 written as 1.75907e+07 would be another number."""
        known = as_published(REGIONAL)
        new = {**dict.fromkeys(known[0]), "RegioS": "NL01  ", "Perioden": "1994JJ00", "TotaleBevolking_1": 15_341_553}
        answers = service([[*known, new]], REGIONAL_COLUMNS)
        changes = refresh(answers, tables=tables, only=REGIONAL)
        assert [(change.period, change.new) for change in changes] == [("1994", 15_341_553)]
        assert "population,NL01,1994,15341553,cbs_regional" in (tables / "figures.csv").read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("value", "text"), [(17_590_672.0, "17590672"), (127.1, "127.1"), (0.1 + 0.2, "0.3"), (-4.0, "-4")]
    )
    def test_a_figure_is_written_in_full(self, value: float, text: str) -> None:
        assert plain(value) == text

    def test_regions_we_do_not_have_are_left_out(self, tables: Path) -> None:
        gone = {**SALE_2026, "RegioS": "GM0530"}
        assert refresh(service([KNOWN, [gone]]), tables=tables, only=PRICES) == []


def raises(error: Exception) -> Callable[..., bytes]:
    def answer(_url: str, **_options: float) -> bytes:
        raise error

    return answer


def http_error(code: int) -> urllib.error.HTTPError:
    return urllib.error.HTTPError(SERVICE, code, "Internal Server Error", Message(), None)


def cut_off(url: str) -> bytes:
    return service([KNOWN])(url)[:-40]


FAILURES = {
    "no network": raises(urllib.error.URLError("Name or service not known")),
    "time out": raises(TimeoutError("timed out")),
    "connection lost halfway": raises(IncompleteRead(b"{")),
    "http 500": raises(http_error(500)),
    "http 404": raises(http_error(404)),
    "empty list": lambda _url: b'{"value": []}',
    "a web page": lambda _url: b"<html>",
    "not utf-8": lambda _url: b"\xff\xfe\x00",
    "truncated json": cut_off,
    "a list instead of a record": lambda _url: b"[]",
    "rows that are no records": lambda _url: b'{"value": [1, 2]}',
    "column gone": service([KNOWN], ("RegioS", "Perioden", "VerkoopprijsGemiddeld_1")),
    "column twice": service([KNOWN], ("GemiddeldeVerkoopprijs_1", "GemiddeldeVerkoopprijs_2")),
    "region gone": service([[{key: row[key] for key in row if key != "RegioS"} for row in KNOWN]]),
    "a dimension more": service([[*KNOWN, {**KNOWN[0], "GemiddeldeVerkoopprijs_1": 123_456}]]),
    "bad period": service([[*KNOWN, {**SALE_2026, "Perioden": "soon"}]]),
    "text for a number": service([[*KNOWN, {**SALE_2026, "GemiddeldeVerkoopprijs_1": "many"}]]),
    "true for a number": service([[*KNOWN, {**SALE_2026, "GemiddeldeVerkoopprijs_1": True}]]),
    "out of range": service([[*KNOWN, {**SALE_2026, "GemiddeldeVerkoopprijs_1": 1}]]),
    "too few figures": service([SALES]),
    "only suppressed figures": service([[{**row, "GemiddeldeVerkoopprijs_1": None} for row in KNOWN]]),
    "pages in a circle": lambda _url: json.dumps(
        {"value": [{"Key": "GemiddeldeVerkoopprijs_1"}], "odata.nextLink": f"{SERVICE}/again"}
    ).encode(),
    "next page on another server": lambda _url: json.dumps(
        {"value": [], "odata.nextLink": "https://elsewhere.example/page"}
    ).encode(),
}


class TestFailure:
    @pytest.mark.parametrize("dry_run", [True, False], ids=["dry run", "for real"])
    @pytest.mark.parametrize("what", FAILURES)
    def test_a_failed_refresh_says_what_failed_and_changes_nothing(
        self, tables: Path, what: str, dry_run: bool
    ) -> None:
        before = contents(tables)
        with pytest.raises(RefreshError) as caught:
            refresh(FAILURES[what], tables=tables, only=PRICES, dry_run=dry_run)
        assert PRICES in str(caught.value) or "figures.csv, line" in str(caught.value)
        assert contents(tables) == before
        assert [path.name for path in tables.parent.iterdir()] == ["tables"]

    def test_figures_that_no_longer_add_up_are_refused(self, tables: Path) -> None:
        """One inhabitant more in Westland in 2025 than the province was published with."""
        rows = as_published(REGIONAL)
        westland = next(row for row in rows if (row["RegioS"].strip(), row["Perioden"]) == ("GM1783", "2025JJ00"))
        westland["TotaleBevolking_1"] += 1
        before = contents(tables)
        with pytest.raises(RefreshError, match=r"population 2025 of Zuid-Holland"):
            refresh(service([rows], REGIONAL_COLUMNS), tables=tables, only=REGIONAL)
        assert contents(tables) == before

    def test_a_table_that_is_not_refreshed_is_named_with_those_that_are(self, tables: Path) -> None:
        with pytest.raises(RefreshError, match=r"83625NED"):
            refresh(service([]), tables=tables, only="12345NED")

    def test_when_a_file_cannot_be_replaced_the_others_are_put_back(
        self, tables: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A table open in a spreadsheet on Windows cannot be replaced."""
        move, before = os.replace, contents(tables)

        def in_use(source: Path, target: Path) -> None:
            if Path(target).name == "sources.csv":
                raise PermissionError(13, "in use", str(target))
            move(source, target)

        monkeypatch.setattr("market_data.refresh.os.replace", in_use)
        with pytest.raises(RefreshError, match=r"sources\.csv: cannot be replaced"):
            refresh(service([KNOWN, [SALE_2026]]), tables=tables, only=PRICES)
        assert contents(tables) == before


class TestCommand:
    @pytest.mark.parametrize(
        ("language", "words"),
        [("nl", "CBS is niet bereikbaar. Het model werkt zonder internet"), ("en", "CBS cannot be reached.")],
    )
    def test_without_internet_it_says_so_and_that_the_shipped_figures_stay(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str, words: str
    ) -> None:
        monkeypatch.setattr("urllib.request.urlopen", raises(urllib.error.URLError("no route")))
        assert main(["refresh", "--dry-run", "--language", language]) == 1
        assert words in capsys.readouterr().err

    def test_no_connection_is_told_from_a_wrong_answer(self) -> None:
        with pytest.raises(NoConnection):
            download(FAILURES["no network"], FEEDS[0])
        with pytest.raises(RefreshError) as caught:
            download(FAILURES["http 500"], FEEDS[0])
        assert not isinstance(caught.value, NoConnection)

    def test_a_dry_run_lists_every_change_in_full(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        answers = service([KNOWN, [{**SALE_2026, "GemiddeldeVerkoopprijs_1": 1_234_567}]])
        monkeypatch.setattr("market_data.__main__.fetch", lambda url, **_options: answers(url))
        assert main(["refresh", "--dry-run", "--table", PRICES]) == 0
        assert capsys.readouterr().out.splitlines() == [
            "average_sale_price GM1783 2026: nieuw -> 1234567",
            "Wijzigingen: 1 (proefdraai, niets geschreven)",
        ]

    def test_the_shipped_tables_pass_their_check(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check"]) == 0
        assert "342 gemeenten" in capsys.readouterr().out
