"""What can be written after the show. Each is a few small steps, so that the window stays awake between them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from gpumode_judge.ceremony.snapshot import Snapshot
from gpumode_judge.desk import pictures
from gpumode_judge.desk.awards_out import award_pictures, write_log
from gpumode_judge.desk.certificate_template import read_template
from gpumode_judge.desk.certificates import certificates_of
from gpumode_judge.desk.clics_out import unused, write_clics
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import slug
from gpumode_judge.system.files import make_folder
from gpumode_judge.ui.projector.award_pictures import paint_award
from gpumode_judge.ui.projector.certificates_pdf import save_certificate


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to write: the new file or folder ``path``, and the steps that make it."""

    path: Path
    steps: tuple[Callable[[], object], ...]


class AfterShow(Protocol):
    """What is asked of the organizers' desk after the show."""

    def write_clics(self, path: Path) -> object:
        """Write the result for the contest community's tools as a new zip."""
        ...

    def write_log(self, path: Path) -> object:
        """Write the log of the ceremony as a new CSV or JSON file."""
        ...

    def picture(self, name: str) -> bytes | None:
        """A logo or a photo by its name; None where there is none."""
        ...


class DeskAfterShow:
    """The same, of a desk."""

    def __init__(self, desk: OrganizerDesk) -> None:
        self._desk = desk

    def write_clics(self, path: Path) -> object:
        """See :class:`AfterShow`."""
        return write_clics(self._desk, path)

    def write_log(self, path: Path) -> object:
        """See :class:`AfterShow`."""
        return write_log(self._desk, path)

    def picture(self, name: str) -> bytes | None:
        """See :class:`AfterShow`."""
        return pictures.picture(self._desk, name)


class Jobs:
    """Everything that can be written of one result. Nothing is ever replaced: what is there already gets a number.

    Each raises :class:`Problem` for what a person can mend.
    """

    def __init__(self, desk: AfterShow, snapshot: Snapshot) -> None:
        self._desk = desk
        self._snapshot = snapshot
        self._name = slug(snapshot.title, "event")

    def clics(self, folder: Path) -> Job:
        """The result for the contest community's tools, as a zip."""
        path = unused(folder, f"{self._name}-clics", ".zip")
        return Job(path, (partial(self._desk.write_clics, path),))

    def log(self, folder: Path) -> Job:
        """What was shown when, as a table."""
        path = unused(folder, f"{self._name}-log", ".csv")
        return Job(path, (partial(self._desk.write_log, path),))

    def certificates(self, folder: Path, template: Path | None, letter: bool | None) -> Job:
        """A certificate for each prize and winner, in a folder; without a template the shipped one is used."""
        sheets = certificates_of(self._snapshot)
        if not sheets:
            raise Problem("No prize was won, so there is no certificate to make.")
        drawn = read_template(template)
        path = unused(folder, f"{self._name}-certificates")
        sheets_out = (partial(save_certificate, path / one.file, one, drawn, letter) for one in sheets)
        return Job(path, (partial(make_folder, path), *sheets_out))

    def pictures(self, folder: Path) -> Job:
        """A picture of each award and of the podium, in a folder."""
        path = unused(folder, f"{self._name}-awards")
        painted = (partial(paint_award, one, path, self._desk.picture) for one in award_pictures(self._snapshot))
        return Job(path, (partial(make_folder, path), *painted))
