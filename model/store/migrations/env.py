"""What Alembic runs: the steps, over the connection that is opening the store."""

from __future__ import annotations

from alembic import context

from model.store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
