"""Version 2: pictures of the event, and what the ceremony showed when."""

from typing import Final

from sqlalchemy import Connection

# As they were in this version, whatever becomes of the tables later.
_PICTURE: Final = (
    "CREATE TABLE picture (name VARCHAR NOT NULL, kind VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, data BLOB NOT NULL, "
    "at VARCHAR NOT NULL, PRIMARY KEY (name))"
)
_SHOWN: Final = (
    "CREATE TABLE shown (number INTEGER NOT NULL, step INTEGER NOT NULL, at VARCHAR NOT NULL, what VARCHAR NOT NULL, "
    "PRIMARY KEY (number))"
)


def step(connection: Connection) -> None:
    """Add both tables, empty."""
    for table in (_PICTURE, _SHOWN):
        connection.exec_driver_sql(table)
