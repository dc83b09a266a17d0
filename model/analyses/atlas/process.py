"""The atlas worked out in a process of its own, so that who waits for it does so in a program that goes on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[3]


def start(language: str) -> subprocess.Popen[str]:
    """Begin to work out the atlas of this model and these data; what it has done so far stands in its file.

    Its exit status is 0 when it is complete, and what is wrong stands in its standard error, in a language.
    """
    return subprocess.Popen(
        [sys.executable, "-m", "model.analyses.atlas", language],
        cwd=_ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
