"""The atlas: every municipality with every option of the example, at the starting set.

It is worked out on demand by the batch, kept in a file under the version of model and data, and read from there; what
makes one municipality dearer or cheaper than the middle one is asked of two cases.
"""

from model.analyses.atlas.figures import MEASURES, PRICE, Atlas, atlas_rows
from model.analyses.atlas.file import kept_at, make_atlas, read_atlas, share_done
from model.analyses.atlas.place import Cause, Place, compared
from model.analyses.atlas.process import start

__all__ = [
    "MEASURES",
    "PRICE",
    "Atlas",
    "Cause",
    "Place",
    "atlas_rows",
    "compared",
    "kept_at",
    "make_atlas",
    "read_atlas",
    "share_done",
    "start",
]
