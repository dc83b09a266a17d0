"""What is fast and how fast: the engine next to its peers, as ratios measured in one run (see README.md).

One core: the libraries under NumPy are told so here, before anything imports them.
"""

import os

for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"
