"""Commands for what leaves after the show: certificates, pictures of the awards, the log."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from gpumode_judge.cli.kit import Json, Pictures, call, demand_folder, empty_folder, organizer, pixels, say, tell
from gpumode_judge.event.problem import Problem

if TYPE_CHECKING:
    from gpumode_judge.desk.organizing import OrganizerDesk

commands = typer.Typer()
Folder = Annotated[
    Path | None, typer.Option("-o", "--out", metavar="FOLDER", help="A new or empty folder to write into.")
]
Rehearsal = Annotated[bool, typer.Option("--rehearsal", help="With made-up results, and marked as such.")]


@commands.command()
def certificates(
    out: Folder = None,
    template: Annotated[
        Path | None, typer.Option(metavar="FILE.svg", help="Your own drawing with placeholders.")
    ] = None,
    write_template: Annotated[
        Path | None,
        typer.Option("--write-template", metavar="FILE.svg", help="Write the drawing that is used, to edit it."),
    ] = None,
    paper: Annotated[
        Literal["a4", "letter"] | None, typer.Option(help="The paper; that of the country if not said.")
    ] = None,
    rehearsal: Rehearsal = False,
    as_json: Json = False,
) -> None:
    """Make a certificate for each prize and team that won it.

    They come from the result that the ceremony tells, one PDF each.
    """
    from gpumode_judge.desk import certificate_template
    from gpumode_judge.desk.certificates import certificates_of, told_result

    if write_template:
        if out or template or rehearsal or paper:
            raise typer.BadParameter("--write-template goes alone.")
        demand_folder(write_template)
        path = certificate_template.write_template(write_template)
        fields = [f"{{{{{name}}}}}" for name in certificate_template.FIELDS]
        say(as_json, {"path": str(path), "placeholders": fields}, str(path), f"Placeholders: {' '.join(fields)}")
        return
    if not out:
        raise typer.BadParameter("say where the certificates go: -o FOLDER.")
    drawn = certificate_template.read_template(template)
    with organizer() as desk:
        show = told_result(desk, rehearsal=rehearsal)
        sheets = certificates_of(show.snapshot)
        if not sheets:
            raise Problem("No prize was won, so there is no certificate to make.")
        folder = empty_folder(out)
        letter = None if paper is None else paper == "letter"
        for sheet in sheets:
            tell(sheet.file)
            call.face.certificate_pdf(sheet, drawn, folder / sheet.file, letter)
        shown = {
            "path": str(folder), "rehearsal": int(show.rehearsal), "stale": show.stale,
            "certificates": [
                {"file": sheet.file, "prize": sheet.prize, "team": sheet.team, "values": dict(sheet.values)} for sheet in sheets
            ],
        }  # fmt: skip
        say(as_json, shown, *_told(len(sheets), "certificate", folder, show.stale))


@commands.command()
def awards(
    out: Folder = None,
    log: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the log of the ceremony as a .csv or .json file.")
    ] = None,
    size: Annotated[str, typer.Option(help="Width x height in pixels.")] = "1920x1080",
    rehearsal: Rehearsal = False,
    as_json: Json = False,
) -> None:
    """Paint each award and the podium, or write the log.

    Pictures come from the result that the ceremony tells, and hold what the audience saw at its end.
    """
    from gpumode_judge.desk.awards_out import award_pictures, write_log
    from gpumode_judge.desk.certificates import told_result

    if bool(out) == bool(log):
        raise typer.BadParameter("say where the pictures go: -o FOLDER; or the log: --log FILE.csv.")
    if log and rehearsal:
        raise typer.BadParameter("of a rehearsal nothing is kept: --rehearsal and --log exclude each other.")
    wanted = pixels(size)
    with organizer() as desk:
        if log:
            demand_folder(log)
            path = write_log(desk, log)
            say(as_json, {"path": str(path)}, str(path))
        elif out:
            show = told_result(desk, rehearsal=rehearsal)
            pictures = award_pictures(show.snapshot)
            folder = empty_folder(out)
            for picture in pictures:
                tell(picture.file)
                call.face.paint(picture.board, *wanted, folder / picture.file, _pictures(desk))
            listed = [{"file": one.file, "prize": one.prize, "winners": list(one.winners)} for one in pictures]
            shown = {"path": str(folder), "rehearsal": int(show.rehearsal), "stale": show.stale, "pictures": listed}
            say(as_json, shown, *_told(len(pictures), "picture", folder, show.stale))


def _pictures(desk: "OrganizerDesk") -> Pictures:
    from gpumode_judge.desk.pictures import picture

    return lambda name: picture(desk, name)


def _told(number: int, what: str, folder: Path, stale: str) -> list[str]:
    words = f"1 {what} is" if number == 1 else f"{number} {what}s are"
    return [f"{words} in {folder}", *([stale] if stale else [])]
