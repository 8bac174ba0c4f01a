"""What all commands share: the workspace they work on, where they write, and how they print."""

import errno
import json
import os
import re
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from gpumode_judge.ceremony.board import Board
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line
from gpumode_judge.system.files import explain, make_folder

if TYPE_CHECKING:
    from gpumode_judge.desk.certificates import Certificate
    from gpumode_judge.desk.contest import Packet

Tell = Callable[[str], None]
Pictures = Callable[[str], bytes | None]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON value instead of text.")]
Out = Annotated[Path | None, typer.Option("-o", "--out", help="Where to write: a folder or a file.")]


class Face(Protocol):
    """What needs Qt: windows and pictures."""

    def open(self, paths: Sequence[Path]) -> int:
        """Open the start window, or what the paths name."""
        ...

    def demo(self, folder: Path) -> int:
        """Play the demo in windows."""
        ...

    def demo_pictures(self, folder: Path, tell: Tell) -> None:
        """Play the demo without a display."""
        ...

    def paint(self, board: Board, width: int, height: int, path: Path, pictures: Pictures | None = None) -> None:
        """Paint a board into a PNG file; ``pictures`` gives the bytes of logos and photos by name."""
        ...

    def contest_pdf(self, packet: "Packet", path: Path) -> None:
        """Print the page of a team that contests its rank into a PDF file."""
        ...

    def certificate_pdf(self, certificate: "Certificate", template: bytes, path: Path, letter: bool | None) -> None:
        """Print a certificate by a checked template into a new PDF file; ``letter`` None: the paper of the country."""
        ...


class Call:
    """What one call of the program was given besides its command."""

    face: Face
    workspace: Path | None = None
    json: bool = False


call = Call()


@contextmanager
def organizer() -> Generator[Any]:
    """The organizers' desk; :class:`Problem` if the workspace is a judge's."""
    from gpumode_judge.desk.organizing import OrganizerDesk

    with any_desk() as desk:
        if not isinstance(desk, OrganizerDesk):
            raise Problem(f"“{desk.path.name}” is a judge’s workspace; this command works on the organizers’.")
        yield desk


@contextmanager
def judge_desk() -> Generator[Any]:
    """A judge's desk; :class:`Problem` if the workspace is the organizers'."""
    from gpumode_judge.desk.judging import JudgeDesk

    with any_desk() as desk:
        if not isinstance(desk, JudgeDesk):
            raise Problem(f"“{desk.path.name}” is the organizers’ workspace; this command works on a judge’s.")
        yield desk


@contextmanager
def any_desk() -> Generator[Any]:
    """The desk of the workspace, of either role."""
    from gpumode_judge.desk.workspaces import open_desk

    with open_desk(workspace()) as desk:
        yield desk


def workspace() -> Path:
    """The workspace that was named, or the only one in this folder."""
    if call.workspace:
        return call.workspace
    here = workspaces_here()
    if len(here) == 1:
        return here[0]
    found = f"There are {len(here)} workspaces" if here else "There is no workspace"
    raise Problem(f"{found} in this folder; say which one: gpumode-judge --workspace PATH COMMAND.")


def workspaces_here() -> list[Path]:
    """The workspaces in this folder."""
    return sorted(Path.cwd().glob("*.gmjdb"))


def new_workspace(out: Path | None) -> Path:
    """Where a new workspace goes: a folder, or its file."""
    if call.workspace and out:
        raise typer.BadParameter("--workspace and -o exclude each other here: both say where the new workspace goes.")
    if call.workspace and call.workspace.suffix != ".gmjdb":
        raise Problem(f"A workspace is a file that ends in .gmjdb, not “{call.workspace.name}”.")
    return target(call.workspace or out, ".gmjdb")


def target(out: Path | None, ending: str) -> Path:
    """Where to write: a file with that ending, or a folder, which is made if it is not there."""
    if out is None:
        return Path.cwd()
    if out.suffix.lower() == ending and not out.is_dir():
        demand_folder(out)
        return out
    if out.suffix and not out.is_dir():
        raise Problem(f"“{out.name}” must end in {ending}, or be a folder.")
    return make_folder(out)


def demand_folder(file: Path) -> None:
    """Problem if the folder of a file that is to be written is not there."""
    if not file.parent.is_dir():
        raise Problem(f"There is no folder “{file.parent}”; make it, or choose another one.")


def demand_new(file: Path) -> None:
    """Problem if a file cannot be new: its folder is not there, or it is there already."""
    demand_folder(file)
    if os.path.lexists(file):
        raise Problem(explain(FileExistsError(errno.EEXIST, "", str(file)), file))


def empty_folder(folder: Path) -> Path:
    """A new or empty folder: what was written before is never mixed with what is new."""
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise Problem(f"“{clean_line(folder.name)}” is there already; name a new or empty folder.")
    return make_folder(folder)


def demo_folder(out: Path | None = None) -> Path:
    """A new or empty folder for the demo; without ``out`` a temporary one."""
    import tempfile

    if out is None:
        return Path(tempfile.mkdtemp(prefix="gpumode-judge-demo-"))
    return empty_folder(out)


def say(as_json: bool, value: object, *lines: str) -> None:
    """Print ``value`` as JSON, or else the lines."""
    if as_json:
        print(json.dumps(value, ensure_ascii=False, indent=1))
    else:
        print("\n".join(lines))


def tell(text: str) -> None:
    """Tell a person at a terminal how far it is; a pipe hears nothing."""
    if sys.stderr.isatty():
        print(text, file=sys.stderr)


def progress(done: int, total: int, name: str) -> None:
    """Tell how many files are done."""
    print(f"\r{done} of {total} files  {name[:50]:50}", end="\n" if done == total else "", file=sys.stderr)


def pixels(size: str) -> tuple[int, int]:
    """Width and height from ``1920x1080``; :class:`Problem` if it is none."""
    found = re.fullmatch(r"(\d{3,5})[x×](\d{3,5})", size.lower())
    if not found or max(map(int, found.groups())) > 8192:
        raise Problem(f"“{size}” is no size; write it as 1920x1080, at most 8192 pixels a side.")
    return int(found[1]), int(found[2])


def pair(text: str, what: str, form: str) -> tuple[str, str]:
    """Both sides of ``name=value``."""
    name, equals, value = text.rpartition("=")
    if not equals or not name.strip():
        raise typer.BadParameter(f"{what} is written {form}, not “{text}”.")
    return name.strip(), value.strip()


def decimal(text: str) -> Decimal:
    """A mark as it was typed."""
    try:
        number = Decimal(text.replace(",", ".")) if len(text) <= 20 else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise Problem(f"“{text}” is no mark; write a number such as 4 or 7.5.")
    return number
