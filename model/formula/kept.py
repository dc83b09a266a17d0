"""What was compiled is kept between two starts of the program: where Python keeps its own, and as it does.

A compiled set of lines stands in the `__pycache__` of this folder (or under `PYTHONPYCACHEPREFIX`), with the mark of
all that decides it: the model's code and tables, and the version of Python. With another mark it is made anew. Where
Python may write no compiled code (`PYTHONDONTWRITEBYTECODE`, a folder that is read-only) nothing is kept.
"""

from __future__ import annotations

import hashlib
import importlib.util
import marshal
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

MODEL = Path(__file__).parent.parent
MOST_KEPT = 100
"""Files; of more than these the oldest go. One is some 100 kB."""


def kept(name: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401  whatever marshal can write: it gives back the same
    """What `make` gave under this name at an earlier start, if nothing that decides it has changed; else what it gives.

    The name says all that decides it besides the model itself.
    """
    path = folder() / f"lines-{hashlib.sha256(name.encode()).hexdigest()[:32]}.bin"
    mark = hashlib.sha256(f"{definition()} {name}".encode()).digest()
    with suppress(OSError, EOFError, ValueError, TypeError):
        content = path.read_bytes()
        if content.startswith(mark):
            return marshal.loads(content[len(mark) :])  # noqa: S302  our own, beside Python's own compiled code
    made = make()
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            _write(path, mark + marshal.dumps(made))
    return made


def folder() -> Path:
    """Where Python keeps the compiled code of this module."""
    return Path(importlib.util.cache_from_source(__file__)).parent


@cache
def definition() -> str:
    """The mark of the model: its code and tables, and the version of Python's compiled code."""
    digest = hashlib.sha256(importlib.util.MAGIC_NUMBER)
    for path in sorted((*MODEL.rglob("*.py"), *MODEL.rglob("*.csv"))):
        digest.update(path.relative_to(MODEL).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Written whole or not at all: another process may read it at any moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    others = sorted(path.parent.glob("lines-*.bin"), key=lambda other: other.stat().st_mtime)
    for old in others[: max(0, len(others) + 1 - MOST_KEPT)]:
        old.unlink(missing_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(content)
    os.replace(part, path)
