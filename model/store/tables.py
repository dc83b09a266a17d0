"""The tables of a store, as SQLAlchemy knows them; how a file gets them is for the migrations.

Case files, edits and kept numbers are JSON text, moments are UTC in ISO form: a file can be read by any program, and
text sorts as time does.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, Text

METADATA = MetaData()

CASES = Table(
    "cases",
    METADATA,
    Column("id", String, primary_key=True),
    Column("seq", Integer, nullable=False, comment="the number of the last change"),
    Column("file", Text, nullable=False, comment="the case as it is"),
    Column("checksum", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("municipality", String, nullable=False),
    Column("made", String, nullable=False),
    Column("changed", String, nullable=False),
    Column("archived", String, comment="since when it is out of the list; blank when it is in it"),
    Column("model", String, nullable=False),
    Column("data", String, nullable=False),
    Column("kept", Text, comment="its inputs as they were resolved, and its numbers"),
)
CHANGES = Table(
    "changes",
    METADATA,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("edits", Text, nullable=False),
    Column("back", Text, nullable=False),
    Column("field", Text, nullable=False, comment="the one field it gives another value, blank where it does more"),
    Column("takes_back", Text, nullable=False),
    Column("moment", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("model", String, nullable=False),
    Column("data", String, nullable=False),
)
SNAPSHOTS = Table(
    "snapshots",
    METADATA,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("file", Text, nullable=False),
    Column("checksum", String, nullable=False),
    Column("moment", String, nullable=False),
    Column("model", String, nullable=False),
    Column("data", String, nullable=False),
)
VERSIONS = Table(
    "versions",
    METADATA,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("seq", Integer, nullable=False, comment="there is a snapshot of this number"),
    Column("label", Text, nullable=False),
    Column("moment", String, nullable=False),
    Column("who", Text, nullable=False),
    Column("model", String, nullable=False),
    Column("data", String, nullable=False),
    Column("kept", Text),
)
FIGURES = Table(
    "figures",
    METADATA,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("data", String, primary_key=True, comment="the version of the market data with these figures over them"),
    Column("name", Text, nullable=False),
    Column("content", Text, nullable=False, comment="the file, in base 64"),
)
ACCESS = Table(
    "access",
    METADATA,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("holder", String, primary_key=True, comment="the digest of what the browser holds"),
    Column("since", String, nullable=False),
    Column("opened", String, nullable=False),
)
INVITATIONS = Table(
    "invitations",
    METADATA,
    Column("secret", String, primary_key=True, comment="the digest of what the address holds"),
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("made", String, nullable=False),
)
BACKUPS = Table(
    "backups",
    METADATA,
    Column("path", Text, primary_key=True),
    Column("moment", String, nullable=False),
)
