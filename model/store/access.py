"""Who may open a case: whoever holds the secret that is in the browser's cookie, and whom one of them invites.

An address names a case and gives no access. An invitation does, once: what it holds is exchanged for the access of the
browser that brings it. Of secrets only digests are kept.
"""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from model.problems import BadInput, problem
from model.store.records import Listed
from model.store.rows import digest, listed_of, moment_text
from model.store.store import Store
from model.store.tables import ACCESS, CASES, INVITATIONS

_SECRET_BYTES = 32
ADDRESS = "case"
"""The name in an address of the case it is about: it names it and opens nothing."""


def new_secret() -> str:
    """A secret nobody guesses: for a browser to hold, or for an invitation."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def give(store: Store, case_id: str, holder: str) -> None:
    """Let who holds this secret open a case."""
    with store.writing() as connection:
        _give(connection, case_id, holder, moment_text(store.clock()))


def _give(connection: Connection, case_id: str, holder: str, now: str) -> None:
    row = {"case_id": case_id, "holder": digest(holder), "since": now, "opened": now}
    connection.execute(insert_or(ACCESS).values(row).on_conflict_do_nothing())


def may_open(store: Store, case_id: str, holder: str) -> bool:
    """Whether who holds this secret may open a case."""
    with store.reading() as connection:
        query = select(ACCESS.c.case_id).where(ACCESS.c.case_id == case_id, ACCESS.c.holder == digest(holder))
        return connection.execute(query).first() is not None


def note_opened(store: Store, case_id: str, holder: str) -> None:
    """Note that this holder opened a case now: it is the one that opens when no address names another."""
    with store.writing() as connection:
        connection.execute(
            update(ACCESS)
            .where(ACCESS.c.case_id == case_id, ACCESS.c.holder == digest(holder))
            .values(opened=moment_text(store.clock()))
        )


def cases_of(store: Store, holder: str) -> tuple[Listed, ...]:
    """The cases this holder may open, the one opened last first."""
    query = (
        select(CASES, ACCESS.c.opened)
        .join(ACCESS, ACCESS.c.case_id == CASES.c.id)
        .where(ACCESS.c.holder == digest(holder))
        .order_by(ACCESS.c.opened.desc(), CASES.c.changed.desc())
    )
    with store.reading() as connection:
        return tuple(map(listed_of, connection.execute(query)))


def archive(store: Store, case_id: str, *, archived: bool) -> None:
    """Put a case out of the list of cases at work, or back in it; nothing of it is lost. Raises BadInput."""
    moment = moment_text(store.clock()) if archived else None
    with store.writing() as connection:
        _is_there(connection, case_id)
        connection.execute(update(CASES).where(CASES.c.id == case_id).values(archived=moment))


def invite(store: Store, case_id: str) -> str:
    """A secret that gives one other browser access to a case. Raises BadInput when the case is not there."""
    secret = new_secret()
    with store.writing() as connection:
        _is_there(connection, case_id)
        row = {"secret": digest(secret), "case_id": case_id, "made": moment_text(store.clock())}
        connection.execute(insert(INVITATIONS).values(row))
    return secret


def invitation(store: Store, case_id: str) -> str:
    """What comes behind the application's own address to open a case, once. Raises BadInput.

    What is behind # reaches no server, and so no log of one.
    """
    return f"/?{ADDRESS}={case_id}#invite={invite(store, case_id)}"


def _is_there(connection: Connection, case_id: str) -> None:
    if connection.execute(select(CASES.c.id).where(CASES.c.id == case_id)).first() is None:
        raise BadInput((problem("no_such_case", "case", value=case_id),))


def withdraw(store: Store, case_id: str) -> int:
    """Withdraw every invitation to a case that has not been used; gives how many there were."""
    with store.writing() as connection:
        return connection.execute(delete(INVITATIONS).where(INVITATIONS.c.case_id == case_id)).rowcount


def accept(store: Store, secret: str, holder: str) -> str:
    """Exchange an invitation for access of who holds `holder`; gives the case. Raises BadInput when it is used up."""
    with store.writing() as connection:
        found = INVITATIONS.c.secret == digest(secret)
        case_id = connection.execute(select(INVITATIONS.c.case_id).where(found)).scalar()
        if case_id is None:
            raise BadInput((problem("no_invitation", ""),))
        connection.execute(delete(INVITATIONS).where(found))
        _give(connection, case_id, holder, moment_text(store.clock()))
    return str(case_id)
