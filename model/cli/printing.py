"""What the command line prints for machines."""

from __future__ import annotations

import json


def print_json(data: object, indent: int | None = None) -> None:
    """Data as JSON on standard output, as a whole or not at all. Raises ValueError for a number that is none."""
    print(json.dumps(data, ensure_ascii=False, allow_nan=False, indent=indent))
