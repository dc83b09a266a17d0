"""The figures of a chart as a table: for who cannot see it, and for a writer that draws nothing."""

from __future__ import annotations

from model.documents.blocks import Table
from model.documents.charts import AnyChart, ChartSpec
from model.documents.number_charts import Curves, HeatMap, Histogram
from model.documents.words import Words


def table_of(spec: AnyChart) -> Table:
    """Every figure that a chart draws: a row per category, point, range or value up its side."""
    match spec:
        case ChartSpec():
            return _by_category(spec)
        case Curves():
            return _of_curves(spec)
        case HeatMap():
            return _of_heat_map(spec)
        case Histogram():
            return _of_histogram(spec)


def _by_category(spec: ChartSpec) -> Table:
    head = ("", *(series.name for series in spec.series))
    rows = ((name, *(series.figures[row] for series in spec.series)) for row, name in enumerate(spec.categories))
    return Table(spec.title, head, tuple(rows), spec.style)


def _of_curves(spec: Curves) -> Table:
    """A row per point: of which curve, where, and the value there."""
    where, value = next(spec.places()).quantity, next(spec.figures()).quantity
    rows = ((curve.name, *point) for curve in spec.curves for point in curve.points)
    return Table(spec.title, ("", where, value), tuple(rows), spec.style)


def _of_heat_map(spec: HeatMap) -> Table:
    """Below the head the values across, then a row per value up the side, the lowest first."""
    head: tuple[Words, ...] = (spec.sides, *("" for _ in spec.across.figures))
    rows = ((up, *row) for up, row in zip(spec.up.figures, spec.rows, strict=True))
    return Table(spec.title, head, (("", *spec.across.figures), *rows), spec.style)


def _of_histogram(spec: Histogram) -> Table:
    """A row per range: from where to where, and its share; then what is marked."""
    value, share = spec.bins[0].low.quantity, spec.bins[0].share.quantity
    rows = (("", part.low, part.high, part.share) for part in spec.bins)
    marks = ((name, figure, "", "") for name, figure in spec.marks)
    return Table(spec.title, ("", value, "", share), (*rows, *marks), spec.style)
