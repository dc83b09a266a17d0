"""Where cases are kept: every change written before it is confirmed, and all of them to be had back.

A store holds, per case, the case as it is, the log of its changes and snapshots of it. `Store` is its face; the command
line's other commands do not load it.
"""
