"""The published result: anybody works the standings out again from it, and whatever was changed in it is told."""

from dataclasses import replace
from decimal import Decimal

import pytest

from gpumode_judge.desk.locking import admit, lock, revoke, unlock, waiting_for_a_word
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.prizing import decide
from gpumode_judge.desk.publishing import publish, verify_bundle
from gpumode_judge.event.event import Mode
from gpumode_judge.event.measured import Figure, Measured, Turn
from gpumode_judge.event.people import Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.bundle import read_bundle, write_bundle
from gpumode_judge.exchange.gmj import BadFile
from gpumode_judge.ledger.device import Device
from gpumode_judge.ledger.entry import Stub
from gpumode_judge.ledger.statements import Interest

NOTE = "the kernel is wrong for odd sizes"


@pytest.fixture
def night(organizer, join, score, stick):
    """Ada and Bob have marked, corrected, noted and been away; the scores are locked."""
    ada, bob = join("ada"), join("bob")
    score(ada, "s1", 5, 3)
    ada.note("s2", "impact", NOTE)
    score(ada, "s2", 4, 4)
    score(bob, "s1", 1, 1)
    score(bob, "s1", 2, 2)
    bob.record_outcome("s2", Outcome.ABSENT, "team has left")
    for laptop in (ada, bob):
        laptop.sign_off()
        organizer.merge([laptop.hand_in(stick).path])
    lock(organizer)
    return ada, bob


def said(path):
    """Every byte of a bundle that a reader finds: the file, and the words inside it."""
    return path.read_bytes() + b"\n".join(entry.body for entry in read_bundle(path).file.entries)


def forged(path, target, *, entries=None, stubs=None, standings=None):
    """A bundle that was taken apart and put together again by someone who knows the format."""
    bundle = read_bundle(path)
    return write_bundle(
        target, bundle.file.event, bundle.file.title,
        entries(list(bundle.file.entries)) if entries else bundle.file.entries,
        stubs(list(bundle.file.stubs)) if stubs else bundle.file.stubs,
        standings(dict(bundle.standings)) if standings else bundle.standings, names=bundle.names, notes=bundle.notes,
    )  # fmt: skip


@pytest.mark.parametrize(("names", "notes"), [(False, False), (True, False), (False, True), (True, True)])
def test_what_is_published_is_identical_and_holds_no_more_than_was_asked(organizer, night, tmp_path, names, notes):
    path = publish(organizer, tmp_path, names=names, notes=notes)
    found = verify_bundle(path)
    assert (found.identical, found.differences, found.title) == (True, (), "CUDA MODE IRL")
    assert found.entries + found.withheld == len(organizer.ledger)
    assert [row["score"] for row in found.standings["rows"]][:2] == [75.0, 55.0]
    words = said(path)
    for name in (b"Ada Lovelace", b"Dobbs", b"Cyd"):
        assert (name in words) is names
    assert (NOTE.encode() in words) is notes
    assert b"private.example" not in words
    for ticket in organizer.tickets.values():
        assert ticket.encode() not in words


def test_a_private_note_and_a_corrected_mark_stay_at_home(organizer, night, tmp_path):
    ada, bob = night
    ada.private_note("s1", "do not tell")
    path = publish(organizer, tmp_path, names=True, notes=True)
    assert b"do not tell" not in said(path)
    corrected = next(e for e in bob.own_entries() if e.kind == "ballot")
    bundle = read_bundle(path)
    assert corrected.eid not in {e.eid for e in bundle.file.entries}
    assert Stub.of(corrected) in bundle.file.stubs


def test_live_scores_are_locked_before_they_are_published(organizer, join, score, stick, tmp_path):
    ada = join("ada")
    score(ada, "s1", 5, 5)
    organizer.merge([ada.hand_in(stick).path])
    with pytest.raises(Problem, match="Lock the scores"):
        publish(organizer, tmp_path)
    assert not list(tmp_path.glob("*.gmjpub"))


def test_a_rehearsal_needs_no_lock(plan, clock, desks, tmp_path, changed_team):
    (tmp_path / "rehearsal").mkdir()
    rehearsal = replace(plan, event=replace(plan.event, mode=Mode.REHEARSAL))
    desk = desks(OrganizerDesk.create(tmp_path / "rehearsal", rehearsal, clock))
    desk.put([changed_team(1)])
    assert verify_bundle(publish(desk, tmp_path / "result.gmjpub")).identical


def test_nothing_is_overwritten(organizer, night, tmp_path):
    publish(organizer, tmp_path / "result.gmjpub")
    with pytest.raises(Problem):
        publish(organizer, tmp_path / "result.gmjpub")


# The method of the rules


def test_it_is_worked_out_by_the_method_of_the_rules(organizer, night, join, score, stick, tmp_path):
    unlock(organizer)
    cyd = join("cyd")
    for name, impact in (("s1", 3), ("s2", 5)):
        score(cyd, name, impact, 3)
    organizer.merge([cyd.hand_in(stick).path])
    organizer.put([replace(organizer.record.rules, method="severity")])
    lock(organizer)
    path = publish(organizer, tmp_path)
    found = verify_bundle(path)
    assert (found.identical, found.standings["method"], found.standings["ranked_by"]) == (True, "severity", "severity")
    assert found.standings["rows"][0]["score"] != found.standings["rows"][0]["raw"]

    def by_mean(standings):
        rows = [{**row, "score": row["raw"], "rank": row["raw_rank"]} for row in standings["rows"]]
        return {**standings, "rows": rows}

    told = verify_bundle(forged(path, tmp_path / "mean.gmjpub", standings=by_mean))
    assert any("but the statements give rank" in line for line in told.differences)
    claimed = forged(path, tmp_path / "by.gmjpub", standings=lambda s: {**s, "ranked_by": "mean"})
    assert verify_bundle(claimed).differences == (
        "The file claims to be ranked by another method than its statements allow.",
    )


def test_measured_figures_and_decisions_are_in_it(organizer, night, tmp_path):
    unlock(organizer)
    speed = Measured(key="k", name="Speed", turn=Turn.RANKS, points=(Decimal(5), Decimal(3)))
    organizer.put([replace(organizer.record.rules, measured=(speed,), weights={"k": Decimal(1)})])
    for name, value in (("s1", 4), ("s2", 4), ("s3", 3)):
        organizer.say(Figure(submission=name, criterion="k", value=Decimal(value)))
    decide(organizer, ["s2", "s1"], "Grace", "cleaner code")
    lock(organizer)
    found = verify_bundle(publish(organizer, tmp_path))
    assert found.identical
    assert [(row["id"], row["rank"], row["score"], row["tie"]) for row in found.standings["rows"]][:3] == [
        ("s2", 1, 100, "person"),
        ("s1", 2, 100, "person"),
        ("s3", 3, 0, ""),
    ]


OLD = ("rank", "submission", "id", "team", "table", "visits", "score", "shares")


def test_a_bundle_of_an_older_version_is_still_identical(organizer, night, tmp_path):
    path = publish(organizer, tmp_path / "new.gmjpub")

    def older(standings):
        rows = [{key: row[key] for key in OLD} for row in standings["rows"]]
        return {"event": standings["event"], "method": standings["method"], "rows": rows}

    old = forged(path, tmp_path / "old.gmjpub", standings=older)
    assert verify_bundle(old).identical

    def changed(standings):
        rows = older(standings)["rows"]
        rows[0]["score"] += 1
        return {**older(standings), "rows": rows}

    assert not verify_bundle(forged(path, tmp_path / "changed.gmjpub", standings=changed)).identical


@pytest.mark.parametrize("key", ["rank", "submission", "team", "visits", "score", "shares"])
def test_a_row_that_leaves_out_what_counts_is_told(organizer, night, tmp_path, key):
    path = publish(organizer, tmp_path / "new.gmjpub")

    def less(standings):
        return {**standings, "rows": [{k: v for k, v in row.items() if k != key} for row in standings["rows"]]}

    assert not verify_bundle(forged(path, tmp_path / "less.gmjpub", standings=less)).identical


def test_a_row_that_claims_more_than_follows_is_told(organizer, night, tmp_path):
    path = publish(organizer, tmp_path / "new.gmjpub")

    def more(standings):
        return {
            **standings,
            "rows": [{**row, "chances": {"first": 1.0}, "prize": "Grand"} for row in standings["rows"]],
        }

    assert not verify_bundle(forged(path, tmp_path / "more.gmjpub", standings=more)).identical


# Everything that does not count is only a place in the file


def test_late_conflicting_revoked_and_holed_entries_leave_it_identical(organizer, night, join, score, stick, tmp_path):
    ada, _ = night
    score(ada, "s3", 5, 5)
    cyd, copy = join("cyd"), join("cyd")
    for laptop, mark in ((cyd, 1), (copy, 5)):
        score(laptop, "s1", mark, mark)
        organizer.merge([laptop.hand_in(stick).path])
    organizer.merge([ada.hand_in(stick).path])
    late = [item for item in waiting_for_a_word(organizer) if item.judge in ("ada", "cyd")]
    assert len(late) == 3
    assert verify_bundle(publish(organizer, tmp_path / "late.gmjpub")).identical
    admit(organizer, [eid for item in late for eid in item.entries], "sticks in pockets")
    assert len(organizer.record.conflicts) == 1
    found = verify_bundle(publish(organizer, tmp_path / "conflict.gmjpub"))
    assert found.differences == ()
    conflict = organizer.record.conflicts[0]
    organizer.resolve(conflict, conflict.heads[0].eid)
    assert verify_bundle(publish(organizer, tmp_path / "decided.gmjpub")).differences == ()
    revoke(organizer, ada.device, "stolen")
    found = verify_bundle(publish(organizer, tmp_path / "revoked.gmjpub"))
    assert found.differences == ()


def test_an_interest_is_published_without_harm(organizer, night, tmp_path):
    organizer.say(Interest("bob", "s3", "advised them"))  # late: after the lock it changes nothing
    assert verify_bundle(publish(organizer, tmp_path)).identical


# What someone changed is told


def test_a_changed_byte_anywhere_is_told(organizer, night, tmp_path):
    path = publish(organizer, tmp_path, names=True, notes=True)
    data = path.read_bytes()
    for at in [*range(0, len(data), 61), len(data) - 1, len(data) - 2]:
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(BadFile):
            verify_bundle(path)
    for cut in (0, 1, 100, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:cut])
        with pytest.raises(BadFile):
            verify_bundle(path)
    path.write_bytes(data + b"\n")
    with pytest.raises(BadFile):
        verify_bundle(path)


def test_a_mark_that_another_key_signed_is_told(organizer, night, tmp_path):
    """The line of Ada's ballot says 1 and 1 now, and somebody signed it."""
    ada, _ = night
    target = next(e for e in ada.own_entries() if e.kind == "ballot")

    def swapped(entries):
        kept = [e for e in entries if e.eid != target.eid]
        data = {**target.data, "marks": {"impact": "1", "depth": "1"}}
        forger = Device(b"f" * 32)
        more = forger.sign(
            event=target.event, kind="ballot", seq=1, prev="", at=target.at, data=data, supersedes=[target.eid]
        )
        return [*kept, more]

    found = verify_bundle(forged(publish(organizer, tmp_path), tmp_path / "forged.gmjpub", entries=swapped))
    assert not found.identical
    told = "\n".join(found.differences)
    assert "its verdict is “pending”" in told
    assert "its verdict is “gap”" in told
    assert "“Team 1”: published rank 2" in told


def test_a_removed_ballot_is_told_by_the_hole_and_by_the_result(organizer, night, tmp_path):
    ada, _ = night
    target = next(e for e in ada.own_entries() if e.kind == "ballot")
    path = forged(
        publish(organizer, tmp_path), tmp_path / "forged.gmjpub", entries=lambda es: [e for e in es if e != target]
    )
    found = verify_bundle(path)
    told = "\n".join(found.differences)
    assert "gap" in told
    assert "“Team 1”: published rank 2, 55.0 of 100 from 2 visits" in told


def test_a_tail_that_is_cut_off_is_told_though_the_result_was_made_to_fit(organizer, night, tmp_path):
    """Ada's chain ends before the place that the lock names, and the standings are what is left of it."""
    ada, _ = night
    cut = {e.eid for e in ada.own_entries() if e.seq > 2}
    published = publish(organizer, tmp_path)
    path = forged(
        published, tmp_path / "cut.gmjpub", entries=lambda es: [e for e in es if e.eid not in cut],
        stubs=lambda ss: [s for s in ss if s.eid not in cut],
    )  # fmt: skip
    found = verify_bundle(path)
    fitted = forged(path, tmp_path / "fitted.gmjpub", standings=lambda _: dict(found.standings))
    told = verify_bundle(fitted)
    assert not told.identical
    assert any("missing" in line for line in told.differences)


def test_a_ballot_that_became_a_place_is_told(organizer, night, tmp_path):
    """Withheld instead of removed: the chain is whole, the result is not."""
    ada, _ = night
    target = next(e for e in ada.own_entries() if e.kind == "ballot")
    path = forged(
        publish(organizer, tmp_path), tmp_path / "forged.gmjpub", entries=lambda es: [e for e in es if e != target],
        stubs=lambda ss: [*ss, Stub.of(target)],
    )  # fmt: skip
    found = verify_bundle(path)
    assert [line for line in found.differences if "“Team 1”: published rank 2" in line]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda rows: [{**rows[0], "score": 99.0}, *rows[1:]], "of 100 from"),
        (lambda rows: [{**rows[0], "rank": 2}, *rows[1:]], "published rank 2"),
        (lambda rows: [{**rows[0], "visits": 9}, *rows[1:]], "9 visits"),
        (lambda rows: rows[1:], "is not in the published result"),
        (lambda rows: [*rows, {**rows[0], "id": "ghost", "submission": "Ghost"}], "“Ghost” is in the published result"),
        (lambda rows: [{**rows[0], "submission": "Other"}, *rows[1:]], "published"),
        (lambda rows: "none", "is not in the published result"),
        (lambda rows: [], "is not in the published result"),
        (lambda rows: [1, None, "x", *rows], "line"),
    ],
)
def test_a_wrong_line_of_the_result_is_told(organizer, night, tmp_path, change, told):
    path = forged(
        publish(organizer, tmp_path), tmp_path / "forged.gmjpub",
        standings=lambda s: {**s, "rows": change(s["rows"])},
    )  # fmt: skip
    found = verify_bundle(path)
    assert not found.identical
    assert any(told in line for line in found.differences), found.differences


@pytest.mark.parametrize("key", ["event", "method"])
def test_another_event_or_method_is_told(organizer, night, tmp_path, key):
    path = forged(publish(organizer, tmp_path), tmp_path / "forged.gmjpub", standings=lambda s: {**s, key: "x"})
    assert "another event or method" in verify_bundle(path).differences[0]


def test_a_rule_that_a_stranger_signed_is_told(organizer, night, tmp_path):
    rogue = Device(b"r" * 32).sign(
        event=organizer.record.event_id, kind="conflict", seq=1, prev="", at="",
        data={"judge": "ada", "submission": "s1", "reason": "x"},
    )  # fmt: skip
    path = forged(publish(organizer, tmp_path), tmp_path / "forged.gmjpub", entries=lambda es: [*es, rogue])
    assert "“pending”" in verify_bundle(path).differences[0]


def test_a_score_file_or_a_workspace_is_no_published_result(organizer, night, stick):
    for path in (next(stick.glob("*.gmj")), organizer.path):
        with pytest.raises(Problem, match="no published result"):
            verify_bundle(path)
