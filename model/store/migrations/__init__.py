"""How a store of an earlier version gets the tables of today; Alembic runs them when a store is opened."""
