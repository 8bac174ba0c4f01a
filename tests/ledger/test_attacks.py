"""Attacks by name: what someone tries, on an event that is whole, and what becomes of it. Nothing forged ever counts."""

from dataclasses import dataclass, field, replace

import pytest

from gpumode_judge.event.event import Event, Mode
from gpumode_judge.event.people import Judge, Remark
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.device import Device, proof_fits, ticket_from, ticket_proof
from gpumode_judge.ledger.entry import BadEntry, Entry, Stub, eid_of, encode_body
from gpumode_judge.ledger.locks import manifest_of
from gpumode_judge.ledger.merge import Ledger, Verdict
from gpumode_judge.ledger.project import project
from gpumode_judge.ledger.statements import (
    Admit,
    Assign,
    Award,
    Checkpoint,
    Enrol,
    Hello,
    Interest,
    Lock,
    Resolve,
    Revoke,
    Signoff,
    kind_of,
    to_data,
)


@dataclass
class Scene:
    """An event in which Ada and Bob have marked; Ada's laptop is the attacker's unless an attack brings its own."""

    world: object
    ada: object
    bob: object
    target: Entry  # Bob's ballot on x
    make_world: object
    laptop: object
    extra: list = field(default_factory=list)
    stubs: list = field(default_factory=list)
    gone: list = field(default_factory=list)

    def record(self):
        return self.world.record(more=self.extra, stubs=self.stubs, without=self.gone)


@pytest.fixture
def scene(world, make_world, laptop):
    ada, bob = world.laptop(2, "ada"), world.laptop(3, "bob")
    ada.say(world.ballot(a=4))
    return Scene(world, ada, bob, bob.say(world.ballot("bob", a=5)), make_world, laptop)


def sum_of(record):
    """All that standings are made of."""
    ballots = {key: held.eid for key, held in record.ballots.items()}
    return ballots, record.rubric_eid, record.rules, record.interests, record.submissions, record.judges, record.awards


# Each attack gives the entries that it smuggles in.


def a_laptop_that_says_it_is_bob(s):
    forger = s.laptop(66, s.world.id)
    s.extra = forger.said
    return [forger.say(Hello("bob", "f" * 64)), forger.say(s.world.ballot("bob", a=1), s.target)]


def another_judges_ballot(s):
    return [s.ada.say(s.world.ballot("bob", a=1)), s.ada.say(s.world.ballot("bob", "y", a=1))]


def another_judges_ballot_superseded(s):
    return [
        s.ada.say(s.world.ballot("bob", a=1), s.target),
        s.ada.say(Remark(judge="bob", submission="x", text="x"), s.target),
    ]


def another_judges_sign_off(s):
    return [s.ada.say(Signoff("bob", {"x": s.target.eid}))]


def words_of_organizers(s):
    w = s.world
    return [
        s.ada.say(statement, *supersedes)
        for statement, *supersedes in [
            (Enrol(s.ada.name, ""), *[e for e in w.org.said if e.kind == "enrol"]),
            (Enrol("c" * 64, "bob"),),
            (Enrol(s.ada.name, "bob"), *[e for e in w.org.said if e.kind == "enrol"]),
            (Lock({}),),
            (Lock({s.ada.name: (99, "f" * 64)}),),
            (Admit((s.target.eid,)),),
            (Revoke(s.bob.name, 1),),
            (Revoke(w.org.name, 2),),
            (Resolve(s.target.eid, (s.target.eid,)),),
            (Interest("bob", "x", "because"),),
            (Award("p", ("x",)),),
            (Checkpoint(s.bob.name, 99, "f" * 64),),
            (Rules(weights={}), w.rules),
            (Submission(id="x", title="Mine"), w.submissions["x"]),
            (Judge(id="bob", name="Ada"), w.judges["bob"]),
            (Assign("bob", ()),),
            (Event(title="Mine"), w.genesis),
        ]
    ]


def a_replay_from_the_rehearsal(s):
    rehearsal = s.make_world("IRL", seed=1)  # the same organizer's laptop
    data = to_data(Event(title="IRL", mode=Mode.REHEARSAL))
    genesis = rehearsal.org.device.sign(event="", kind="event", seq=1, prev="", at="", data=data)
    bob = s.laptop(3, genesis.eid)  # and the same judge's
    s.extra = [genesis, bob.say(Hello("bob", "")), bob.say(s.world.ballot("bob", a=1), s.target)]
    return s.extra


def a_replay_from_another_event(s):
    other = s.make_world("Other", seed=50)
    bob = other.laptop(3, "bob")
    bob.say(other.ballot("bob", a=1), s.target)
    s.extra = other.entries
    return s.extra


def a_ballot_of_another_event_in_this_chain(s):
    return [s.bob.say(s.world.ballot("bob", a=1), s.target, event="c" * 64)]


def a_ballot_after_the_lock_with_the_clock_set_back(s):
    s.world.org.say(Lock(manifest_of(Ledger(s.world.entries), s.world.record())))
    first = s.ada.said[-1]
    return [s.ada.say(s.world.ballot(a=1), first, at="2001-01-01T00:00:00.000Z")]


def an_old_number_used_again_after_the_lock(s):
    s.world.org.say(Lock(manifest_of(Ledger(s.world.entries), s.world.record())))
    first = s.ada.said[-1]
    return [s.ada.say(s.world.ballot(a=1), seq=first.seq, prev=first.prev)]


def a_revoked_laptop(s):
    s.world.org.say(Revoke(s.ada.name, len(s.ada.said) + 1, "stolen"))
    return [s.ada.say(s.world.ballot(a=1), s.ada.said[-1]), s.ada.say(s.world.ballot(submission="y"))]


def a_revoked_laptop_under_a_new_greeting(s):
    s.world.org.say(Revoke(s.ada.name, len(s.ada.said) + 1, "stolen"))
    return [s.ada.say(Hello("ada", "")), s.ada.say(s.world.ballot(submission="y"))]


def an_entry_beyond_a_cut_out_one(s):
    cut, after = s.ada.say(s.world.ballot("ada", "y", a=1)), s.ada.say(s.world.ballot("ada", "z"))
    s.gone = [cut]
    return [after]


def a_stub_for_the_cut_out_one(s):
    cut, after = s.ada.say(s.world.ballot("ada", "y", a=1)), s.ada.say(s.world.ballot("ada", "z"))
    s.gone, s.stubs = [cut], [Stub.of(cut)]
    return [after]


def stubs_in_the_place_of_organizers_words(s):
    org = s.world.org.said
    s.stubs = [replace(Stub.of(e), eid="f" * 64) for e in org] + [replace(Stub.of(e), seq=e.seq + 1) for e in org]
    return []


def paper_said_by_a_judge(s):
    return [s.ada.say(s.world.ballot("bob", "z"))]


def marks_off_the_scale(s):
    return [s.ada.say(s.world.ballot(submission=name, a=a)) for name, a in (("y", 1000), ("z", "4.9"))]


ATTACKS = {
    a_laptop_that_says_it_is_bob: {Verdict.PENDING},
    another_judges_ballot: {Verdict.REFUSED},
    another_judges_ballot_superseded: {Verdict.REFUSED},
    another_judges_sign_off: {Verdict.REFUSED},
    words_of_organizers: {Verdict.REFUSED},
    a_replay_from_the_rehearsal: {Verdict.FOREIGN},
    a_replay_from_another_event: {Verdict.FOREIGN},
    a_ballot_of_another_event_in_this_chain: {Verdict.FOREIGN},
    a_ballot_after_the_lock_with_the_clock_set_back: {Verdict.LATE},
    an_old_number_used_again_after_the_lock: {Verdict.FORKED},
    a_revoked_laptop: {Verdict.REVOKED},
    a_revoked_laptop_under_a_new_greeting: {Verdict.REVOKED},
    an_entry_beyond_a_cut_out_one: {Verdict.GAP},
    a_stub_for_the_cut_out_one: {Verdict.GAP},
    stubs_in_the_place_of_organizers_words: set(),
    paper_said_by_a_judge: {Verdict.REFUSED},
    marks_off_the_scale: {Verdict.WRONG_RUBRIC},
}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_an_attack_is_shown_as_what_it_is_and_changes_nothing(scene, attack):
    before = scene.record()
    smuggled = attack(scene)
    after = scene.record()
    assert {after.verdicts[e.eid] for e in smuggled} == ATTACKS[attack]
    assert sum_of(after) == sum_of(before)
    assert after.verdicts[scene.target.eid] is Verdict.COUNTED
    assert after.organizers == before.organizers
    assert after.checkpoints == after.signoffs == {}
    assert after.conflicts == ()


def test_nothing_that_a_judges_laptop_signs_for_organizers_is_heard(scene):
    before = scene.record()
    words_of_organizers(scene)
    after = scene.record()
    assert (after.lock, after.lock_waiting, after.admitted, after.revoked) == (None, (), frozenset(), {})
    assert (after.devices, after.event) == (before.devices, before.event)


# Below the statements: bytes


def edited(entry: Entry, old: bytes, new: bytes) -> tuple[bytes, bytes]:
    assert old in entry.body
    return entry.body.replace(old, new), entry.sig


def resigned(entry: Entry, by: Device, **changed) -> tuple[bytes, bytes]:
    """The words of one device under the signature of another."""
    said = by.sign(event=entry.event, kind=entry.kind, seq=entry.seq, prev=entry.prev, at=entry.at, data=entry.data)
    return entry.body, said.sig


BYTES = {
    "an edited mark": lambda s: edited(s.target, b'"a":"5"', b'"a":"1"'),
    "an edited rule of the event file": lambda s: edited(s.world.rules, b'"70"', b'"10"'),
    "another event": lambda s: edited(s.target, s.world.id.encode(), b"c" * 64),
    "another place": lambda s: edited(s.target, b'"seq":2', b'"seq":3'),
    "another device": lambda s: edited(s.target, s.bob.name.encode(), s.ada.name.encode()),
    "another's signature": lambda s: resigned(s.target, s.ada.device),
    "no signature": lambda s: (s.target.body, b""),
    "the signature of another entry": lambda s: (s.target.body, s.bob.said[0].sig),
}


@pytest.mark.parametrize("attack", BYTES)
def test_edited_bytes_are_no_entry(scene, attack):
    with pytest.raises(BadEntry):
        Entry.verified(*BYTES[attack](scene))


def test_a_device_cannot_sign_for_another(scene):
    forger = Device(b"f" * 32)
    body = encode_body(
        event=scene.world.id, kind=kind_of(Lock({})), device=scene.world.org.name, seq=99, prev="a" * 64, at="", supersedes=[],
        data=to_data(Lock({})),
    )  # fmt: skip
    sig = forger.sign(event=scene.world.id, kind="lock", seq=99, prev="a" * 64, at="", data={}).sig
    with pytest.raises(BadEntry, match="signature"):
        Entry.verified(body, sig)
    assert eid_of(body, sig) not in Ledger(scene.world.entries)


def test_a_guessed_or_stolen_proof_admits_nobody(scene):
    """A proof is for one event, one judge and one device key; a ticket has 60 bits."""
    ticket, event, thief = ticket_from(b"12345678"), scene.world.id, "c" * 64
    proof = ticket_proof(ticket, event, "bob", scene.bob.name)
    assert proof_fits(proof, ticket, event, "bob", scene.bob.name)
    for changed in (
        (proof, ticket, event, "bob", thief),
        (proof, ticket, event, "ada", scene.bob.name),
        (proof, ticket, "d" * 64, "bob", scene.bob.name),
        (ticket_proof("0000-0000-0000", event, "bob", thief), ticket, event, "bob", thief),
        ("", ticket, event, "bob", thief),
        ("", "", event, "bob", thief),
        (ticket_proof("", event, "bob", thief), "", event, "bob", thief),
    ):
        assert not proof_fits(*changed)


def test_a_truncated_tail_takes_back_what_it_held_and_no_more(scene):
    """Who keeps the newest entries back keeps back those; the organizers' receipt tells that they were here."""
    last = scene.bob.say(scene.world.ballot("bob", a=1), scene.target)
    scene.world.org.say(Checkpoint(scene.bob.name, last.seq, last.eid))
    record = scene.world.record(without=[last])
    assert record.ballots["bob", "x"].eid == scene.target.eid
    known = [e.seq for e in Ledger(scene.world.entries[:-1]).chain(scene.bob.name)]
    assert record.checkpoints[scene.bob.name] == (last.seq, last.eid)
    assert max(known) <= last.seq


def test_a_second_first_statement_makes_another_event(scene):
    again = scene.world.org.device.sign(event="", kind="event", seq=1, prev="", at="", data=to_data(Event(title="IRL")))
    scene.extra = [again]
    before = sum_of(scene.world.record())
    assert scene.record().verdicts[again.eid] is Verdict.FOREIGN
    assert sum_of(scene.record()) == before
    assert project(Ledger([*scene.world.entries, again]), again.eid).submissions == {}
