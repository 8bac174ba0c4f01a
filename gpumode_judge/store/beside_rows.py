"""What stays on this computer beside the ledger: drafts, private notes, contacts, tickets, settings."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Table, bindparam, delete, select
from sqlalchemy.dialects.sqlite import Insert, insert

from gpumode_judge.store.tables import CONTACT, DRAFT, META, PRIVATE_NOTE, SETTING, TICKET
from gpumode_judge.store.values import Contact, Draft, Json


def _upsert(table: Table) -> Insert:
    statement = insert(table)
    changed = {column.name: statement.excluded[column.name] for column in table.columns if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=changed)


def _key(table: Table) -> ColumnElement[str]:
    (column,) = table.primary_key
    return column


# Built once: a draft is saved at each keystroke, and building the statement takes longer than running it.
_TABLES: Final = (CONTACT, DRAFT, META, PRIVATE_NOTE, SETTING, TICKET)
_UPSERTS: Final = {table.name: _upsert(table) for table in _TABLES}
_DROPS: Final = {table.name: delete(table).where(_key(table) == bindparam("key")) for table in _TABLES}
_ALL: Final = {table.name: select(*table.columns).order_by(_key(table)) for table in _TABLES}
_ONE: Final = {table.name: select(*table.columns).where(_key(table) == bindparam("key")) for table in _TABLES}


def put(connection: Connection, table: Table, rows: list[dict[str, str]]) -> None:
    """Insert rows or replace those of the same key."""
    if rows:
        connection.execute(_UPSERTS[table.name], rows)


def drop(connection: Connection, table: Table, key: str) -> None:
    """Delete the row of a key, if there is one."""
    connection.execute(_DROPS[table.name], {"key": key})


def texts(connection: Connection, table: Table) -> dict[str, str]:
    """A table of two columns as a dict, ordered by key."""
    key, value = table.columns
    return {str(row[key.name]): str(row[value.name]) for row in connection.execute(_ALL[table.name]).mappings()}


def put_draft(connection: Connection, draft: Draft) -> None:
    """Save an unfinished card over the earlier one of the same submission."""
    put(connection, DRAFT, [{"submission": draft.submission, "value": _dump(draft.value), "at": draft.at}])


def drafts(connection: Connection) -> tuple[Draft, ...]:
    """All unfinished cards, by submission."""
    return tuple(_draft(row) for row in connection.execute(_ALL[DRAFT.name]))


def draft(connection: Connection, submission: str) -> Draft | None:
    """The unfinished card of one submission."""
    row = connection.execute(_ONE[DRAFT.name], {"key": submission}).first()
    return _draft(row) if row else None


def put_note(connection: Connection, submission: str, note: str) -> None:
    """Save a private note; an empty one is deleted."""
    if note:
        put(connection, PRIVATE_NOTE, [{"submission": submission, "text": note}])
    else:
        drop(connection, PRIVATE_NOTE, submission)


def put_contacts(connection: Connection, contacts: Iterable[Contact]) -> None:
    """Save contacts over earlier ones of the same people."""
    put(connection, CONTACT, [{"person": c.person, "email": c.email, "phone": c.phone} for c in contacts])


def contacts(connection: Connection) -> dict[str, Contact]:
    """All contacts by person."""
    rows = connection.execute(_ALL[CONTACT.name])
    return {row.person: Contact(person=row.person, email=row.email, phone=row.phone) for row in rows}


def put_tickets(connection: Connection, tickets: Mapping[str, str]) -> None:
    """Save tickets by judge."""
    put(connection, TICKET, [{"judge": judge, "ticket": ticket} for judge, ticket in tickets.items()])


def put_setting(connection: Connection, key: str, value: Json) -> None:
    """Remember a value under a key."""
    put(connection, SETTING, [{"key": key, "value": _dump(value)}])


def settings(connection: Connection) -> dict[str, Json]:
    """Everything remembered."""
    return {key: json.loads(value) for key, value in texts(connection, SETTING).items()}


def setting(connection: Connection, key: str) -> Json:
    """What is remembered under a key, or None."""
    row = connection.execute(_ONE[SETTING.name], {"key": key}).first()
    return json.loads(row.value) if row else None


def _draft(row: Row[Any]) -> Draft:
    return Draft(submission=row.submission, value=json.loads(row.value), at=row.at)


def _dump(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
