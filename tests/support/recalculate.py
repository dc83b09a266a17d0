"""Hard recalculation by LibreOffice: what the workbook really says, not the values stored in it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

SYSTEM_PYTHON = "/usr/bin/python3"


@dataclass(frozen=True)
class Recalculated:
    """Cell values by sheet (rows of columns, zero-based), the cells that show an error, and where names point."""

    sheets: Mapping[str, list[list[float | str]]]
    errors: list[tuple[str, int, int, str, str]]
    names: Mapping[str, str]


class Office:
    """One LibreOffice process for many files; use as a context manager."""

    def __enter__(self) -> Office:
        self.process = subprocess.Popen(
            [SYSTEM_PYTHON, str(Path(__file__).parent / "uno_server.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._answer()["ready"], "LibreOffice with python3-uno is needed (see .ci/run)"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()

    def _answer(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, "LibreOffice stopped; is libreoffice-calc-nogui with python3-uno installed?"
        return json.loads(line)

    def recalculate(self, path: Path, edits: Mapping[tuple[str, str], float | str] | None = None) -> Recalculated:
        """Load the file, set the cells, recalculate everything and read it all."""
        changes = [[sheet, cell, value] for (sheet, cell), value in (edits or {}).items()]
        answer = self._ask({"path": str(path.resolve()), "edits": changes})
        return Recalculated(answer["values"], [tuple(error) for error in answer["errors"]], answer["names"])

    def print_to_pdf(self, path: Path) -> Path:
        """Print the whole file; the PDF stands beside it."""
        pdf = path.resolve().with_suffix(".pdf")
        self._ask({"path": str(path.resolve()), "pdf": str(pdf)})
        return pdf

    def _ask(self, command: Mapping[str, object]) -> Any:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        answer = self._answer()
        assert "failed" not in answer, answer
        return answer
