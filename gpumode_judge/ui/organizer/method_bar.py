"""The strip above the standings: how they are scored, in one sentence, and the way to look at them otherwise."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gpumode_judge.standings.methods import METHODS
from gpumode_judge.ui.organizer.standings_found import Found, title_of
from gpumode_judge.ui.shared.buttons import Button, IconButton
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.icons import IconLabel
from gpumode_judge.ui.shared.labels import PlainLabel, escaped, roomy_list
from gpumode_judge.ui.shared.tokens import GRID

LOCKED = "The scores are locked, so the method stays. Open them again on the Lock page to use another."


class MethodBar(QFrame):
    """``compared`` tells the method to look at beside the one in force (empty: none), ``use_wanted`` the one that shall be in force."""

    compared = Signal(str)
    use_wanted = Signal(str)
    history_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Method of scoring")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._method = ""
        self.title = PlainLabel(role="strong", elide=True)
        self.line = PlainLabel(role="soft")
        self.mind = PlainLabel(role="small")
        self._mind_icon = IconLabel("info", 16, "ink_soft")
        self.choice = Choice((), "Compare with another method")
        roomy_list(self.choice)
        self.choice.setFixedWidth(27 * GRID)
        self.use_button = Button("Use this method…", "plain")
        self.history_button = IconButton("recent", "History of the rules")
        said = QHBoxLayout()
        said.setSpacing(6)
        said.addWidget(self._mind_icon, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.mind, 1)
        told = QWidget()
        told.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        words = QVBoxLayout(told)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.line)
        words.addLayout(said)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 10, 12, 10)
        layout.setSpacing(GRID)
        layout.addWidget(told, 1, Qt.AlignmentFlag.AlignTop)
        layout.addSpacing(GRID)
        for control in (self.choice, self.use_button, self.history_button):
            layout.addWidget(control, 0, Qt.AlignmentFlag.AlignTop)

        self.choice.picked.connect(self._picked)
        self.use_button.clicked.connect(self._use)
        self.history_button.clicked.connect(self.history_wanted)

    def tell(self, found: Found, locked: bool) -> None:
        """Show how ``found`` is scored and what it is compared with."""
        standings = found.standings
        rule = METHODS.get(standings.wanted)
        in_force = METHODS.get(standings.method) or rule
        self._method = standings.wanted
        title = f"Scored by: {title_of(standings.wanted)}"
        if standings.method != standings.wanted:
            title = f"{title} – it says nothing here, so the {title_of(standings.method).lower()} is shown"
        if found.own is not None:
            title += f", by the weights of “{found.own.name}”"
        self.title.setText(title)
        self.line.setText(in_force.line if in_force else "")
        others = [("", "Compare with…")]
        others += [(name, info.title) for name, info in METHODS.items() if name != standings.wanted]
        if [self.choice.itemText(n) for n in range(self.choice.count())] != [words for _, words in others]:
            self.choice.set_choices(others)
        self.choice.choose(found.wanted.other)
        other = METHODS.get(found.wanted.other)
        if found.other_refused and other:
            self._tell_mind(f"{other.title}: {found.other_refused}", "warning")
        elif other and found.other:
            said = " ".join(filter(None, (other.line, other.caution, LOCKED if locked else "")))
            self._tell_mind(f"{other.title}: {said}", "warning" if other.caution else "info")
        else:
            caution = in_force.caution if in_force else ""
            self._tell_mind(" ".join(filter(None, (*standings.says, caution))), "warning" if caution else "info")
        # Where the method of the rules says nothing, the one that is shown instead can be made the rule.
        instead = standings.method != standings.wanted and found.wanted.other == standings.method
        usable = other is not None and (found.other is not None or instead) and not locked
        self.use_button.setVisible(other is not None)
        self.use_button.setEnabled(usable)
        self.use_button.setToolTip(escaped(LOCKED) if locked else "")
        self.use_button.setAccessibleDescription(LOCKED if locked else "")

    def choose(self, method: str) -> None:
        """Show a method as the one that is compared, without telling."""
        self.choice.choose(method)

    def _tell_mind(self, words: str, icon: str) -> None:
        self.mind.setText(words)
        self._mind_icon.set_icon(icon, "warn" if icon == "warning" else "ink_soft")
        self.mind.setVisible(bool(words))
        self._mind_icon.setVisible(bool(words))

    @Slot(object)
    def _picked(self, _: object) -> None:
        self.compared.emit(self.choice.text_value())

    @Slot()
    def _use(self) -> None:
        if self.choice.text_value():
            self.use_wanted.emit(self.choice.text_value())
