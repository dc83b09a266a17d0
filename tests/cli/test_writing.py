"""`new` and `export` write a file whole or leave the earlier one alone."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import openpyxl
import pytest

from model.case import load_case
from tests.cli.command import Call, model


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `new` writes."""
    path = tmp_path_factory.mktemp("new") / "nieuw.json"
    ran = model("new", path, "--municipality", "GM0363")
    assert (ran.status, ran.err) == (0, "")
    assert str(path) in ran.out
    return path


class TestNew:
    def test_it_writes_a_case_with_the_four_options(self, written: Path) -> None:
        case = load_case(written)
        assert case.municipality == "GM0363"
        assert [option.type for option in case.options] == ["short_stay", "mid_stay", "conversion", "new_build"]

    def test_it_leaves_nothing_else_behind(self, written: Path) -> None:
        assert list(written.parent.iterdir()) == [written]

    def test_the_case_runs(self, written: Path, call: Call) -> None:
        assert call("run", written).status == 0


class TestExport:
    def test_it_writes_a_workbook(self, small_file: Path, tmp_path: Path) -> None:
        out = tmp_path / "uit.xlsx"
        ran = model("export", small_file, out, "--language", "en")
        assert (ran.status, ran.err) == (0, "")
        assert ran.out == f"Written: {out}\n"
        assert "Vergelijking" in openpyxl.load_workbook(out, read_only=True).sheetnames
        assert list(tmp_path.iterdir()) == [out]

    def test_bad_input_leaves_an_earlier_workbook_alone(self, small_file: Path, tmp_path: Path, call: Call) -> None:
        out = tmp_path / "uit.xlsx"
        out.write_bytes(b"earlier")
        assert call("export", small_file, out, "--set", "o.discount_rate=-1").status == 2
        assert out.read_bytes() == b"earlier"
        assert list(tmp_path.iterdir()) == [out]

    def test_a_file_that_is_no_workbook_is_never_overwritten(self, small_file: Path, call: Call) -> None:
        before = small_file.read_bytes()
        ran = call("export", small_file, small_file)
        assert ran.status == 2 and "klein.json" in ran.err and "klein.xlsx" in ran.err
        assert small_file.read_bytes() == before


class TestWriting:
    """`new` and `export` write through the same door; `new` is the quicker one to try it with."""

    def test_a_file_keeps_its_permissions(self, tmp_path: Path, call: Call) -> None:
        path = tmp_path / "zaak.json"
        path.write_bytes(b"")
        path.chmod(0o640)
        assert call("new", path, "--municipality", "GM1783").status == 0
        assert path.stat().st_mode & 0o777 == 0o640

    def test_a_new_file_gets_what_the_user_set_for_new_files(self, tmp_path: Path, call: Call) -> None:
        earlier = os.umask(0o027)
        try:
            assert call("new", tmp_path / "zaak.json", "--municipality", "GM1783").status == 0
        finally:
            os.umask(earlier)
        assert (tmp_path / "zaak.json").stat().st_mode & 0o777 == 0o640

    def test_a_link_is_followed(self, tmp_path: Path, call: Call) -> None:
        (tmp_path / "link.json").symlink_to(tmp_path / "zaak.json")
        assert call("new", tmp_path / "link.json", "--municipality", "GM1783").status == 0
        assert (tmp_path / "link.json").is_symlink()
        assert load_case(tmp_path / "zaak.json").municipality == "GM1783"

    def test_a_device_is_not_replaced_by_a_file(self, tmp_path: Path, call: Call) -> None:
        os.mkfifo(tmp_path / "pijp.json")
        ran = call("new", tmp_path / "pijp.json", "--municipality", "GM1783")
        assert ran.status == 2 and "geen gewoon bestand" in ran.err
        assert (tmp_path / "pijp.json").is_fifo()

    def test_a_name_that_is_no_text_is_written_and_said(self, tmp_path: Path) -> None:
        odd = tmp_path / os.fsdecode(b"zaak\xff.json")
        ran = model("new", odd, "--municipality", "GM1783")
        assert (ran.status, ran.err) == (0, "")
        assert "zaak\\udcff.json" in ran.out
        assert load_case(odd).municipality == "GM1783"

    def test_a_write_that_fails_leaves_the_earlier_file_and_nothing_else(
        self, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "zaak.json"
        path.write_bytes(b"earlier")

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("os.replace", full)
        ran = call("new", path, "--municipality", "GM1783")
        assert ran.status == 2 and "de schijf is vol" in ran.err
        assert path.read_bytes() == b"earlier"
        assert list(tmp_path.iterdir()) == [path]
