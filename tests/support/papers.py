"""A made-up paper for a council, with every kind of block and chart, and the words in which it is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from model.documents.blocks import (
    Cell,
    Chart,
    Decision,
    Document,
    FreeText,
    Heading,
    Paragraph,
    QuestionAnswer,
    Table,
)
from model.documents.charts import AnyChart, ChartSpec, Series, best_first
from model.documents.number_charts import NUMBER_KINDS, Bin, Curve, Curves, HeatMap, Histogram, Side
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.quantities import NEITHER, Quantity, quantity
from model.words.texts import sentence_of

OPTIONS = ("Logies aan de Nieuweweg", "Kantoor aan het Plein, omgebouwd", "Nieuwbouw", "Geen besluit")
NPV = (-2_345_678.0, -4_454_063.2, 1_266_000.0)
NIGHT = (31.506, 28.25, 44.0)
BEDS = (120.0, 96.0, 1.0)
STRIPS = {OPTIONS[0]: (0.0, *(200.0,) * 14), OPTIONS[1]: (*(120.0,) * 10, *(None,) * 5)}
"""Beds of two options in fifteen years; the second ends after ten."""
HOSTILE = (
    *("<b>dik</b>", "=1+1", "{npv}", "__import__('os')"),
    *('a" onload="x', "</w:t><w:br/>", "&amp; &", "a\x00b\ud800"),
)
"""What somebody may type to get more than text."""

TEXTS: Mapping[str, tuple[str, str]] = {
    "made_title": ("Huisvesting van {beds}: nieuwbouw sluit", "Housing for {beds}: new build closes"),
    "made_why": (
        "De gemeente zoekt plaats voor {beds} die nu in vakantieparken staan.",
        "The municipality looks for room for {beds} that now stand in holiday parks.",
    ),
    "made_best": (
        "Van de opties die zijn doorgerekend houdt alleen nieuwbouw geld over: {best:short} contant gemaakt. De "
        "ombouw van het kantoor kost het meest, {worst:short}.",
        "Of the options worked out only new build leaves money: {best:short} at present value. Converting the office "
        "costs most, {worst:short}.",
    ),
    "made_order": ("Eerst {first}, dan {second}.", "Second {second}, first {first}."),
    "made_options": ("De opties", "The options"),
    "made_option": ("Optie", "Option"),
    "made_npv": ("Contante waarde", "Net present value"),
    "made_night": ("Kosten per bednacht", "Cost per bed-night"),
    "made_beds": ("Bedden", "Beds"),
    "made_table": ("Wat de opties kosten en opleveren", "What the options cost and yield"),
    "made_bars": ("Nieuwbouw houdt {best:short} over", "New build leaves {best:short}"),
    "made_alternative": ("Staven van de contante waarde per optie.", "Bars of net present value per option."),
    "made_cash": ("Na {years} is de investering terug", "After {years} the investment is back"),
    "made_lines": ("De huur blijft onder het plafond", "The rent stays under the ceiling"),
    "made_ranges": ("De bouwkosten bewegen de uitkomst het meest", "Building costs move the outcome most"),
    "made_decision": (
        "De raad besluit {amount} beschikbaar te stellen voor de nieuwbouw, onder voorbehoud van de vergunning.",
        "The council decides to make {amount} available for the new build, subject to the permit.",
    ),
    "made_question": ("Wat als de bouw {more} duurder wordt?", "What if building costs {more} more?"),
    "made_answer": ("Dan daalt de contante waarde naar {then:short}.", "Net present value then falls to {then:short}."),
    "made_low": ("bij laag", "at low"),
    "made_high": ("bij hoog", "at high"),
    "made_in": ("Huur", "Rent"),
    "made_out": ("Kosten", "Costs"),
    "made_sum": ("Opgeteld", "Cumulative"),
    "made_ceiling": ("Plafond", "Ceiling"),
    "made_none": ("niet doorgerekend", "not worked out"),
    "made_any": ("{words}", "{words}"),
}


def sentence(code: str, language: str) -> str:
    """A made-up text, or else one of the product's own."""
    return TEXTS[code][language == "en"] if code in TEXTS else sentence_of(code, language)


def of(key: str, value: float | None, option: str = "a") -> Figure:
    """A figure of one of the product's quantities."""
    return Figure(quantity(key), option, value, None if value is not None else message("made_none"))


def amount(value: float, unit_key: str = "eur") -> Figure:
    """A figure that is no result."""
    return Figure(Quantity("made", "", "", unit_key, NEITHER), "case", value)


def row(values: tuple[float, ...], unit_key: str = "eur") -> tuple[Figure, ...]:
    """Figures that are no result."""
    return tuple(amount(value, unit_key) for value in values)


def spec(kind: str = "bars") -> ChartSpec:
    """A chart of a kind."""
    years = tuple(str(year) for year in range(2027, 2042))
    alternative = message("made_alternative")
    if kind == "bars":
        figures = tuple(of("npv", value, name) for value, name in zip((*NPV, None), OPTIONS, strict=True))
        title = message("made_bars", best=figures[2])
        return best_first(ChartSpec("bars", title, alternative, OPTIONS, (Series("", figures),), "category"))
    if kind == "stacked":
        income, cost = [300_000.0 + 9_000 * year for year in range(15)], [-2_900_000.0, *[-90_000.0] * 14]
        total = [sum(income[: year + 1]) + sum(cost[: year + 1]) for year in range(15)]
        series = (
            Series(message("made_in"), row(tuple(income))),
            Series(message("made_out"), row(tuple(cost))),
            Series(message("made_sum"), row(tuple(total)), as_line=True),
        )
        return ChartSpec("stacked", message("made_cash", years=of("payback_years", 12.5)), alternative, years, series)
    if kind == "lines":
        rent, ceiling = [115.0 * 1.02**year for year in range(15)], [130.0 * 1.02**year for year in range(15)]
        rows = (
            Series(message("made_in"), row(tuple(rent), "eur_per_bed_week")),
            Series(message("made_ceiling"), row(tuple(ceiling), "eur_per_bed_week")),
        )
        return ChartSpec("lines", message("made_lines"), alternative, years, rows)
    return _around(kind, alternative, years)


def _around(kind: str, alternative: Message, years: tuple[str, ...]) -> ChartSpec:
    """A chart of a kind with a value of reference, or the one from value to value."""
    if kind == "waterfall":
        names = (OPTIONS[0], message("made_in"), message("made_out"), OPTIONS[2])
        steps = row((NPV[0], 4_111_678.0, -500_000.0, NPV[2]))  # -2,345,678 + 4,111,678 - 500,000 = 1,266,000
        return ChartSpec("waterfall", message("made_ranges"), alternative, names, (Series("", steps),))
    if kind == "strips":
        beds = [tuple(of("beds", value, name) for value in values) for name, values in STRIPS.items()]
        series = tuple(Series(name, figures) for name, figures in zip(STRIPS, beds, strict=True))
        needed = of("beds_needed", 200.0, "case")
        return ChartSpec("strips", message("made_lines"), alternative, years, series, reference=needed)
    assert kind == "range_bars"
    ends = ((1800.0, 2600.0, "eur_per_m2"), (105.0, 125.0, "eur_per_bed_week"), (0.85, 0.98, "share"))
    return ChartSpec(
        "range_bars",
        message("made_ranges"),
        alternative,
        ("Bouwkosten", "Huur per bed per week", "Bezetting"),
        (
            Series(message("made_low"), row((-1_345_678.0, -3_000_000.0, -2_700_000.0))),
            Series(message("made_high"), row((-3_345_678.0, -1_700_000.0, -2_100_000.0))),
        ),
        reference=amount(NPV[0]),
        ends=tuple((amount(low, unit), amount(high, unit)) for low, high, unit in ends),
    )


def number_chart(kind: str) -> AnyChart:
    """A chart of a kind over an axis of numbers."""
    title, alternative = message("made_ranges"), message("made_alternative")
    if kind == "curves":
        curves = tuple(
            Curve(name, tuple(zip(row((-0.5, 0.0, 0.5), "share"), row(values), strict=True)))
            for name, values in (("Huur", (-4e6, NPV[0], -1e6)), ("Bouwkosten", (0.0, NPV[0], -5e6)))
        )
        return Curves(title, alternative, curves)
    if kind == "heat_map":
        rent, filled = row((100.0, 120.0, 140.0), "eur_per_bed_week"), row((0.5, 1.0), "share")
        rows = (
            (of("npv", -3e6), of("npv", -2e6), of("npv", -1e6)),
            (of("npv", -1e6), of("npv", 1e6), of("npv", None)),
        )
        line = ((amount(110.0, "eur_per_bed_week"), filled[1]), (amount(140.0, "eur_per_bed_week"), filled[0]))
        here = amount(130.0, "eur_per_bed_week"), amount(0.9, "share")
        across, up = Side("Huur", rent, here[0]), Side("Bezetting", filled, here[1])
        return HeatMap(title, alternative, across, up, rows, of("npv", 0.0), (line,), message("made_option"))
    assert kind == "histogram"
    bins = tuple(
        Bin(of("npv", low), of("npv", low + 1e6), of("share_of_futures", share))
        for low, share in ((-2.5e6, 0.25), (-1.5e6, 0.5), (-0.5e6, 0.25))
    )
    marks = (("P10", of("npv", -2.1e6)), ("P90", of("npv", 0.1e6)))
    return Histogram(title, alternative, bins, marks)


def chart(kind: str) -> AnyChart:
    """A chart of any kind."""
    return number_chart(kind) if kind in NUMBER_KINDS else spec(kind)


def table() -> Table:
    """What the options cost and yield."""
    columns = (("npv", (*NPV, None)), ("cost_per_bed_night", (*NIGHT, None)), ("beds", (*BEDS, None)))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, *(of(key, values[number], name) for key, values in columns)) for number, name in enumerate(OPTIONS)
    )
    head = (message("made_option"), message("made_npv"), message("made_night"), message("made_beds"))
    return Table(message("made_table"), head, rows)


def paper(free_text: str = "Voor wie hier woont telt de rust in de buurt.", *kinds: str) -> Document:
    """One A4 for a council: every kind of block, with bars and the other kinds asked for."""
    beds = of("beds", 217.0, "case")
    best, worst = of("npv", NPV[2], "c"), of("npv", NPV[1], "b")
    more, then = amount(0.1, "share"), of("npv", -20_000.0, "c")
    return Document(
        message("made_title", beds=beds),
        (
            Paragraph((message("made_why", beds=beds), message("made_best", best=best, worst=worst))),
            Heading(message("made_options")),
            table(),
            Chart(spec()),
            *(Chart(chart(kind)) for kind in kinds),
            Decision(message("made_decision", amount=amount(250_000.0))),
            QuestionAnswer(message("made_question", more=more), (message("made_answer", then=then),)),
            FreeText("remarks", free_text),
        ),
    )


def with_names(document: Document, name: str) -> Document:
    """The same document with another name for its first option wherever that stands."""
    blocks = []
    for block in document.blocks:
        if isinstance(block, Table):
            first, *others = block.rows
            block = replace(block, rows=((name, *first[1:]), *others))
        if isinstance(block, Chart) and isinstance(block.spec, ChartSpec):
            block = Chart(replace(block.spec, categories=(name, *block.spec.categories[1:])))
        blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def any_words(words: str) -> Message:
    """A message that says what it is given."""
    return message("made_any", words=words)
