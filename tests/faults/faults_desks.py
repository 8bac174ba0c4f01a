"""A judge and the organizers at their desks, and what they expect of any disk."""

from decimal import Decimal

import pytest
from faults_kit import one_sentence

from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.gmj import read_gmj


def join(organizers, folder):
    event_file = organizers.export_event(organizers.path.parent)
    return JudgeDesk.join(event_file, "judge000", organizers.tickets["judge000"], folder / "judge.gmjdb")


def score(desk, name, mark=4):
    for key in ("a", "b"):
        desk.mark(name, key, Decimal(mark))
    return desk.record_ballot(name)


def refused(act, *words):
    """The sentence with which it is refused."""
    with pytest.raises(Problem) as problem:
        act()
    sentence = one_sentence(problem.value)
    assert any(word in sentence for word in words), sentence
    return sentence


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def holds_all(path, desk):
    assert set(read_gmj(path).entries) == set(desk.own_entries())


def handed_in(desk, stick):
    """It works again: hand in, and the file is whole and remembered."""
    path = desk.hand_in(stick).path
    holds_all(path, desk)
    assert desk.status().new_since == 0
    return path
