"""What stays on this computer for the show: pictures of the event, and which step of the ceremony was shown when."""

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import Connection, delete, func, insert, select

from gpumode_judge.store.tables import PICTURE, SHOWN
from gpumode_judge.store.values import Picture, Shown


def put_picture(connection: Connection, picture: Picture) -> None:
    """Keep a picture over the earlier one of the same name."""
    drop_picture(connection, picture.name)
    connection.execute(
        insert(PICTURE),
        {
            "name": picture.name, "kind": picture.kind, "sha256": sha256(picture.data).hexdigest(), "data": picture.data,
            "at": picture.at,
        },
    )  # fmt: skip


def drop_picture(connection: Connection, name: str) -> None:
    """Delete the picture of a name, if there is one."""
    connection.execute(delete(PICTURE).where(PICTURE.c.name == name))


def picture(connection: Connection, name: str) -> Picture | None:
    """The picture of a name."""
    found = connection.execute(select(PICTURE).where(PICTURE.c.name == name)).first()
    return None if found is None else Picture(name=found.name, kind=found.kind, data=bytes(found.data), at=found.at)


def pictures(connection: Connection) -> dict[str, int]:
    """How many bytes each picture has, by name."""
    found = connection.execute(select(PICTURE.c.name, func.length(PICTURE.c.data)).order_by(PICTURE.c.name))
    return {str(name): int(size) for name, size in found}


def add_shown(connection: Connection, steps: Iterable[Shown]) -> None:
    """Add steps to what was shown, the oldest first."""
    last = int(connection.execute(select(func.coalesce(func.max(SHOWN.c.number), 0))).scalar_one())
    rows = [
        {"number": last + number, "step": one.step, "at": one.at, "what": one.what}
        for number, one in enumerate(steps, 1)
    ]
    if rows:
        connection.execute(insert(SHOWN), rows)


def shown(connection: Connection) -> tuple[Shown, ...]:
    """All steps that were shown, the oldest first."""
    found = connection.execute(select(SHOWN.c.step, SHOWN.c.at, SHOWN.c.what).order_by(SHOWN.c.number))
    return tuple(Shown(step=int(step), at=str(at), what=str(what)) for step, at, what in found)


def last_shown(connection: Connection) -> Shown | None:
    """The step that was shown last."""
    found = connection.execute(
        select(SHOWN.c.step, SHOWN.c.at, SHOWN.c.what).order_by(SHOWN.c.number.desc()).limit(1)
    ).first()
    return None if found is None else Shown(step=int(found.step), at=str(found.at), what=str(found.what))
