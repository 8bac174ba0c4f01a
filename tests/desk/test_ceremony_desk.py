"""The ceremony at the desk: what keeps it from beginning, the result that is taken, where it stands, and what was shown."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gpumode_judge.ceremony.programme import Part, Programme
from gpumode_judge.ceremony.resolver import can_open
from gpumode_judge.desk import ceremony, prizing
from gpumode_judge.desk.assisting import assist, write_for_organizers, write_request
from gpumode_judge.desk.ceremony import finish, last, log, note_step, refusals, resume, take
from gpumode_judge.desk.everything import export_everything, import_everything
from gpumode_judge.desk.freezing import freeze, thaw
from gpumode_judge.desk.locking import lock, unlock
from gpumode_judge.desk.organizing import ANOTHER_ORGANIZER, OrganizerDesk
from gpumode_judge.desk.scoring import Result
from gpumode_judge.desk.showing import show_conflicts
from gpumode_judge.desk.snapshotting import digest_of, from_json, snapshot_of, snapshot_of_result, to_json
from gpumode_judge.event.event import Mode, Prize, Track
from gpumode_judge.event.measured import Figure, Measured
from gpumode_judge.event.people import Ballot
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rules import Rules, Tie
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.record import Held
from gpumode_judge.ledger.statements import Told

TEAMS = tuple(Submission(id=f"s{n}", title=f"Team {n}") for n in range(1, 4))
RULES = Rules(weights={"impact": Decimal(70), "depth": Decimal(30)}, method="mean", ties=(Tie.PERSON,))
GRAND = Prize(id="grand", name="Grand prize", sponsor="Acme", award="A trophy", count=2, place=9)


@pytest.fixture
def visit(organizer):
    def do(judge: str, submission: str, impact: int, depth: int = 3) -> None:
        marks = {"impact": Decimal(impact), "depth": Decimal(depth)}
        organizer.put_ballots(
            [Ballot(judge=judge, submission=submission, rubric=organizer.record.rubric_eid, marks=marks)]
        )

    return do


@pytest.fixture
def marked(organizer, visit):
    """Two judges saw five teams; nobody is equal."""
    organizer.put([RULES, GRAND])
    for judge, levels in (("ada", (5, 4, 3, 2, 1)), ("bob", (5, 3, 3, 1, 1))):
        for number, level in enumerate(levels, 1):
            visit(judge, f"s{number}", level, 1 + number % 3)
    return organizer


@pytest.fixture
def ready(marked):
    lock(marked)
    return marked


def places(desk):
    return [refusal.place for refusal in refusals(desk)]


class TestRefusals:
    def test_a_locked_evening_may_begin(self, ready):
        assert refusals(ready) == ()

    def test_an_open_one_may_not(self, marked):
        (refusal,) = refusals(marked)
        assert refusal.place == "lock"
        with pytest.raises(Problem, match="cannot begin: The scores are not locked"):
            take(marked)

    def test_a_lock_that_lacks_a_signature(self, marked):
        marked.put([replace(RULES, signatures=2)])
        lock(marked)
        assert [(r.place, "signature" in r.text) for r in refusals(marked)] == [("lock", True)]

    def test_equals_at_a_boundary_are_told_once_for_all_prizes(self, marked, visit):
        visit("cyd", "s2", 3, 1)
        marked.put([
            replace(GRAND, id=f"g{n}", name=f"Prize {n}", place=n) for n in range(5)
        ] + [replace(RULES, weights={"impact": Decimal(1)})])  # fmt: skip
        for judge in ("ada", "bob", "cyd"):
            visit(judge, "s2", 3)
            visit(judge, "s3", 3)
        lock(marked)
        (refusal,) = refusals(marked)
        assert refusal.place == "decide"
        assert "5 more prizes: “Team 2” and “Team 3” are equal" in refusal.text
        prizing.decide(marked, ["s3", "s2"], "Mark", "The demo")
        assert refusals(marked) == ()

    def test_a_prize_of_a_person_waits_for_that_person(self, marked):
        marked.put([Prize(id="art", name="Most beautiful", decided="person", place=3)])
        lock(marked)
        assert places(marked) == ["prizes"]
        prizing.award(marked, "art", ["s5"], "Mark", "Look at it")
        assert refusals(marked) == ()

    def test_laptops_holes_and_conflicts(self, marked, join, score, stick, monkeypatch):
        ada = join("ada", ticket="")
        score(ada, "s5", 5, 5)
        ada.hand_in(stick)
        marked.merge([stick])
        lock(marked)
        assert places(marked) == ["laptops"]
        marked.accept(marked.record.pending[0].device, "ada")
        # Locked before it was accepted: what it says is late, and nothing waits any more.
        assert places(marked) == []

    def test_contradictions(self, marked, join, score, stick):
        cyd = [join("cyd"), join("cyd")]
        for laptop, impact in zip(cyd, (1, 5), strict=True):
            score(laptop, "s1", impact, 3)
            laptop.hand_in(stick)
        marked.merge([stick])
        assert places(marked) == ["conflicts", "lock"]

    def test_standings_that_say_nothing_true(self, marked):
        marked.put([replace(RULES, method="trimmed")])
        lock(marked)
        assert places(marked) == ["standings"]

    def test_a_rehearsal_needs_no_lock(self, tmp_path, plan, clock, desks):
        event = replace(plan.event, mode=Mode.REHEARSAL)
        desk = desks(OrganizerDesk.create(tmp_path / "r.gmjdb", replace(plan, event=event, rules=RULES), clock))
        desk.put(TEAMS)
        marks = {"impact": Decimal(5), "depth": Decimal(3)}
        desk.put_ballots([Ballot(judge="ada", submission="s1", rubric=desk.record.rubric_eid, marks=marks)])
        assert refusals(desk) == ()
        show = take(desk)
        # Every picture says so, and yet it is kept: what is rehearsed is the evening, with real marks.
        assert all(step.board.rehearsal for step in show.steps)
        note_step(desk, show, 2)
        assert resume(desk).at == 2


class TestTaking:
    def test_the_result_is_signed_kept_and_resumed(self, ready, desks, clock):
        show = take(ready)
        told = ready.record.told
        assert told.value.digest == digest_of(to_json(show.snapshot))
        assert told.value.lock == ready.record.heads[("lock",)][0]
        assert (show.at, show.stale, show.over, show.rehearsal) == (0, "", False, False)
        note_step(ready, show, 3)
        ready.close()
        again = desks(OrganizerDesk.open(ready.path, clock))
        resumed = resume(again)
        assert resumed == replace(show, at=3)
        assert resumed.steps[3].title == log(again)[-1].what

    def test_it_is_taken_anew_only_on_purpose(self, ready):
        first = take(ready)
        with pytest.raises(Problem, match="taken already"):
            take(ready)
        second = take(ready, again=True)
        assert second.snapshot.at > first.snapshot.at
        assert resume(ready) == second
        assert [one.what for one in log(ready)] == ["The result was taken", "The result was taken anew"]

    def test_a_finished_one_is_over_and_its_log_stays(self, ready):
        show = take(ready)
        for at in range(3):
            show = note_step(ready, show, at)
        assert finish(ready, show).over
        assert resume(ready) is None
        assert last(ready) == replace(show, at=0, over=True)
        assert [one.step for one in log(ready)] == [0, 1, 2, 3, 0]
        assert take(ready).at == 0  # no “again” needed

    def test_steps_that_are_none_are_refused(self, ready):
        show = take(ready)
        for at in (-1, len(show.steps)):
            with pytest.raises(ValueError, match="step"):
                note_step(ready, show, at)
        assert len(log(ready)) == 1

    def test_nothing_was_taken(self, ready):
        assert resume(ready) is None
        assert last(ready) is None
        assert log(ready) == ()

    def test_another_programme_is_kept(self, ready):
        programme = Programme((Part("countdown", 3), Part("prizes", 0, ("grand",)), Part("thanks")))
        show = take(ready, programme)
        assert resume(ready).programme == programme
        assert resume(ready).steps == show.steps
        with pytest.raises(Problem):
            take(ready, Programme((Part("prizes", 0, ("nothing",)),)), again=True)
        assert resume(ready).programme == programme

    def test_a_changed_result_is_told_plainly(self, ready, visit, changed_team):
        show = take(ready)
        unlock(ready)
        assert "opened after the result was taken" in resume(ready).stale
        visit("cyd", "s5", 5, 5)
        lock(ready)
        resumed = resume(ready)
        assert "opened and locked anew" in resumed.stale
        assert resumed.snapshot == show.snapshot
        fresh = take(ready, again=True)
        assert fresh.stale == ""
        ready.put([changed_team(1, title="Renamed")])
        assert "changed after the result was taken" in resume(ready).stale

    def test_a_thaw_and_notes_change_nothing(self, ready):
        freeze(ready)
        take(ready)
        thaw(ready)
        ready.remember("columns of judges", {"a": "b"})
        assert resume(ready).stale == ""

    @pytest.mark.parametrize("what", ["result", "digest", "programme"])
    def test_an_altered_file_is_noticed(self, ready, what):
        show = take(ready)
        kept = dict(ready.store.setting("ceremony"))
        kept[what] = {
            "result": kept["result"].replace("Team 1", "Team 9"), "digest": "0" * 64, "programme": [["waltz", 3, []]],
        }[what]  # fmt: skip
        if what == "digest":
            text = to_json(replace(show.snapshot, title="Other"))
            kept |= {"result": text, "digest": digest_of(text)}
        ready.remember("ceremony", kept)
        with pytest.raises(Problem, match=r"take it again|no part of a ceremony"):
            resume(ready)
        assert resume_after_taking(ready)

    def test_a_refused_signature_leaves_the_earlier_one(self, ready, monkeypatch):
        show = take(ready)

        def full(*_args, **_more):
            raise Problem("There is no room left.")

        with monkeypatch.context() as patched:
            patched.setattr(ready, "say", full)
            with pytest.raises(Problem, match="no room"):
                take(ready, again=True)
        assert resume(ready).snapshot == show.snapshot

    def test_it_travels_with_everything(self, ready, tmp_path, desks):
        show = note_step(ready, take(ready), 2)
        there = desks(OrganizerDesk.open(import_everything(export_everything(ready, tmp_path), tmp_path)))
        assert resume(there) == show
        assert log(there) == log(ready)
        with pytest.raises(Problem, match="looking only"):
            take(there, again=True)

    def test_a_pulled_plug_costs_nothing_that_was_shown(self, ready, tmp_path, desks, clock):
        """The file as it lies on the disk right after a press, opened elsewhere."""
        show = take(ready)
        for at in (1, 2, 3):
            note_step(ready, show, at)
            copy = tmp_path / f"copy-{at}.gmjdb"
            copy.write_bytes(ready.path.read_bytes())
            assert resume(desks(OrganizerDesk.open(copy, clock))).at == at

    def test_two_organizers_who_take_and_freeze_apart(self, ready, tmp_path, clock, desks, visit):
        for name in ("there", "back"):
            (tmp_path / name).mkdir()
        second = desks(assist(write_for_organizers(ready, tmp_path), tmp_path / "there", clock))
        ready.merge([write_request(second, tmp_path / "back")])
        ready.accept(second.device, ANOTHER_ORGANIZER)
        second.merge([write_for_organizers(ready, tmp_path)])
        first = take(ready)
        freeze(ready)
        take(second)
        visit("cyd", "s5", 5, 5)
        freeze(second)
        ready.merge([write_for_organizers(second, tmp_path / "back")])
        assert {c.kind for c in ready.record.conflicts} == {"told", "freeze"}
        assert ready.record.freeze is not None  # while two disagree, what is hidden stays hidden
        assert places(ready) == ["conflicts"]
        with pytest.raises(Problem, match="Two organizers took a result"):
            resume(ready)
        shown = {one["about"]: [head["says"] for head in one["heads"]] for one in show_conflicts(ready.record)}
        assert shown["freeze"] == ["the projector is frozen"] * 2
        assert all("the result with the sum" in text for text in shown["told"])
        for kind in ("told", "freeze"):
            conflict = next(c for c in ready.record.conflicts if c.kind == kind)
            mine = next(head for head in conflict.heads if head.device == ready.device)
            ready.resolve(conflict, mine.eid)
        assert resume(ready).snapshot == first.snapshot

    def test_another_organizers_telling_is_noticed(self, ready):
        take(ready)
        ready.say(Told("1" * 64))
        with pytest.raises(Problem, match="not the one that was signed last"):
            resume(ready)


def resume_after_taking(desk):
    return take(desk, again=True) == resume(desk)


class TestSnapshots:
    def test_order_prizes_and_places(self, ready):
        snapshot = snapshot_of_result(ready, "2024-09-21T23:00:00.000Z")
        assert [(c.rank, c.name) for c in snapshot.contenders] == [(n, f"Team {n}") for n in range(1, 6)]
        assert [(p.name, p.winners, p.general) for p in snapshot.prizes] == [
            ("Best use of Triton", ("s1",), True),
            ("Grand prize", ("s1", "s2"), True),
        ]
        assert snapshot.prizes[1].why == ("Rank 1.", "Rank 2.")
        assert snapshot.criteria == ("Impact", "Depth")
        assert snapshot.at == "2024-09-21T23:00:00.000Z"

    def test_ballots_add_up_exactly(self, ready):
        for one in snapshot_of_result(ready, "").contenders:
            assert one.measured + sum(b.points for b in one.ballots) == one.score
            assert all(b.points >= 0 for b in one.ballots)
            assert len(one.ballots) == 2
        assert not can_open(snapshot_of_result(ready, "").contenders)

    def test_after_a_freeze_later_ballots_are_closed(self, marked, visit):
        freeze(marked)
        visit("cyd", "s5", 5, 5)
        visit("cyd", "s2", 5, 5)
        snapshot = snapshot_of_result(marked, "")
        hidden = {c.key: sum(b.hidden for b in c.ballots) for c in snapshot.contenders}
        assert hidden == {"s1": 0, "s2": 1, "s3": 0, "s4": 0, "s5": 1}
        assert can_open(snapshot.contenders)
        lock(marked)
        assert any(step.part == "Closed scores" for step in take(marked).steps)

    def test_marks_of_nothing_are_shared_equally(self, organizer, visit):
        organizer.put([RULES])
        for judge in ("ada", "bob"):
            visit(judge, "s1", 1, 1)
        (one, *rest) = snapshot_of_result(organizer, "").contenders
        assert (one.rank, one.score, [b.points for b in one.ballots]) == (1, 0, [0, 0])
        assert all((c.rank, c.score, c.ballots, c.shares) == (None, None, (), ()) for c in rest)

    def test_which_prizes_are_general(self, marked):
        marked.put([
            Track(id="t", name="Open"), Prize(id="a", name="A", eligible="track:t"), Prize(id="b", name="B", weights={"depth": Decimal(1)}),
            Prize(id="c", name="C", decided="person"), Prize(id="d", name="D", count=0), Prize(id="e", name="E", eligible="opt-in"),
        ])  # fmt: skip
        found = {p.id: p.general for p in snapshot_of_result(marked, "").prizes}
        assert found == {"a": False, "b": False, "c": False, "e": False, "p": True, "grand": True}

    def test_a_prize_that_a_person_gave_after_all_is_told_apart(self, marked):
        prizing.award(marked, "grand", ["s4"], "Mark", "Because")
        grand = snapshot_of_result(marked, "").prizes[-1]
        assert (grand.winners, grand.general) == (("s4",), False)
        assert "Because" in grand.why[0]

    def test_measured_points_stand_beside_the_ballots(self, marked):
        fast = Measured(key="fast", name="Runtime", full=Decimal(10))
        marked.put([replace(RULES, weights={**RULES.weights, "fast": Decimal(100)}, measured=(fast,))])
        marked.say(*(Figure(submission=f"s{n}", criterion="fast", value=Decimal(n)) for n in range(1, 6)))
        snapshot = snapshot_of_result(marked, "")
        assert snapshot.criteria == ("Impact", "Depth", "Runtime")
        for one in snapshot.contenders:
            assert one.measured == Fraction(int(one.key[1:]) * 10, 2)
            assert one.measured + sum(b.points for b in one.ballots) == one.score
        shares = {name: (mine, field) for name, mine, field in snapshot.contender("s5").shares}
        assert shares["Runtime"] == (0.5, 0.3)

    def test_the_text_is_the_same_and_comes_back(self, ready):
        snapshot = snapshot_of_result(ready, "t")
        text = to_json(snapshot)
        assert from_json(text) == snapshot
        assert to_json(snapshot_of_result(ready, "t")) == text

    @pytest.mark.parametrize(
        "change",
        [
            lambda d: d.pop("title"),
            lambda d: d.update(more=1),
            lambda d: d.update(v=2),
            lambda d: d.update(format="x"),
            lambda d: d.update(rehearsal=0),
            lambda d: d.update(title="a\u202eb"),
            lambda d: d["contenders"][0].update(score=1.5),
            lambda d: d["contenders"][0].update(score="1/0"),
            lambda d: d["contenders"][0].update(score="2/4"),
            lambda d: d["contenders"][0].update(rank=0),
            lambda d: d["contenders"][0].update(rank=True),
            lambda d: d["contenders"][0].update(shares=[["a", 1, 2]]),
            lambda d: d["contenders"].append(d["contenders"][0]),
            lambda d: d["prizes"][0].update(winners=["nobody"]),
            lambda d: d.update(contenders={}),
            lambda d: d.update(logos=[["a"]]),
        ],
    )
    def test_another_text_is_refused(self, ready, change):
        data = json.loads(to_json(snapshot_of_result(ready, "t")))
        change(data)
        for text in (json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")),):
            with pytest.raises(Problem, match="cannot be read"):
                from_json(text)

    @pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"v":NaN}', "[" * 100_000, "\ud800"])
    def test_what_is_no_result_is_refused(self, text):
        with pytest.raises(Problem, match="cannot be read"):
            from_json(text)

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        marks=st.dictionaries(
            st.tuples(st.sampled_from(["ada", "bob", "cyd"]), st.sampled_from([f"s{n}" for n in range(1, 6)])),
            st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=4,
        ),
        method=st.sampled_from(["severity", "mean", "additive", "z-score", "order", "rasch"]),
        cut=st.integers(0, 15),
    )  # fmt: skip
    def test_whatever_was_marked_it_adds_up_and_comes_back(self, organizer, marks, method, cut):
        ballots = {}
        for seq, ((judge, team), (impact, depth)) in enumerate(marks.items(), 1):
            value = {"impact": Decimal(impact), "depth": Decimal(depth)}
            ballots[judge, team] = Held(
                Ballot(judge=judge, submission=team, rubric="r", marks=value), f"{seq:064x}", "d", seq, ""
            )
        record = replace(
            organizer.record, ballots=ballots, rules=replace(RULES, method=method), freeze={"d": (cut, "")}
        )
        snapshot = snapshot_of(Result(record), "t")
        assert from_json(to_json(snapshot)) == snapshot
        for one in snapshot.contenders:
            if one.rank is None:
                continue
            assert one.measured + sum((b.points for b in one.ballots), Fraction()) == one.score
            assert all(b.points >= 0 for b in one.ballots)
            assert sum(b.hidden for b in one.ballots) == sum(
                seq > cut for seq, (_, team) in enumerate(marks, 1) if team == one.key
            )


def test_each_step_is_one_small_write(ready):
    """A press adds one row: nothing that grows with the evening is written again."""
    show = take(ready)
    before = ready.store.setting(ceremony.KEPT)
    for at in range(len(show.steps)):
        note_step(ready, show, at)
    assert ready.store.setting(ceremony.KEPT) == before
    assert len(ready.store.shown()) == len(show.steps) + 1
