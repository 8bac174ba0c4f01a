"""What stays on this computer beside the ledger: drafts, private notes, contacts, tickets, settings."""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import Connection, Table, delete, select
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlmodel import Session
from sqlmodel import select as select_rows

from gpumode_judge.store.tables import CONTACT, DRAFT, PRIVATE_NOTE, SETTING, TICKET, ContactRow, DraftRow
from gpumode_judge.store.values import Contact, Draft, Json


def _upsert(table: Table) -> Insert:
    statement = insert(table)
    changed = {column.name: statement.excluded[column.name] for column in table.columns if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=changed)


# Built once: a draft is saved at each keystroke, and building the statement takes longer than running it.
_UPSERTS: Final = {table.name: _upsert(table) for table in (CONTACT, DRAFT, PRIVATE_NOTE, SETTING, TICKET)}


def put(connection: Connection, table: Table, rows: list[dict[str, str]]) -> None:
    """Insert rows or replace those of the same key."""
    if rows:
        connection.execute(_UPSERTS[table.name], rows)


def drop(connection: Connection, table: Table, key: str) -> None:
    """Delete the row of a key, if there is one."""
    (column,) = table.primary_key
    connection.execute(delete(table).where(column == key))


def texts(connection: Connection, table: Table) -> dict[str, str]:
    """A table of two columns as a dict, ordered by key."""
    key, value = table.columns
    return {str(k): str(v) for k, v in connection.execute(select(key, value).order_by(key))}


def put_draft(connection: Connection, draft: Draft) -> None:
    """Save an unfinished card over the earlier one of the same submission."""
    put(connection, DRAFT, [{"submission": draft.submission, "value": _dump(draft.value), "at": draft.at}])


def drafts(connection: Connection) -> tuple[Draft, ...]:
    """All unfinished cards, by submission."""
    with Session(connection) as session:
        rows = session.exec(select_rows(DraftRow).order_by(DRAFT.c.submission)).all()
        return tuple(_draft(row) for row in rows)


def draft(connection: Connection, submission: str) -> Draft | None:
    """The unfinished card of one submission."""
    with Session(connection) as session:
        row = session.get(DraftRow, submission)
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
    with Session(connection) as session:
        rows = session.exec(select_rows(ContactRow).order_by(CONTACT.c.person)).all()
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
    found = connection.execute(select(SETTING.c.value).where(SETTING.c.key == key)).scalar()
    return None if found is None else json.loads(found)


def _draft(row: DraftRow) -> Draft:
    return Draft(submission=row.submission, value=json.loads(row.value), at=row.at)


def _dump(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
