"""Merging is set union: whatever the order, the doublings and the splits, the same things hold."""

import random
from dataclasses import fields, replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gpumode_judge.event.event import Prize
from gpumode_judge.event.people import Outcome, Remark
from gpumode_judge.event.rubric import Criterion, Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.entry import Stub
from gpumode_judge.ledger.merge import Ledger, Verdict
from gpumode_judge.ledger.project import project
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import (
    Admit,
    Assign,
    Award,
    Checkpoint,
    Enrol,
    Interest,
    Lock,
    Resolve,
    Revoke,
    Signoff,
    kind_of,
)

UNHEARD = {Verdict.LATE, Verdict.GAP, Verdict.FORKED, Verdict.REVOKED}


def lock_of(luck, world) -> Lock:
    """Where some chains stand or stood, or an unlock."""
    if luck.random() < 0.3:
        return Lock({})
    laptops = [laptop for laptop in world.laptops if laptop.said and luck.random() < 0.9]
    ends = [luck.choice(laptop.said[-3:]) for laptop in laptops]
    return Lock({end.device: (end.seq, end.eid) for end in ends})


@pytest.fixture(scope="module")
def evening(make_world, laptop):
    """Builds an evening in which everything that can go wrong goes wrong, from a number."""

    @cache
    def make(seed: int):
        luck = random.Random(seed)
        world = make_world(seed=1000 + seed)
        second = laptop(3000 + seed, world.id)
        world.laptops.append(second)
        world.org.say(Enrol(second.name, ""))
        world.org.say(Prize(id="p", name="P"))
        judges = [
            world.laptop(100 * seed + n, judge, enrol=luck.random() < 0.8)
            for n, judge in enumerate(("ada", "ada", "bob", "cyd"), 5000)
        ]
        for _ in range(60):
            everything = world.entries
            earlier = [e for e in luck.sample(everything, 4) if luck.random() < 0.7]
            if luck.random() < 0.7:
                laptop_, judge = luck.choice(list(zip(judges, ("ada", "ada", "bob", "cyd"), strict=True)))
                mine = [e for e in everything if e.kind == "ballot" and e.data["judge"] == judge]
                said = world.ballot(
                    luck.choice([judge, judge, judge, "bob"]), luck.choice("xyzq"), luck.choice([1, 2, 5, 9])
                )
                if luck.random() < 0.2:
                    said = replace(said, outcome=Outcome.ABSENT, marks={}, reason="team has left")
                if luck.random() < 0.2:
                    said = Remark(judge=judge, submission="x", text=str(luck.random()))
                if luck.random() < 0.1:
                    mine_now = {e.data["submission"]: e.eid for e in mine}
                    said = Signoff(judge, mine_now)
                other = {}
                if luck.random() < 0.04 and len(laptop_.said) > 1:
                    last = laptop_.said[-1]
                    other = {"seq": last.seq, "prev": last.prev}
                laptop_.say(said, *earlier, *luck.sample(mine, min(len(mine), luck.randint(0, 3))), **other)
            else:
                statement = luck.choice(
                    [
                        Submission(id=luck.choice("xyzn"), title=str(luck.random()), table=str(luck.randint(1, 12))),
                        Rules(weights=world.ballot().marks, signatures=luck.choice([1, 1, 2])),
                        Interest(
                            luck.choice(["ada", "bob"]), luck.choice("xyz"), luck.choice(["advised", "", "knows"])
                        ),
                        Revoke(luck.choice([*judges, second, world.org]).name, luck.choice([0, 3, 6, 9, 12])),
                        Admit(tuple(e.eid for e in luck.sample(everything, 3))),
                        *[Award(luck.choice("pppq"), (luck.choice("xyz"),))] * 2,
                        Checkpoint((last := luck.choice(judges).said[-1]).device, last.seq, last.eid),
                        *[lock_of(luck, world)] * 3,
                        Assign("ada", ("z", "x")),
                        world.ballot("bob", "x", luck.choice([1, 4])),
                        Rubric(name=str(luck.random()), criteria=(Criterion(key="a", name="A"),)),
                        Enrol(luck.choice(judges).name, luck.choice(["ada", "bob", "cyd"])),
                        None,
                        None,
                    ]
                )
                if isinstance(statement, Admit) and luck.random() < 0.7:
                    verdicts = world.record().verdicts
                    statement = Admit(tuple(e.eid for e in everything if verdicts[e.eid] in UNHEARD)[-3:])
                same_kind = [e for e in everything if statement and e.kind == kind_of(statement)]
                if statement is None:
                    heads = [e.eid for e in luck.sample(everything, 6)]
                    open_now = world.record().conflicts
                    if open_now and luck.random() < 0.8:
                        heads = [head.eid for head in luck.choice(open_now).heads]
                    statement = Resolve(heads[0], tuple(heads))
                known = luck.sample(same_kind, min(luck.choice([0, 2, 2]), len(same_kind)))
                waiting = world.record().lock_waiting if isinstance(statement, Lock) and luck.random() < 0.6 else ()
                if waiting:  # sign what someone else proposed
                    statement, earlier = Lock(waiting[0].manifest), []
                    known = [e for e in everything if e.eid in waiting[0].supersedes]
                luck.choice([world.org, world.org, second]).say(statement, *known, *earlier)
        other = make_world("Other", seed=7000 + seed)
        pool = [*world.entries, *luck.sample(other.entries, 3)]
        lost = luck.sample(pool, 4)
        stubs = [Stub.of(e) for e in luck.sample(pool, 8)]
        stubs += [replace(luck.choice(stubs), seq=luck.randint(1, 30)) for _ in range(3)]
        stubs += [replace(luck.choice(stubs), prev=luck.choice(pool).eid) for _ in range(3)]
        kept = [e for e in pool if e not in lost and e.eid != world.id]
        return world.genesis, [*kept, *stubs]

    return make


def ledger_of(items) -> Ledger:
    items = list(items)
    return Ledger([i for i in items if not isinstance(i, Stub)], [i for i in items if isinstance(i, Stub)])


def add(ledger: Ledger, items) -> None:
    ledger.add([i for i in items if not isinstance(i, Stub)], [i for i in items if isinstance(i, Stub)])


def assert_same(one: Record, two: Record) -> None:
    for part in fields(Record):
        left, right = getattr(one, part.name), getattr(two, part.name)
        assert left == right, part.name
        if (
            part.name
            in (
                "submissions",
                "judges",
                "ballots",
                "unfit",
                "assignments",
                "interests",
                "awards",
                "lock",
                "signoffs",
                "revoked",
            )
            and left is not None
        ):
            assert list(left) == list(right), f"order of {part.name}"
    assert one == two


def test_the_evenings_hold_every_verdict(evening):
    """Else the properties below would say little."""
    seen = set()
    resolved = 0
    records = []
    for seed in range(12):
        genesis, items = evening(seed)
        record = project(ledger_of([genesis, *items]), genesis.eid)
        records.append(record)
        seen |= set(record.verdicts.values())
        resolved += sum(e.kind == "resolve" for e in items if not isinstance(e, Stub))
    assert seen == set(Verdict)
    assert resolved
    for part in (
        "lock",
        "lock_waiting",
        "admitted",
        "revoked",
        "interests",
        "awards",
        "checkpoints",
        "signoffs",
        "gaps",
    ):
        assert any(getattr(record, part) for record in records), part
    assert any(c.kind == "lock" for record in records for c in record.conflicts)


@given(seed=st.integers(0, 11), order=st.randoms(use_true_random=False), share=st.floats(0, 1))
@settings(max_examples=150, deadline=None)
def test_order_doublings_and_splits_change_nothing(evening, seed, order, share):
    genesis, items = evening(seed)
    whole = project(ledger_of([genesis, *items]), genesis.eid)
    left = [item for item in items if order.random() < share]
    right = [item for item in items if item not in left or order.random() < 0.3]
    parts = [left, right, order.sample(items, 5)]
    order.shuffle(parts)
    ledger = ledger_of([genesis])
    for part in parts:
        order.shuffle(part)
        add(ledger, part)
        add(ledger, part)
    assert_same(project(ledger, genesis.eid), whole)


@given(seed=st.integers(0, 11), order=st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_merging_is_commutative_and_associative_for_any_parts(evening, seed, order):
    genesis, items = evening(seed)
    one, two, three = ([i for i in items if order.random() < 0.6] for _ in range(3))
    records = []
    for parts in ((one, two, three), (three, one, two), (two, [*three, *one])):
        ledger = ledger_of([genesis])
        for part in parts:
            add(ledger, part)
        records.append(project(ledger, genesis.eid))
    assert_same(records[0], records[1])
    assert_same(records[0], records[2])


@given(seed=st.integers(0, 11), order=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_adding_bit_by_bit_gives_what_a_rebuild_gives(evening, seed, order):
    genesis, items = evening(seed)
    items = order.sample(items, len(items))
    ledger = ledger_of([genesis])
    given_so_far = [genesis]
    while items:
        batch, items = items[: (size := order.randint(1, 30))], items[size:]
        add(ledger, batch)
        given_so_far += batch
        assert_same(project(ledger, genesis.eid), project(ledger_of(given_so_far), genesis.eid))


def test_a_ledger_tells_what_was_new(world):
    ledger = Ledger(world.entries[:3])
    assert ledger.add(world.entries) == world.entries[3:]
    assert ledger.add(world.entries) == []
    assert len(ledger) == len(world.entries)
    assert world.genesis.eid in ledger
    assert list(ledger) == world.entries
