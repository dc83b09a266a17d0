"""An atlas without the work: a file as the batch writes it, with numbers that are easy to follow."""

from __future__ import annotations

import csv

from market_data import load
from model.analyses.atlas import PRICE, atlas_rows, kept_at
from model.analyses.atlas.figures import JOB
from model.analyses.batch import columns


def kept_atlas() -> dict[str, float]:
    """Keep an atlas in which a price is 100 and the number of the municipality's row, from 0 on; gives those prices."""
    path = kept_at(load())
    path.parent.mkdir(parents=True, exist_ok=True)
    prices: dict[str, float] = {}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns(JOB), restval="")
        writer.writeheader()
        for number, row in enumerate(atlas_rows(load())):
            price = prices.setdefault(row["municipality"], 100.0 + len(prices))
            prices_of_row = {"price_weighted": 100.0, "price_first_year": 110.0, "ceiling_first_year": 150.0}
            found = {"npv": 200_000.0, "municipality_npv": 1e6, PRICE: price, **prices_of_row}
            writer.writerow({**row, "row": number, **found})
    return prices
