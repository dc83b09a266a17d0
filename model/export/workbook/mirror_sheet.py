"""The sheet Spiegel: where every option stands against known projects, as values, with those projects below."""

from __future__ import annotations

from model.analyses.mirror import Known, Reflection, mirror, references_of
from model.documents.blocks import Block, Document, Heading, Paragraph, Table
from model.engine.results import CaseResult
from model.readings.mirror import (
    band_figures,
    figure_name,
    figure_of,
    index_reading,
    indexed_figure,
    mirror_overview,
    mirror_reading,
    operators_reading,
    published_figure,
    reference_row,
)
from model.readings.names import option_names
from model.words.messages import message


def mirror_document(result: CaseResult) -> Document:
    """Per option a sentence for each figure and a table of them; then every reference that was compared with."""
    names = option_names(result.case)
    blocks: list[Block] = []
    said: tuple[Reflection, ...] = ()
    for option_id, outcome in result.options.items():
        reflections = mirror(result, option_id)
        said += reflections
        blocks.append(Heading(message("of_option", option=names[option_id], name=message("mirror_short_title"))))
        overview = mirror_overview(reflections, is_mix=bool(outcome.components))
        blocks.append(Paragraph((overview, *map(mirror_reading, reflections))))
        asked = [told for reflection in reflections if (told := operators_reading(reflection)) is not None]
        if asked:
            blocks.append(Paragraph(tuple(asked)))
        if reflections:
            blocks.append(_table(reflections))
    if said:
        blocks.append(Paragraph((index_reading(said, result.case),)))
    blocks.append(_references(references_of(result)))
    return Document(message("mirror_title"), tuple(blocks))


def _table(reflections: tuple[Reflection, ...]) -> Table:
    """The figures of an option, with the ends of the model's own band; blank where it has none."""
    rows = tuple(
        (figure_name(reflection.info), figure_of(reflection, reflection.value), *band_figures(reflection))
        for reflection in reflections
    )
    heads = ("mirror_figure", "mirror_option", "mirror_low", "mirror_high")
    return Table(message("mirror_short_title"), tuple(map(message, heads)), rows)


def _references(known: tuple[Known, ...]) -> Table:
    """The references, each with what it published and that at the price level of the case."""
    heads = ("mirror_reference_head", "mirror_published", "mirror_today")
    rows = tuple((reference_row(item), published_figure(item), indexed_figure(item)) for item in known)
    return Table(message("mirror_references"), tuple(map(message, heads)), rows)
