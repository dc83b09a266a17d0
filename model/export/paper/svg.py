"""A chart laid out, as SVG within a page of HTML: no script, no style of its own, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from model.documents.anchors import Part
from model.documents.charts import AnyChart
from model.export.paper.charts import picture
from model.export.paper.markup import Markup, joined, tag, words
from model.export.paper.picture import Box, Label, Mark, Stroke
from model.words.palette import OPTION_COLOURS

HATCHED_WIDE = 4.0
"""Points between two lines of a hatching."""


def exact(part: Part) -> str:
    """The value of a figure with all its digits; empty where there is none."""
    return "" if part.figure is None or part.figure.value is None else repr(part.figure.value)


def svg(spec: AnyChart, place: str, language: str, colours: Sequence[str] = OPTION_COLOURS) -> Markup:
    """A chart as an element of HTML; what it writes has its anchor, and its alternative is what it is called."""
    laid_out = picture(spec, place, language, colours)
    hatching = f"{place}-hatching"
    return tag(
        "svg",
        {
            "viewBox": f"-1 -1 {laid_out.width + 2:.0f} {laid_out.height + 2:.0f}",
            "role": "img",
            "aria-label": spec.alternative.text(language),
        },
        tag("defs", None, _hatching(hatching)),
        *(_mark(mark, hatching) for mark in laid_out.marks),
    )


def _hatching(name: str) -> Markup:
    """White lines aslant, to lie over a box."""
    size: dict[str, str | float] = {"width": HATCHED_WIDE, "height": HATCHED_WIDE, "patternUnits": "userSpaceOnUse"}
    line = tag("path", {"d": f"M0 0V{HATCHED_WIDE:.0f}", "stroke": "#ffffff", "stroke-width": 1.6})
    return tag("pattern", {"id": name, **size, "patternTransform": "rotate(45)"}, line)


def _mark(mark: Mark, hatching: str) -> Markup:
    match mark:
        case Box():
            at: dict[str, str | float] = {"x": mark.x, "y": mark.y, "width": mark.width, "height": mark.height}
            box = tag("rect", {**at, "fill": mark.colour})
            return joined((box, tag("rect", {**at, "fill": f"url(#{hatching})"}))) if mark.hatched else box
        case Stroke():
            return _stroke(mark)
        case Label():
            return _label(mark)


def _stroke(mark: Stroke) -> Markup:
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in mark.points)
    look: dict[str, str | float] = {"d": path, "fill": "none", "stroke": mark.colour, "stroke-width": mark.width}
    dashes = {"stroke-dasharray": f"{mark.dash * mark.width:.1f}"} if mark.dash else {}
    return tag("path", {**look, **dashes})


def _label(mark: Label) -> Markup:
    look: dict[str, str | float] = {"x": mark.x, "y": mark.y, "font-size": mark.size, "fill": mark.colour}
    side = {} if mark.side == "start" else {"text-anchor": mark.side}
    inside = (
        tag("tspan", {"id": part.anchor, "data-value": exact(part)}, words(part.text))
        if part.anchor
        else words(part.text)
        for part in mark.parts
    )
    return tag("text", {**look, **side}, *inside)
