"""The blocks a document is made of: what is said, in no language and in no form yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from model.documents.charts import AnyChart
from model.documents.words import Words
from model.words.figures import Figure
from model.words.messages import Message
from model.words.units import Style

LEVELS = (1, 2, 3)
"""Levels of a heading below the title of the document."""

Cell: TypeAlias = Figure | Words
"""What stands in a cell: a figure, or words."""


@dataclass(frozen=True)
class Heading:
    """A heading, at one of `LEVELS`. Raises ValueError for another level."""

    message: Message
    level: int = 1

    def __post_init__(self) -> None:
        """The invariant."""
        if self.level not in LEVELS:
            raise ValueError(f"no level of a heading: {self.level}")


@dataclass(frozen=True)
class Paragraph:
    """Sentences in a row."""

    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Table:
    """A table: a head, and rows of as many cells, of which the first is the name of the row.

    `style` is how its figures are shown. Raises ValueError for a row that is longer or shorter than the head.
    """

    title: Message
    head: tuple[Words, ...]
    rows: tuple[tuple[Cell, ...], ...]
    style: Style = "full"

    def __post_init__(self) -> None:
        """The invariant."""
        wrong = [number for number, row in enumerate(self.rows, start=1) if len(row) != len(self.head)]
        if wrong:
            raise ValueError(f"{len(self.head)} cells in each row of a table; not so in rows {wrong}")


@dataclass(frozen=True)
class Chart:
    """A chart with its title and its alternative in words."""

    spec: AnyChart


@dataclass(frozen=True)
class Decision:
    """What the reader is asked to decide."""

    message: Message


@dataclass(frozen=True)
class QuestionAnswer:
    """A question a reader will have, and its answer."""

    question: Message
    answer: tuple[Message, ...]


@dataclass(frozen=True)
class FreeText:
    """Text that somebody typed, as it was typed; `path` is where in the case it stands.

    It is never read as markup, as a formula or as the name of a file, and no number in it is a figure.
    """

    path: str
    text: str


Block: TypeAlias = Heading | Paragraph | Table | Chart | Decision | QuestionAnswer | FreeText


@dataclass(frozen=True)
class Document:
    """A title and the blocks below it, in reading order."""

    title: Message
    blocks: tuple[Block, ...]
