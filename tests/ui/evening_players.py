"""People who play the shared evening through the windows."""

from collections.abc import Sequence
from pathlib import Path

from evening import script
from evening_hands import Key, Laptop
from PySide6.QtWidgets import QApplication, QFileDialog

from gpumode_judge.event.people import REASONS, Outcome
from gpumode_judge.ui.judge.hand_in import HandInDialog
from gpumode_judge.ui.judge.reasons import ReasonDialog
from gpumode_judge.ui.judge.window import JudgeWindow
from gpumode_judge.ui.organizer.import_sheet import ImportSheet
from gpumode_judge.ui.organizer.ticket_dialogs import TicketDialog
from gpumode_judge.ui.organizer.window import OrganizerWindow
from gpumode_judge.ui.projector.presenter import PresenterPanel
from gpumode_judge.ui.start.new_event_page import NewEventPage


class Organizer:
    """The organizers' laptop, from the start window to the projector."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop, self.hands = laptop, laptop.hands
        self.window: OrganizerWindow | None = None
        self.panel: PresenterPanel | None = None

    def make_event_by_typing(self) -> None:
        page = self._new_event()
        hands = self.hands
        hands.fill(script.TITLE)
        hands.press(Key.Key_Tab)
        hands.fill(script.PLACE)
        hands.press(Key.Key_Tab)
        hands.type("19 sep 2026")
        assert page.about.day.value() == script.DAY
        hands.press(Key.Key_Tab)
        hands.fill("berlin")
        hands.press(Key.Key_Tab)
        assert page.about.zone.value() == script.ZONE
        hands.press(Key.Key_Return, ctrl=True)
        self._type_rubric(page)
        hands.press(Key.Key_Return, ctrl=True)
        hands.press(Key.Key_Space)
        for text in ("Golden Warp", "Warp & Weft Labs", "A very small trophy"):
            hands.fill(text)
            hands.press(Key.Key_Tab)
        hands.press(Key.Key_Return, ctrl=True)
        assert page.next.text() == "Create event"
        hands.press(Key.Key_Return)
        self._begin()

    def make_event_from_file(self) -> None:
        page = self._new_event()
        self.laptop.answer("getOpenFileName", script.TOML)
        self.hands.press(Key.Key_O, ctrl=True)
        self.hands.until(lambda: page.about.title.text() == script.TITLE)
        for _ in range(4):
            self.hands.press(Key.Key_Return, ctrl=True)
        self._begin()

    def import_table(self, place: str, path: Path, told: Sequence[int]) -> None:
        """``told`` are new, changed, unchanged and skipped rows."""
        window, hands = self.window, self.hands
        hands.press(place, ctrl=True)
        hands.press(Key.Key_I, ctrl=True)
        hands.until(lambda: window.findChild(ImportSheet) is not None)
        sheet = window.findChild(ImportSheet)
        hands.drop(sheet.drop, path)
        hands.until(sheet.import_button.isEnabled)
        assert [tile.accessibleName().split(": ")[1] for tile in sheet.tiles.values()] == [
            str(figure) for figure in told
        ]
        hands.press(Key.Key_Return)
        hands.until(lambda: QApplication.activeModalWidget() is None)
        self.rest()

    def ticket_of(self, judge: str) -> str:
        window, hands = self.window, self.hands
        hands.press("3", ctrl=True)
        page = window.judges
        page.view.setFocus()
        row = next(n for n, row in enumerate(page.model.rows()) if row.judge.name == judge)
        hands.press(Key.Key_Home, ctrl=True)
        hands.press(*[Key.Key_Down] * row)
        assert page.form.shown.name == judge
        hands.click(page.form.ticket_button)
        dialog = window.findChild(TicketDialog)
        ticket = dialog.ticket.text()
        hands.press(Key.Key_Escape)
        hands.until(lambda: QApplication.activeModalWidget() is None)
        return ticket

    def write_event_file(self, folder: Path) -> Path:
        folder.mkdir()
        self.laptop.answer("getExistingDirectory", folder)
        self.hands.press("1", ctrl=True)
        self.hands.press(Key.Key_E, ctrl=True)
        banner = self.window.overview.banner
        self.hands.until(lambda: "was read back" in banner.text())
        self.rest()
        (path,) = folder.iterdir()
        return path

    def show_live_board(self) -> None:
        """Put the live board on the projector, with rows that travel."""
        self.hands.press("p", ctrl=True)
        self.panel = self.window.findChild(PresenterPanel)
        self.hands.press("3")
        self.hands.click(self.panel.evening.calm)
        self.hands.click(self.panel._start)
        assert self.panel.audience.isVisible()
        assert not self.panel.audience.canvas.reduced_motion

    def merge(self, path: Path) -> None:
        merged = self.window.desk.files_merged
        self.hands.drop(self.window, path)
        self.hands.until(lambda: self.window.desk.files_merged == merged + 1)
        self.rest()

    def rest(self) -> None:
        """Wait until nothing is under way and the newest view is shown."""
        self.hands.until(lambda: self.window.session.view is not None and not self.window.session.busy)

    def _new_event(self) -> NewEventPage:
        self.hands.press(Key.Key_N, ctrl=True)
        page = self.laptop.app.start.other
        assert isinstance(page, NewEventPage)
        return page

    def _type_rubric(self, page: NewEventPage) -> None:
        hands, editor = self.hands, page.rubric
        page.template.setFocus()
        hands.press(Key.Key_End)  # the blank one
        editor.name.setFocus()
        hands.fill("GPU MODE open-ended")
        for place, (name, weight, prompt, anchor) in enumerate(RUBRIC):
            if place:
                hands.click(editor.criteria.new_button)
            else:
                editor.form.name.setFocus()
            for text in (name, str(weight), prompt):
                hands.fill(text)
                hands.press(Key.Key_Tab)
            hands.press(*[Key.Key_Tab] * 3)  # past the scale, which is 1 to 5
            hands.fill(anchor)
            filled = QApplication.focusWidget()
            assert (filled.accessibleName(), filled.toPlainText()) == ("What 1 means", anchor)
        editor.priority.setFocus()
        hands.press(Key.Key_Down)
        assert editor.sum_line.text() == "The weights add up to 100."

    def _begin(self) -> None:
        self.window = self.laptop.opened(OrganizerWindow)
        self.rest()


RUBRIC = (
    ("Open-source impact", 30, "Will others build on it?", "Nobody but the team would run it."),
    ("Technical depth", 25, "How hard was it?", "Parts put together without a look inside."),
    ("Performance evidence", 25, "Is the claim measured?", "No figures."),
    ("Novelty", 10, "Is it new?", "A copy."),
    ("Demo and write-up", 10, "Did it run?", "Nothing ran."),
)


class JudgeAtWork:
    """A judge: joins with a file and a ticket, marks by keys, hands in."""

    def __init__(self, laptop: Laptop, name: str) -> None:
        self.laptop, self.hands, self.name = laptop, laptop.hands, name
        self.window: JudgeWindow | None = None

    def join(self, event_file: Path, ticket: str, dropped: bool) -> None:
        hands = self.hands
        if dropped:
            hands.drop(self.laptop.app.start, event_file)
        else:
            self.laptop.answer("getOpenFileName", event_file)
            hands.press(Key.Key_J, ctrl=True)
        hands.until(lambda: self.laptop.app.start.other is not None)
        hands.type(self.name.split()[0].lower())
        hands.press(Key.Key_Return)
        hands.type(ticket.replace("-", "").lower())
        hands.press(Key.Key_Return)
        self.window = self.laptop.opened(JudgeWindow)

    def play(self) -> None:
        done: set[str] = set()
        for step in script.steps_of(self.name):
            self._go_to(step.submission)
            if step.absent:
                self._absent(step.absent)
            elif step.submission in done:
                self._correct(step.marks)
            else:
                self.hands.type("".join(map(str, step.marks)))
                assert self.window.card.foot.primary.hasFocus()
            if step.note:
                self.hands.press("t")
                self.hands.type(step.note)
                self.hands.press(Key.Key_Escape)
            if not step.absent:
                self.hands.press(Key.Key_Return, ctrl=True)
            done.add(step.submission)
        assert self.window.desk.status().recorded == len(done)
        assert self.window.desk.status().drafts == 0

    def hand_in(self, folder: Path, stick: bool) -> Path:
        folder.mkdir(exist_ok=True)
        before = set(folder.iterdir())
        hands = self.hands
        self.laptop.plug_in(*([folder] if stick else []))
        hands.press(Key.Key_H, ctrl=True)
        dialog = self.window.findChild(HandInDialog)
        if not stick:
            hands.press(Key.Key_Space)  # another folder
            chooser = self.window.findChild(QFileDialog)
            hands.until(chooser.isVisible)
            hands.fill(str(folder))
            hands.press(Key.Key_Return)
            hands.until(lambda: QApplication.activeModalWidget() is dialog)
        hands.press(Key.Key_Return)
        hands.until(lambda: dialog.result_banner.text().startswith("Handed in and checked"))
        hands.press(Key.Key_Return)
        hands.until(lambda: QApplication.activeModalWidget() is None)
        (path,) = set(folder.iterdir()) - before
        return path

    def go_home(self) -> None:
        """Close the window; the start window comes back and knows the event."""
        start = self.laptop.app.start
        self.hands.press("w", ctrl=True)
        self.hands.until(start.isVisible)
        self.hands.until(start.page.recents.hasFocus)
        assert start.page.recents.count() == 1

    def _go_to(self, title: str) -> None:
        cards = self.window.session.round
        if cards.card.submission.title != title:
            table = next(card.submission.table for card in cards.cards if card.submission.title == title)
            self.hands.press("/")
            self.hands.type(table)
            self.hands.press(Key.Key_Return)
            assert len(self.window.list.model.rows()) == len(cards.cards)
        assert cards.card.submission.title == title

    def _absent(self, reason: str) -> None:
        self.hands.press("a", alt=True)
        assert self.window.findChild(ReasonDialog) is not None
        self.hands.type(str(REASONS[Outcome.ABSENT].index(reason) + 1))
        self.hands.until(lambda: QApplication.activeModalWidget() is None)

    def _correct(self, marks: Sequence[int]) -> None:
        criteria = self.window.card.criteria
        for place, mark in enumerate(marks):
            now = self.window.session.round.card.entered.marks[criteria.rows[place].criterion.key]
            if now == mark:
                continue
            while criteria.current is not criteria.rows[place] or not criteria.current.hasFocus():
                self.hands.press(Key.Key_Up if criteria.rows.index(criteria.current) >= place else Key.Key_Down)
            self.hands.type(str(mark))
        assert self.window.card.foot.primary.text() == "Record correction"
