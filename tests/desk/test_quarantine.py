"""Broken files are kept whole until a person decides, and what is whole in them can be taken in."""

from hashlib import sha256

import pytest

from gpumode_judge.desk import keeping
from gpumode_judge.desk.everything import export_everything
from gpumode_judge.desk.locking import lock
from gpumode_judge.desk.publishing import publish
from gpumode_judge.desk.quarantine import discard, quarantined, salvage
from gpumode_judge.desk.telling import merge_lines
from gpumode_judge.event.problem import Problem


@pytest.fixture
def whole(join, score, stick) -> bytes:
    ada = join("ada")
    for number in (1, 2, 3):
        score(ada, f"s{number}", number, number)
    path = ada.hand_in(stick).path
    data = path.read_bytes()
    path.unlink()
    return data


@pytest.fixture
def broken(whole, stick):
    """The third statement (the second ballot) is damaged."""
    lines = whole.split(b"\n")
    lines[3] = lines[3].replace(b"eyJ2", b"eyJ3", 1)
    path = stick / "evil name.gmj"
    path.write_bytes(b"\n".join(lines))
    return path


def test_a_broken_file_is_kept_whole_under_its_hash_alone(organizer, broken):
    (row,) = organizer.merge([broken]).rows
    assert (row.outcome, row.kept, row.whole, row.lost) == ("refused", True, 3, 1)
    assert row.line > 0
    folder = organizer.path.with_name(f"{organizer.path.stem}.quarantine")
    assert [path.name for path in folder.iterdir()] == [f"{sha256(broken.read_bytes()).hexdigest()}.bin"]
    assert next(folder.iterdir()).read_bytes() == broken.read_bytes()
    assert len(organizer.record.ballots) == 0
    (kept,) = quarantined(organizer)
    assert (kept.name, kept.entries, kept.lost, kept.line, kept.salvaged) == ("evil name.gmj", 3, (4,), row.line, False)
    assert "is kept" in next(iter(merge_lines(organizer.merge([broken]))))
    assert len(quarantined(organizer)) == 1


def test_a_person_takes_in_what_is_whole_and_the_gap_shows(organizer, broken, whole, stick):
    organizer.merge([broken])
    (kept,) = quarantined(organizer)
    row = salvage(organizer, kept.sha256)
    assert (row.outcome, row.new, row.gaps, row.who) == ("salvaged", 3, 1, "Ada Lovelace")
    assert set(organizer.record.ballots) == {("ada", "s1")}
    assert organizer.record.gaps[0].missing == 3
    assert quarantined(organizer)[0].salvaged
    # The whole file heals it, and the broken one is done with.
    (stick / "again.gmj").write_bytes(whole)
    rows = organizer.merge([stick]).rows
    assert {row.name: row.outcome for row in rows} == {"again.gmj": "merged", "evil name.gmj": "known"}
    assert len(organizer.record.ballots) == 3
    assert organizer.record.gaps == ()
    assert salvage(organizer, kept.sha256).new == 0


def test_what_was_thrown_away_is_not_kept_again(organizer, broken):
    organizer.merge([broken])
    (kept,) = quarantined(organizer)
    discard(organizer, kept.sha256)
    assert quarantined(organizer) == ()
    for _ in range(3):
        (row,) = organizer.merge([broken]).rows
        assert (row.outcome, row.kept) == ("refused", False)
        assert quarantined(organizer) == ()
    assert not keeping.folder_of(organizer.path).exists()
    with pytest.raises(Problem, match="not kept"):
        discard(organizer, kept.sha256)
    with pytest.raises(Problem, match="not kept"):
        salvage(organizer, "../../etc/passwd")


def test_a_file_in_which_nothing_is_whole_is_told(organizer, stick):
    (stick / "text.gmj").write_bytes(b"hello\n" * 20)
    (row,) = organizer.merge([stick]).rows
    assert (row.kept, row.whole) == (True, 0)
    with pytest.raises(Problem, match=r"Nothing in “text\.gmj” is whole"):
        salvage(organizer, row.sha256)


def test_statements_of_another_event_are_not_salvaged(organizer, plan, stick, tmp_path, desks, clock):
    from gpumode_judge.desk.organizing import OrganizerDesk

    (tmp_path / "other").mkdir()
    other = desks(OrganizerDesk.create(tmp_path / "other", plan, clock))
    (stick / "foreign.gmj").write_bytes(other.export_event(tmp_path).read_bytes()[:-5])
    (row,) = organizer.merge([stick]).rows
    assert (row.kept, row.whole) == (True, 0)


def test_the_folder_is_bounded(organizer, stick, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_FILES", 3)
    for number in range(5):
        (stick / f"{number}.gmj").write_bytes(b"x" * number)
    rows = organizer.merge([stick]).rows
    assert [row.kept for row in rows] == [True, True, True, False, False]
    assert "3 broken files" in rows[-1].why
    monkeypatch.setattr(keeping, "MOST_KEPT", 100)
    monkeypatch.setattr(keeping, "MOST_FILES", 30)
    (stick / "big.gmj").write_bytes(b"y" * 200)
    assert not next(row for row in organizer.merge([stick]).rows if row.name == "big.gmj").kept


def test_a_folder_that_is_a_link_or_a_file_keeps_nothing_and_stops_nothing(organizer, stick, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    folder = keeping.folder_of(organizer.path)
    folder.symlink_to(tmp_path / "elsewhere")
    (stick / "a.gmj").write_bytes(b"broken")
    (row,) = organizer.merge([stick]).rows
    assert not row.kept
    assert "is a link" in row.why
    assert list((tmp_path / "elsewhere").iterdir()) == []
    folder.unlink()
    folder.write_text("in the way")
    (row,) = organizer.merge([stick]).rows
    assert "It is not kept" in row.why


def refused_alone(organizer, path) -> str:
    """Why a file was refused, of which nothing was taken in or kept."""
    before = len(organizer.ledger)
    (row,) = organizer.merge([path]).rows
    assert (row.outcome, row.kept, row.new, row.line, row.whole, row.lost) == ("refused", False, 0, 0, 0, 0)
    assert not any("quarantine" in line for line in merge_lines(organizer.merge([path])))
    assert quarantined(organizer) == ()
    assert not keeping.folder_of(organizer.path).exists()
    assert len(organizer.ledger) == before
    return row.why


@pytest.fixture
def merged(organizer, whole, stick):
    (stick / "ada.gmj").write_bytes(whole)
    organizer.merge([stick])
    lock(organizer)
    return organizer


@pytest.mark.parametrize("name", ["result.gmjpub", "result.gmj"])
def test_a_published_result_is_told_and_not_kept(merged, stick, name):
    path = publish(merged, stick / "published.gmjpub").rename(stick / name)
    told = "This is a published result: check it with gpumode-judge verify, or open it in the app."
    assert refused_alone(merged, path) == told


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda data: data.replace(b'"rows"', b'"rowz"', 1), "Something in this file was changed or lost on the way."),
        (lambda data: data[:-100], "Something in this file was changed or lost on the way."),
        (lambda data: data[:40], "Something in this file was changed or lost on the way."),
    ],
)
def test_a_published_result_that_was_tampered_with_is_told_and_not_kept(merged, stick, change, why):
    path = publish(merged, stick / "result.gmjpub")
    data = path.read_bytes()
    assert change(data) != data
    path.write_bytes(change(data))
    assert refused_alone(merged, path).startswith(f"This is a published result, and no score file. {why}")


@pytest.mark.parametrize("cut", [0, 10])
def test_everything_of_a_workspace_is_told_and_not_kept(merged, stick, cut):
    path = export_everything(merged, stick / "all.gmjall")
    path.write_bytes(path.read_bytes()[: -cut or None])
    told = "This is everything of a workspace: take it in with gpumode-judge import-all."
    assert refused_alone(merged, path) == told
