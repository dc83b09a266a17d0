"""A chart laid out, as a drawing in Word: a group of boxes, lines and text that stays sharp and can be edited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from model.export.paper.markup import NOTHING, Markup, joined, tag
from model.export.paper.picture import WIDTH, Box, Label, Mark, Picture, Stroke, width_of
from model.export.paper.word_styles import rgb
from model.export.paper.word_text import write_parts

EMU = 12_700
"""English metric units, in which a drawing is measured, in a point."""
GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
NAMESPACES = {
    "xmlns:w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "xmlns:a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "xmlns:wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "xmlns:wpg": GROUP,
    "xmlns:wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "xmlns:mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
SIDES = {"start": WD_ALIGN_PARAGRAPH.LEFT, "middle": WD_ALIGN_PARAGRAPH.CENTER, "end": WD_ALIGN_PARAGRAPH.RIGHT}
LINE_HIGH, BASELINE = 10.0, 8.0
"""Points that a line of text takes in its style, and of those above its baseline."""
ROOM = 8.0
"""Points of the margin left of a drawing that a label may take where another font than ours is wider."""
_DASHES = ((0, "solid"), (1, "sysDot"), (3, "sysDash"), (4, "dash"))
"""Names of Word for dashes by their least length; longer ones are `lgDash`."""


def draw(paragraph: Paragraph, picture: Picture, alternative: str, numbers: Iterator[int]) -> None:
    """Adds a picture to a paragraph, with its alternative for who cannot see it; the library draws no shapes."""
    drawing = parse_xml(_drawing(picture, alternative, numbers))
    labels = (mark for mark in picture.marks if isinstance(mark, Label))
    for label, element in zip(labels, drawing.iter(qn("w:p")), strict=True):
        _write(label, Paragraph(element, paragraph), numbers)
    paragraph.paragraph_format.left_indent = Pt(-ROOM)
    paragraph.add_run().element.append(drawing)


def _write(label: Label, paragraph: Paragraph, numbers: Iterator[int]) -> None:
    """Writes a label in the paragraph of its frame."""
    paragraph.style, paragraph.alignment = "Mark", SIDES[label.side]
    write_parts(paragraph, label.parts, numbers)
    for run in paragraph.runs:
        run.font.size = Pt(label.size)
        run.font.color.rgb = rgb(label.colour)


def _drawing(picture: Picture, alternative: str, numbers: Iterator[int]) -> Markup:
    """A picture as one element, in which the paragraphs of the labels are still empty."""
    number = f"{next(numbers)}"
    size = {"cx": _emu(picture.width + ROOM), "cy": _emu(picture.height)}
    at, inside = {"x": "0", "y": "0"}, {"x": _emu(-ROOM), "y": "0"}
    frame = tag("a:xfrm", None, tag("a:off", at), tag("a:ext", size), tag("a:chOff", inside), tag("a:chExt", size))
    ground = _blank(f"{next(numbers)}", _frame(-ROOM, 0.0, picture.width + ROOM, picture.height))
    shapes = (_shape(mark, f"{next(numbers)}") for mark in picture.marks)
    group = tag("wpg:wgp", None, tag("wpg:cNvGrpSpPr"), tag("wpg:grpSpPr", None, frame), ground, *shapes)
    graphic = tag("a:graphic", None, tag("a:graphicData", {"uri": GROUP}, group))
    inline = tag(
        "wp:inline",
        {"distT": "0", "distB": "0", "distL": "0", "distR": "0"},
        tag("wp:extent", size),
        tag("wp:docPr", {"id": number, "name": f"Chart {number}", "descr": alternative}),
        tag("wp:cNvGraphicFramePr"),
        graphic,
    )
    chosen = tag("mc:Choice", {"Requires": "wpg"}, tag("w:drawing", None, inline))
    return tag("mc:AlternateContent", NAMESPACES, chosen)


def _emu(points: float) -> str:
    return f"{round(points * EMU)}"


def _shape(mark: Mark, number: str) -> Markup:
    match mark:
        case Box():
            return _wsp(number, _frame(mark.x, mark.y, mark.width, mark.height), _rectangle(), _fill(mark), _no_line())
        case Stroke():
            return _stroke(mark, number)
        case Label():
            return _label(mark, number)


def _wsp(number: str, *look: Markup, text: Markup = NOTHING) -> Markup:
    """A shape by its look, and the text in it."""
    return tag(
        "wps:wsp",
        None,
        tag("wps:cNvPr", {"id": number, "name": f"Mark {number}"}),
        tag("wps:cNvSpPr"),
        tag("wps:spPr", None, *look),
        text or tag("wps:bodyPr"),
    )


def _blank(number: str, frame: Markup, text: Markup = NOTHING) -> Markup:
    """A shape of which only its text is seen; without any it keeps a drawing at its size where others are smaller."""
    return _wsp(number, frame, _rectangle(), tag("a:noFill"), _no_line(), text=text)


def _frame(x: float, y: float, width: float, height: float) -> Markup:
    off, size = {"x": _emu(x), "y": _emu(y)}, {"cx": _emu(width), "cy": _emu(height)}
    return tag("a:xfrm", None, tag("a:off", off), tag("a:ext", size))


def _rectangle() -> Markup:
    return tag("a:prstGeom", {"prst": "rect"}, tag("a:avLst"))


def _colour(colour: str) -> Markup:
    return tag("a:srgbClr", {"val": colour.removeprefix("#").upper()})


def _fill(mark: Box) -> Markup:
    if not mark.hatched:
        return tag("a:solidFill", None, _colour(mark.colour))
    lines, ground = tag("a:fgClr", None, _colour("#FFFFFF")), tag("a:bgClr", None, _colour(mark.colour))
    return tag("a:pattFill", {"prst": "wdUpDiag"}, lines, ground)


def _no_line() -> Markup:
    return tag("a:ln", None, tag("a:noFill"))


def _stroke(mark: Stroke, number: str) -> Markup:
    """A line as a path within the frame around its points."""
    left, top = (min(point[side] for point in mark.points) for side in (0, 1))
    width, height = (max(point[side] for point in mark.points) - start for side, start in ((0, left), (1, top)))

    def at(point: tuple[float, float]) -> Markup:
        return tag("a:pt", {"x": _emu(point[0] - left), "y": _emu(point[1] - top)})

    first, *others = mark.points
    steps = [tag("a:moveTo", None, at(first)), *(tag("a:lnTo", None, at(point)) for point in others)]
    path = tag("a:path", {"w": _emu(width), "h": _emu(height), "fill": "none"}, *steps)
    lists = (tag(f"a:{name}") for name in ("avLst", "gdLst", "ahLst", "cxnLst"))
    rect = tag("a:rect", {"l": "0", "t": "0", "r": "r", "b": "b"})
    shape = tag("a:custGeom", None, *lists, rect, tag("a:pathLst", None, path))
    dash = next((name for longest, name in _DASHES if mark.dash <= longest), "lgDash")
    line = tag(
        "a:ln",
        {"w": _emu(mark.width)},
        tag("a:solidFill", None, _colour(mark.colour)),
        tag("a:prstDash", {"val": dash}),
        tag("a:round"),
    )
    return _wsp(number, _frame(left, top, width, height), shape, tag("a:noFill"), line)


def _label(mark: Label, number: str) -> Markup:
    """A frame without margins for text, around the point that it starts, lies about or ends at."""
    roomy = width_of(mark.text, mark.size) + mark.size
    left = max(-ROOM, mark.x - {"start": 0.0, "middle": roomy / 2, "end": roomy}[mark.side])
    wide = {"start": min(roomy, WIDTH - left), "middle": roomy, "end": mark.x - left}[mark.side]
    frame = _frame(left, mark.y - BASELINE, wide, LINE_HIGH)
    text = joined((tag("wps:txbx", None, tag("w:txbxContent", None, tag("w:p"))), _body(mark)))
    return _blank(number, frame, text)


def _body(mark: Label) -> Markup:
    """How text lies in its frame: no margins, never broken."""
    margins: Mapping[str, str] = dict.fromkeys(("lIns", "tIns", "rIns", "bIns"), "0")
    anchor = {"anchor": "t", "wrap": "none" if mark.side == "start" else "square"}
    return tag("wps:bodyPr", {**margins, **anchor}, tag("a:noAutofit"))
