"""Many cases at once: every row of a CSV is a municipality, an option and its inputs.

Results stream out, and can be resumed. A row holds `municipality`, `type`, optionally `variant`, `scenario` (a free
name), `beds`, `start_date`, `law`, and a column per input. The loop over chunks of rows sits behind one seam, `Runner`:
local processes here, or Dask on several machines. A chunk that is run twice (a lost worker) gives the same rows, and
rows are written by their number: nothing counts twice. Rows are read, sent out and written as they come; only a few
chunks per worker are under way at a time.
"""

from model.analyses.batch.job import RISK_COLUMNS, Chunk, Found, Job, RunChunk, columns
from model.analyses.batch.rows import CaseRows, Row, case_data, read_rows
from model.analyses.batch.run import Counts, check_place, run_batch
from model.analyses.batch.runners import UNDER_WAY, Runner, available_cores, dask_cluster, local_processes

__all__ = [
    "RISK_COLUMNS",
    "UNDER_WAY",
    "CaseRows",
    "Chunk",
    "Counts",
    "Found",
    "Job",
    "Row",
    "RunChunk",
    "Runner",
    "available_cores",
    "case_data",
    "check_place",
    "columns",
    "dask_cluster",
    "local_processes",
    "read_rows",
    "run_batch",
]
