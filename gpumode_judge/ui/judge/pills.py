"""How the states of a card look."""

from typing import Final

from gpumode_judge.desk.cards import State

_STATES: Final = {
    State.TODO: ("todo", "To do"),
    State.DRAFT: ("draft", "Draft"),
    State.DONE: ("done", "Recorded"),
    State.ABSENT: ("absent", "Absent"),
    State.RECUSED: ("recused", "Recused"),
    State.SKIPPED: ("skipped", "Skipped"),
}


def pill_of(state: State) -> tuple[str, str]:
    """The name of the pill and its word."""
    return _STATES[state]
