"""Alembic asks for this file; `luoshi.app.upgrade` configures the context itself."""
