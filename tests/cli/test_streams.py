"""Standard output and standard error: full, closed, interrupted, in any locale."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import ROOT, Call, model


class TestStreams:
    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
    def test_a_full_disk_behind_standard_output_is_not_our_fault(self, small_file: Path) -> None:
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "model", "run", str(small_file)],
                cwd=ROOT,
                stdout=full,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                timeout=60,
            )
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "de schijf is vol" in done.stderr

    @pytest.mark.parametrize(
        ("closed", "status"),
        [
            (">&-", 0),
            pytest.param("2>&-", 0, marks=pytest.mark.thorough),
            pytest.param("<&-", 0, marks=pytest.mark.thorough),
        ],
    )
    def test_a_stream_that_is_closed_is_no_fault(self, small_file: Path, closed: str, status: int) -> None:
        command = f"{sys.executable} -m model run '{small_file}' --json {closed}"
        done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60)
        assert (done.returncode, done.stderr) == (status, "")

    def test_messages_are_utf_8_in_any_locale(self) -> None:
        ran = model("new", "n.json", "--municipality", "Wést", PYTHONIOENCODING="ascii")
        assert ran.status == 2 and "Wést" in ran.err

    @pytest.mark.parametrize(("language", "said"), [("nl", "Afgebroken"), ("en", "Stopped")])
    def test_an_interrupt_stops_it_without_a_traceback(
        self, small_file: Path, language: str, said: str, monkeypatch: pytest.MonkeyPatch, call: Call
    ) -> None:
        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("model.engine.run.run_case", interrupted)
        ran = call("run", small_file, "--language", language)
        assert (ran.status, ran.out) == (130, "")
        assert ran.err.startswith(said)
