"""Rubric, prizes and tracks: changed here, said only on Apply."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from gpumode_judge.desk import planning
from gpumode_judge.event.event import Prize, Track
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.organizer.page import Page
from gpumode_judge.ui.organizer.rubric_effect import effect_of, effect_words
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.track_editor import TrackEditor
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.prize_editor import PrizeEditor
from gpumode_judge.ui.shared.rubric_editor import RubricEditor
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.tokens import GRID
from gpumode_judge.ui.shared.work import Newest

Plan = tuple[Rubric, Rules, tuple[Track, ...], tuple[Prize, ...]]


class RubricPage(Page):
    """Three editors over one plan, a line on what the change means, Apply and Discard."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Rubric and prizes", session, parent)
        self._shown: Record | None = None
        self._applying = False
        self._foreseeing = Newest(self)
        self.template = Choice([("", "Start from a template …"), *((t.name, t.title) for t in planning.templates())])
        self.template.setAccessibleName("Start from a template")
        self.template.setMinimumWidth(31 * GRID)
        self.discard_button = Button("Discard", "quiet", "undo")
        self.apply_button = Button("Apply", "primary", "check", "Ctrl+S")
        for widget in (self.template, self.discard_button, self.apply_button):
            self.tools.addWidget(widget)
        self.rubric = RubricEditor()
        self.prizes = PrizeEditor()
        self.tracks = TrackEditor()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for widget, title in ((self.rubric, "Rubric"), (self.prizes, "Prizes"), (self.tracks, "Tracks")):
            self.tabs.addTab(_padded(widget), title)
        self.meaning = PlainLabel(role="body")
        self.meaning_card = Card()
        self.meaning_card.body.setContentsMargins(2 * GRID, 12, 2 * GRID, 12)
        row = QHBoxLayout()
        row.addWidget(self.meaning, 1)
        self.meaning_card.body.addLayout(row)
        self.meaning_card.hide()
        self.body.addWidget(self.tabs, 1)
        self.body.addWidget(self.meaning_card)

        self.banner.acted.connect(self.discard)
        self.template.picked.connect(self._take_template)
        self.discard_button.clicked.connect(self.discard)
        self.apply_button.clicked.connect(self.apply)
        self.rubric.changed.connect(self._changed)
        self.prizes.changed.connect(self._changed)
        self.tracks.changed.connect(self._changed_tracks)
        self._settle()

    @property
    def dirty(self) -> bool:
        """Whether something was changed and is not applied."""
        record = self._shown
        if record is None:
            return False
        try:
            return self._fresh(self.value(), record) != ()
        except Problem:
            return True

    def value(self) -> Plan:
        """What stands in the editors.

        Raises:
            Problem: the first thing that is wrong.
        """
        rubric, rules = self.rubric.value()
        return rubric, rules, self.tracks.value(), self.prizes.value()

    def show_view(self, view: View) -> None:
        """Show what holds now, unless something else is being typed."""
        before = self._shown
        record = view.record
        same = before is not None and _plan_of(before) == _plan_of(record)
        if before is None or self._applying or (not same and not self.dirty):
            self._applying = False
            self._load(record)
        elif not same:
            self._shown = record
            self.banner.tell(
                "info", "The rubric or the prizes were changed elsewhere while you were typing.", "Show that instead"
            )
        else:
            self._shown = record
        if record.rubric is None:
            self.banner.tell("warning", "Two rubrics are in conflict; decide on the Merge page which one holds.")
        self._settle()

    @Slot()
    def discard(self) -> None:
        """Show what holds, and forget what was typed."""
        if self._shown is not None:
            self._load(self._shown)
            self.banner.tell("info", "")
            self._settle()

    @Slot()
    def apply(self) -> None:
        """Say what was changed."""
        record, desk = self._shown, self.session.desk
        if record is None:
            return
        try:
            fresh = self._fresh(self.value(), record)
        except Problem as problem:
            self.banner.tell("error", str(problem))
            return
        if fresh:
            self._applying = True
            self.apply_button.setEnabled(False)
            self.banner.tell("info", "")
            self.session.do(lambda: desk.put(fresh), self._applied, self._refused)

    def _fresh(self, plan: Plan, record: Record) -> tuple[Rubric | Rules | Track | Prize, ...]:
        """Everything in ``plan`` that is not said yet."""
        rubric, rules, tracks, prizes = plan
        known: set[object] = {*record.tracks, *record.prizes}
        fresh: list[Rubric | Rules | Track | Prize] = [item for item in (*tracks, *prizes) if item not in known]
        if rubric != record.rubric:
            fresh.append(rubric)
        if rules != record.rules:
            fresh.append(rules)
        return tuple(fresh)

    def _applied(self, _: int) -> None:
        Toast.show_in(self.window(), "The changes hold now. Judges get them with a new event file.")

    def _refused(self, error: Exception) -> None:
        self._applying = False
        self.banner.tell("error", str(error))
        self._settle()

    def _load(self, record: Record) -> None:
        self._shown = record
        self.tracks.set_value(record.tracks, {track.id for track in record.tracks})
        self.prizes.set_value(record.prizes)
        self.prizes.set_kept({prize.id for prize in record.prizes})
        self.prizes.set_tracks(record.tracks)
        self.rubric.set_value(record.rubric, record.rules)
        self.rubric.set_scopes(record.tracks, record.prizes)

    @Slot(object)
    def _take_template(self, name: object) -> None:
        self.template.choose("")
        if not isinstance(name, str) or not name:
            return
        plan = planning.template(name)
        self.rubric.set_value(plan.rubric, plan.rules)
        if plan.prizes and not self._shown_prizes():
            self.prizes.set_value(plan.prizes)
        self._changed()

    def _shown_prizes(self) -> bool:
        return self._shown is not None and bool(self._shown.prizes)

    @Slot()
    def _changed_tracks(self) -> None:
        try:
            tracks = self.tracks.value()
        except Problem:
            tracks = ()
        if tracks:
            self.prizes.set_tracks(tracks)
            self.rubric.set_scopes(tracks, self._shown.prizes if self._shown else ())
        self._changed()

    @Slot()
    def _changed(self) -> None:
        self.banner.tell("info", "")
        self._settle()

    def _settle(self) -> None:
        record = self._shown
        fresh: tuple[object, ...] = ()
        words, wrong = "", False
        if record is not None:
            try:
                plan = self.value()
                fresh = self._fresh(plan, record)
                words = self._foresee(record, plan) if fresh else ""
            except Problem as problem:
                words, wrong = str(problem), True
        self.apply_button.setEnabled(bool(fresh))
        self.discard_button.setEnabled(bool(fresh) or wrong)
        if not fresh or wrong:
            self._foreseeing.cancel()
        self._tell_meaning(words)

    def _foresee(self, record: Record, plan: Plan) -> str:
        """Begin to work out what a change of the rubric means, and say so meanwhile; the rest is known at once."""
        rubric, rules = plan[0], plan[1]
        if rubric == record.rubric:
            self._foreseeing.cancel()
            return _foretold(record, rubric, rules) or "Prizes and tracks change; no mark is touched."
        self._foreseeing.run(lambda _progress, _cancelled: _foretold(record, rubric, rules), self._tell_meaning)
        return self.meaning.text() or "Working out what this means for the ballots …"

    def _tell_meaning(self, words: str) -> None:
        self.meaning.setText(words)
        self.meaning_card.setVisible(bool(words))


def _foretold(record: Record, rubric: Rubric, rules: Rules) -> str:
    return effect_words(effect_of(record, rubric, rules))


def _plan_of(record: Record) -> tuple[object, ...]:
    return record.rubric, record.rules, record.tracks, record.prizes


def _padded(widget: QWidget) -> QWidget:
    page = QWidget()
    page.setObjectName("page")
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 2 * GRID, 0, 0)
    column.addWidget(widget)
    return page
