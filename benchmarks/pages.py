"""How long a page takes per rerun, as a ratio to the page Options: `python -m benchmarks.pages`.

A rerun is what every click, key and slider causes. Pages are run by the test runner of Streamlit, which adds the same
small amount to each; the time is that of the processor, the least of several reruns in which nothing changed. `first`
is the first opening in the session, when what the page asks of the model is worked out.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from pages import PAGES
from tests.support.screens import opened, turned_to

RERUNS = 7
GOAL = 1.3
"""Of the time of Options, for every page."""


def main() -> None:
    """Open every page and print a row for each."""
    logging.disable(logging.WARNING)
    app = opened(folds=())
    times = {}
    for page in PAGES:
        first = seconds(lambda name=page.name: turned_to(app, name))  # type: ignore[misc]
        times[page.name] = first, min(seconds(app.run) for _ in range(RERUNS))
    options = times["options"][1]
    print(f"{'page':12s} {'first (s)':>10s} {'rerun (s)':>10s} {'x Options':>10s}")
    for name, (first, rerun) in times.items():
        print(
            f"{name:12s} {first:10.2f} {rerun:10.3f} {rerun / options:10.2f}{'' if rerun <= GOAL * options else '  !'}"
        )


def seconds(run: Callable[[], object]) -> float:
    """Processor time of a run."""
    before = time.process_time()
    run()
    return time.process_time() - before


if __name__ == "__main__":
    main()
