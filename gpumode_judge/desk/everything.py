"""Everything of the organizers' workspace in one file, and a workspace from such a file on another laptop."""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, cast

from gpumode_judge.desk.desk import WORKSPACE
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.pictures import kind_of
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line, slug
from gpumode_judge.exchange.everything import SUFFIX, Everything, read_everything, write_everything
from gpumode_judge.ledger.device import Device
from gpumode_judge.ledger.merge import Ledger
from gpumode_judge.ledger.project import project
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Contact, Draft, Outcome, Picture, Role, Shown, SourceFile
from gpumode_judge.system.secret import keep_secret

_NOT_TAKEN: Final = frozenset({"device", "place", "viewer", "event file"})  # they are about the laptop, not the event
_FEW: Final = 500  # eids on one line


def export_everything(desk: OrganizerDesk, target: Path, *, with_key: bool = False) -> Path:
    """Write one new file with the ledger, tickets, addresses, settings, pictures and the rows of the files that came in.

    It is for the organizers alone. ``with_key`` puts this laptop's key into it: whoever has the file can then speak as this
    laptop, and only one of the two laptops may go on. ``target`` is a folder or the name of the file.

    Raises:
        Problem: the name is taken, the disk refused, or there is no key to be taken along.
    """
    store = desk.store
    title = desk.record.event.title
    if target.suffix.lower() != SUFFIX or target.is_dir():
        target = target / f"{slug(title, 'event')}-everything{SUFFIX}"
    files = store.files()
    rest: dict[str, tuple[Any, ...]] = {
        "draft": tuple([d.submission, json.dumps(d.value), d.at] for d in store.drafts()),
        "note": tuple([*item] for item in store.private_notes().items()),
        "contact": tuple([c.person, c.email, c.phone] for c in store.contacts().values()),
        "ticket": tuple([*item] for item in store.tickets().items()),
        "setting": tuple([k, json.dumps(v)] for k, v in store.settings().items() if k not in _NOT_TAKEN),
        "file": tuple([f.sha256, f.name, f.at, f.outcome.value, json.dumps(f.report)] for f in reversed(files)),
        "from": tuple(
            [file.sha256, list(eids[start : start + _FEW])]
            for file in files
            if (eids := store.entries_from(file.sha256))
            for start in range(0, len(eids), _FEW)
        ),
        "key": ((desk.voice().seed.hex(),) if with_key else ()),
        "picture": tuple(_picture_row(found) for name in store.pictures() if (found := store.picture(name))),
        "shown": tuple([one.step, one.at, one.what] for one in store.shown()),
    }
    return write_everything(
        target,
        Everything(
            event=desk.record.event_id,
            title=title,
            entries=tuple(sorted(store.entries(), key=lambda entry: (entry.device, entry.seq, entry.eid))),
            stubs=store.stubs(),
            rest=rest,
        ),
    )


def import_everything(path: Path, folder: Path) -> Path:
    """Make a workspace in ``folder`` (or at ``folder`` itself, if it names a workspace) from such a file; gives its path.

    With a key in the file this laptop can go on in the other's place; without one the workspace is for looking only.

    Raises:
        Problem: the file is none or is damaged, the workspace exists, or the disk refused; then no workspace was made.
    """
    content = read_everything(path)
    project(Ledger(content.entries, content.stubs), content.event)  # says what is wrong before anything is made
    keys = content.rest.get("key", ())
    device = Device(bytes.fromhex(_hex(keys[0]))) if keys else None
    if device and device.name not in {entry.device for entry in content.entries}:
        raise Problem("The key in this file never spoke in this event; ask for the file to be written once more.")
    name = f"{slug(content.title, 'event')}-{content.event[:8]}{'' if device else '-view'}{WORKSPACE}"
    place = folder if folder.suffix == WORKSPACE else folder / name
    store = Store.create(place, Role.ORGANIZER, content.event)
    try:
        with store.together():
            store.add(content.entries, content.stubs)
            _rest(store, content)
            store.put_setting("place", str(store.path))
            store.put_setting("device", device.name if device else None)
            store.put_setting("viewer", None if device else True)
        if device:
            keep_secret(device.name, device.seed)
    except BaseException as error:
        store.close()
        for end in ("", "-journal", ".lock"):
            place.with_name(place.name + end).unlink(missing_ok=True)
        if isinstance(error, (ValueError, TypeError, KeyError, AttributeError, RecursionError)):
            raise Problem(f"“{clean_line(path.name)}” is damaged; ask for it to be written once more.") from error
        raise
    store.close()
    return place


def _rest(store: Store, content: Everything) -> None:
    """What stands beside the ledger; whatever does not look as this app writes it raises ValueError or its like."""
    rest = content.rest
    for submission, value, at in _rows(rest, "draft"):
        store.put_draft(Draft(submission=_text(submission), value=json.loads(value), at=_text(at)))
    for submission, text in _rows(rest, "note"):
        store.put_private_note(_text(submission), _text(text))
    store.put_contacts(Contact(person=_text(p), email=_text(e), phone=_text(n)) for p, e, n in _rows(rest, "contact"))
    store.put_tickets({_text(judge): _text(ticket) for judge, ticket in _rows(rest, "ticket")})
    for key, value in _rows(rest, "setting"):
        if key not in _NOT_TAKEN:
            store.put_setting(_text(key), json.loads(value))
    here = {entry.eid for entry in content.entries}
    files: dict[str, SourceFile] = {}
    for sha256, name, at, outcome, report in _rows(rest, "file"):
        told: object = json.loads(report)
        if not isinstance(told, dict):
            raise ValueError("a report")
        files[_hex(sha256)] = SourceFile(
            sha256=sha256, name=clean_line(_text(name)), at=clean_line(_text(at), 40), outcome=Outcome(outcome),
            report=cast("dict[str, Any]", told),
        )  # fmt: skip
        store.put_file(files[sha256])
    for sha256, eids in _rows(rest, "from"):
        store.put_file(files[sha256], [eid for eid in eids if eid in here])

    for name, data, at in _rows(rest, "picture"):
        raw = b64decode(_text(data), validate=True)
        shown = Picture(
            name=clean_line(_text(name)), kind=kind_of("picture", raw), data=raw, at=clean_line(_text(at), 40)
        )
        store.put_picture(shown)
    store.add_shown(
        *(
            Shown(step=int(step), at=clean_line(_text(at), 40), what=clean_line(_text(what)))
            for step, at, what in _rows(rest, "shown")
        )
    )


def _picture_row(picture: Picture) -> list[str]:
    return [picture.name, b64encode(picture.data).decode(), picture.at]


def _rows(rest: Any, kind: str) -> Sequence[Any]:  # noqa: ANN401  (what a file holds is anything)
    return cast("Sequence[Any]", rest.get(kind, ()))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _hex(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-f]{64}", value):
        raise Problem("This file names a key or a file that cannot exist; it is damaged, so ask for it once more.")
    return value
