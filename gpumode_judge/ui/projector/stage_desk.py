"""What the presenter's panel asks of the organizers' desk, beside boards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from gpumode_judge.desk import ceremony, freezing, pictures, rehearsing
from gpumode_judge.desk.ceremony import Refusal
from gpumode_judge.desk.ceremony import Show as Taken
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.presenting import Health, Presenting
from gpumode_judge.ui.projector.after_show_jobs import DeskAfterShow

LONGEST: Final = 4 * 3600


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ceremony that was taken and is not finished: whether a step of it was ``shown``, and for how many ``seconds`` it has run.
    One that stopped long ago begins to count anew."""

    taken: Taken
    shown: bool = False
    seconds: float = 0.0


class StageDesk:
    """One organizers' desk, as the stage needs it. Safe to use from several threads."""

    def __init__(self, desk: OrganizerDesk, presenting: Presenting) -> None:
        self._desk = desk
        self._presenting = presenting
        self._pictures: dict[str, bytes] = {}

    @property
    def frozen(self) -> bool:
        """Whether the projector's standings are frozen."""
        return self._desk.record.freeze is not None

    def health(self) -> Health:
        """What is known of the data now."""
        return self._presenting.health()

    def picture(self, name: str) -> bytes | None:
        """A logo or a photo by its name, out of memory: no picture on the stage waits for the disk. None where there is none."""
        return self._pictures.get(name)

    def load_pictures(self) -> bool:
        """Read the event's pictures into memory, if there are others than before; tells whether there are."""
        names = pictures.picture_names(self._desk)
        if names == tuple(self._pictures):
            return False
        read = {name: pictures.picture(self._desk, name) for name in names}
        self._pictures = {name: data or b"" for name, data in read.items()}
        return True

    def freeze(self) -> None:
        """Freeze the standings on the projector; :class:`Problem` if that cannot be."""
        freezing.freeze(self._desk)

    def thaw(self) -> None:
        """Show them as they are again; :class:`Problem` if that cannot be."""
        freezing.thaw(self._desk)

    def refusals(self) -> Sequence[Refusal]:
        """What keeps the ceremony from beginning."""
        return ceremony.refusals(self._desk)

    def resume(self) -> Waiting | None:
        """The ceremony that was taken and is not finished; None without one. :class:`Problem` if it cannot be told any more."""
        taken = ceremony.resume(self._desk)
        if taken is None:
            return None
        log = ceremony.log(self._desk)
        begun = max((place for place, line in enumerate(log) if not line.step), default=-1) + 1
        if begun >= len(log):
            return Waiting(taken)
        try:
            gone = (datetime.fromisoformat(self._desk.now()) - datetime.fromisoformat(log[begun].at)).total_seconds()
        except (ValueError, TypeError):
            gone = 0.0
        return Waiting(taken, shown=True, seconds=gone if 0 <= gone <= LONGEST else 0.0)

    def take(self, *, again: bool = False) -> Taken:
        """Take the result; ``again`` in place of one that was taken before. :class:`Problem` if something is in the way."""
        return ceremony.take(self._desk, again=again)

    def rehearse(self, number: int) -> Taken:
        """A ceremony with made-up results; another ``number`` makes up others."""
        return rehearsing.rehearse(self._desk, number)

    def note(self, taken: Taken, at: int) -> None:
        """Note durably that step ``at`` is shown."""
        ceremony.note_step(self._desk, taken, at)

    @property
    def has_result(self) -> bool:
        """Whether a result was taken for the ceremony."""
        return self._desk.record.told is not None

    def last(self) -> Taken | None:
        """The ceremony that was taken last, finished or not; :class:`Problem` if it cannot be told any more."""
        return ceremony.last(self._desk)

    def after_show(self) -> tuple[DeskAfterShow, Path]:
        """What writes the result after the show, and the folder to propose."""
        return DeskAfterShow(self._desk), self._desk.path.parent

    def finish(self, taken: Taken) -> None:
        """Note that the ceremony is over."""
        ceremony.finish(self._desk, taken)
