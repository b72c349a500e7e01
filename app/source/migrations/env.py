"""How Alembic runs the migrations in ``versions``: on the connection that ``sql_migration.py`` hands over, in its transaction.

A new migration is a file there with the next number as its revision; ``sql_version.VERSION`` names it. A migration never imports
``tables.py``, for that tells what the tables are today.
"""

from alembic import context

from app.source.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
