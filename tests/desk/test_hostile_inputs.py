"""What is no file of ours, at the desks: each is refused by name, and nothing is waited for."""

import os
import sqlite3
import sys
from base64 import b64encode

import pytest

from gpumode_judge.desk.backups import backups
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.quarantine import quarantined
from gpumode_judge.desk.workspaces import kind_of, open_desk
from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.gmj import MOST_LINES


@pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and devices")
def test_links_pipes_and_devices_are_no_score_files(organizer, stick, tmp_path):
    os.mkfifo(stick / "pipe.gmj")
    (stick / "link.gmj").symlink_to("/dev/zero")
    (stick / "loop.gmj").symlink_to(stick / "loop.gmj")
    (stick / "outside").symlink_to(tmp_path)
    assert [row.name for row in organizer.merge([stick]).rows] == ["pipe.gmj"]
    named = organizer.merge([stick / "link.gmj", stick / "loop.gmj", "/dev/null" and stick / "pipe.gmj"]).rows
    assert [row.outcome for row in named] == ["refused"] * 3
    assert not any(row.kept for row in named)
    for name in ("pipe.gmj", "link.gmj", "loop.gmj"):
        with pytest.raises(Problem):
            kind_of(stick / name)
        with pytest.raises(Problem):
            open_desk(stick / name)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("CREATE VIEW v AS SELECT * FROM contact", "holds a view"),
        ("CREATE TRIGGER t AFTER INSERT ON draft BEGIN DELETE FROM entry; END", "holds a trigger"),
        ("CREATE VIRTUAL TABLE v USING fts5(a)", "never makes"),
        ("PRAGMA application_id=7", "another program"),
        ("PRAGMA user_version=99", "newer version"),
        ("UPDATE meta SET value = '../../../etc' WHERE key = 'event'", "restore a backup"),
        ("DELETE FROM entry", "restore a backup"),
        ("UPDATE entry SET body = x'7b7d'", "damaged"),
        ("UPDATE entry SET body = x'ff'", "damaged"),
        ("UPDATE entry SET body = CAST(substr(body, 1, length(body) - 3) AS BLOB)", "damaged|restore a backup"),
        ("UPDATE entry SET body = CAST('[' || hex(zeroblob(9000)) AS BLOB)", "damaged"),
        ("UPDATE setting SET value = '{' WHERE key = 'device'", "damaged"),
    ],
)
def test_a_hostile_workspace_is_refused_and_left_closed(organizer, statement, told):
    organizer.close()
    raw = sqlite3.connect(organizer.path)
    with raw:
        raw.execute(statement)
    raw.close()
    for _ in range(2):  # refused means let go
        with pytest.raises(Problem, match=told):
            open_desk(organizer.path)
    backups(organizer.path)


@pytest.mark.parametrize("value", ['"../../../../etc/passwd"', "5", '["a"]', '"' + "a" * 64 + '"', "null"])
def test_a_key_name_that_is_a_path_opens_nothing(organizer, value):
    organizer.close()
    raw = sqlite3.connect(organizer.path)
    with raw:
        raw.execute("UPDATE setting SET value = ? WHERE key = 'device'", (value,))
    raw.close()
    with pytest.raises(Problem):
        open_desk(organizer.path)


def test_a_hostile_place_or_judge_in_a_judges_workspace_does_no_harm(join, clock, desks):
    ada = join("ada")
    ada.close()
    raw = sqlite3.connect(ada.path)
    with raw:
        raw.execute("UPDATE setting SET value = '[1]' WHERE key IN ('place', 'judge')")
        raw.execute("INSERT INTO setting VALUES ('earlier devices', '[\"../x\", 5]')")
    raw.close()
    desk = desks(JudgeDesk.open(ada.path, clock))
    assert desk.device != ada.device


def test_a_million_entries_are_refused_at_the_door(organizer, stick):
    path = stick / "million.gmj"
    path.write_bytes(b'{"format":"gmj","v":1}\n' + b'{"b":"","s":""}\n' * 1_000_000)
    (row,) = organizer.merge([path]).rows
    assert (row.outcome, row.line, row.whole) == ("refused", MOST_LINES, 0)
    (kept,) = quarantined(organizer)
    assert len(kept.lost) <= 100


def test_a_file_past_the_limit_is_not_even_read(organizer, stick):
    path = stick / "huge.gmj"
    with path.open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    (row,) = organizer.merge([path]).rows
    assert "larger than 67 MB" in row.why
    assert not row.kept


_BODIES = {
    "deep": b'{"v":1,"data":' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    "duplicate keys": b'{"v":1,"v":1}',
    "nan": b'{"v":NaN}',
    "infinity": b'{"v":-Infinity}',
    "huge integer": b'{"v":' + b"9" * 40_000 + b"}",
    "float": b'{"v":1e999}',
    "surrogate": b'{"v":"\\ud800"}',
    "nul": b"\0" * 1000,
    "not utf-8": b"\xff\xfe{}",
    "empty": b"",
}


@pytest.mark.parametrize("name", _BODIES)
def test_odd_statements_are_refused_by_line_and_nothing_else_breaks(organizer, join, score, stick, name):
    ada = join("ada")
    score(ada, "s1", 5, 5)
    data = ada.hand_in(stick).path.read_bytes()
    from hashlib import sha256

    lines = data[:-1].split(b"\n")
    lines[2] = b'{"b":"%s","s":"%s"}' % (b64encode(_BODIES[name]), b64encode(b"s" * 64))
    content = b"".join(line + b"\n" for line in lines[:-1])
    (stick / "odd.gmj").write_bytes(
        content + b'{"end":%d,"sha256":"%s"}\n' % (len(lines) - 2, sha256(content).hexdigest().encode())
    )
    (row,) = organizer.merge([stick / "odd.gmj"]).rows
    assert (row.outcome, row.line, row.whole) == ("refused", 3, 1)
    (stick / "frame.gmj").write_bytes(b"\n".join([_BODIES[name].replace(b"\n", b""), *lines[1:]]) + b"\n")
    (row,) = organizer.merge([stick / "frame.gmj"]).rows
    assert (row.outcome, row.kept) == ("refused", True)
