"""The program: its commands in their order, and what a refusal looks like.

Exit codes: 0 done, 1 something was refused, 2 usage.
"""

import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from gpumode_judge import __version__
from gpumode_judge.cli.awards_out import commands as awards_out
from gpumode_judge.cli.ceremony import commands as ceremony
from gpumode_judge.cli.deciding import commands as deciding
from gpumode_judge.cli.fairness import commands as fairness
from gpumode_judge.cli.files import commands as files
from gpumode_judge.cli.judging import commands as judging
from gpumode_judge.cli.keeping import commands as keeping
from gpumode_judge.cli.kit import Face, call
from gpumode_judge.cli.locking import commands as locking
from gpumode_judge.cli.measuring import commands as measuring
from gpumode_judge.cli.planning import commands as planning
from gpumode_judge.cli.prizes import commands as prizes
from gpumode_judge.cli.results import commands as results
from gpumode_judge.cli.windows import commands as windows
from gpumode_judge.cli.windows import in_windows
from gpumode_judge.event.problem import Problem
from gpumode_judge.system.environment import qt_missing
from gpumode_judge.system.files import explain

INTERRUPTED = 130  # what typer makes of Ctrl+C
OPENED = frozenset({".gmj", ".gmjdb", ".gmjall", ".gmjpub"})

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    help="Judge an in-person hackathon: offline scoring, merging, live standings. Without a command the start window opens.",
)
for part in (
    windows,
    planning,
    measuring,
    judging,
    files,
    deciding,
    locking,
    results,
    fairness,
    prizes,
    ceremony,
    awards_out,
    keeping,
):
    app.add_typer(part)


def run(arguments: Sequence[str], face: Face) -> int:
    """Run one command; gives the exit code. Nothing that a person can mend ends in a traceback."""
    call.face, call.workspace, call.json = face, None, "--json" in arguments
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code: Any = app(_opening(arguments), prog_name="gpumode-judge", standalone_mode=False)
        sys.stdout.flush()
        if code == INTERRUPTED:
            raise KeyboardInterrupt
    except Problem as problem:
        return _refused(str(problem))
    except BrokenPipeError:
        # Whoever read along has read enough; Python would complain about it once more when it ends.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        return 1
    except OSError as error:
        return _refused(explain(error, Path(str(error.filename or "this folder"))))
    except ImportError as error:
        missing = qt_missing(error)
        if missing is None:
            raise
        return _refused(missing)
    except (KeyboardInterrupt, typer.Abort):
        return _refused("Stopped; what was done is kept.")
    except typer.Exit as leaving:
        return leaving.exit_code
    except Exception as error:
        show = getattr(error, "show", None)  # click's own errors, whichever copy of click typer brings
        if show is None:
            raise
        show()
        return int(getattr(error, "exit_code", 2))
    return code if isinstance(code, int) else 0


def _opening(arguments: Sequence[str]) -> list[str]:
    """The arguments, with the command ``open`` before a file that stands where a command is expected."""
    given = list(arguments)
    place = 0
    while place < len(given) and given[place].startswith("-"):
        place += 2 if given[place] == "--workspace" else 1
    if place < len(given) and Path(given[place]).suffix.lower() in OPENED:
        given.insert(place, "open")
    return given


def _refused(sentence: str) -> int:
    if call.json:
        print(json.dumps({"error": sentence}, ensure_ascii=False))
    else:
        print(sentence, file=sys.stderr)
    return 1


@app.callback()
def start(
    context: typer.Context,
    workspace: Annotated[Path | None, typer.Option(help="The workspace (.gmjdb) that the command works on.")] = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Take the options that stand before the command."""
    call.workspace = workspace
    if version:
        print(__version__)
        raise typer.Exit
    if context.invoked_subcommand is None:
        raise typer.Exit(in_windows(lambda: call.face.open([workspace] if workspace else [])))
