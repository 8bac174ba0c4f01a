"""Attacks by name, at the organizers' desk: what someone carries there on a stick, and what becomes of it.

What bytes and statements are worth is in tests/ledger/test_attacks.py, what is no file of ours in tests/desk/test_hostile_inputs.py.
"""

import os
import sqlite3
import sys
from base64 import b64decode, b64encode
from dataclasses import dataclass
from dataclasses import replace as other
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from faults_kit import TITLE, Laptop, laptops_of, make_event, one_sentence, plan_of, submissions_of

from gpumode_judge.desk.judging import JudgeDesk, peek
from gpumode_judge.desk.locking import lock, waiting_for_a_word
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.publishing import publish, verify_bundle
from gpumode_judge.desk.quarantine import quarantined, salvage
from gpumode_judge.desk.workspaces import open_desk
from gpumode_judge.event.event import Mode
from gpumode_judge.event.people import Ballot
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission
from gpumode_judge.exchange.gmj import format_gmj
from gpumode_judge.ledger.device import Device, ticket_proof
from gpumode_judge.ledger.entry import Entry
from gpumode_judge.ledger.merge import Verdict
from gpumode_judge.ledger.statements import Admit, Enrol, Hello, Lock, Revoke


@dataclass
class Evening:
    """An event in which judges 0 and 1 have marked; the laptop of judge 0 is the attacker's."""

    desk: OrganizerDesk
    mine: Laptop
    victim: Laptop
    target: Entry
    folder: Path

    @property
    def rubric(self):
        return self.desk.record.rubric_eid

    def ballot(self, judge, submission="team000", mark=1):
        marks = {"a": Decimal(mark), "b": Decimal(mark)}
        return Ballot(judge=judge, submission=submission, rubric=self.rubric, marks=marks)

    def carried(self, said, name="attack.gmj", event=""):
        path = self.folder / name
        path.write_bytes(format_gmj(event or self.desk.record.event_id, TITLE, said))
        return path

    def merged(self, *paths):
        return self.desk.merge(paths).rows


@pytest.fixture
def evening(tmp_path):
    with make_event(tmp_path, judges=3, submissions=3) as desk:
        mine, victim, _ = laptops_of(desk, enrol=True)
        (tmp_path / "stick").mkdir()
        scene = Evening(desk, mine, victim, mine.said[0], tmp_path / "stick")
        mine.score(scene.rubric, "team000", 3, 3)
        scene.target = victim.score(scene.rubric, "team000", 5, 5)
        assert [row.new for row in scene.merged(scene.carried(mine.said, "0"), scene.carried(victim.said, "1"))] == [
            2,
            2,
        ]
        yield scene


def result(desk):
    """What nobody may change: the standings, and who said what they are made of."""
    record = desk.record
    return desk.standings().rows, {key: held.eid for key, held in record.ballots.items()}, dict(record.submissions)


# What arrives in a whole and well-signed file: (attack, what its row tells). Each returns the files that it carries.


def a_forged_judge(e):
    """A laptop of nobody says that it is the other judge and replaces what that one said."""
    forger = Laptop(Device(b"f" * 32), e.desk.record.event_id, "judge001")
    forger.say(Hello("judge001", "f" * 64))
    forger.say(e.ballot("judge001"), supersedes=[e.target.eid])
    return [e.carried(forger.said)]


def a_guessed_ticket(e):
    files = []
    for number, guess in enumerate(["0000-0000-0000", "7K3M-Q2ZT-9XWB", "", e.desk.tickets["judge000"]]):
        forger = Laptop(Device(bytes([number]) * 32), e.desk.record.event_id, "judge001")
        forger.say(Hello("judge001", ticket_proof(guess, forger.event, "judge001", forger.device.name)))
        forger.say(e.ballot("judge001"), supersedes=[e.target.eid])
        files.append(e.carried(forger.said, f"{number}.gmj"))
    return files


def a_proof_that_was_seen_in_another_file(e):
    """The proof is for one key; whoever copies it has another."""
    ticket = e.desk.tickets["judge002"]
    proof = ticket_proof(ticket, e.desk.record.event_id, "judge002", "c" * 64)
    forger = Laptop(Device(b"f" * 32), e.desk.record.event_id, "judge002")
    forger.say(Hello("judge002", proof))
    forger.say(e.ballot("judge002"))
    return [e.carried(forger.said)]


def another_judges_ballot_superseded(e):
    e.mine.say(e.ballot("judge001"), supersedes=[e.target.eid])
    e.mine.say(e.ballot("judge001", "team001"))
    return [e.carried(e.mine.said)]


def orders_of_an_organizer(e):
    for statement in (
        Rules(weights={"b": Decimal(1)}), Lock({}), Lock({e.mine.device.name: (1, e.mine.said[0].eid)}), Admit((e.target.eid,)),
        Enrol("f" * 64, "judge001"), Enrol(e.mine.device.name, ""), Revoke(e.victim.device.name, 1, "x"),
        Submission(id="team000", title="Mine"),
    ):  # fmt: skip
        e.mine.say(statement)
    return [e.carried(e.mine.said)]


def ballots_after_the_lock_with_a_clock_set_back(e):
    lock(e.desk)
    e.mine.say(e.ballot("judge000"), at="2001-01-01T00:00:00.000Z")
    e.mine.say(e.ballot("judge000", "team001"), at="2001-01-01T00:00:00.000Z")
    return [e.carried(e.mine.said)]


def a_second_past_under_old_numbers_after_the_lock(e):
    lock(e.desk)
    forked = Laptop(e.mine.device, e.mine.event, "judge000", [e.mine.said[0]])
    forked.say(e.ballot("judge000"))
    return [e.carried(forked.said)]


def a_truncated_chain(e):
    """The first ballot is kept back, and what follows stands in the air."""
    e.mine.say(e.ballot("judge000", "team001", 5))
    e.mine.say(e.ballot("judge000", "team002", 5))
    return [e.carried([*e.mine.said[:2], e.mine.said[3]])]


def an_event_file_of_this_event_that_a_judge_made(e):
    """A whole event of the attacker's under this event's name."""
    forger = Laptop(Device(b"f" * 32), e.desk.record.event_id, "")
    forger.say(Submission(id="team000", title="Mine"))
    forger.say(Rules(weights={"b": Decimal(1)}))
    return [e.carried(forger.said)]


TOLD = {
    a_forged_judge: [{"pending": 2}],
    a_guessed_ticket: [{"pending": 2}] * 4,
    a_proof_that_was_seen_in_another_file: [{"pending": 2}],
    another_judges_ballot_superseded: [{"refused": 2}],
    orders_of_an_organizer: [{"refused": 8}],
    ballots_after_the_lock_with_a_clock_set_back: [{"late": 2}],
    a_second_past_under_old_numbers_after_the_lock: [{"refused": 1}],
    a_truncated_chain: [{"gaps": 1}],
    an_event_file_of_this_event_that_a_judge_made: [{"pending": 2}],
}


@pytest.mark.parametrize("attack", TOLD, ids=lambda attack: attack.__name__)
def test_a_whole_file_with_bad_intent_changes_nothing_and_is_told(evening, attack):
    files = attack(evening)
    before = result(evening.desk)
    rows = evening.merged(*files)
    assert [row.outcome for row in rows] == ["merged"] * len(files)
    for row, told in zip(rows, TOLD[attack], strict=True):
        assert {name: getattr(row, name) for name in told} == told
    assert result(evening.desk) == before
    evening.desk.close()
    with OrganizerDesk.open(evening.desk.path) as again:
        assert result(again) == before


def test_what_waits_after_the_lock_is_there_for_a_person(evening):
    evening.merged(*ballots_after_the_lock_with_a_clock_set_back(evening))
    (late,) = waiting_for_a_word(evening.desk)
    assert (late.judge, late.verdict, len(late.entries), late.at[:4]) == ("judge000", Verdict.LATE, 2, "2001")


def test_a_tail_that_is_kept_back_takes_nothing_away(evening):
    """An older file after the newer one: known, and what was there stays."""
    evening.mine.score(evening.rubric, "team001", 5, 5)
    evening.merged(evening.carried(evening.mine.said, "new.gmj"))
    before = result(evening.desk)
    (row,) = evening.merged(evening.carried(evening.mine.said[:2], "old.gmj"))
    assert row.outcome == "known"
    assert result(evening.desk) == before


# From another evening


@pytest.mark.parametrize("mode", [Mode.REHEARSAL, Mode.LIVE])
def test_a_replay_from_the_rehearsal_or_another_event(evening, tmp_path, mode):
    """The same judge, the same laptop, the same ticket even; the file belongs elsewhere, or lies that it does not."""
    (tmp_path / "other").mkdir()
    plan = plan_of(3)
    with OrganizerDesk.create(
        tmp_path / "other" / "event.gmjdb", other(plan, event=other(plan.event, mode=mode))
    ) as there:
        there.put(submissions_of(3))
        there_id = there.record.event_id
    replay = Laptop(evening.victim.device, there_id, "judge001")
    proof = ticket_proof(evening.desk.tickets["judge001"], there_id, "judge001", replay.device.name)
    replay.say(Hello("judge001", proof))
    replay.say(evening.ballot("judge001"), supersedes=[evening.target.eid])
    before = result(evening.desk)
    (honest,) = evening.merged(evening.carried(replay.said, "honest.gmj", there_id))
    assert (honest.outcome, honest.why) == (
        "refused",
        f"It belongs to another event (“{TITLE}”), so nothing of it was taken in.",
    )
    (lying,) = evening.merged(evening.carried(replay.said, "lying.gmj"))
    assert (lying.outcome, lying.refused, lying.pending) == ("merged", 2, 0)
    assert {evening.desk.record.verdicts[e.eid] for e in replay.said} == {Verdict.FOREIGN}
    assert result(evening.desk) == before


# Files that were changed


def resigned_line(data: bytes, old: bytes, new: bytes) -> bytes:
    """A .gmj file in which one entry says something else, with sums that fit."""
    lines = data.split(b"\n")[:-2]
    for number, line in enumerate(lines):
        if b'"b":"' in line:
            body = b64decode(line.split(b'"')[3])
            if old in body:
                lines[number] = b'{"b":"%s","s":"%s"}' % (b64encode(body.replace(old, new)), line.split(b'"')[7])
    content = b"\n".join(lines) + b"\n"
    return content + b'{"end":%d,"sha256":"%s"}\n' % (len(lines) - 1, sha256(content).hexdigest().encode())


@pytest.mark.parametrize(
    ("old", "new"), [(b'"70"', b'"10"'), (b"Team 001", b"Team 666"), (b'"mode":"live"', b'"mode":"rehearsal"')]
)
def test_an_edited_event_file_opens_nowhere(evening, tmp_path, old, new):
    path = evening.desk.export_event(evening.folder)
    edited = tmp_path / "edited.gmj"
    edited.write_bytes(resigned_line(path.read_bytes(), old, new))
    assert edited.read_bytes() != path.read_bytes()
    for opened in (peek, lambda p: JudgeDesk.join(p, "judge002", "", tmp_path / "j.gmjdb")):
        with pytest.raises(Problem, match="signature does not fit"):
            opened(edited)
    assert not (tmp_path / "j.gmjdb").exists()
    with JudgeDesk.join(path, "judge002", "", tmp_path / "good.gmjdb") as desk:
        before = desk.record
        with pytest.raises(Problem, match="signature does not fit"):
            desk.merge(edited)
        assert desk.record == before


def test_an_edited_score_file_is_kept_and_what_is_whole_is_no_more_than_was_signed(evening):
    evening.mine.score(evening.rubric, "team001", 5, 5)
    path = evening.carried(evening.mine.said, "edited.gmj")
    path.write_bytes(resigned_line(path.read_bytes(), b'"a":"3"', b'"a":"5"'))
    before = result(evening.desk)
    (row,) = evening.merged(path)
    assert (row.outcome, row.line, row.whole, row.lost, row.kept) == ("refused", 3, 2, 1, True)
    one_sentence(Problem(row.why.partition(". ")[0] + "."))
    assert result(evening.desk) == before
    (kept,) = quarantined(evening.desk)
    salvage(evening.desk, kept.sha256)
    assert evening.desk.record.ballots["judge000", "team000"].value.marks["a"] == 3


def test_a_published_result_with_a_better_rank_is_told(evening, tmp_path):
    lock(evening.desk)
    path = publish(evening.desk, tmp_path / "result.gmjpub")
    assert verify_bundle(path).identical
    data = path.read_bytes()
    content = data[: data[:-1].rindex(b"\n") + 1].replace(b'"rank":1', b'"rank":2', 1)
    path.write_bytes(content + b'{"sha256":"%s"}\n' % sha256(content).hexdigest().encode())
    assert not verify_bundle(path).identical


# Workspaces that are traps

_TRAPS = {
    "a table that is a view": (
        "ALTER TABLE entry RENAME TO hidden",
        "CREATE VIEW entry AS SELECT * FROM hidden",
    ),
    "a trigger that gives marks": (
        "CREATE TRIGGER t AFTER INSERT ON setting BEGIN UPDATE entry SET body = replace(body, '5', '1'); END",
    ),
    "an index over an expression": ("CREATE INDEX i ON contact (lower(email))",),
    "a column more": ("ALTER TABLE entry ADD COLUMN more TEXT DEFAULT 'x'",),
    "another program's file": ("PRAGMA application_id=1",),
    "a newer version": ("PRAGMA user_version=1000",),
    "another event's name": ("UPDATE meta SET value = printf('%064d', 0) WHERE key = 'event'",),
    "a mark that nobody signed": ("UPDATE entry SET body = replace(CAST(body AS TEXT), '\"a\":\"3\"', '\"a\":\"5\"')",),
    "a judge who speaks for organizers": ("UPDATE meta SET value = 'judge' WHERE key = 'role'",),
}  # fmt: skip


def sentence_of(act, *args):
    """The sentence with which something is refused; ``""`` if it is not."""
    try:
        opened = act(*args)
    except Problem as problem:
        return str(problem)
    if opened:
        opened.close()
    return ""


@pytest.mark.parametrize("trap", _TRAPS)
def test_a_workspace_that_is_a_trap(evening, trap):
    """Refused with a sentence; or opened as what it is, when a check of everything tells the damage."""
    path, before = evening.desk.path, result(evening.desk)
    evening.desk.close()
    raw = sqlite3.connect(path)
    try:
        with raw:
            raw.execute("PRAGMA legacy_alter_table=ON")
            for statement in _TRAPS[trap]:
                raw.execute(statement)
    finally:
        raw.close()
    said = sentence_of(open_desk, path)
    if said:
        one_sentence(Problem(said))
        return
    with open_desk(path) as desk:
        damage = sentence_of(desk.store.integrity_check)
        assert "damaged" in damage or {key: held.eid for key, held in desk.record.ballots.items()} == before[1]


@pytest.mark.skipif(sys.platform == "win32", reason="links and devices")
@pytest.mark.parametrize("kind", ["link to a device", "device", "loop", "pipe", "link to a folder"])
def test_a_link_or_a_device_as_a_workspace_or_a_bundle(evening, tmp_path, kind):
    path = tmp_path / "odd.gmjdb"
    match kind:
        case "device":
            path = Path("/dev/zero")
        case "pipe":
            os.mkfifo(path)
        case "loop":
            path.symlink_to(path)
        case "link to a device":
            path.symlink_to("/dev/zero")
        case _:
            path.symlink_to(tmp_path)
    for opened in (OrganizerDesk.open, JudgeDesk.open, verify_bundle, peek):
        with pytest.raises(Problem):
            opened(path)


def test_a_million_lines_are_no_published_result(tmp_path):
    path = tmp_path / "million.gmjpub"
    path.write_bytes(b'{"format":"gmj-bundle","v":1}\n{"standings":{}}\n' + b'{"x":[1]}\n' * 1_000_000)
    with pytest.raises(Problem):
        verify_bundle(path)
