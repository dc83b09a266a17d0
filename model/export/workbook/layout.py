"""Where everything stands in the workbook: decided once, before a cell is written.

Columns of a calculation sheet: A machine key, B label, C unit, D total or scalar, E the value left of period 0, F
onward the periods 0..N and, last, the look-ahead period. The same column is the same period on every sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from model.engine.results import CaseResult, Computed
from model.formula.excel import Addresses
from model.formula.expression import Imported, Line, Shape, Shapes

FIRST_PERIOD = 5
"""Index of the column of period 0 (F)."""
HEADER_ROW = 4
"""Index of the row with the headings, period labels among them."""
FIRST_ROW = 6
"""Index of the first row with a line."""
FIRST_YEAR_ROW = 6
"""Index of the row of the first calendar year on the sheet of index tables."""

COVER, INPUTS, YEARS, IRR, LADDER = "Voorblad", "Invoer", "Jaren", "IRR", "IRR-ladder"
COMPARISON, MUNICIPALITY, BUDGET, CHARTS = "Vergelijking", "Gemeente", "Begroting", "Grafieken"
SOURCES, CHECKS = "Bronnen", "Controles"
SENSITIVITY, BREAK_EVEN, RISK, NORMS, EVIDENCE = "Gevoeligheid", "Break-even", "Risico", "Normen", "Onderbouwing"
CALENDAR = "Wetskalender"
TRADE_OFF, MIRROR, WHAT_IFS = "Afweging", "Spiegel", "Wat als"
FIXED = (COVER, INPUTS, YEARS, IRR, LADDER, COMPARISON, MUNICIPALITY, BUDGET, CHARTS, SOURCES, CHECKS)
"""Sheets that every workbook has, beside its calculation sheets."""
ANALYSED = (TRADE_OFF, MIRROR, SENSITIVITY, BREAK_EVEN, RISK, NORMS, EVIDENCE)
"""Sheets with the values of the analyses."""

VALUE_COLUMN, MADE_COLUMN, CHANGED_COLUMN = "C", "E", "F"
"""Columns of the sheet of inputs: the value, the value when the workbook was made, and whether they differ."""
LOWEST_COLUMN, HIGHEST_COLUMN, REQUIRED_COLUMN, WHOLE_COLUMN = "G", "H", "I", "J"
"""What a value may be: its limits, whether it must be there, and whether it must be a whole number."""
FIRST_CHOICE_COLUMN = 13
MOST_CHOICES = 5

TOLERANCE_CELL, CHANGED_CELL, LIMIT_CELL = "$C$6", "$C$7", "$C$8"
"""Cells of the sheet of checks: how close two routes must be, how many inputs were changed, and from which limit on
limits count as one."""
FIRST_CHECK_ROW = 9
"""Index of the row of the first check."""
FIRST_METRIC_COLUMN = 3
"""Index of the column of the first option on the sheet that compares them."""


@dataclass(frozen=True)
class Place:
    """A calculation sheet: its name, the rows of its lines, and how many period columns it has with the look-ahead."""

    sheet: str
    rows: Mapping[str, int]
    year_columns: Mapping[str, int]
    columns: int

    @property
    def last_period_column(self) -> str:
        """Letter of period N."""
        return str(xl_col_to_name(FIRST_PERIOD + self.columns - 2))

    def span(self, key: str) -> str:
        """Absolute range of a row over periods 0..N."""
        row = self.rows[key]
        return f"${xl_col_to_name(FIRST_PERIOD)}{row}:${self.last_period_column}{row}"

    def block(self, key: str, look_ahead: bool = True) -> str:
        """Absolute range of a row on another sheet, over periods 0..N and the look-ahead period if wanted."""
        row = self.rows[key]
        last = xl_col_to_name(FIRST_PERIOD + self.columns - (1 if look_ahead else 2))
        return f"'{self.sheet}'!${xl_col_to_name(FIRST_PERIOD)}${row}:${last}${row}"

    def cell(self, key: str) -> str:
        """Absolute cell of period 0 of a row."""
        return f"${xl_col_to_name(FIRST_PERIOD)}${self.rows[key]}"

    def scalar(self, key: str) -> str:
        """Absolute cell of a scalar, or of a row's total."""
        return f"$D${self.rows[key]}"


@dataclass(frozen=True)
class InputPlace:
    """An input's cell and the range of its choices (empty when it has none)."""

    cell: str
    choices: str


@dataclass(frozen=True)
class Layout:
    """Everything's place. `inputs` by (scope, key); scopes are option ids, `case` and component names."""

    places: Mapping[str, Place]
    inputs: Mapping[tuple[str, str], InputPlace]
    irr_cells: Mapping[tuple[str, str], str]
    years: int


def models_of(result: CaseResult) -> Iterator[tuple[Computed, str]]:
    """Every evaluated model with the id of the option whose inputs it reads; components before their mix."""
    for option_id, option in result.options.items():
        for part in option.components:
            assert part.resolved is not None
            yield part, part.resolved.option.id
        yield option.computed, option_id


def sheet_names(names: Sequence[str]) -> dict[str, str]:
    """A sheet name per model: its id where that fits in 31 characters and is unique, else a number."""
    taken = {name.lower() for name in FIXED}
    sheets: dict[str, str] = {}
    for number, name in enumerate(names, start=1):
        wanted = f"Mix {name.replace('.', ' - ')}" if "." in name else f"Optie {name}"
        if len(wanted) > 31 or wanted.lower() in taken:
            wanted = f"Optie {number}"
            while wanted.lower() in taken:
                number += 100
                wanted = f"Optie {number}"
        taken.add(wanted.lower())
        sheets[name] = wanted
    return sheets


def sheets_in_order(calculations: Sequence[str], *, with_analyses: bool, with_what_ifs: bool) -> tuple[str, ...]:
    """The names of all sheets in reading order."""
    outputs = (YEARS, IRR, LADDER, COMPARISON, MUNICIPALITY, BUDGET, CHARTS)
    analysed = ANALYSED if with_analyses else ()
    asked = (WHAT_IFS,) if with_what_ifs else ()
    return (COVER, INPUTS, *calculations, *outputs, *asked, *analysed, CALENDAR, SOURCES, CHECKS)


def word_of(name: str) -> str:
    """A sheet in the codes of texts about it.

    >>> word_of("Wat als"), word_of("Break-even")
    ('wat_als', 'break_even')
    """
    return name.lower().replace("-", "_").replace(" ", "_")


def place_models(result: CaseResult) -> dict[str, Place]:
    """The rows of every line: sections in order, each with a title row above it."""
    models = [model for model, _ in models_of(result)]
    names = sheet_names([model.name for model in models])
    places: dict[str, Place] = {}
    next_year_column = 3
    for model in models:
        shapes = Shapes()
        rows: dict[str, int] = {}
        year_columns: dict[str, int] = {}
        row = FIRST_ROW
        for section in model.business_case.sections:
            row += 2
            for line in section.lines:
                if shapes.of_line(line) is Shape.YEAR:
                    year_columns[line.key] = next_year_column
                    next_year_column += 1
                else:
                    rows[line.key] = row
                    row += 1
        places[model.name] = Place(names[model.name], rows, year_columns, model.last_period + 2)
    return places


def addresses(layout: Layout, model: str, scope: str, on_year_sheet: bool = False) -> Addresses:
    """How formulas of one model find their cells, from its own sheet or from the sheet of index tables."""
    place = layout.places[model]
    prefix = f"'{place.sheet}'!" if on_year_sheet else ""
    first, last = FIRST_YEAR_ROW + 1, FIRST_YEAR_ROW + layout.years

    def input_place(key: str) -> InputPlace:
        for where in (model, scope, "case"):
            candidate = layout.inputs.get((where, key))
            if candidate is not None:
                return candidate
        raise KeyError(f"no cell for input {key} of {model}")

    def year_column(line: Line) -> str:
        return str(xl_col_to_name(place.year_columns[line.key]))

    def imported(leaf: Imported) -> str:
        other = layout.places[leaf.model]
        if leaf.shape is Shape.ROW:
            return f"'{other.sheet}'!{{c}}{other.rows[leaf.key]}"
        return f"'{other.sheet}'!{other.scalar(leaf.key)}"

    return Addresses(
        row=lambda line: place.rows[line.key],
        scalar=lambda line: prefix + place.scalar(line.key),
        span=lambda line: place.span(line.key),
        year_cell=lambda line: f"{year_column(line)}{{c}}",
        year_span=lambda line: f"{YEARS}!${year_column(line)}${first}:${year_column(line)}${last}",
        input_cell=lambda key: input_place(key).cell,
        choices=lambda key: input_place(key).choices,
        irr_cell=lambda line: layout.irr_cells[model, line.key],
        imported=imported,
    )
