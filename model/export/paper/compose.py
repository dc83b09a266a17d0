"""The paper of a case: one A4 with what comes out, on what it is weighed, and what the council is asked to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from model.case import Case
from model.decide.heaviest import Others, heaviest
from model.decide.trade_off import Weighed, Weighing, name_of, trade_off
from model.documents.blocks import Block, Cell, Chart, Decision, Document, Heading, Paragraph, Table
from model.documents.charts import ChartSpec, Series
from model.engine.results import CaseResult
from model.formula.runtime import to_serial
from model.outcomes.quantities import quantity
from model.readings.names import OptionName, option_names
from model.readings.trade_off import (
    basis_of,
    beyond,
    beyond_others,
    decision,
    left_out,
    need_readings,
    others_reading,
    trade_off_reading,
)
from model.version import MODEL_VERSION
from model.words.figures import Figure
from model.words.messages import Message, message

SCORE = "trade_off_score"
MOST_TOLD = 6
"""Criteria with a column and a sentence: of more the page has no room for, the smallest are told together."""


def paper(result: CaseResult) -> Document:
    """The A4 of a case: the outcome, the options in a table and a chart, what they are weighed on, and the decision."""
    case = result.case
    weighing = trade_off(result)
    names = option_names(case)
    town = result.market.municipality(case.municipality).name
    start = Figure(quantity("start_date"), "case", to_serial(case.start_date), basis="entered")
    beds = Figure(quantity("beds"), "case", case.beds, basis="entered")
    about = message("paper_about", town=town, start=start, beds=beds)
    blocks: tuple[Block, ...] = (Paragraph((about, *need_readings(weighing.need, case))),)
    blocks += (Heading(message("paper_outcome")), Paragraph(trade_off_reading(weighing, case)))
    own, others = heaviest(weighing, MOST_TOLD)
    blocks += (options_table(weighing, names, own, others),)
    if weighing.totals:
        blocks += (Chart(scores_chart(weighing, names)),)
    blocks += (
        Heading(message("paper_weighed_on")),
        Paragraph((*_weighed_on(weighing, own, others, case), *left_out(weighing, case))),
        Decision(message("paper_decision", question=decision(weighing, names, town))),
        Paragraph(provenance(result)),
    )
    title = message("paper_heading", name=case.name or town)
    return Document(title, blocks)


def _weighed_on(weighing: Weighing, own: tuple[Weighed, ...], others: Others | None, case: Case) -> tuple[Message, ...]:
    """On what the options are weighed, the others in one sentence, and where a value lies outside its scale."""
    one_by_one = replace(weighing, criteria=own)
    told, outside = basis_of(one_by_one), beyond(one_by_one, case)
    if others is None:
        return (*told, *outside)
    rest = replace(weighing, criteria=others.criteria)
    return (*told, others_reading(others), *outside, *beyond_others(rest, case))


def options_table(
    weighing: Weighing,
    names: Mapping[str, OptionName],
    own: tuple[Weighed, ...] | None = None,
    others: Others | None = None,
) -> Table:
    """Every option with its value on each criterion and its score, the best first; those left out without a score.

    `own` are the criteria with a column, all where none are named; `others` have one column together.
    """
    criteria = weighing.criteria if own is None else own
    rows: list[tuple[Cell, ...]] = []
    for option in (*weighing.totals, *weighing.left_out):
        values = tuple(criterion.values[option] for criterion in criteria)
        together = () if others is None else (others.points[option],)
        score = weighing.totals.get(option) or Figure(quantity(SCORE), option, None, why_none=weighing.left_out[option])
        rows.append((names[option], *values, *together, score))
    heads = (name_of(criterion.quantity).capital() for criterion in criteria)
    together_head = () if others is None else (message("paper_points_of_others", count=others.count),)
    return Table(
        title=message("paper_options"),
        head=(message("paper_option"), *heads, *together_head, name_of(quantity(SCORE)).capital()),
        rows=tuple(rows),
    )


def scores_chart(weighing: Weighing, names: Mapping[str, OptionName]) -> ChartSpec:
    """The scores as bars, the best on top, every option in its own colour."""
    places = {option: number for number, option in enumerate(names)}
    return ChartSpec(
        kind="bars",
        title=message("trade_off_chart"),
        alternative=message("trade_off_chart_alt"),
        categories=tuple(names[option] for option in weighing.totals),
        series=(Series(name_of(quantity(SCORE)), tuple(weighing.totals.values())),),
        colouring="category",
        style="cell",
        colour_numbers=tuple(places[option] for option in weighing.totals),
    )


def provenance(result: CaseResult) -> tuple[Message, ...]:
    """With which model and which data it was worked out, and on how many inputs without a source it rests."""
    made = message("paper_made_with", model=MODEL_VERSION, data=result.market.version)
    weak = {
        (option, key)
        for option, outcome in result.options.items()
        for resolved in outcome.resolved
        for key, given in resolved.provenance.items()
        if given.status == "assumption"
    }
    if not weak:
        return (made,)
    return (made, message("paper_concept", count=Figure(quantity("inputs_assumed"), "case", len(weak))))
