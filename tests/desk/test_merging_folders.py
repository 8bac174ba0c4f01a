"""A folder of score files as they come on an evening: good ones, the same ones, broken and foreign ones; a row for each."""

from pathlib import Path

import pytest

from gpumode_judge.desk import merging
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.gmj import format_gmj, parse_gmj
from gpumode_judge.ledger.device import Device
from gpumode_judge.ledger.entry import Stub


@pytest.fixture
def good(join, score, stick) -> list[Path]:
    """Five score files of two judges, each with a ballot more."""
    files = []
    ada, bob = join("ada"), join("bob", ticket="")
    for number in (1, 2, 3):
        score(ada, f"s{number}", number, number)
        files.append(ada.hand_in(stick).path)
    for number in (1, 2):
        score(bob, f"s{number}", 5, 5)
        files.append(bob.hand_in(stick).path)
    return files


@pytest.fixture
def crowded(good, organizer, stick, plan, tmp_path, clock, desks) -> dict[str, str]:
    """Thirty files in all; what is to become of each."""
    expected = {path.name: "merged" for path in good}
    whole = good[2].read_bytes()
    (tmp_path / "other").mkdir()
    other = desks(OrganizerDesk.create(tmp_path / "other", plan, clock))
    broken = {
        "empty": b"",
        "text": b"hello",
        "binary": bytes(range(256)) * 40,
        "zeros": b"\x00" * 5000,
        "cut": whole[:-10],
        "cut early": whole[:70],
        "changed": whole.replace(b"A", b"B", 1),
        "doubled": whole + whole,
        "crlf": whole.replace(b"\n", b"\r\n"),
        "bom": b"\xef\xbb\xbf" + whole,
        "utf-16": whole.decode().encode("utf-16"),
        "zip": b"PK\x03\x04" + whole,
        "html": b"<html>\n<body>\n</body>\n",
        "json": b"{}\n{}\n{}\n",
        "deep": b"[" * 50_000 + b"\n{}\n{}\n",
        "newer": whole.replace(b'"v":1', b'"v":2', 1),
        "foreign": other.export_event(tmp_path / "other").read_bytes(),
    }
    for name, data in broken.items():
        (stick / f"{name}.gmj").write_bytes(data)
        expected[f"{name}.gmj"] = "refused"
    (stick / "deep" / "er").mkdir(parents=True)
    for number in range(7):
        (stick / "deep" / "er" / f"copy {number}.gmj").write_bytes(good[number % 5].read_bytes())
        expected[f"copy {number}.gmj"] = "same"
    expected[organizer.export_event(stick).name] = "known"
    assert len(expected) == 30
    return expected


def test_a_row_for_each_of_thirty_files(organizer, crowded, stick):
    steps = []
    report = organizer.merge([stick], progress=lambda done, of, name: steps.append((done, of)))
    rows = {row.name: row for row in report.rows}
    assert rows.keys() == crowded.keys()
    assert len(report.rows) == 30
    for name, outcome in crowded.items():
        if outcome in ("refused", "known"):
            assert rows[name].outcome == outcome, name
        assert bool(rows[name].why) == (rows[name].outcome == "refused")
        assert rows[name].ok == (rows[name].outcome != "refused")
        assert "\n" not in rows[name].why
    assert report.sums == {"files": 30, "refused": 17, "new": 7}
    assert steps[-1] == (30, 30)
    assert not report.cancelled
    assert set(organizer.record.ballots) == {("ada", "s1"), ("ada", "s2"), ("ada", "s3")}
    assert len(organizer.record.pending) == 1
    assert organizer.overview().last_merge


def test_what_came_of_each_file_is_kept(organizer, crowded, stick):
    report = organizer.merge([stick])
    kept = {row.sha256: row for row in organizer.merges}
    assert len(kept) == len({row.sha256 for row in report.rows})
    for row in report.rows:
        assert kept[row.sha256].ok == row.ok
        if row.outcome == "merged":
            assert (kept[row.sha256].new, kept[row.sha256].who, kept[row.sha256].pending) == (
                row.new,
                row.who,
                row.pending,
            )
        if not row.ok:
            assert kept[row.sha256].why == row.why


def test_twice_is_once_and_order_does_not_matter(organizer, crowded, good, stick):
    organizer.merge([stick])
    first = organizer.record
    assert organizer.merge([stick]).sums["new"] == 0
    assert organizer.merge(list(reversed(good))).sums["new"] == 0
    assert organizer.record == first


def test_cancelling_keeps_the_files_that_were_done(organizer, good, stick, monkeypatch):
    monkeypatch.setattr(merging, "TOGETHER", 2)
    done = []
    report = organizer.merge(
        sorted(good), progress=lambda n, of, name: done.append(n), cancelled=lambda: bool(done and done[-1] >= 4)
    )
    assert report.cancelled
    assert [row.name for row in report.rows] == [path.name for path in sorted(good)[:4]]
    assert done == [2, 4]
    assert len(organizer.merges) == 4
    rest = organizer.merge([stick])
    assert [row.outcome for row in rest.rows].count("known") == 4
    assert organizer.record.gaps == ()


def test_cancelling_before_the_first_file_does_nothing(organizer, good):
    before = organizer.record
    report = organizer.merge(good, cancelled=lambda: True)
    assert (report.rows, report.cancelled) == ((), True)
    assert organizer.record == before


def test_a_full_disk_refuses_a_group_whole_and_it_can_come_again(organizer, good, monkeypatch):
    from gpumode_judge.store.store import Store

    before = organizer.record
    add = Store.add_all

    def full(self, files):
        add(self, files)
        raise Problem("The disk is full.")

    monkeypatch.setattr(Store, "add_all", full)
    report = organizer.merge(good)
    assert [(row.outcome, row.why) for row in report.rows] == [("refused", "The disk is full.")] * 5
    assert organizer.record == before
    monkeypatch.setattr(Store, "add_all", add)
    assert organizer.merge(good).sums == {"files": 5, "refused": 0, "new": 7}


def test_nothing_to_merge_is_an_empty_report(organizer, tmp_path):
    (tmp_path / "empty").mkdir()
    assert organizer.merge([tmp_path / "empty"]).rows == ()
    (row,) = organizer.merge([tmp_path / "none.gmj"]).rows
    assert (row.outcome, row.why[:14]) == ("refused", "“none.gmj” is ")


# Files of a judge who has the app's code and means harm


@pytest.fixture
def forged(organizer, join, score, stick):
    """Writes a file that adds up and is signed, with whatever a hostile laptop wants to say."""
    ada = join("ada")
    score(ada, "s1", 3, 3)
    organizer.merge([ada.hand_in(stick).path])
    event = organizer.record.event_id

    def write(*said, stubs=(), seed=b"m" * 32, header=event):
        device = Device(seed)
        entries, prev = [], ""
        for seq, (kind, data, supersedes) in enumerate(said, 1):
            entries.append(
                device.sign(event=event, kind=kind, seq=seq, prev=prev, at="", data=data, supersedes=supersedes)
            )
            prev = entries[-1].eid
        path = stick / f"forged-{len(list(stick.iterdir()))}.gmj"
        path.write_bytes(format_gmj(header, "x", entries, stubs))
        return path

    return write


def same_but_for_waiting(before, after):
    for part in (
        "submissions",
        "judges",
        "ballots",
        "rubric",
        "rules",
        "organizers",
        "devices",
        "conflicts",
        "unfit",
        "gaps",
    ):
        assert getattr(after, part) == getattr(before, part), part


def test_signed_lies_wait_and_change_nothing(organizer, forged):
    before = organizer.record
    target = before.ballots["ada", "s1"]
    ballot = {
        "judge": "ada", "submission": "s1", "rubric": before.rubric_eid, "outcome": "marked",
        "marks": {"impact": "5", "depth": "5"}, "reason": "", "began": "", "ended": "",
    }  # fmt: skip
    head = before.heads["judge", "ada"]
    path = forged(
        ("hello", {"judge": "ada", "proof": "0" * 64}, []),
        ("ballot", ballot, [target.eid]),
        ("enrol", {"device": "d" * 64, "judge": ""}, []),
        ("judge", {"id": "ada", "name": "Mallory", "affiliation": "", "tracks": []}, head),
        ("resolve", {"pick": target.eid, "among": [target.eid]}, []),
        ("event", {"title": "Mine"}, []),
        ("ballot", {"judge": 5}, []),
    )
    (row,) = organizer.merge([path]).rows
    assert (row.outcome, row.new) == ("merged", 7)
    assert row.pending + row.refused == 7
    same_but_for_waiting(before, organizer.record)


def test_an_enrolled_judge_who_lies_changes_only_their_own(organizer, forged, join, score, stick):
    bob_laptop = Device(b"m" * 32)
    organizer.merge([forged(("hello", {"judge": "bob", "proof": ""}, []))])
    organizer.accept(bob_laptop.name, "bob")
    before = organizer.record
    target = before.ballots["ada", "s1"]
    organizer.merge(
        [
            forged(
                ("hello", {"judge": "bob", "proof": ""}, []),
                ("ballot", {
                    "judge": "ada", "submission": "s1", "rubric": before.rubric_eid, "outcome": "marked",
                    "marks": {"impact": "5", "depth": "5"}, "reason": "", "began": "", "ended": "",
                }, [target.eid]),
                ("submission", {"id": "s1"}, list(before.heads["submission", "s1"])),
            )
        ]
    )  # fmt: skip
    same_but_for_waiting(before, organizer.record)


def test_forged_stubs_change_nothing(organizer, forged):
    before = organizer.record
    chain = organizer.ledger.chain(organizer.device)
    stubs = [Stub("f" * 64, organizer.device, e.seq, e.prev) for e in chain[1:]]
    stubs.append(Stub("e" * 64, organizer.device, chain[-1].seq + 1, chain[-1].eid))
    organizer.merge([forged(("hello", {"judge": "bob", "proof": ""}, []), stubs=stubs)])
    same_but_for_waiting(before, organizer.record)
    organizer.withdraw("s5")
    assert [s.id for s in organizer.record.judged] == ["s1", "s2", "s3", "s4"]


def test_the_header_of_another_event_cannot_carry_entries_in(organizer, forged):
    before = organizer.record
    path = forged(("hello", {"judge": "bob", "proof": ""}, []), header="c" * 64)
    assert organizer.merge([path]).rows[0].outcome == "refused"
    assert organizer.record == before


def test_a_files_parts_in_several_files_are_the_same(organizer, good, stick, tmp_path):
    """Entries split over files, in any order, hold what one file holds."""
    ada = parse_gmj(good[2].read_bytes())
    parts = []
    for number in (3, 0, 2, 1):
        path = tmp_path / f"part-{number}.gmj"
        path.write_bytes(format_gmj(ada.event, "x", [ada.entries[number]]))
        parts.append(path)
    report = organizer.merge([parts[0]])
    assert report.rows[0].gaps == 1
    assert organizer.record.ballots == {}
    assert len(organizer.record.gaps) == 1
    organizer.merge(parts[1:])
    split = organizer.record
    assert organizer.merge([good[2]]).sums["new"] == 0
    assert organizer.record == split
    assert len(split.ballots) == 3
    assert split.gaps == ()
