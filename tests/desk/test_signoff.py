"""“These are mine”: a judge signs off their own totals, and a correction takes it back by itself."""

import pytest

from gpumode_judge.event.people import Outcome
from gpumode_judge.event.problem import Problem


@pytest.fixture
def ada(join, score):
    ada = join("ada")
    score(ada, "s1", 1, 1)
    score(ada, "s2", 5, 5)
    return ada


def test_own_totals_come_best_first_and_without_marks_last(ada):
    ada.record_outcome("s3", Outcome.ABSENT, "team has left")
    assert [(t.submission.id, t.total) for t in ada.own_totals()] == [("s2", 100), ("s1", 0), ("s3", None)]


def test_signed_off_here_and_at_the_organizers(organizer, ada, stick):
    assert not ada.signed_off
    ada.sign_off()
    assert ada.signed_off
    organizer.merge([ada.hand_in(stick).path])
    assert organizer.record.signed_off("ada")
    assert not organizer.record.signed_off("bob")


def test_a_correction_takes_it_back_until_it_is_signed_off_again(organizer, ada, score, stick):
    ada.sign_off()
    score(ada, "s1", 2, 2)
    assert not ada.signed_off
    organizer.merge([ada.hand_in(stick).path])
    assert not organizer.record.signed_off("ada")
    ada.sign_off()
    organizer.merge([ada.hand_in(stick).path])
    assert ada.signed_off
    assert organizer.record.signed_off("ada")
    assert organizer.record.conflicts == ()


def test_one_more_ballot_takes_it_back(ada, score):
    ada.sign_off()
    score(ada, "s4", 2, 2)
    assert not ada.signed_off


def test_recording_the_same_marks_again_does_not(ada, score):
    ada.sign_off()
    score(ada, "s1", 1, 1)
    assert ada.signed_off


def test_nothing_to_sign_off(join, ada):
    with pytest.raises(Problem, match="Nothing is recorded"):
        join("bob").sign_off()
    from decimal import Decimal

    ada.mark("s1", "impact", Decimal(4))
    with pytest.raises(Problem, match="“Team 1” has changes that are not recorded"):
        ada.sign_off()


def test_another_laptops_sign_off_says_nothing_of_what_it_did_not_see(organizer, ada, join, score, stick):
    """Ada also marked on another laptop; her sign-off on this one does not cover that."""
    other = join("ada")
    score(other, "s3", 3, 3)
    ada.sign_off()
    for laptop in (ada, other):
        organizer.merge([laptop.hand_in(stick).path])
    assert not organizer.record.signed_off("ada")
