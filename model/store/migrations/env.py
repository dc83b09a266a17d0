"""What Alembic runs: the steps, over the connection that is opening the store."""

from __future__ import annotations

from alembic import context

from model.store.tables import METADATA

if __name__ == "env_py":  # the name Alembic gives it; imported as a module there is no connection
    context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
    with context.begin_transaction():
        context.run_migrations()
