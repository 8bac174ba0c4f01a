"""Who judges here, and the four words by which the organizers know this laptop."""

from PySide6.QtWidgets import QWidget

from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.labels import Field, PlainLabel


class MyDetails(Dialog):
    """Name, event, the four words, and where the workspace lies."""

    def __init__(self, desk: JudgeDesk, parent: QWidget | None = None) -> None:
        super().__init__("My details", parent)
        judge = desk.judge
        name = f"{judge.name} · {judge.affiliation}" if judge.affiliation else judge.name
        words = PlainLabel(desk.words, "section", select=True)
        hint = "If the organizers do not know this laptop yet, they compare these words with theirs."
        self.body.addWidget(Field("Judge", PlainLabel(name, select=True)))
        self.body.addWidget(Field("Event", PlainLabel(desk.record.event.title, select=True)))
        self.body.addWidget(Field("Four words of this laptop", words, hint))
        self.body.addWidget(Field("Everything is saved in", PlainLabel(str(desk.path), "soft", select=True)))
        self.add_close()
