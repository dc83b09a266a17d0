"""One writer per file: a lock that the system itself takes back when its holder ends, however it ends."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_held: set[int] = set()
"""Descriptors of the files this process holds."""


class Taken(Exception):
    """Another process (or another run in this one) is writing the file."""


@contextmanager
def only_writer(path: Path) -> Iterator[BinaryIO]:
    """The file, open to be read and added to (made when it is not there), while nobody else can open it in this way.

    Raises Taken when somebody does. Where the file system knows no locks, the file is open without one.
    """
    file = _locked(path)
    descriptor = file.fileno()
    _held.add(descriptor)
    try:
        yield file
    finally:
        _held.discard(descriptor)
        file.close()


def _locked(path: Path) -> BinaryIO:
    while True:
        file = path.open("a+b")
        try:
            _lock(file.fileno())
            if _is_still(path, file.fileno()):
                return file
        except BaseException:
            file.close()
            raise
        # The holder finished and took the file away between opening and locking: what is locked has no name any more.
        file.close()


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False


_BUSY = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}

if sys.platform == "win32":  # pragma: no cover - the same promise on another system
    import msvcrt

    _FAR = 2**30
    """Where the lock lies: a locked byte cannot be read by others, so it is one beyond what is written."""

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in _BUSY:
                raise Taken from None
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _BUSY:
                raise Taken from None

    def _leave_to_parent() -> None:
        """A forked worker shares its parent's lock, and would keep the file taken after the parent was killed."""
        for descriptor in _held:
            os.close(descriptor)
        _held.clear()

    os.register_at_fork(after_in_child=_leave_to_parent)
