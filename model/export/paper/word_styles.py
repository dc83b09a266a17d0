"""The styles of a paper in Word, as data: what it looks like, and what whoever edits it chooses from."""

from __future__ import annotations

from dataclasses import dataclass

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.styles.styles import Styles

from model.export.paper.picture import GREY, INK, TEXT

FONT = "Calibri"
TABLE = "Figures"
"""The style of a table."""


@dataclass(frozen=True)
class _Look:
    """A style of paragraphs: what is above and below it, and in what it differs from plain text.

    `line` is a number of lines or, as a length, exact; `whole` stays on one page; `level` is that of a heading;
    `offered` is what Word shows to who edits; `beside` are lines and a ground, in the order of the format.
    """

    name: str
    before: Length = Pt(0)
    after: Length = Pt(0)
    line: float | Length | None = None
    size: Length | None = None
    colour: str | None = None
    bold: bool | None = None
    with_next: bool | None = None
    whole: bool | None = None
    level: int = 0
    indent: Length | None = None
    offered: bool = True
    beside: tuple[str, ...] = ()


_W = nsdecls("w")
_GROUND = f'<w:shd {_W} w:val="clear" w:color="auto" w:fill="F3F5F8"/>'
_DECISION = f"""
<w:pBdr {_W}>
  <w:top w:val="single" w:sz="8" w:space="4" w:color="F3F5F8"/>
  <w:left w:val="single" w:sz="20" w:space="8" w:color="2A6EBB"/>
  <w:bottom w:val="single" w:sz="8" w:space="4" w:color="F3F5F8"/>
</w:pBdr>"""
_QUOTE = f'<w:pBdr {_W}><w:left w:val="single" w:sz="8" w:space="8" w:color="DCDCDC"/></w:pBdr>'
_LOOKS = (
    _Look("Normal", after=Pt(5), line=1.1, size=Pt(10), colour=INK),
    _Look("Title", after=Pt(7), line=1.0, size=Pt(18), bold=True, with_next=True),
    _Look("Heading 1", before=Pt(10), after=Pt(3), size=Pt(12), bold=True, with_next=True, level=1),
    _Look("Heading 2", before=Pt(7), after=Pt(2), bold=True, with_next=True, level=2),
    _Look("Heading 3", before=Pt(7), after=Pt(2), bold=True, with_next=True, level=3),
    _Look("Caption", before=Pt(7), after=Pt(4), bold=True, with_next=True),
    _Look("Decision", before=Pt(10), after=Pt(10), bold=True, whole=True, indent=Pt(10), beside=(_DECISION, _GROUND)),
    _Look("Question", bold=True, with_next=True),
    _Look("Quote", after=Pt(5), colour=GREY, indent=Pt(10), beside=(_QUOTE,)),
    _Look("Chart", after=Pt(7), line=1.0, offered=False),
    _Look("Mark", line=Pt(10), size=Pt(TEXT), offered=False),
    _Look("Cell", before=Pt(2), after=Pt(2), line=1.0, whole=True, offered=False),
    _Look("Cell Head", before=Pt(2), after=Pt(2), line=1.0, size=Pt(9), colour=GREY, whole=True, offered=False),
    _Look("After Table", line=Pt(6), offered=False),
)
_TABLE_LOOK = (
    f"""
<w:tblPr {_W}>
  <w:tblBorders>
    <w:bottom w:val="single" w:sz="4" w:space="0" w:color="DCDCDC"/>
    <w:insideH w:val="single" w:sz="4" w:space="0" w:color="DCDCDC"/>
  </w:tblBorders>
  <w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>
</w:tblPr>""",
    f"""
<w:tblStylePr {_W} w:type="firstRow">
  <w:tcPr>
    <w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="5F5F5F"/></w:tcBorders>
    <w:vAlign w:val="bottom"/>
  </w:tcPr>
</w:tblStylePr>""",
)
"""Lines, margins and the head of a table, which the library has no calls for."""


def set_styles(styles: Styles, *, crowded: bool = False) -> None:
    """Replaces the styles of the library's template by those of a paper; in a crowded one text is smaller."""
    for style in list(styles):
        if not style.element.default:
            style.delete()
    known_to_word = {latent.name for latent in styles.latent_styles}
    for look in _LOOKS:
        if look.name not in styles:
            style = styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH, look.name in known_to_word)
            style.base_style = styles["Normal"]
        _set(styles[look.name], look)
        if look.offered:
            styles[look.name].next_paragraph_style = styles["Normal"]
    _set_font(styles["Normal"])
    if crowded:
        _set_close(styles)
    table = styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    table.base_style = styles["Normal Table"]
    for part in _TABLE_LOOK:
        table.element.append(parse_xml(part))


def _set_close(styles: Styles) -> None:
    """Plain text and the title in smaller letters, and less room between paragraphs."""
    styles["Normal"].font.size, styles["Normal"].paragraph_format.line_spacing = Pt(8.5), 1.0
    styles["Title"].font.size = Pt(15)
    for name in ("Heading 1", "Caption", "Decision"):
        styles[name].paragraph_format.space_before = Pt(5)
    for name in ("Normal", "Caption", "Chart", "Title"):
        styles[name].paragraph_format.space_after = Pt(3)


def _set_font(style: ParagraphStyle) -> None:
    """One font for every script: the library sets that of Latin only."""
    style.font.name = FONT
    for script in ("w:eastAsia", "w:cs"):
        style.element.rPr.rFonts.set(qn(script), FONT)


def _set(style: ParagraphStyle, look: _Look) -> None:
    """Gives a style its look; what a look leaves open is as in plain text."""
    style.quick_style = look.offered
    style.font.size, style.font.bold = look.size, look.bold
    style.font.color.rgb = rgb(look.colour) if look.colour else None
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = look.before, look.after, look.line
    layout.keep_together, layout.keep_with_next, layout.left_indent = look.whole, look.with_next, look.indent
    for part in look.beside:
        style.element.pPr.insert_element_before(parse_xml(part), "w:spacing")
    if look.level:
        style.element.pPr.append(OxmlElement("w:outlineLvl", {qn("w:val"): f"{look.level - 1}"}))


def rgb(colour: str) -> RGBColor:
    """A colour as it is written here, for Word."""
    return RGBColor.from_string(colour.removeprefix("#").upper())
