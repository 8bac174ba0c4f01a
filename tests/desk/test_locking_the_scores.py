"""Locking at the desks: what should be true before, who signs, and what is late whatever its clock says."""

from dataclasses import replace
from decimal import Decimal

import pytest

from gpumode_judge.desk import planning
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.locking import (
    admit,
    declare_interest,
    lock,
    readiness,
    revoke,
    rules_stay,
    sign,
    unlock,
    waiting_for_a_word,
)
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.prizing import award, decide
from gpumode_judge.desk.quarantine import broken_files
from gpumode_judge.event.event import Prize
from gpumode_judge.event.measured import Figure, Measured
from gpumode_judge.event.people import Ballot
from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.merge import Verdict
from gpumode_judge.ledger.statements import Enrol


def merged(organizer, judge, stick):
    return organizer.merge([judge.hand_in(stick).path])


def wanting(organizer):
    return {check.place: check.text for check in readiness(organizer.record) if not check.ok}


@pytest.fixture
def ada(organizer, join, score, stick):
    """Ada has marked Team 1, and the organizers have it."""
    ada = join("ada")
    score(ada, "s1", 5, 3)
    merged(organizer, ada, stick)
    return ada


@pytest.fixture
def second(organizer, tmp_path, clock, desks):
    """Another organizer's laptop with a workspace of its own, as one that took part in the same event has it."""
    import secrets

    from gpumode_judge.desk.desk import new_device
    from gpumode_judge.store.store import Store
    from gpumode_judge.store.values import Role

    device = new_device()
    organizer.say(Enrol(device.name, ""))
    store = Store.create(tmp_path / f"second-{secrets.token_hex(2)}.gmjdb", Role.ORGANIZER, organizer.record.event_id)
    store.put_setting("device", device.name)
    store.add([*organizer.ledger])
    return desks(OrganizerDesk(store, device, clock))


def swap(one, two):
    """Both take in what the other has, as with each other's event file."""
    for here, there in ((one, two), (two, one)):
        here._take(here.store.add([*there.ledger]).entries)


# Before the lock


def test_what_is_not_ready_is_told_in_words_and_by_place(organizer, ada):
    told = wanting(organizer)
    assert told["unvisited"] == "4 submissions have no visit"
    assert told["silent"] == "Ada Lovelace, Bob ../../Dobbs, Cyd have visits to do"
    assert told["judges"] == "Ada Lovelace has not signed off"
    assert "conflicts" not in told
    assert "laptops" not in told


def test_an_evening_that_is_done_is_ready(organizer, join, score, stick):
    organizer.assign({"bob": (), "cyd": (), "ada": ("s1", "s2", "s3", "s4", "s5")})
    ada = join("ada")
    for impact, team in enumerate(("s1", "s2", "s3", "s4", "s5"), 1):
        score(ada, team, impact, 4)
    ada.sign_off()
    merged(organizer, ada, stick)
    assert wanting(organizer) == {}
    assert [check.text for check in readiness(organizer.record)][:2] == [
        "No conflicts wait for a decision",
        "No laptops wait to be accepted",
    ]


# What the marks come to


def paper(organizer, judge, **impact):
    rubric = organizer.record.rubric_eid
    organizer.put_ballots(
        [
            Ballot(judge=judge, submission=s, rubric=rubric, marks={"impact": Decimal(n), "depth": Decimal(3)})
            for s, n in impact.items()
        ]
    )


def test_groups_that_share_no_judge_are_mended_on_the_fairness_page(organizer):
    organizer.put([replace(organizer.record.rules, method="severity")])
    paper(organizer, "ada", s1=5, s2=4)
    paper(organizer, "bob", s3=3, s4=2)
    assert wanting(organizer)["fairness"].startswith("The visits fall into 2 groups")
    paper(organizer, "cyd", s1=5, s4=2)
    assert "fairness" not in wanting(organizer)


def test_a_method_that_needs_more_visits_is_told(organizer):
    organizer.put([replace(organizer.record.rules, method="trimmed")])
    paper(organizer, "ada", s1=5, s2=4)
    assert wanting(organizer)["standings"].startswith("The trimmed mean needs 7 visits")


def test_ties_at_a_prize_and_prizes_of_persons_are_told(organizer):
    paper(organizer, "ada", s1=5, s2=5, s3=4)
    assert wanting(organizer)["decide"] == "1 prize has equals to decide between"
    jury = Prize(id="jury", name="Jury", decided="person")
    organizer.put([jury, replace(jury, id="crowd", name="Crowd")])
    assert wanting(organizer)["prizes"] == "2 prizes wait for a person’s decision"
    decide(organizer, ["s2", "s1"], "Grace", "cleaner code")
    award(organizer, "jury", ["s3"], "Grace", "bold")
    award(organizer, "crowd", ["s3"], "Grace", "loud")
    assert not {"decide", "prizes"} & wanting(organizer).keys()


def test_measured_criteria_without_figures_are_told(organizer):
    speed = Measured(key="k", name="Speed", unit="s")
    organizer.put([replace(organizer.record.rules, measured=(speed,))])
    assert wanting(organizer)["standings"] == "“Speed” has no figures"
    for team in ("s1", "s2"):
        organizer.say(Figure(submission=team, criterion="k", value=Decimal(3), unit="s"))
    assert wanting(organizer)["standings"] == "“Speed” lacks the figures of 3"
    for team in ("s3", "s4", "s5"):
        organizer.say(Figure(submission=team, criterion="k", value=Decimal(3), unit="s"))
    assert "standings" not in wanting(organizer)
    organizer.say(Figure(submission="s3", criterion="k", value=None, unit="s"))
    assert wanting(organizer)["standings"] == "“Speed” lacks the figures of 1"


def test_weights_that_are_all_zero_are_mended_in_the_rubric(organizer):
    organizer.put([replace(organizer.record.rules, weights={"impact": Decimal(0)})])
    assert wanting(organizer)["rubric"].startswith("No criterion has a weight")
    assert readiness(organizer.record, organizer.result) == readiness(organizer.record)


def test_a_waiting_laptop_and_a_conflict_are_told(organizer, join, score, stick):
    stranger = join("bob", ticket="")
    score(stranger, "s1", 1, 1)
    merged(organizer, stranger, stick)
    assert wanting(organizer)["laptops"] == "1 laptop waits to be accepted"
    for laptop, mark in ((join("ada"), 1), (join("ada"), 5)):
        score(laptop, "s1", mark, mark)
        merged(organizer, laptop, stick)
    assert wanting(organizer)["conflicts"] == "1 conflict waits for a decision"


def test_nothing_to_lock(organizer):
    with pytest.raises(Problem, match="no scores to lock"):
        lock(organizer)
    with pytest.raises(Problem, match="not locked"):
        unlock(organizer)


# The lock, and what comes after it


def test_what_is_handed_in_after_the_lock_waits_for_a_word(organizer, ada, score, stick, table):
    before = table(organizer)
    assert lock(organizer) is None
    score(ada, "s1", 1, 1)
    score(ada, "s2", 5, 5)
    (row,) = merged(organizer, ada, stick).rows
    assert (row.late, row.refused, row.outcome) == (2, 0, "merged")
    assert table(organizer) == before
    (late,) = waiting_for_a_word(organizer)
    assert (late.judge, late.verdict, len(late.entries)) == ("ada", Verdict.LATE, 2)


def test_a_clock_that_is_set_back_changes_nothing(organizer, ada, score, stick, table, monkeypatch):
    before = table(organizer)
    lock(organizer)
    monkeypatch.setattr(ada, "_clock", lambda: "2001-01-01T00:00:00.000Z")
    score(ada, "s1", 1, 1)
    assert merged(organizer, ada, stick).rows[0].late == 1
    assert table(organizer) == before
    (late,) = waiting_for_a_word(organizer)
    assert late.at.startswith("2001")


def test_admitted_by_a_person_and_only_with_a_reason(organizer, ada, score, stick, table):
    lock(organizer)
    score(ada, "s2", 5, 5)
    merged(organizer, ada, stick)
    (late,) = waiting_for_a_word(organizer)
    with pytest.raises(Problem, match="Say why"):
        admit(organizer, late.entries, " \u202e")
    assert admit(organizer, [*late.entries, "f" * 64], "the stick was in a pocket") == 1
    assert ("ada", "s2") in organizer.record.ballots
    assert waiting_for_a_word(organizer) == ()
    with pytest.raises(Problem, match="waits for your word"):
        admit(organizer, late.entries, "again")
    with pytest.raises(Problem, match="waits for your word"):
        admit(organizer, [organizer.record.ballots["ada", "s1"].eid], "counts already")


def test_unlocked_and_locked_again(organizer, ada, score, stick):
    lock(organizer)
    score(ada, "s2", 5, 5)
    merged(organizer, ada, stick)
    unlock(organizer)
    assert ("ada", "s2") in organizer.record.ballots
    assert lock(organizer) is None
    assert ("ada", "s2") in organizer.record.ballots
    score(ada, "s3", 5, 5)
    assert merged(organizer, ada, stick).rows[0].late == 1


def test_a_laptop_that_comes_first_after_the_lock_is_late(organizer, ada, join, score, stick):
    bob = join("bob")
    lock(organizer)
    score(bob, "s1", 1, 1)
    (row,) = merged(organizer, bob, stick).rows
    assert (row.late, row.pending) == (2, 0)
    assert ("bob", "s1") not in organizer.record.ballots


def test_a_judges_own_ballots_stay_visible_after_the_lock(organizer, ada, score, tmp_path, clock, desks):
    lock(organizer)
    assert not ada.locked
    assert "locked" in ada.merge(organizer.export_event(tmp_path))
    assert ada.locked
    score(ada, "s2", 5, 5)
    score(ada, "s1", 1, 1)
    assert {t.submission.id for t in ada.own_totals()} == {"s1", "s2"}
    assert ada.card("s1").entered.marks["impact"] == 1
    ada.close()
    again = desks(JudgeDesk.open(ada.path, clock))
    assert {t.submission.id: t.total for t in again.own_totals()} == {"s1": 0, "s2": 100}
    assert again.status().recorded == 2


def test_the_lock_is_still_there_after_opening_again(organizer, ada, clock, desks):
    lock(organizer)
    manifest = organizer.record.lock
    organizer.close()
    assert desks(OrganizerDesk.open(organizer.path, clock)).record.lock == manifest


# Where two must sign


@pytest.fixture
def two(organizer, ada, second):
    organizer.put([replace(organizer.record.rules, signatures=2)])
    swap(organizer, second)
    return second


def test_two_organizers_sign_one_lock(organizer, two):
    waiting = lock(organizer)
    assert (waiting.missing, waiting.devices) == (1, (organizer.device,))
    assert organizer.record.lock is None
    with pytest.raises(Problem, match="signed this lock already"):
        sign(organizer, waiting)
    swap(organizer, two)
    (theirs,) = two.record.lock_waiting
    sign(two, theirs)
    swap(organizer, two)
    assert organizer.record.lock == two.record.lock == waiting.manifest
    assert organizer.record.lock_waiting == ()


def test_two_organizers_open_it_again(organizer, two):
    lock(organizer)
    swap(organizer, two)
    sign(two, two.record.lock_waiting[0])
    swap(organizer, two)
    unlock(organizer)
    assert organizer.record.lock is not None
    swap(organizer, two)
    sign(two, two.record.lock_waiting[0])
    swap(organizer, two)
    assert organizer.record.lock is None
    assert two.record.lock is None


# Shutting out, and conflicts of interest


def test_revoked_and_let_back_in(organizer, ada, score, stick):
    revoke(organizer, ada.device, "the laptop was stolen")
    assert organizer.record.ballots == {}
    assert organizer.record.revoked == {ada.device: 1}
    (late,) = waiting_for_a_word(organizer)
    assert late.verdict is Verdict.REVOKED
    score(ada, "s2", 5, 5)
    assert merged(organizer, ada, stick).rows[0].refused == 3
    revoke(organizer, ada.device, "it was found again", seq=0)
    assert organizer.record.revoked == {}
    assert set(organizer.record.ballots) == {("ada", "s1"), ("ada", "s2")}


def test_revoked_from_one_statement_on(organizer, ada, score, stick):
    score(ada, "s2", 5, 5)
    merged(organizer, ada, stick)
    revoke(organizer, ada.device, "left on the table", seq=organizer.record.ballots["ada", "s2"].seq)
    assert set(organizer.record.ballots) == {("ada", "s1")}


def test_the_laptop_that_made_the_event_cannot_be_shut_out(organizer, ada):
    for device in (organizer.device, "c" * 64):
        with pytest.raises(Problem, match="cannot be shut out"):
            revoke(organizer, device, "no")


def test_a_conflict_of_interest_takes_the_visit_away_and_is_taken_back(organizer, ada, tmp_path):
    declare_interest(organizer, "ada", "s1", "advised the team")
    assert "s1" not in {s.id for s in organizer.record.round_of("ada")}
    assert ("ada", "s1") not in organizer.record.ballots
    assert "conflicts of interest" in ada.merge(organizer.export_event(tmp_path))
    assert "s1" not in {s.id for s in ada.record.round_of("ada")}
    declare_interest(organizer, "ada", "s1", "")
    assert ("ada", "s1") in organizer.record.ballots
    with pytest.raises(Problem, match="not in this event"):
        declare_interest(organizer, "ada", "nobody", "x")


def test_while_a_lock_waits_for_a_signature_the_rules_stay(organizer, ada):
    plan = organizer.plan
    organizer.put([replace(plan.rules, signatures=2)])
    assert rules_stay(organizer.record) == ""
    lock(organizer)
    assert organizer.record.lock is None
    with pytest.raises(Problem, match="waits for another organizer’s signature"):
        planning.update(organizer, replace(plan, rubric=replace(plan.rubric, name="Another")))
    assert organizer.record.rubric == plan.rubric


# The receipt


def test_receipts_reach_the_judge(organizer, ada, score, stick, tmp_path):
    assert "The organizers have" not in str(ada.status())
    score(ada, "s2", 4, 4)
    assert "a receipt from the organizers" in ada.merge(organizer.export_event(tmp_path))
    assert ada.status().received == 1
    assert str(ada.status()).endswith("The organizers have 1 of yours.")
    merged(organizer, ada, stick)
    ada.merge(organizer.export_event(tmp_path))
    assert str(ada.status()).endswith("The organizers have all 2 of yours.")
    score(ada, "s1", 1, 1)
    assert ada.status().received == 1
    said = organizer.record.checkpoints[ada.device]
    organizer.export_event(tmp_path)
    assert organizer.record.checkpoints[ada.device] == said


def test_a_broken_file_that_is_still_wanted_is_told_before_the_lock(organizer, join, score, stick):
    ada = join("ada")
    score(ada, "s1", 3, 4)
    whole = ada.hand_in(stick).path
    cut = stick / "cut.gmj"
    cut.write_bytes(whole.read_bytes()[:-40])
    organizer.merge([cut])
    assert broken_files(organizer) == 1
    checks = readiness(organizer.record, broken=broken_files(organizer))
    assert [check.text for check in checks if check.place == "broken"] == ["1 broken file is kept and not taken in"]
    organizer.merge([whole])
    assert broken_files(organizer) == 0  # all that can be read in it has come by the other file
    assert "broken" not in [check.place for check in readiness(organizer.record)]


def test_who_has_something_here_that_waits_is_neither_silent_nor_signed_off(organizer, join, score, stick):
    def signed():
        return next(check for check in readiness(organizer.record) if check.place == "judges").text

    assert signed() == "No judge has marked yet"
    for impact in (1, 5):  # two laptops that contradict each other
        laptop = join("ada")
        score(laptop, "s1", impact, 4)
        merged(organizer, laptop, stick)
    assert not organizer.record.ballots
    assert signed() == "Ada Lovelace has not signed off"
    assert "ada" not in [judge.id for judge in organizer.overview().silent]
    assert "bob" in [judge.id for judge in organizer.overview().silent]
