"""The steps, in the order of their `down_revision`; Alembic loads them by path."""
