"""One event on this computer: a workspace is one SQLite file. Import :mod:`store.store` lazily, it brings SQLAlchemy."""
