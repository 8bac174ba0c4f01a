"""A second organizers' laptop: it takes over everything that is known, asks to be let in, and then speaks for the organizers too.

Nothing secret travels: the laptop makes a key of its own, and somebody compares its four words on the first one.
"""

from pathlib import Path

from gpumode_judge.desk.desk import WORKSPACE, Clock, new_device
from gpumode_judge.desk.organizing import ANOTHER_ORGANIZER, OrganizerDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import slug
from gpumode_judge.exchange.gmj import read_gmj, write_gmj
from gpumode_judge.ledger.statements import Hello
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Role
from gpumode_judge.system.clock import now


def write_for_organizers(desk: OrganizerDesk, target: Path) -> Path:
    """Write every entry that is known here, for another organizers' laptop: to begin there, and later to bring it up to date.

    Raises:
        Problem: the disk refused.
    """
    record = desk.record
    stubs = [stub for stub in desk.ledger.stubs if stub.eid not in desk.ledger]
    return write_gmj(
        target, "organizers", record.event_id, record.event.title, list(desk.ledger), stubs, organizers=True
    )


def assist(file: Path, target: Path, clock: Clock = now) -> OrganizerDesk:
    """Make a second organizers' workspace from such a file, in the folder ``target`` or at ``target`` itself.

    What is said there waits until the first laptop lets this one in (see :func:`write_request`).

    Raises:
        Problem: the file does not hold the event, or there is a workspace already.
    """
    content = read_gmj(file)
    if not content.organizers or content.event not in {entry.eid for entry in content.entries}:
        raise Problem("This file does not hold a whole event; ask for the one that is written for organizers.")
    path = target
    if target.suffix != WORKSPACE:
        path = target / f"{slug(content.title, 'event')}-{content.event[:8]}-assisting{WORKSPACE}"
    store = Store.create(path, Role.ORGANIZER, content.event)
    try:
        device = new_device()
        with store.together():
            store.put_setting("device", device.name)
            store.put_setting("place", str(store.path))
            store.add(content.entries, content.stubs)
            desk = OrganizerDesk(store, device, clock)
            desk.say(Hello(ANOTHER_ORGANIZER, ""))
    except BaseException:
        store.close()
        for name in (path.name, f"{path.name}-journal", f"{path.name}.lock"):
            path.with_name(name).unlink(missing_ok=True)
        raise
    return desk


def write_request(desk: OrganizerDesk, target: Path) -> Path:
    """Write what this laptop has said, for the first one to merge: at first its wish to be let in, later its signatures too."""
    record = desk.record
    return write_gmj(target, "assisting", record.event_id, record.event.title, desk.ledger.chain(desk.device))


def let_in(desk: OrganizerDesk) -> bool:
    """Whether this laptop speaks for the organizers, as far as is known here."""
    return desk.device in desk.record.organizers
