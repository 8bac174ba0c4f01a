"""An evening in any order, on five laptops that merge when they like, against a model made of plain dicts.

The model knows nothing of signatures, bodies or projections. It remembers who said what in which order, and works out
from scratch what should count for a laptop that knows some of it.
"""

from dataclasses import dataclass, fields
from decimal import Decimal
from random import Random

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from gpumode_judge.event.event import Event
from gpumode_judge.event.people import Ballot, Judge, Outcome
from gpumode_judge.event.rubric import Criterion, Rubric
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.device import Device
from gpumode_judge.ledger.entry import Entry
from gpumode_judge.ledger.merge import Ledger, Verdict
from gpumode_judge.ledger.project import project
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import (
    Admit,
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

ORGANIZERS = ("org", "second")
JUDGES = {"ada1": "ada", "ada2": "ada", "bob1": "bob"}
LAPTOPS = (*ORGANIZERS, *JUDGES)
SUBMISSIONS = ("x", "y")
DEVICES = {name: Device(bytes([n + 1]) * 32) for n, name in enumerate(LAPTOPS)}
NAMES = {name: device.name for name, device in DEVICES.items()}


@dataclass(frozen=True, eq=False)
class Fact:
    """What was said, as the model remembers it: the ``n``-th word of laptop ``by``."""

    eid: str
    kind: str
    by: str
    n: int
    replaces: frozenset[str]
    says: dict


class Model:
    """What should count for someone who knows the facts ``known``."""

    def __init__(self, chains: dict[str, list[Fact]], known: set[str]) -> None:
        self.known = {name: [f for f in chain if f.eid in known] for name, chain in chains.items()}
        self.whole = {f.eid for chain in chains.values() for f in self.until_hole(chain, known)}
        words = [f for name in ORGANIZERS for f in self.known[name] if f.eid in self.whole]
        self.admitted = {eid for f in words if f.kind == "admit" for eid in f.says["entries"]}
        self.enrolled = {f.says["device"] for f in words if f.kind == "enrol"}
        self.losers = self.decided(words)
        self.lock = self.locks(words)
        self.words = [f for f in words if f.kind not in ("ballot", "conflict") or not self.late(f)]
        self.late_words = [f for f in words if f not in self.words]
        self.revoked = {}
        for laptop in JUDGES:
            cuts = [f.says["seq"] for f in self.heads("revoke", laptop) if f.says["seq"]]
            if cuts:
                self.revoked[laptop] = min(cuts)
        self.interests = {
            (judge, s)
            for judge in ("ada", "bob")
            for s in SUBMISSIONS
            if any(f.says["reason"] for f in self.heads("conflict", judge, s))
        }
        self.verdict = {f.eid: Verdict.LATE for f in self.late_words}
        for laptop in JUDGES:
            for f in self.known[laptop]:
                self.verdict[f.eid] = self.heard(f)
        self.counts, self.signed = {}, {}
        for judge in ("ada", "bob"):
            for s in SUBMISSIONS:
                head = self.settle("ballot", judge, s)
                if head and head.says["marked"] and (judge, s) in self.interests:
                    self.verdict[head.eid] = Verdict.REFUSED
                elif head:
                    self.counts[judge, s] = head.eid
        for judge in ("ada", "bob"):
            head = self.settle("signoff", judge)
            mine = {s: eid for (j, s), eid in self.counts.items() if j == judge}
            self.signed[judge] = bool(head) and head.says["ballots"] == mine

    @staticmethod
    def until_hole(chain, known):
        for fact in chain:
            if fact.eid not in known:
                return
            yield fact

    @staticmethod
    def decided(words):
        word = {}
        for f in words:
            if f.kind == "resolve":
                word.update((eid, eid == f.says["pick"]) for eid in f.says["among"])
        return {eid for eid, picked in word.items() if not picked}

    @staticmethod
    def locks(words):
        locks = [f for f in words if f.kind == "lock"]
        gone = {eid for f in locks for eid in f.replaces}
        return [f.says["places"] for f in locks if f.eid not in gone]

    def late(self, f):
        if f.eid in self.admitted or not self.lock:
            return False
        return all(places and f.n > places.get(f.by, 0) for places in self.lock)

    def heard(self, f):
        if f.eid not in self.admitted and f.n >= self.revoked.get(f.by, 10**9):
            return Verdict.REVOKED
        if f.eid not in self.admitted and f.eid not in self.whole:
            return Verdict.GAP
        if f.by not in self.enrolled:
            return Verdict.PENDING
        return Verdict.LATE if self.late(f) else Verdict.COUNTED

    def about(self, kind, *slot):
        mine = (
            [f for name in JUDGES for f in self.known[name] if self.verdict[f.eid] not in UNHEARD]
            if kind in SPOKEN
            else []
        )
        return [f for f in (*self.words, *mine) if f.kind == kind and f.says["slot"] == slot]

    def heads(self, kind, *slot):
        said = self.about(kind, *slot)
        gone = {
            one.eid for one in said for f in said if one.eid in f.replaces and (f.by in JUDGES) == (one.by in JUDGES)
        }
        left = [f for f in said if f.eid not in gone]
        return left if len(left) < 2 else [f for f in left if f.eid not in self.losers] or left

    def settle(self, kind, *slot):
        heads = self.heads(kind, *slot)
        for f in self.about(kind, *slot):
            self.verdict[f.eid] = Verdict.SUPERSEDED
        for f in heads:
            self.verdict[f.eid] = Verdict.COUNTED if len(heads) == 1 else Verdict.CONFLICT
        return heads[0] if len(heads) == 1 else None


SPOKEN = ("ballot", "signoff")
UNHEARD = (Verdict.REVOKED, Verdict.GAP, Verdict.PENDING, Verdict.LATE)


def same(one: Record, two: Record) -> None:
    for part in fields(Record):
        assert getattr(one, part.name) == getattr(two, part.name), part.name


judges_laptops = st.sampled_from(sorted(JUDGES))
organizers_laptops = st.sampled_from(ORGANIZERS)


class Evening(RuleBasedStateMachine):
    """Five laptops. Each rule is something that a person does on one of them, knowing what that laptop knows."""

    @initialize()
    def begin(self):
        self.chains: dict[str, list[Fact]] = {name: [] for name in LAPTOPS}
        self.ledgers = {name: Ledger() for name in LAPTOPS}
        self.entries: dict[str, Entry] = {}
        self.event = ""
        self.event = self.say("org", Event(title="IRL"))
        self.rubric = self.say("org", Rubric(name="r", criteria=(Criterion(key="a", name="A"),)))
        for judge in ("ada", "bob"):
            self.say("org", Judge(id=judge, name=judge))
        for submission in SUBMISSIONS:
            self.say("org", Submission(id=submission, title=submission))
        self.say("org", Enrol(NAMES["second"], ""), device="second")
        for name in LAPTOPS[1:]:
            self.ledgers[name].add(self.entries.values())
        for name, judge in JUDGES.items():
            self.say(name, Hello(judge, ""))
        for name in ("ada1", "bob1"):  # the third laptop waits until someone accepts it
            self.say("org", Enrol(NAMES[name], JUDGES[name]), device=name)
        self.touched = set(LAPTOPS)

    def say(self, by, statement, replaces=(), **says):
        chain = self.chains[by]
        entry = DEVICES[by].sign(
            event=self.event, kind=kind_of(statement), seq=len(chain) + 1, prev=chain[-1].eid if chain else "",
            at=str(len(self.entries) * 7919 % 10), data=to_data(statement), supersedes=sorted(replaces),
        )  # fmt: skip
        chain.append(Fact(entry.eid, entry.kind, by, entry.seq, frozenset(replaces), says))
        self.entries[entry.eid] = entry
        self.ledgers[by].add([entry])
        self.touched = {by}
        return entry.eid

    def model(self, name) -> Model:
        return Model(self.chains, set(self.ledgers[name].entries))

    def known(self, name, kind, slot, side):
        """The facts about a thing that this laptop knows, of judges' or organizers' laptops."""
        return [
            f for by in side for f in self.chains[by]
            if f.kind == kind and f.says["slot"] == slot and f.eid in self.ledgers[name].entries
        ]  # fmt: skip

    def replaced(self, name, kind, slot, side, aware):
        known = self.known(name, kind, slot, side)
        return {f.eid for f in known if aware or f.by == name}

    @rule(
        by=judges_laptops,
        s=st.sampled_from(SUBMISSIONS),
        mark=st.integers(1, 5),
        marked=st.booleans(),
        aware=st.booleans(),
    )
    def score_or_correct(self, by, s, mark, marked, aware):
        judge = JUDGES[by]
        ballot = Ballot(
            judge=judge, submission=s, rubric=self.rubric, outcome=Outcome.MARKED if marked else Outcome.ABSENT,
            marks={"a": Decimal(mark)} if marked else {},
        )  # fmt: skip
        slot = (judge, s)
        self.say(by, ballot, self.replaced(by, "ballot", slot, JUDGES, aware), slot=slot, marked=marked)

    @rule(
        by=organizers_laptops,
        slot=st.tuples(st.sampled_from(["ada", "bob"]), st.sampled_from(SUBMISSIONS)),
        aware=st.booleans(),
    )
    def type_in_from_paper(self, by, slot, aware):
        ballot = Ballot(judge=slot[0], submission=slot[1], rubric=self.rubric, marks={"a": Decimal(2)})
        self.say(by, ballot, self.replaced(by, "ballot", slot, ORGANIZERS, aware), slot=slot, marked=True)

    @rule(by=judges_laptops)
    def sign_off(self, by):
        judge = JUDGES[by]
        mine = {s: eid for (j, s), eid in self.model(by).counts.items() if j == judge}
        replaced = self.replaced(by, "signoff", (judge,), JUDGES, True)
        self.say(by, Signoff(judge, mine), replaced, slot=(judge,), ballots=mine)

    @rule(
        giver=st.sampled_from(LAPTOPS),
        taker=st.sampled_from(LAPTOPS),
        own=st.booleans(),
        luck=st.randoms(use_true_random=False),
        lost=st.integers(0, 2),
    )
    def merge(self, giver, taker, own, luck, lost):
        """A score file (the laptop's own words) or everything that it knows, with an entry lost on the way now and then."""
        known = [e for e in self.ledgers[giver] if not own or e.device == NAMES[giver]]
        luck.shuffle(known)
        if lost == 0 and own and len(known) > 2:
            known = known[1:]
        self.ledgers[taker].add(known)
        self.touched = {taker}

    @rule(by=organizers_laptops, laptop=judges_laptops)
    def enrol(self, by, laptop):
        if not any(f.kind == "enrol" and f.says["device"] == laptop for name in ORGANIZERS for f in self.chains[name]):
            self.say(by, Enrol(NAMES[laptop], JUDGES[laptop]), device=laptop)

    @rule(by=organizers_laptops, laptop=judges_laptops, seq=st.integers(0, 6), aware=st.booleans())
    def revoke(self, by, laptop, seq, aware):
        replaced = self.replaced(by, "revoke", (laptop,), ORGANIZERS, aware)
        self.say(by, Revoke(NAMES[laptop], seq), replaced, slot=(laptop,), seq=seq)

    @rule(
        by=organizers_laptops,
        slot=st.tuples(st.sampled_from(["ada", "bob"]), st.sampled_from(SUBMISSIONS)),
        reason=st.sampled_from(["", "advised"]),
        aware=st.booleans(),
    )
    def declare_interest(self, by, slot, reason, aware):
        replaced = self.replaced(by, "conflict", slot, ORGANIZERS, aware)
        self.say(by, Interest(*slot, reason), replaced, slot=slot, reason=reason)

    @rule(by=organizers_laptops, aware=st.booleans())
    def lock(self, by, aware):
        model = self.model(by)
        ends = {
            name: [f for f in chain if f.eid in model.whole][-1]
            for name, chain in model.known.items()
            if (name in ORGANIZERS or name in model.enrolled) and any(f.eid in model.whole for f in chain)
        }
        manifest = {NAMES[name]: (f.n, f.eid) for name, f in ends.items()}
        replaced = self.replaced(by, "lock", (), ORGANIZERS, aware)
        self.say(by, Lock(manifest), replaced, slot=(), places={name: f.n for name, f in ends.items()})

    @rule(by=organizers_laptops)
    def unlock(self, by):
        self.say(by, Lock({}), self.replaced(by, "lock", (), ORGANIZERS, True), slot=(), places={})

    @rule(luck=st.randoms(use_true_random=False), by=organizers_laptops)
    def admit(self, luck, by):
        waiting = [
            eid for eid, v in self.model(by).verdict.items() if v in (Verdict.LATE, Verdict.GAP, Verdict.REVOKED)
        ]
        if waiting:
            chosen = luck.sample(sorted(waiting), min(2, len(waiting)))
            self.say(by, Admit(tuple(chosen)), entries=chosen)

    @rule(luck=st.randoms(use_true_random=False))
    def resolve(self, luck):
        sides = [
            heads for judge in ("ada", "bob") for s in SUBMISSIONS
            if len(heads := self.model("org").heads("ballot", judge, s)) > 1
        ]  # fmt: skip
        if sides:
            among = sorted(f.eid for f in luck.choice(sides))
            pick = luck.choice(among)
            self.say("org", Resolve(pick, tuple(among)), pick=pick, among=among)

    @rule()
    def everyone_merges_everything(self):
        for name in LAPTOPS:
            self.ledgers[name].add(self.entries.values())
        self.touched = set(LAPTOPS)
        records = [project(self.ledgers[name], self.event) for name in LAPTOPS]
        for record in records[1:]:
            same(records[0], record)

    @precondition(lambda self: hasattr(self, "touched"))
    @invariant()
    def what_counts_is_what_the_model_says(self):
        for name in self.touched:
            ledger = self.ledgers[name]
            record, model = project(ledger, self.event), self.model(name)
            assert {key: held.eid for key, held in record.ballots.items()} == model.counts
            told = {eid: record.verdicts[eid] for eid in model.verdict}
            assert told == model.verdict
            assert set(record.interests) == model.interests
            assert record.revoked == {NAMES[laptop]: n for laptop, n in model.revoked.items()}
            assert record.admitted == model.admitted
            assert {judge: record.signed_off(judge) for judge in model.signed} == model.signed
            assert (record.lock is None) == (not model.lock or {} in model.lock)
            assert record.unfit == {}
            shuffled = Random(len(self.entries)).sample(list(ledger), len(ledger))
            same(project(Ledger(shuffled), self.event), record)


class LongEvening(Evening):
    """The same, many times and for longer."""


Evening.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
LongEvening.TestCase.settings = settings(max_examples=500, stateful_step_count=60, deadline=None)
TestEvening = Evening.TestCase
TestLongEvening = pytest.mark.soak(pytest.mark.timeout(3600)(LongEvening.TestCase))
