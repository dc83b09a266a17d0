"""The engine: from a case to numbers. The names below are its public face; they load on first use."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_FACE = {
    "Case": "model.case",
    "Option": "model.case",
    "OwnLine": "model.case",
    "load_case": "model.case",
    "read_case": "model.case",
    "write_case": "model.case",
    "BadInput": "model.problems",
    "run_case": "model.engine.run",
    "CaseResult": "model.engine.results",
    "OptionResult": "model.engine.results",
    "explain": "model.analyses.explain",
    "example_case": "model.case.example",
    "export_case": "model.export.workbook.workbook",
    "parameters": "model.parameters.table",
    "OPTION_TYPES": "model.options",
    "MODEL_VERSION": "model.version",
}

__all__ = list(_FACE)  # noqa: PLE0605 - computed from the one list above


def __getattr__(name: str) -> Any:
    if name in _FACE:
        return getattr(import_module(_FACE[name]), name)
    raise AttributeError(f"module 'model' has no attribute {name!r}")
