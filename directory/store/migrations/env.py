"""Runs migrations on the connection given by ``directory.store.schema``; there is no other way in."""

from alembic import context

from directory.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
