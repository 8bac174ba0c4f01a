"""Every key of the organizers' window."""

from gpumode_judge.ui.shared.keys import KeySection

SECTIONS = (
    KeySection(
        "Everywhere",
        (
            ("Ctrl+1–8", "go to a page"),
            ("/", "search in the table"),
            ("Ctrl+C", "copy the selected rows as a table"),
            ("Ctrl+E", "write the event file (on Overview)"),
            ("Ctrl+M", "merge score files"),
            ("Ctrl+W", "close the window"),
            ("F1", "this sheet"),
        ),
    ),
    KeySection(
        "Submissions and judges",
        (
            ("Ctrl+N", "new submission or judge"),
            ("Ctrl+I", "import a table"),
            ("Ctrl+S", "save what was changed"),
            ("Esc", "leave the fields without saving"),
        ),
    ),
    KeySection(
        "Lists that are put in order",
        (("Alt+Up", "move up"), ("Alt+Down", "move down"), ("Delete", "remove")),
    ),
    KeySection("Standings", (("Ctrl+S", "save the table as a spreadsheet or CSV"),)),
)
