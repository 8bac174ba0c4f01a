"""Every key of the organizers' window."""

from gpumode_judge.ui.shared.keys import KeySection

SECTIONS = (
    KeySection(
        "Everywhere",
        (
            ("Ctrl+1–9, L, P", "go to a page"),
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
    KeySection("Rubric and prizes", (("Ctrl+S", "apply what was changed"),)),
    KeySection(
        "Fairness and figures",
        (("Ctrl+Enter", "find the best next visits; confirm a name"), ("Ctrl+S", "keep a figure")),
    ),
    KeySection(
        "Decide and prizes",
        (
            ("Left, Right", "one place higher or lower"),
            ("Ctrl+J", "hide the names of judges"),
            ("Ctrl+H", "hide all numbers"),
            ("Ctrl+S", "copy the prizes as a table"),
        ),
    ),
    KeySection(
        "Lists that are put in order",
        (("Alt+Up", "move up"), ("Alt+Down", "move down"), ("Delete", "remove")),
    ),
    KeySection(
        "Standings",
        (
            ("Enter", "why the chosen team has its rank"),
            ("Ctrl+S", "save the table as a spreadsheet or CSV"),
            ("Up, Down, Home, End", "walk through the teams of the chart; Space chooses"),
        ),
    ),
    KeySection(
        "Why this rank",
        (
            ("Alt+Left, Alt+Right", "the team before, the team after"),
            ("/", "go to a team"),
            ("Ctrl+S", "save the contest page"),
            ("Ctrl+Shift+C", "copy as text"),
            ("Esc", "back to the standings"),
        ),
    ),
)
