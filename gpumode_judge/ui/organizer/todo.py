"""What an organizer should do next, in the order of how much it matters."""

from dataclasses import dataclass

from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.waits import Do
from gpumode_judge.ui.organizer.words import counted, listed

WRITE = "write"  # the one step that is done at once instead of on another page
_TOLD = (Do.OPEN_FILE, Do.SCORE_FILE, Do.ADMIT, Do.BROKEN, Do.EVENT_FILE)  # laptops have a step of their own
_MOST = 5


@dataclass(frozen=True)
class Step:
    """One thing to do: an icon with its tone, a sentence, more about it, and the button that goes there."""

    icon: str
    tone: str
    text: str
    more: str
    button: str
    place: str


def steps(view: View) -> tuple[Step, ...]:
    """What to do next; empty when all is well."""
    return (*_trouble(view), *_setup(view), *_evening(view))


def _trouble(view: View) -> list[Step]:
    found: list[Step] = []
    look = view.overview
    if look.conflicts:
        text = f"{counted(look.conflicts, 'conflict')} to decide".capitalize()
        found.append(Step("conflict", "bad", text, "Nothing of it counts until you choose.", "Decide", "conflicts"))
    if look.pending:
        text = f"{counted(look.pending, 'laptop')} to accept".capitalize()
        more = "Compare the four words with the judge; until then nothing from there counts."
        found.append(Step("device", "warn", text, more, "Accept", "laptops"))
    told = (wait for wait in view.waits if not wait.settled and wait.does[0][0] in _TOLD)
    found += [Step(wait.icon, "warn", wait.text, wait.brief, "Show", "waiting") for wait in told]
    locks = (wait for wait in view.waits if wait.does[0][0] is Do.LOCK)
    found += [Step(wait.icon, "warn", wait.text, wait.brief, "Show", "lock") for wait in locks]
    return _shortened(found)


def _shortened(found: list[Step]) -> list[Step]:
    """A bad evening must not bury the next step: what is beyond the first few is only counted."""
    if len(found) <= _MOST:
        return found
    left = len(found) - _MOST + 1
    text = f"{left} more things wait for your word"
    more = "All of them are under Merge, Waiting, each with what to do."
    return [*found[: _MOST - 1], Step("clock", "warn", text, more, "Show", "waiting")]


def _setup(view: View) -> list[Step]:
    found: list[Step] = []
    record = view.record
    if not record.submissions:
        more = "From Devpost, a form or a spreadsheet, or typed in."
        found.append(Step("submission", "accent_ink", "Add the submissions", more, "Import…", "import submissions"))
    if not record.judges:
        more = "Each gets a ticket that lets their laptop in."
        found.append(Step("judge", "accent_ink", "Add the judges", more, "Go to Judges", "judges"))
    if record.judges and record.judged and view.outdated:
        if view.file_name:
            text, more = "Write a new event file", _news(record)
        else:
            text, more = "Write the event file", "Every judge opens the same file on their own laptop."
        found.append(Step("hand-in", "accent_ink", text, more, "Write…", WRITE))
    if view.no_standings and record.rubric is not None:
        found.append(Step("weight", "warn", "Give the criteria weights", view.no_standings, "Go there", "rubric"))
    return found


def _news(record: Record) -> str:
    return f"Something changed since the last one. {counted(len(record.judges), 'judge').capitalize()} should open it."


def _handing_out(view: View) -> list[Step]:
    if not view.file_name or view.outdated or not view.record.judges:
        return []
    more = "Each judge gets both. Their score files come back under Merge."
    return [Step("ticket", "accent_ink", "Hand out event file and tickets", more, "Go to Judges", "judges")]


def _evening(view: View) -> list[Step]:
    look = view.overview
    if not look.last_merge:
        return _handing_out(view)
    found: list[Step] = []
    silent = look.silent
    if silent:
        text = f"Nothing has come from {counted(len(silent), 'judge')} yet"
        found.append(Step("judge", "ink_soft", text, listed(j.name for j in silent), "Show", "silent"))
    if look.unvisited:
        text = f"{counted(len(look.unvisited), 'submission')} nobody has marked yet".capitalize()
        more = listed(s.title for s in look.unvisited)
        found.append(Step("submission", "ink_soft", text, more, "Show", "unvisited"))
    return found
