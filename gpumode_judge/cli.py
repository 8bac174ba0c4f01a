"""The commands: parse, call a desk, print. Exit codes: 0 done, 1 something was refused, 2 usage."""

import io
import json
import os
import re
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer

from gpumode_judge import __version__
from gpumode_judge.ceremony.board import Board, Scene
from gpumode_judge.event.people import Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.submission import Entered
from gpumode_judge.system.environment import has_display, platform_missing, qt_missing
from gpumode_judge.system.files import explain, make_folder

Tell = Callable[[str], None]
INTERRUPTED = 130  # what typer makes of Ctrl+C
SURE = 90  # of 100: below it a preview says that a column was guessed


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

    def paint(self, board: Board, width: int, height: int, path: Path) -> None:
        """Paint a board into a PNG file."""
        ...


class As(StrEnum):
    """What a table is imported as."""

    SUBMISSIONS = "submissions"
    JUDGES = "judges"
    ASSIGNMENTS = "assignments"
    BALLOTS = "ballots"


app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    help="Judge an in-person hackathon: offline scoring, merging, live standings. Without a command the start window opens.",
)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON value instead of text.")]
Out = Annotated[Path | None, typer.Option("-o", "--out", help="Where to write: a folder or a file.")]


class _Call:
    """What one call of the program was given besides its command."""

    face: Face
    workspace: Path | None = None
    json: bool = False


_call = _Call()


def run(arguments: Sequence[str], face: Face) -> int:
    """Run one command; gives the exit code. Nothing that a person can mend ends in a traceback."""
    _call.face, _call.workspace, _call.json = face, None, "--json" in arguments
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code: Any = app(list(arguments), prog_name="gpumode-judge", standalone_mode=False)
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


def _refused(sentence: str) -> int:
    if _call.json:
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
    _call.workspace = workspace
    if version:
        print(__version__)
        raise typer.Exit
    if context.invoked_subcommand is None:
        raise typer.Exit(_windows(lambda: _call.face.open([workspace] if workspace else [])))


@app.command("open")
def open_(
    files: Annotated[list[Path] | None, typer.Argument(help="Event files, score files or workspaces.")] = None,
) -> None:
    """Open a window: the start window, or what fits a file."""
    raise typer.Exit(_windows(lambda: _call.face.open(files or [])))


@app.command()
def demo(
    headless: Annotated[
        bool, typer.Option(help="Without windows: leave pictures, standings and workspaces in a folder.")
    ] = False,
    out: Out = None,
) -> None:
    """Play a made-up evening with 45 teams and 12 judges.

    Score files merge on a live board as you watch. Without a display, or with --headless, pictures and files are left in a folder.
    """
    folder = demo_folder(out)
    if headless or not has_display():
        if not headless:
            print("There is no display here, so the demo plays without windows.", file=sys.stderr)
        _call.face.demo_pictures(folder, _tell)
        print(f"Everything is in {folder}")
        return
    raise typer.Exit(_windows(lambda: _call.face.demo(folder)))


@app.command()
def new(
    title: Annotated[str, typer.Option(help="The event’s title.")] = "",
    template: Annotated[
        str, typer.Option(help="gpu-mode-open-ended (if nothing is said), cuda-mode-irl or blank.")
    ] = "",
    source: Annotated[Path | None, typer.Option("--from", help="A TOML file with the whole event.")] = None,
    place: Annotated[str, typer.Option(help="Where it is.")] = "",
    day: Annotated[str, typer.Option(help="When: YYYY-MM-DD.")] = "",
    zone: Annotated[str, typer.Option(help="The time zone, such as Europe/Berlin.")] = "",
    rehearsal: Annotated[bool, typer.Option("--rehearsal", help="A rehearsal; it can never become live.")] = False,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Make a new event in a new workspace."""
    from gpumode_judge.desk import planning, showing
    from gpumode_judge.desk.organizing import OrganizerDesk

    if template and source:
        raise typer.BadParameter("--template and --from exclude each other.")
    if not title.strip() and not source:
        raise typer.BadParameter('an event needs a title: gpumode-judge new --title "Kernel Night".')
    plan = planning.plan_from_toml(source) if source else planning.template(template or "gpu-mode-open-ended")
    plan = planning.changed(plan, title=title, place=place, day=day, zone=zone, rehearsal=rehearsal)
    with OrganizerDesk.create(_new_workspace(out), plan) as desk:
        _print(
            as_json,
            {"workspace": str(desk.path), **showing.show_status(desk)},
            f"“{plan.event.title}” is in {desk.path}",
        )


@app.command()
def update(
    source: Annotated[Path, typer.Argument(help="A TOML file with the whole event.")], as_json: Json = False
) -> None:
    """Change the event to what a TOML file says.

    Rubric, rules, tracks, prizes and judges follow it. No mark is touched; tracks, prizes and judges that it does not name stay,
    and so do title, place, day, zone and mode, which are fixed when the event is made.
    """
    from gpumode_judge.desk import planning, telling

    plan = planning.plan_from_toml(source)
    with _organizer() as desk:
        changed = planning.update(desk, plan)
        fixed = plan.event != desk.record.event
        notes = ["Title, place, day, zone and mode stay as the event was made with."] if fixed else []
        _print(as_json, {"changed": changed, "notes": notes}, *notes, f"{telling.count(changed, 'change')} made.")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A CSV, TSV, XLSX, XLS or ODS file.")],
    what: Annotated[As, typer.Option("--as", help="What the rows are.")] = As.SUBMISSIONS,
    maps: Annotated[
        list[str] | None, typer.Option("--map", help="column=field, once for each column to correct.")
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Only show what would happen.")] = False,
    sheet: Annotated[str, typer.Option(help="The sheet of a spreadsheet.")] = "",
    no_header: Annotated[bool, typer.Option("--no-header", help="The first row is data already.")] = False,
    judge: Annotated[str, typer.Option(help="Whose ballots these are, if no column says it.")] = "",
    as_json: Json = False,
) -> None:
    """Import submissions, judges, assignments or ballots."""
    from gpumode_judge.desk import importing, showing, telling

    corrections = dict(_pair(text, "--map", "column=field") for text in maps or [])
    with _organizer() as desk:
        prepared = importing.prepare(
            desk, file, importing.What(what.value), sheet=sheet, header=not no_header, judge=judge, corrections=corrections
        )  # fmt: skip
        if not preview:
            if prepared.problem:
                raise Problem(prepared.problem)
            report = importing.commit(desk, prepared)
            shown = {"recognised": prepared.recognised, **showing.show_import(report)}
            _print(as_json, shown, *telling.import_lines(report), str(report))
            return
        columns = [{"column": c.header, "field": c.field, "sure": c.sure, "sample": c.sample} for c in prepared.columns]
        shown = {"recognised": prepared.recognised, **showing.show_import(prepared.preview), "columns": columns}
        lines = [f"{prepared.recognised or 'A table'}. Its columns are taken for:"]
        lines += [
            f"  {c.header[:36]:36}  {c.label or '–':18} {'(a guess)' if c.field and c.sure < SURE else ''}".rstrip()
            for c in prepared.columns
        ]
        if prepared.problem:
            if not as_json:
                print("\n".join(lines))
            raise Problem(prepared.problem)
        lines += telling.import_lines(prepared.preview)
        _print(as_json, shown, *lines, "Nothing was imported. It would be:", str(prepared.preview))


@app.command()
def withdraw(
    submission: Annotated[str, typer.Argument(help="Title, team or table number.")],
    back: Annotated[bool, typer.Option("--back", help="Bring it back.")] = False,
    as_json: Json = False,
) -> None:
    """Take a submission out of the judging, or bring it back.

    Its marks are kept either way. Judges see it with the next event file.
    """
    from gpumode_judge.desk.finding import find_submission

    with _organizer() as desk:
        found = find_submission(desk.record, submission)
        state = Entered.SUBMITTED if back else Entered.WITHDRAWN
        desk.withdraw(found.id, state)
        shown = {"submission": found.title, "id": found.id, "entered": state.value}
        _print(as_json, shown, f"“{found.title}” is {'to be judged' if back else 'withdrawn'}.")


@app.command()
def tickets(
    renew: Annotated[str, typer.Option(help="A judge who gets a new ticket; the old one no longer counts.")] = "",
    as_json: Json = False,
) -> None:
    """Show each judge’s ticket."""
    from gpumode_judge.desk.finding import find_judge

    with _organizer() as desk:
        if renew:
            desk.new_ticket(find_judge(desk.record, renew, desk.emails).id)
        given, emails = desk.tickets, desk.emails
        judges = [
            {"judge": j.name, "ticket": given.get(j.id, ""), "email": emails.get(j.id, ""), "id": j.id}
            for j in desk.record.judges.values()
        ]
        lines = [f"{j['ticket']:14}  {j['judge']}" for j in judges]
        _print(as_json, judges, *(lines or ["No judges yet: gpumode-judge import judges.csv --as judges"]))


@app.command()
def join(
    event: Annotated[Path, typer.Argument(help="The event file (.gmj) from the organizers.")],
    judge: Annotated[str, typer.Option(help="Your name, as the organizers have it.")],
    ticket: Annotated[str, typer.Option(help="The 12 characters of your ticket.")] = "",
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Make a judge’s workspace from an event file."""
    from gpumode_judge.desk import checking, showing, telling
    from gpumode_judge.desk.finding import find_judge
    from gpumode_judge.desk.judging import JudgeDesk, peek

    checking.check(event)
    found = find_judge(peek(event), judge)
    with JudgeDesk.join(event, found.id, ticket, _new_workspace(out)) as desk:
        text = f"{found.name} can judge {telling.count(len(desk.cards()), 'submission')} in {desk.path}"
        words = f"This laptop’s four words, for the organizers: {desk.words}"
        _print(as_json, {"workspace": str(desk.path), **showing.show_status(desk)}, text, *([] if ticket else [words]))


@app.command()
def mark(
    submission: Annotated[str, typer.Argument(help="Title, team or table number.")],
    marks: Annotated[
        list[str] | None, typer.Argument(help="criterion=mark, for every criterion that has no mark yet.")
    ] = None,
    absent: Annotated[str, typer.Option(help="Nobody was there; say why.")] = "",
    recused: Annotated[str, typer.Option(help="You should not judge them; say why.")] = "",
    skipped: Annotated[str, typer.Option(help="You did not judge them; say why.")] = "",
    note: Annotated[str, typer.Option(help="A note for the team.")] = "",
    as_json: Json = False,
) -> None:
    """Record one ballot in a judge’s workspace.

    Marks that were given before stay unless they are given anew; the ballot before is kept and replaced.
    """
    from gpumode_judge.desk.finding import find_criterion, find_submission

    given = [_pair(text, "A mark", "criterion=mark") for text in marks or []]
    outcomes = {Outcome.ABSENT: absent, Outcome.RECUSED: recused, Outcome.SKIPPED: skipped}
    chosen = [(outcome, reason) for outcome, reason in outcomes.items() if reason]
    if len(chosen) + bool(given) != 1:
        raise typer.BadParameter("give either marks or one of --absent, --recused and --skipped.")
    with _judge() as desk:
        found = find_submission(desk.record, submission)
        values = [(find_criterion(desk.record, name), _decimal(value)) for name, value in given]
        if len({key for key, _ in values}) < len(values):
            raise Problem("A criterion is marked twice; give each of them once.")
        changes = 0
        try:
            for key, value in values:
                desk.mark(found.id, key, value)
                changes += 1
            if note:
                desk.note(found.id, "", note)
                changes += 1
            card = desk.record_outcome(found.id, *chosen[0]) if chosen else desk.record_ballot(found.id)
        except Problem:
            for _ in range(changes):  # what was refused leaves no trace
                desk.undo()
            raise
        total = f", {card.total} of 100" if given else ""
        shown = {"submission": found.title, "state": card.state.value, "total": float(card.total) if given else None}
        _print(as_json, shown, f"Recorded: “{found.title}” {card.state.value}{total}.", str(desk.status()))


@app.command()
def export(
    out: Out = None,
    toml: Annotated[bool, typer.Option("--toml", help="The whole plan of the event as a TOML file.")] = False,
    as_json: Json = False,
) -> None:
    """Write the event file, or a judge’s score file.

    Which of the two follows from the workspace.
    """
    from gpumode_judge.desk import planning
    from gpumode_judge.desk.organizing import OrganizerDesk

    with _any() as desk:
        if toml and not isinstance(desk, OrganizerDesk):
            raise Problem("Only the organizers’ workspace holds the plan of the event.")
        target = _target(out, ".toml" if toml else ".gmj")
        shown: dict[str, Any] = {}
        if not isinstance(desk, OrganizerDesk):
            handed = desk.hand_in(target)
            path, shown = handed.path, {"ballots": handed.ballots}
        else:
            path = planning.write_toml(desk.plan, target) if toml else desk.export_event(target)
        _print(as_json, {"path": str(path), **shown}, str(path))


@app.command()
def merge(
    paths: Annotated[list[Path], typer.Argument(help="Score files, or folders with some.")], as_json: Json = False
) -> None:
    """Merge score files; for a judge, a newer event file."""
    from gpumode_judge.desk import showing, telling
    from gpumode_judge.desk.judging import JudgeDesk

    with _any() as desk:
        if isinstance(desk, JudgeDesk):
            news = [desk.merge(path) for path in paths]
            _print(as_json, {"news": news}, *news)
            return
        report = desk.merge(paths, _progress if sys.stderr.isatty() else None)
        if not report.rows:
            raise Problem(f"There is no event or score file (.gmj) in {telling.names(f'“{path}”' for path in paths)}.")
        _print(as_json, showing.show_merge(report), *telling.merge_lines(report))
        if report.sums["refused"]:
            raise typer.Exit(1)


@app.command()
def devices(
    accept: Annotated[str, typer.Option(help="The four words of a waiting laptop.")] = "",
    judge: Annotated[str, typer.Option(help="Whom it speaks for, if not whom it says.")] = "",
    as_json: Json = False,
) -> None:
    """Show laptops that wait to be accepted, or accept one."""
    from gpumode_judge.desk import showing, telling
    from gpumode_judge.desk.finding import find_judge

    with _organizer() as desk:
        if accept:
            words = " ".join(re.findall(r"[a-z]+", accept.lower()))
            waiting = next((p for p in showing.show_pending(desk.record) if p["words"] == words), None)
            if waiting is None:
                raise Problem(f"No laptop with the words “{accept}” is waiting.")
            if not (judge or waiting["judge"]):
                raise Problem("That laptop does not say whose it is; add --judge NAME.")
            found = find_judge(desk.record, judge or waiting["judge"], desk.emails)
            desk.accept(waiting["device"], found.id)
            if not as_json:
                print(f"Accepted: {words} speaks for {found.name}.")
        waiting = showing.show_pending(desk.record)
        lines = [
            f"{p['words']}: says it is {p['judge'] or 'nobody'}; {telling.count(p['entries'], 'statement')} waiting"
            for p in waiting
        ]
        if waiting and not accept:
            lines.append(
                'When the laptop shows the same words: gpumode-judge devices --accept "' + waiting[0]["words"] + '"'
            )
        _print(as_json, waiting, *(lines or ["No laptop is waiting."]))


@app.command()
def conflicts(
    pick: Annotated[str, typer.Option(help="The id of the side that holds (its beginning is enough).")] = "",
    as_json: Json = False,
) -> None:
    """Show what needs a decision, or decide it."""
    from gpumode_judge.desk import showing

    with _organizer() as desk:
        if pick:
            heads = [(c, h.eid) for c in desk.record.conflicts for h in c.heads if h.eid.startswith(pick.lower())]
            if len(heads) != 1:
                raise Problem(
                    f"“{pick}” begins {len(heads)} ids; give more of it."
                    if heads
                    else f"“{pick}” is no side of a conflict; the command without --pick shows them."
                )
            desk.resolve(*heads[0])
        shown = showing.show_conflicts(desk.record)
        lines: list[str] = []
        for conflict in shown:
            lines.append(conflict["about"])
            lines += [
                f"  {h['id'][:12]}  {h['at']}  {'on paper: ' if h['paper'] else ''}{h['says']}"
                for h in conflict["heads"]
            ]
        if shown and not pick:
            lines.append(f"The side that holds: gpumode-judge conflicts --pick {shown[0]['heads'][0]['id'][:12]}")
        _print(as_json, shown, *(lines or ["Nothing needs a decision."]))


@app.command()
def standings(
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False, out: Out = None, as_json: Json = False
) -> None:
    """Show the standings: rank, score of 100, visits.

    With -o FILE.csv or FILE.xlsx they are written there.
    """
    from gpumode_judge.desk import reporting, showing, telling

    if csv and as_json:
        raise typer.BadParameter("--csv and --json exclude each other.")

    with _organizer() as desk:
        if out:
            path = reporting.write_standings(desk, out)
            _print(as_json, {"path": str(path)}, str(path))
        elif csv:
            sys.stdout.write(reporting.standings_csv(desk))
        else:
            _print(as_json, showing.show_standings(desk), *telling.standings_lines(desk))


@app.command()
def board(
    out: Annotated[Path, typer.Option("-o", "--out", help="The PNG file.")],
    scene: Annotated[Scene, typer.Option(help="What to show.")] = Scene.LIVE,
    size: Annotated[str, typer.Option(help="Width x height in pixels.")] = "1920x1080",
    page: Annotated[int, typer.Option(min=1, help="The page, from 1; one too high is the last.")] = 1,
    as_json: Json = False,
) -> None:
    """Paint a scene of the projector into a picture."""
    from gpumode_judge.desk.presenting import Presenting

    found = re.fullmatch(r"(\d{3,5})[x×](\d{3,5})", size.lower())
    if not found or max(map(int, found.groups())) > 8192:
        raise Problem(f"“{size}” is no size; write it as 1920x1080, at most 8192 pixels a side.")
    if out.suffix.lower() != ".png":
        raise Problem(f"A board is painted into a PNG file, so “{out.name}” must end in .png.")
    _demand_folder(out)
    with _organizer() as desk:
        shown = Presenting(desk).board(scene).turned(page - 1)
        _call.face.paint(shown, int(found[1]), int(found[2]), out)
        _print(as_json, {"path": str(out), "scene": scene.value, "pages": shown.pages}, str(out))


@app.command()
def verify(file: Annotated[Path, typer.Argument(help="A .gmj file.")], as_json: Json = False) -> None:
    """Check every byte and signature of a file."""
    from gpumode_judge.desk import checking, showing

    shown = showing.show_file(checking.check(file))
    kinds = ", ".join(f"{count} {kind}" for kind, count in shown["kinds"].items()) or "nothing in it"
    withheld = f"; {shown['withheld']} withheld, as is meant" if shown["withheld"] else ""
    _print(
        as_json,
        shown,
        f"“{file.name}” is the {shown['file']} of “{shown['title']}”, whole and unchanged: {kinds}{withheld}.",
    )


@app.command()
def status(as_json: Json = False) -> None:
    """Tell how things stand in a workspace."""
    from gpumode_judge.desk import showing, telling

    with _any() as desk:
        _print(as_json, showing.show_status(desk), *telling.status_lines(desk))


@contextmanager
def _organizer() -> Generator[Any]:
    from gpumode_judge.desk.organizing import OrganizerDesk

    with _any() as desk:
        if not isinstance(desk, OrganizerDesk):
            raise Problem(f"“{desk.path.name}” is a judge’s workspace; this command works on the organizers’.")
        yield desk


@contextmanager
def _judge() -> Generator[Any]:
    from gpumode_judge.desk.judging import JudgeDesk

    with _any() as desk:
        if not isinstance(desk, JudgeDesk):
            raise Problem(f"“{desk.path.name}” is the organizers’ workspace; this command works on a judge’s.")
        yield desk


@contextmanager
def _any() -> Generator[Any]:
    from gpumode_judge.desk.workspaces import open_desk

    with open_desk(_workspace()) as desk:
        yield desk


def _workspace() -> Path:
    if _call.workspace:
        return _call.workspace
    here = sorted(Path.cwd().glob("*.gmjdb"))
    if len(here) == 1:
        return here[0]
    found = f"There are {len(here)} workspaces" if here else "There is no workspace"
    raise Problem(f"{found} in this folder; say which one: gpumode-judge --workspace PATH COMMAND.")


def _new_workspace(out: Path | None) -> Path:
    if _call.workspace and out:
        raise typer.BadParameter("--workspace and -o exclude each other here: both say where the new workspace goes.")
    if _call.workspace and _call.workspace.suffix != ".gmjdb":
        raise Problem(f"A workspace is a file that ends in .gmjdb, not “{_call.workspace.name}”.")
    return _target(_call.workspace or out, ".gmjdb")


def _target(out: Path | None, ending: str) -> Path:
    """Where to write: a file with that ending, or a folder, which is made if it is not there."""
    if out is None:
        return Path.cwd()
    if out.suffix.lower() == ending and not out.is_dir():
        _demand_folder(out)
        return out
    if out.suffix and not out.is_dir():
        raise Problem(f"“{out.name}” must end in {ending}, or be a folder.")
    return make_folder(out)


def _demand_folder(file: Path) -> None:
    if not file.parent.is_dir():
        raise Problem(f"There is no folder “{file.parent}”; make it, or choose another one.")


def _windows(show: Callable[[], int]) -> int:
    if not has_display():
        raise Problem(
            "Windows need a display and there is none here; the commands work without one: gpumode-judge --help."
        )
    if missing := platform_missing():
        raise Problem(missing)
    return show()


def _print(as_json: bool, value: object, *lines: str) -> None:
    if as_json:
        print(json.dumps(value, ensure_ascii=False, indent=1))
    else:
        print("\n".join(lines))


def _tell(text: str) -> None:
    if sys.stderr.isatty():
        print(text, file=sys.stderr)


def _progress(done: int, total: int, name: str) -> None:
    print(f"\r{done} of {total} files  {name[:50]:50}", end="\n" if done == total else "", file=sys.stderr)


def _pair(text: str, what: str, form: str) -> tuple[str, str]:
    name, equals, value = text.rpartition("=")
    if not equals or not name.strip():
        raise typer.BadParameter(f"{what} is written {form}, not “{text}”.")
    return name.strip(), value.strip()


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text.replace(",", ".")) if len(text) <= 20 else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise Problem(f"“{text}” is no mark; write a number such as 4 or 7.5.")
    return number


def demo_folder(out: Path | None = None) -> Path:
    """A new or empty folder for the demo; without ``out`` a temporary one."""
    import tempfile

    if out is None:
        return Path(tempfile.mkdtemp(prefix="gpumode-judge-demo-"))
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise Problem(f"“{out.name}” is there already; name a new or empty folder for the demo.")
    return make_folder(out)
