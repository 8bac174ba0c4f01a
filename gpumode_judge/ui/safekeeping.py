"""What keeps an event safe, from any window: backups, everything in one file, the diagnostics file, checking a result."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QFileDialog, QMainWindow, QMenu, QWidget

from gpumode_judge.desk import backups as kept
from gpumode_judge.desk.assisting import write_for_organizers, write_request
from gpumode_judge.desk.doctor import write_diagnosis
from gpumode_judge.desk.everything import export_everything
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.publishing import Verified
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import slug
from gpumode_judge.ledger.device import four_words
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.errors import MessageDialog, show_failure
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.tokens import GRID
from gpumode_judge.ui.shared.work import run

WORKSPACE: Final = ".gmjdb"
EVERYTHING: Final = ".gmjall"
RESULT: Final = ".gmjpub"
ANOTHER: Final = "File for another organizer…"
FIRST: Final = "File for the first laptop…"
_MOST_DIFFERENCES: Final = 8
_LONG_MS: Final = 12_000


def add_actions(window: QMainWindow, desk: OrganizerDesk | JudgeDesk) -> None:
    """Put “Diagnostics file…” into the window's Help menu and, for organizers, “Export everything…” into its Event menu."""
    help_menu = _menu(window, "Help")
    if help_menu is not None:
        _insert(help_menu, "Diagnostics file…").triggered.connect(partial(ask_diagnostics, window, desk))
    event_menu = _menu(window, "Event") or help_menu
    if isinstance(desk, OrganizerDesk) and event_menu is not None:
        _insert(event_menu, "Export everything…").triggered.connect(partial(ask_export, window, desk))
        _insert(event_menu, ANOTHER).triggered.connect(partial(ask_for_organizers, window, desk))
        if desk.ledger.entries[desk.record.event_id].device != desk.device:
            _insert(event_menu, FIRST).triggered.connect(partial(ask_request, window, desk))


def _menu(window: QMainWindow, title: str) -> QMenu | None:
    menus = (action.menu() for action in window.menuBar().actions())
    return next((m for m in menus if isinstance(m, QMenu) and m.title().replace("&", "") == title), None)


def _insert(menu: QMenu, text: str) -> QAction:
    """Before the last group of a menu, which is about the window and the version."""
    groups = [action for action in menu.actions() if action.isSeparator()]
    action = menu.addAction(text)
    if groups:
        menu.insertAction(groups[-1], action)
    return action


# Another organizers' laptop


def ask_for_organizers(window: QWidget, desk: OrganizerDesk, *_: object) -> None:
    """Ask for a folder and write the file with which another organizers' laptop begins or comes up to date."""
    _write(window, "A file for another organizer", partial(write_for_organizers, desk), "Open it on the other laptop.")


def ask_request(window: QWidget, desk: OrganizerDesk, *_: object) -> None:
    """Ask for a folder and write what this laptop has said, for the first one to merge."""
    words = "Merge it on the first laptop and compare the four words there: Judges, Laptops."
    _write(
        window, "A file for the first laptop", partial(write_request, desk), f"{words} Here: {four_words(desk.device)}."
    )


def _write(window: QWidget, title: str, write: Callable[[Path], Path], then: str) -> None:
    chosen = QFileDialog.getExistingDirectory(window, title)
    if chosen:
        run(
            window,
            lambda _progress, _cancelled: write(Path(chosen)),
            lambda path: Toast.show_in(window, f"“{path.name}” is written. {then}", ms=_LONG_MS),
        )


# Diagnostics


def ask_diagnostics(window: QWidget, desk: OrganizerDesk | JudgeDesk | None = None, *_: object) -> None:
    """Ask for a file and write the diagnostics into it."""
    chosen = _ask(window, "Save the diagnostics file", "gpumode-judge-diagnostics.json", "JSON (*.json)")
    if chosen is None:
        return

    def told(path: Path) -> None:
        words = f"“{path.name}” is saved. It holds counts, versions and the last errors; no marks, no names, no keys."
        Toast.show_in(window, words, ms=_LONG_MS)

    run(window, lambda _progress, _cancelled: write_diagnosis(chosen, desk), told)


# Everything


class ExportDialog(Dialog):
    """Says what goes into the file; ``with_key`` is whether this laptop's key goes along."""

    def __init__(self, desk: OrganizerDesk, parent: QWidget | None = None) -> None:
        super().__init__("Export everything", parent)
        words = PlainLabel(
            "One file with the whole workspace: every statement, the tickets, e-mail addresses, notes and settings. It is for "
            "organizers alone. On another laptop it opens from the start window."
        )
        self.setMinimumWidth(72 * GRID)
        self.key = QCheckBox("Go on with another laptop: the key of this one goes along")
        hint = PlainLabel(
            "Only one of the two laptops may go on then. Whoever gets such a file can speak for the organizers, so hand it "
            "over yourself. Without the key the other laptop can look, but change nothing.",
            "soft",
        )
        self.body.addWidget(words)
        if desk.can_speak:
            self.body.addWidget(self.key)
            self.body.addWidget(hint)
        self.add_cancel()
        self.add_button(Button("Choose where…", "primary", "export"), accept=True)


def ask_export(window: QWidget, desk: OrganizerDesk, *_: object) -> ExportDialog:
    """Ask whether the key goes along and for a file, and write everything into it."""
    dialog = ExportDialog(desk, window)
    dialog.accepted.connect(lambda: _export(window, desk, dialog.key.isChecked()))
    dialog.open()
    return dialog


def _export(window: QWidget, desk: OrganizerDesk, with_key: bool) -> None:
    name = f"{slug(desk.record.event.title, 'event')}-everything{EVERYTHING}"
    chosen = _ask(window, "Export everything", name, f"Everything (*{EVERYTHING})")
    if chosen is None:
        return
    file = chosen if chosen.suffix.lower() == EVERYTHING else chosen.with_name(chosen.name + EVERYTHING)

    def told(path: Path) -> None:
        end = "Close this window before you go on with the other laptop." if with_key else "It is for looking only."
        Toast.show_in(window, f"“{path.name}” is written and checked. {end}", ms=_LONG_MS)

    run(window, lambda _progress, _cancelled: export_everything(desk, file, with_key=with_key), told)


def _ask(window: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """A file to be written anew; one that is there is refused in a sentence, and so it is not asked about twice."""
    chosen, _ = QFileDialog.getSaveFileName(window, title, name, kinds, options=QFileDialog.Option.DontConfirmOverwrite)
    return Path(chosen) if chosen else None


# Trouble


class TroubleDialog(MessageDialog):
    """Why a workspace does not open, with the way to its backups."""

    def __init__(self, problem: Problem, parent: QWidget | None = None) -> None:
        super().__init__("This workspace does not open", str(problem), "warning", "warn", parent)
        self.add_cancel("Close")
        self.backups = self.add_button(Button("Backups…", "primary", "undo"), accept=True)


def show_trouble(parent: QWidget, path: Path, error: Exception, wanted: Callable[[], object]) -> None:
    """Tell why a workspace could not be opened; if there are backups of it, ``wanted`` is called when a person asks for them."""
    if not isinstance(error, Problem):
        show_failure(parent, error)
        return

    def told(found: tuple[kept.Backup, ...]) -> None:
        if not any(not backup.damaged for backup in found):
            show_failure(parent, error)
            return
        dialog = TroubleDialog(error, parent)
        dialog.accepted.connect(wanted)
        dialog.open()

    run(parent, lambda _progress, _cancelled: kept.backups(path), told)


# A published result


def show_verified(parent: QWidget, name: str, found: Verified) -> MessageDialog:
    """Tell whether a published result is what its statements come to."""
    if found.identical:
        title, icon, tone = "The result is right", "done", "good"
        words = (
            f"“{name}” is the published result of “{found.title}”. All {found.entries} statements in it were checked, "
            "and the standings that follow from them are the same, figure by figure."
        )
    else:
        title, icon, tone = "The result differs", "error", "bad"
        shown = [f"• {text}" for text in found.differences[:_MOST_DIFFERENCES]]
        rest = len(found.differences) - _MOST_DIFFERENCES
        shown += [f"and {rest} more"] if rest > 0 else []
        words = f"“{name}” claims standings that do not follow from its statements:\n" + "\n".join(shown)
    dialog = MessageDialog(title, words, icon, tone, parent)
    dialog.add_close("OK")
    dialog.open()
    return dialog
