"""The result in the contest community's format, against our own table of what the format asks for."""

import io
import json
import zipfile
from dataclasses import replace
from fractions import Fraction

import pytest
from clics_schema import LISTS, wrong, wrong_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gpumode_judge.ceremony.snapshot import Contender, Opened, PrizeResult, Snapshot
from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.clics import FEED, About, package, to_zip, write_folder

HOSTILE = ("=1+1", "<script>", "内核\u2028融合", '"\\', "a\x85b", "../../x", "W" * 300, "é", "", "{{team}}", "rank-1")
AT = "2024-09-22T05:40:00.123Z"


def team(
    key, rank=None, score=None, name="Kernel", tracks=(), ballots=3, shares=(("Impact", 0.9, 0.5), ("Speed", 0.0, 0.2))
):
    points = tuple(Opened(points=Fraction(score or 0) / ballots) for _ in range(ballots)) if rank else ()
    return Contender(
        key=key, name=name, team=f"T {key}", members=("Ada Lovelace",), table="7", tracks=tracks, rank=rank,
        score=None if score is None else Fraction(score), ballots=points, shares=shares if rank else (),
    )  # fmt: skip


TEAMS = (
    team("s1", 1, 90, tracks=("Open",)),
    team("s2", 2, 80, tracks=("Open", "Kernels")),
    team("s3", 2, 80, tracks=("Kernels",)),
    team("s4", 4, -3),
    team("s5"),
)
PRIZES = (
    PrizeResult(
        id="grand", name="Grand prize", sponsor="Acme", award="A GPU", winners=("s1", "s2"), why=("Mark said so.", "")
    ),
    PrizeResult(id="winner", name="Discretionary", winners=("s5",), general=False),
    PrizeResult(id="nobody", name="Not given"),
)
RESULT = Snapshot(
    title="CUDA MODE IRL", place="San Francisco", day="2024-09-21", criteria=("Impact", "Speed"), contenders=TEAMS,
    prizes=PRIZES, at=AT,
)  # fmt: skip
ABOUT = About(zone="America/Los_Angeles", measured=("Speed",))


def read(files):
    return {name.partition(".")[0]: json.loads(data) for name, data in files.items() if name != FEED}


def made(snapshot=RESULT, about=ABOUT):
    return read(package(snapshot, about))


def awards(files):
    return {award["id"]: award["team_ids"] for award in files["awards"]}


def test_what_is_there_and_as_it_should_be():
    files = made()
    assert set(files) == {"api", "contest", "state", "scoreboard", *LISTS}
    assert wrong_in(files) == []


def test_the_scoreboard():
    board = made()["scoreboard"]
    assert [(row["rank"], row["team_id"], row["score"]) for row in board["rows"]] == [
        (1, "s1", {"score": 90, "time": "0:00:00"}),
        (2, "s2", {"score": 80, "time": "0:00:00"}),
        (2, "s3", {"score": 80, "time": "0:00:00"}),
        (4, "s4", {"score": 0, "time": "0:00:00"}),
    ]
    assert board["rows"][0]["problems"] == [
        {"problem_id": "impact", "num_judged": 3, "num_pending": 0, "score": 90, "time": "0:00:00"},
        {"problem_id": "speed", "num_judged": 1, "num_pending": 0, "score": 0},
    ]


def test_the_contest_and_its_times():
    files = made()
    assert "penalty_time" not in files["contest"]
    assert files["contest"]["scoreboard_type"] == "score"
    assert files["contest"]["id"] == "cuda-mode-irl-2024-09-21"
    assert files["contest"]["start_time"] == "2024-09-21T07:00:00.000Z"
    assert files["contest"]["duration"] == files["scoreboard"]["contest_time"] == "22:40:00.123"
    assert set(files["state"].values()) == {"2024-09-21T07:00:00.000Z", AT}
    assert files["scoreboard"]["state"] == files["state"]


def test_awards():
    files = made()
    assert awards(files) == {
        "winner": ["s1"], "rank-1": ["s1"], "rank-2": ["s2", "s3"], "rank-4": ["s4"], "group-winner-kernels": ["s2", "s3"],
        "group-winner-open": ["s1"], "grand": ["s1", "s2"], "prize-winner": ["s5"], "nobody": [],
    }  # fmt: skip
    assert "Grand prize (Acme): A GPU" in [award["citation"] for award in files["awards"]]


def test_nobody_has_won_before_the_lock():
    files = made(about=replace(ABOUT, final=False))
    assert wrong_in(files) == []
    assert files["state"] == {
        "started": "2024-09-21T07:00:00.000Z",
        "ended": None,
        "finalized": None,
        "end_of_updates": None,
    }
    assert set(awards(files)) == {
        "winner",
        "group-winner-kernels",
        "group-winner-open",
        "grand",
        "prize-winner",
        "nobody",
    }
    assert not any(awards(files).values())
    assert len(files["scoreboard"]["rows"]) == 4
    assert files["contest"]["duration"] == "24:00:00"


def test_neither_people_nor_reasons():
    everything = b"".join(package(RESULT, ABOUT).values()).decode()
    for secret in ("Ada Lovelace", "Mark said so"):
        assert secret not in everything


def test_the_feed_tells_the_same_in_order():
    package_files = package(RESULT, ABOUT)
    files = read(package_files)
    lines = [json.loads(line) for line in package_files[FEED].decode().splitlines()]
    assert [problem for line in lines for problem in wrong("line", line)] == []
    assert [line["token"] for line in lines] == [str(n) for n in range(1, len(lines) + 1)]
    assert [lines[0]["type"], lines[-1]["type"]] == ["contest", "state"]
    for kind in ("teams", "problems", "groups", "awards"):
        mine = [line for line in lines if line["type"] == kind]
        assert [line["data"] for line in mine] == files[kind]
        assert [line["id"] for line in mine] == [one["id"] for one in files[kind]]
    assert lines[0]["data"] == files["contest"]
    assert lines[-1]["data"] == files["state"]
    kinds = [line["type"] for line in lines]
    assert kinds.index("groups") < kinds.index("teams") < kinds.index("awards")


def test_the_same_result_gives_the_same_bytes(monkeypatch):
    one = to_zip(package(RESULT, ABOUT))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert to_zip(package(RESULT, ABOUT)) == one
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == package(RESULT, ABOUT)
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_three_hundred_teams():
    teams = tuple(
        team(f"key-{n:03}", n // 2 * 2 + 1, 100 - n // 2 / 4, tracks=(f"Track {n % 40}",)) for n in range(300)
    )
    prizes = tuple(PrizeResult(id=f"p{n}", name=f"Prize {n}", winners=(teams[n].key,)) for n in range(80))
    files = made(replace(RESULT, contenders=teams, prizes=prizes, criteria=tuple(f"C {n}" for n in range(60))))
    assert wrong_in(files) == []
    assert len(files["scoreboard"]["rows"]) == 300
    assert files["problems"][26]["label"] == "AA"
    assert len(awards(files)["rank-9"]) == 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_hostile_words_and_ids(data):
    word = st.sampled_from(HOSTILE) | st.text(max_size=12)
    keys = data.draw(
        st.lists(st.sampled_from(("a", "A", ".a", "a.", "x" * 64, "日本", "-", "a b", "", "winner")), unique=True)
    )
    teams = tuple(
        Contender(
            key=key, name=data.draw(word), team=data.draw(word), table=data.draw(word), tracks=(data.draw(word), data.draw(word)),
            rank=n + 1, score=Fraction(data.draw(st.integers(-5, 120)), 7),
            shares=tuple((name, data.draw(st.floats(-1, 2)), 0.5) for name in ("Same", "Same", "Other")),
        )
        for n, key in enumerate(keys)
    )  # fmt: skip
    prizes = tuple(PrizeResult(id=data.draw(word), name=data.draw(word), winners=tuple(keys[:n])) for n in range(4))
    snapshot = Snapshot(
        title=data.draw(word), place=data.draw(word), day=data.draw(word), criteria=("Same", "Same", "Other"), contenders=teams,
        prizes=prizes, at=AT, rehearsal=data.draw(st.booleans()),
    )  # fmt: skip
    zone = data.draw(st.sampled_from(("UTC", "Europe/Berlin", "../x", "", "\0")))
    files = package(snapshot, About(zone=zone, final=data.draw(st.booleans())))
    assert wrong_in(read(files)) == []
    assert all(files.values())


@pytest.mark.parametrize(
    ("day", "zone", "start"),
    [
        ("2024-09-21", "Asia/Tokyo", "2024-09-20T15:00:00.000Z"),
        ("", "UTC", "2024-09-22T00:00:00.000Z"),
        ("2031-01-01", "UTC", "2024-09-22T00:00:00.000Z"),
        ("1999-01-01", "UTC", "2024-09-22T00:00:00.000Z"),
        ("2024-09-21", "No/Where", "2024-09-22T00:00:00.000Z"),
    ],
)
def test_days_that_cannot_be(day, zone, start):
    files = made(replace(RESULT, day=day), About(zone=zone))
    assert files["contest"]["start_time"] == start
    assert wrong_in(files) == []


def test_a_result_without_its_time_is_refused():
    with pytest.raises(Problem, match="when it was taken"):
        package(replace(RESULT, at=""), ABOUT)


def test_a_folder_is_never_written_over(tmp_path):
    files = package(RESULT, ABOUT)
    folder = write_folder(tmp_path / "deep" / "out", files)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files
    with pytest.raises(Problem, match="there already"):
        write_folder(folder, files)


def test_after_a_failure_nothing_is_left(tmp_path, monkeypatch):
    from gpumode_judge.exchange import clics

    def full(path, data):
        if path.name == "state.json":
            raise Problem("There is no room left.")
        path.write_bytes(data)
        return path

    monkeypatch.setattr(clics, "write_new", full)
    with pytest.raises(Problem, match="no room"):
        write_folder(tmp_path / "out", package(RESULT, ABOUT))
    assert not (tmp_path / "out").exists()
    (tmp_path / "empty").mkdir()
    with pytest.raises(Problem, match="no room"):
        write_folder(tmp_path / "empty", package(RESULT, ABOUT))
    assert list((tmp_path / "empty").iterdir()) == []
