"""An adviser's own figures over the shipped ones: what spreadsheets save, and rows that are wrong."""

from __future__ import annotations

import pytest

from market_data import MarketData, load
from market_data.overlay import LARGEST_OVERLAY, overlay_file

HEADER = "indicator;region_code;period;value;source\n"
GOOD = "average_home_value;GM1783;2026;512.500,50;eigen taxatie\n"


def laid_over(content: str | bytes) -> MarketData:
    return overlay_file(load(), content.encode() if isinstance(content, str) else content, "lokaal.csv")


def value_in(market: MarketData, indicator: str = "average_home_value", code: str = "GM1783") -> float:
    figure = market.lookup(indicator, code)
    assert figure is not None and figure.overlaid
    return figure.value


def problems(market: MarketData) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.column, problem.value) for problem in market.problems]


def test_a_bad_row_is_named_while_the_rest_is_kept() -> None:
    market = laid_over(
        HEADER
        + GOOD
        + "average_home_value;GM0363;2026;veel;eigen taxatie\n"
        + "average_home_value;XX;2026;300000;eigen taxatie\n"
        + "droomprijs;GM1783;2026;300000;eigen taxatie\n"
        + "average_home_value;GM0363;straks;300000;eigen taxatie\n"
        + "average_home_value;GM0363;2026;300000;\n"
        + "average_home_value;GM0363;2026;3;eigen taxatie\n"
        + "average_sale_price;GM0363;2026;700000;eigen telling\n"
    )
    assert value_in(market) == 512_500.5
    assert value_in(market, "average_sale_price", "GM0363") == 700_000
    assert problems(market) == [
        (3, "value", "veel"),
        (4, "region_code", "XX"),
        (5, "indicator", "droomprijs"),
        (6, "period", "straks"),
        (7, "source", ""),
        (8, "value", "3"),
    ]
    assert "regel 3, kolom value: 'veel' kan niet. Toegestaan: een getal van 50.000 tot 3.000.000" in market.problems[
        0
    ].text("nl")


def test_a_number_with_two_readings_is_named_with_both() -> None:
    """400.000 is four hundred thousand to a Dutch reader and four hundred to a program."""
    market = laid_over(HEADER + GOOD.replace("512.500,50", "400.000"))
    assert problems(market) == [(2, "value", "400.000")]
    assert "400000 of 400, wat bedoeld is" in market.problems[0].text("nl")


@pytest.mark.parametrize(
    "content",
    [
        (HEADER + GOOD).encode("utf-8"),
        (HEADER + GOOD).encode("utf-8-sig"),
        (HEADER + GOOD.replace("eigen", "geënquêteerde")).encode("cp1252"),
        (HEADER + GOOD).encode("utf-16"),
        (HEADER + GOOD).replace(";", "\t").encode(),
        (HEADER + GOOD).replace("\n", "\r\n").encode(),
        (HEADER + "\n\n" + GOOD + ";;;;\n").encode(),
        ("\n" + HEADER + GOOD).encode(),
        (HEADER.upper() + GOOD.replace("GM1783", "gm1783 ")).encode(),
        b'indicator,region_code,period,value,source\naverage_home_value,GM1783,2026,"512.500,50",eigen taxatie\n',
    ],
    ids=["utf-8", "bom", "windows-1252", "utf-16", "tabs", "crlf", "empty lines", "empty first", "capitals", "commas"],
)
def test_files_as_spreadsheets_save_them_are_read(content: bytes) -> None:
    market = laid_over(content)
    assert market.problems == ()
    assert value_in(market) == 512_500.5


def test_windows_letters_survive() -> None:
    market = laid_over((HEADER + GOOD.replace("eigen", "geënquêteerde")).encode("cp1252"))
    figure = market.lookup("average_home_value", "GM1783")
    assert figure is not None and figure.source.publisher == "geënquêteerde taxatie"


def test_a_decimal_comma_that_splits_a_cell_is_not_read_as_another_number() -> None:
    """Separated by commas, 512500,50 becomes two cells, and everything behind it moves up."""
    market = laid_over(HEADER.replace(";", ",") + "average_home_value,GM1783,2026,512500,50,eigen taxatie\n")
    assert [(problem.line, problem.allowed_nl) for problem in market.problems] == [
        (2, "5 kolommen, zoals de eerste regel")
    ]
    assert market.figures == load().figures


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"\xef\xbb\xbf", b"a,b\n1,2\n", b"\x00\x01\x02", HEADER.replace("value", "waarde").encode()],
    ids=["empty", "blank lines", "only a bom", "other columns", "not text", "a column misnamed"],
)
def test_a_file_without_the_right_columns_is_refused_as_a_whole(content: bytes) -> None:
    market = laid_over(content)
    assert "een eerste regel met indicator, region_code, period, value, source" in market.problems[0].text("nl")
    assert len(market.problems) == 1 and market.figures == load().figures


def test_a_file_with_only_a_first_line_changes_nothing() -> None:
    market = laid_over(HEADER)
    assert market.problems == () and market.figures == load().figures


def test_a_huge_file_is_refused_in_words() -> None:
    market = laid_over(b"x" * (LARGEST_OVERLAY + 1))
    assert "hoogstens 5 MB" in market.problems[0].text("nl")


def test_a_huge_cell_stops_reading_but_keeps_what_came_before() -> None:
    market = laid_over(HEADER + GOOD + "x" * 200_000 + "\n")
    assert value_in(market) == 512_500.5
    assert [problem.line for problem in market.problems] == [3]


def test_the_same_figure_twice_is_named() -> None:
    market = laid_over(HEADER + GOOD + GOOD.replace("512.500,50", "400000"))
    assert value_in(market) == 512_500.5
    assert problems(market) == [(3, "period", "2026")]


def test_of_two_own_periods_the_newest_counts() -> None:
    market = laid_over(HEADER + GOOD + GOOD.replace("2026", "2023").replace("512.500,50", "400000"))
    assert value_in(market) == 512_500.5


def test_an_own_figure_is_marked_and_changes_the_version() -> None:
    market = laid_over(HEADER + GOOD)
    assert market.version.startswith(load().version + "+")
    assert load().lookup("average_home_value", "GM1783") != market.lookup("average_home_value", "GM1783")


def test_an_own_figure_of_the_province_gives_way_to_one_of_the_municipality() -> None:
    market = laid_over(HEADER + "average_home_value;PV28;2026;400000;eigen\n")
    figure = market.lookup("average_home_value", "GM1783")
    assert figure is not None and figure.level == "municipality" and not figure.overlaid
