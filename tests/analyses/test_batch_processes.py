"""Batches as real processes: two at once, one that is killed, what stays behind, and the bytes at the end."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from model.__main__ import main
from model.analyses.batch import Chunk, Found, Job, RunChunk, local_processes, read_rows, run_batch
from model.analyses.one_writer import Taken, only_writer
from model.problems import BadInput

ROWS = 160
SECONDS = 60.0
"""How long a process may take to do what a test waits for."""


def written(path: Path, count: int) -> Path:
    """Cells with a comma, a quote and an end of line in them, as a spreadsheet may write."""
    rows = "".join(f'GM1783,short_stay,"a ""b"",\n{number}",{0.5 + number / count / 4}\n' for number in range(count))
    path.write_text(f"municipality,type,scenario,occupancy\n{rows}", encoding="utf-8")
    return path


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return written(tmp_path / "cases.csv", ROWS)


def start(cases: Path, out: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "model", "batch", str(cases), "--out", str(out), "--workers", "2"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def unbroken(cases: Path, out: Path) -> bytes:
    run_batch(read_rows(cases), out, Job(), local_processes(1))
    return out.read_bytes()


def wait_for(true: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.002)


def workers_of(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_of_two_batches_on_one_file_one_writes_and_the_other_is_refused(name: str, tmp_path: Path) -> None:
    """The first is held still while the second tries, and has enough to do not to be done before that."""
    cases, out = written(tmp_path / "cases.csv", 5 * ROWS), tmp_path / name
    writing = start(cases, out)
    wait_for(lambda: size_of(working_file(out)) > 0)
    writing.send_signal(signal.SIGSTOP)
    refused = start(cases, out)
    _, said = refused.communicate(timeout=SECONDS)
    writing.send_signal(signal.SIGCONT)
    writing.communicate(timeout=SECONDS)
    assert (writing.returncode, refused.returncode) == (0, 2)
    assert name in said and "ander proces" in said
    assert out.read_bytes() == unbroken(cases, tmp_path / f"alone{out.suffix}")


def test_a_file_that_is_being_written_is_refused_with_a_message(
    cases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    with only_writer(out):
        command = ["batch", str(cases), "--out", str(out), "--workers", "1", "--language", "en"]
        assert main(command) == 2
    assert "being written by another process" in capsys.readouterr().err
    assert out.read_bytes() == b""


def test_a_file_is_free_again_when_its_writer_is_done(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with only_writer(path), pytest.raises(Taken), only_writer(path):
        pass
    with only_writer(path) as file:
        file.write(b"mine")
    assert path.read_bytes() == b"mine"


def test_a_forked_worker_does_not_hold_its_parents_file(tmp_path: Path) -> None:
    """Else a file stays taken by the orphans of a batch that was killed."""
    path = tmp_path / "out.csv"
    started, says_started = os.pipe()
    may_end, says_end = os.pipe()
    with only_writer(path):
        child = os.fork()
        if child == 0:  # pragma: no cover - the child
            os.close(says_end)
            os.write(says_started, b".")
            os.read(may_end, 1)
            os._exit(0)
        os.read(started, 1)
    with only_writer(path):
        assert os.waitpid(child, os.WNOHANG) == (0, 0)
    for descriptor in (started, says_started, may_end, says_end):
        os.close(descriptor)
    os.waitpid(child, 0)


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_a_batch_killed_at_any_moment_ends_with_the_bytes_of_an_unbroken_one(
    name: str, cases: Path, tmp_path: Path
) -> None:
    """Killed five times, each at a random size of its working file, and every time started again at once."""
    out = tmp_path / name
    working = working_file(out)
    expected = unbroken(cases, tmp_path / f"alone{out.suffix}")
    largest = len(unbroken(cases, tmp_path / "size.csv"))
    chance = random.Random(f"killed {name}")
    for size in sorted(chance.randrange(largest) for _ in range(5)):
        running = start(cases, out)
        wait_for(lambda known=size, of=running: of.poll() is not None or known <= size_of(working))  # type: ignore[misc]
        time.sleep(chance.random() / 50)
        running.kill()
        assert running.communicate(timeout=SECONDS)[1] == ""
    last = start(cases, out)
    assert last.communicate(timeout=SECONDS)[1] == ""
    assert out.read_bytes() == expected


def working_file(out: Path) -> Path:
    """The file a batch writes its rows to as they come."""
    return out if out.suffix == ".csv" else out.with_name(f"{out.stem}.partial.csv")


def size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else -1


@pytest.mark.thorough
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="children are counted in /proc")
def test_no_worker_outlives_a_batch_that_is_killed(cases: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    running = start(cases, out)
    wait_for(lambda: len(workers_of(running.pid)) == 2 and size_of(out) > 0)
    workers = workers_of(running.pid)
    running.kill()
    running.communicate()
    wait_for(lambda: not any(Path(f"/proc/{worker}/cmdline").exists() for worker in workers))


@pytest.mark.thorough
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="children are counted in /proc")
def test_a_batch_that_loses_a_worker_says_so_and_keeps_what_it_wrote(tmp_path: Path) -> None:
    """As the system does to a process when memory runs out; with so many rows that it has work to lose."""
    cases, out = written(tmp_path / "cases.csv", 20 * ROWS), tmp_path / "out.csv"
    running = start(cases, out)
    wait_for(lambda: len(workers_of(running.pid)) == 2 and size_of(out) > 5_000)
    os.kill(workers_of(running.pid)[0], signal.SIGKILL)
    _, said = running.communicate(timeout=SECONDS)
    assert running.returncode == 2 and "deelproces" in said
    assert size_of(out) > 5_000
    assert unbroken(cases, out) == unbroken(cases, tmp_path / "alone.csv")


def test_results_in_any_order_are_written_in_row_order(tmp_path: Path) -> None:
    """A runner may be handed its chunks in any order and twice; the file is the same to the byte."""

    def backwards(function: Callable[[Chunk], list[Found]], items: Iterator[Chunk]) -> Iterator[list[Found]]:
        done = [function(item) for item in items]
        yield from [*reversed(done), done[0]]

    cases = tmp_path / "few.csv"
    rows = "GM1783,tent\n" * 40
    cases.write_text(f"municipality,type\n{rows}", encoding="utf-8")
    out = tmp_path / "out.csv"
    assert run_batch(read_rows(cases), out, Job(), backwards).done == 40  # type: ignore[arg-type]
    assert out.read_bytes() == unbroken(cases, tmp_path / "alone.csv")


@pytest.fixture
def refused_rows(tmp_path: Path) -> Path:
    """Rows that cost nothing: each is refused, for its type; with cells that hold an end of line."""
    path = tmp_path / "refused.csv"
    path.write_text("municipality,type,scenario\n" + 'GM1783,tent,"a\r\nb"\n' * 6, encoding="utf-8", newline="")
    return path


def test_a_run_cut_off_anywhere_ends_with_the_bytes_of_an_unbroken_one(refused_rows: Path, tmp_path: Path) -> None:
    """At every place of the header, of a line, of a cell with an end of line in it."""
    expected = unbroken(refused_rows, tmp_path / "whole.csv")
    out = tmp_path / "out.csv"
    for length in range(0, len(expected), 5):
        out.write_bytes(expected[:length])
        assert unbroken(refused_rows, out) == expected


def test_rows_somebody_took_out_of_a_result_are_put_back_in_their_place(refused_rows: Path, tmp_path: Path) -> None:
    expected = unbroken(refused_rows, tmp_path / "whole.csv")
    lines = expected.split(b"\r\n5,")[0].split(b"\r\n2,")
    out = tmp_path / "out.csv"
    out.write_bytes(lines[0] + b"\r\n5," + expected.split(b"\r\n5,")[1])
    assert unbroken(refused_rows, out) == expected


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda content: content.replace(b"\r\n3,", b"\r\nrow,"),
        lambda content: content.replace(b"\r\n3,", b"\r\n2,"),
        lambda content: content.replace(b"\r\n3,", b"\r\n-3,"),
        lambda content: content + content,
        lambda content: content.replace(b"\r\n3,", b"\r\n"),
        lambda content: content.replace(b"tent", b"\xff\xfe", 1),
        lambda _content: b"my own notes, without an end of line",
        lambda _content: b"my own notes\nof two lines",
    ],
    ids=["no number", "twice", "negative", "two runs", "a cell less", "no text", "one line", "two lines"],
)
def test_a_file_this_batch_did_not_write_is_refused_and_left_as_it_is(
    spoilt: Callable[[bytes], bytes], refused_rows: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    content = spoilt(unbroken(refused_rows, out))
    out.write_bytes(content)
    assert main(["batch", str(refused_rows), "--out", str(out), "--workers", "1", "--language", "en"]) == 2
    assert "another calculation" in capsys.readouterr().err
    assert out.read_bytes() == content


def test_a_result_that_is_refused_leaves_no_working_file_behind(refused_rows: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    unbroken(refused_rows, out)
    before = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(BadInput):
        run_batch(read_rows(refused_rows), out, Job(draws=7), local_processes(1))
    with pytest.raises(BadInput):
        run_batch(list(read_rows(refused_rows))[:2], out, Job(), local_processes(1))
    assert {path.name for path in tmp_path.iterdir()} == before


def test_a_parquet_file_that_goes_on_is_the_one_made_at_once(tmp_path: Path) -> None:
    """Two of three rows first, then the three: read back from Parquet, numbers and texts are still the same.

    A scenario called NA is a text, not an empty cell.
    """
    rows = [{"municipality": "GM1783", "type": "own", "scenario": name} for name in ("NA", "null", "")]
    out = tmp_path / "out.parquet"
    run_batch(rows[:2], out, Job(), local_processes(1))
    assert run_batch(rows, out, Job(), local_processes(1)).skipped == 2
    run_batch(rows, tmp_path / "at_once.parquet", Job(), local_processes(1))
    assert out.read_bytes() == (tmp_path / "at_once.parquet").read_bytes()
    import pandas as pd

    assert pd.read_parquet(out)["scenario"].tolist()[:2] == ["NA", "null"]


def test_a_parquet_file_holds_the_numbers_to_the_last_bit(tmp_path: Path) -> None:
    import pandas as pd

    rows = [{"municipality": "GM1783", "type": "short_stay", "occupancy": f"0.{number}1"} for number in range(5, 9)]
    out = tmp_path / "out.parquet"
    run_batch(rows, out, Job(), local_processes(1))
    calculated = RunChunk(Job())(tuple(enumerate(rows)))
    assert pd.read_parquet(out)["npv"].tolist() == [row["npv"] for row in calculated]
