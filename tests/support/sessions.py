"""How many sessions a server of the application holds, and how much memory: seen from within, written to a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

_SCRIPT = """
import gc, json, os, sys, threading, time
def count():
    from streamlit.runtime import Runtime
    from streamlit.runtime.app_session import AppSession
    while True:
        time.sleep(2)
        if not Runtime.exists():
            continue
        sessions = Runtime.instance()._session_mgr
        alive = sum(isinstance(each, AppSession) for each in gc.get_objects())
        counts = [len(sessions.list_active_sessions()), len(sessions._session_storage._cache), alive]
        with open(os.environ["SESSION_COUNTS"] + ".new", "w") as out:
            json.dump(counts, out)
        os.replace(os.environ["SESSION_COUNTS"] + ".new", os.environ["SESSION_COUNTS"])
if "streamlit" in sys.orig_argv:
    threading.Thread(target=count, daemon=True).start()
"""
"""Run by Python before anything else."""
_COUNTS = "counts"


@dataclass(frozen=True)
class Sessions:
    """Sessions of a server: open, kept for a browser that may come back, and all that are still in memory."""

    open: int = 0
    kept: int = 0
    alive: int = 0


def counting(folder: Path) -> dict[str, str]:
    """The environment in which a server counts its sessions, each two seconds, in a file in this folder."""
    (folder / "sitecustomize.py").write_text(_SCRIPT, encoding="utf-8")
    return {"PYTHONPATH": str(folder), "SESSION_COUNTS": str(folder / _COUNTS)}


def counted(folder: Path) -> Sessions:
    """The last count; nothing before the first one."""
    path = folder / _COUNTS
    return Sessions(*json.loads(path.read_text(encoding="utf-8"))) if path.exists() else Sessions()


def resident(pid: int) -> float:
    """The memory a process holds, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024
