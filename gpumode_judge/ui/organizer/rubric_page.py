"""Rubric, prizes, tracks, rules and what is measured: changed here, said only on Apply."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gpumode_judge.desk import planning
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.rule_words import what_changed
from gpumode_judge.event.event import Prize, Track
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.organizer.figures_sheet import FiguresSheet
from gpumode_judge.ui.organizer.measured_editor import MeasuredEditor
from gpumode_judge.ui.organizer.page import Page, Tabs
from gpumode_judge.ui.organizer.rubric_effect import effect_of, effect_words
from gpumode_judge.ui.organizer.rules_changes import locked
from gpumode_judge.ui.organizer.rules_editor import RulesEditor
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
LOCKED: Final = (
    "The scores are locked, so the rubric and the rules stay. Open them again on the Lock page to change them."
)


class RubricPage(Page):
    """Five editors over one plan, a line on what the change means, Apply and Discard."""

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
        self.rules = RulesEditor()
        self.measured = MeasuredEditor()
        self.tabs = Tabs(
            (self.rubric, "Rubric"), (self.prizes, "Prizes"), (self.tracks, "Tracks"), (self.rules, "Rules"),
            (self.measured, "Measured"),
        )  # fmt: skip
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
        self.rubric.changed.connect(self._changed_rubric)
        self.prizes.changed.connect(self._changed)
        self.tracks.changed.connect(self._changed_tracks)
        self.rules.changed.connect(self._changed_rules)
        self.rules.ties.first_picked.connect(self.rubric.choose_first)
        self.rules.compare_wanted.connect(self._compare)
        self.measured.changed.connect(self._changed_rules)
        self.measured.figures_wanted.connect(self.show_figures)
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
        self.measured.value(self.rules.value())  # the rubric's editor holds these already, unless they are wrong
        rubric, rules = self.rubric.value()
        both = {c.key for c in rubric.criteria} & {m.key for m in rules.measured}
        if both:
            raise Problem(f"A criterion of the rubric has the key “{min(both)}” too; give what is measured another.")
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
        self.measured.set_known(record)
        if record.rubric is None:
            self.banner.tell("warning", "Two rubrics are in conflict; decide on the Merge page which one holds.")
        self._settle()

    @Slot(str)
    def show_figures(self, key: str = "") -> None:
        """Open the sheet that brings in figures of a measured criterion."""
        FiguresSheet(self.session, key, self.window()).open()

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
        if _of_scores(fresh) and locked(record):
            self.banner.tell("error", LOCKED)
            return
        if fresh:
            self._applying = True
            self.apply_button.setEnabled(False)
            self.banner.tell("info", "")
            self.session.do(lambda: _put(desk, fresh), self._applied, self._refused)

    def _fresh(self, plan: Plan, record: Record) -> tuple[Rubric | Rules | Track | Prize, ...]:
        """Everything in ``plan`` that is not said yet."""
        rubric, rules, tracks, prizes = plan
        known = (*record.tracks, *record.prizes)
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
        self.prizes.set_criteria(record.rubric, record.rules)
        self.rubric.set_value(record.rubric, record.rules)
        self.rubric.set_scopes(record.tracks, record.prizes)
        self.rules.set_value(record.rules)
        self.measured.set_value(record.rules)
        self.measured.set_known(record)
        self.measured.set_scopes(record.tracks, record.prizes)
        self._show_firsts()

    @Slot(object)
    def _take_template(self, name: object) -> None:
        self.template.choose("")
        if not isinstance(name, str) or not name:
            return
        plan = planning.template(name)
        self.rubric.set_value(plan.rubric, plan.rules)
        self.rules.set_value(plan.rules)
        self.measured.set_value(plan.rules)
        self._show_firsts()
        self.prizes.set_criteria(plan.rubric, plan.rules)
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
            prizes = self._shown.prizes if self._shown else ()
            self.rubric.set_scopes(tracks, prizes)
            self.measured.set_scopes(tracks, prizes)
        self._changed()

    @Slot()
    def _changed_rubric(self) -> None:
        self._show_firsts()
        self._changed()

    @Slot()
    def _changed_rules(self) -> None:
        try:
            self.rubric.set_rules(self.measured.value(self.rules.value()))
        except Problem:
            self._changed()  # it tells what is wrong
            return
        self._changed_rubric()

    def _show_firsts(self) -> None:
        """The criterion to look at first can be chosen in two places."""
        self.rules.ties.set_firsts(self.rubric.firsts, self.rubric.first)
        self.measured.set_judged(self.rubric.judged_weight, self.rubric.keys)

    @Slot()
    def _compare(self) -> None:
        self.session.going.emit("standings")

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
            if replace(rules, weights=record.rules.weights) != record.rules:
                said = " ".join(what_changed(record, record.rules, rules))
                return f"{said} No mark is touched; the standings are computed anew."
            return _foretold(record, rubric, rules) or "Prizes and tracks change; no mark is touched."
        self._foreseeing.run(lambda _progress, _cancelled: _foretold(record, rubric, rules), self._tell_meaning)
        return self.meaning.text() or "Working out what this means for the ballots …"

    def _tell_meaning(self, words: str) -> None:
        self.meaning.setText(words)
        self.meaning_card.setVisible(bool(words))


def _foretold(record: Record, rubric: Rubric, rules: Rules) -> str:
    return effect_words(effect_of(record, rubric, rules))


def _of_scores(fresh: tuple[object, ...]) -> bool:
    """Whether any of it changes what is computed from the marks."""
    return any(isinstance(item, Rubric | Rules) for item in fresh)


def _put(desk: OrganizerDesk, fresh: tuple[Rubric | Rules | Track | Prize, ...]) -> int:
    if _of_scores(fresh) and locked(desk.record):
        raise Problem(LOCKED)
    return desk.put(fresh)


def _plan_of(record: Record) -> tuple[object, ...]:
    return record.rubric, record.rules, record.tracks, record.prizes
