"""Files the command line writes: all of one or nothing of it."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from model.case import Case, case_text
from model.problems import BadInput, cause_of, problem


def write_whole(path: Path, content: bytes) -> None:
    """Write all or nothing: a file beside it first, then in its place. Raises BadInput when it cannot be written.

    A link is followed; an existing file keeps its permissions, and is left alone when it may not be written.
    """
    try:
        target = path.resolve()
        if target.exists():
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            if not target.is_file():
                raise BadInput((problem("cannot_write", str(path), value=problem("cause_not_a_file", "")),))
            if not os.access(target, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".writing-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(name, mode)
            os.replace(name, target)
        except BaseException:
            os.unlink(name)
            raise
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead to each other
        cause = cause_of(error) if isinstance(error, OSError) else str(error)
        raise BadInput((problem("cannot_write", str(path), value=cause),)) from None


def write_case_file(path: Path, case: Case) -> None:
    """Write a case file: all or nothing, as `write_whole` does, which says what it raises."""
    write_whole(path, f"{case_text(case)}\n".encode())


def _umask() -> int:
    """What new files may not permit."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
