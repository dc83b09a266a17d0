"""`python -m model.analyses.atlas LANGUAGE`: work out the atlas and keep it; status 2 where that cannot be."""

from __future__ import annotations

import os
import sys

from market_data import load
from model.analyses.atlas.file import kept_at, make_atlas
from model.problems import BadInput

POLITENESS = 5
"""How much it lets others go first: people use the application meanwhile."""


def main(language: str) -> int:
    """Returns the exit status; what is wrong is said in a language."""
    if hasattr(os, "nice"):
        os.nice(POLITENESS)
    try:
        make_atlas(kept_at(load()), load())
    except BadInput as error:
        sys.stderr.write(" ".join(error.texts(language)))
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
