"""What leaves after the show, at the desk: the contest package, certificates, pictures of the awards, the log."""

import csv
import json
import zipfile
from decimal import Decimal
from fractions import Fraction

import pytest

from gpumode_judge.ceremony.board import Scene
from gpumode_judge.ceremony.snapshot import Contender, PrizeResult, Snapshot
from gpumode_judge.desk import ceremony
from gpumode_judge.desk.awards_out import PODIUM, award_pictures, write_log
from gpumode_judge.desk.certificate_template import (
    FIELDS,
    check_template,
    read_template,
    shipped_template,
    write_template,
)
from gpumode_judge.desk.certificates import certificates_of, told_result
from gpumode_judge.desk.clics_out import clics_files, write_clics
from gpumode_judge.desk.locking import lock, unlock
from gpumode_judge.event.event import Prize
from gpumode_judge.event.people import Ballot
from gpumode_judge.event.problem import Problem


@pytest.fixture
def marked(organizer):
    for number, level in enumerate((5, 4, 3), 1):
        organizer.put_ballots([
            Ballot(
                judge="ada", submission=f"s{number}", rubric=organizer.record.rubric_eid,
                marks={"impact": Decimal(level), "depth": Decimal(1)},
            )
        ])  # fmt: skip
    organizer.put([Prize(id="p", name="Best use of Triton", sponsor="Acme", count=2)])
    return organizer


def opened(path):
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".json")]
        return {name.removesuffix(".json"): json.loads(archive.read(name)) for name in names}


class TestClics:
    def test_before_the_lock_nothing_is_final(self, marked, tmp_path):
        made = write_clics(marked, tmp_path / "x.zip")
        files = opened(made.path)
        assert not made.final
        assert files["state"]["finalized"] is None
        assert [row["rank"] for row in files["scoreboard"]["rows"]] == [1, 2, 3]
        assert not any(award["team_ids"] for award in files["awards"])
        assert clics_files(marked) == clics_files(marked)

    def test_the_lock_makes_it_final_and_gives_its_time(self, marked, tmp_path):
        lock(marked)
        made = write_clics(marked, tmp_path / "x.zip")
        assert made.final
        assert opened(made.path)["state"]["finalized"] is not None
        assert clics_files(marked)[0] == clics_files(marked)[0]

    def test_what_was_taken_is_told_whatever_is_said_later(self, marked, tmp_path):
        lock(marked)
        show = ceremony.take(marked)
        before, final, stale = clics_files(marked)
        assert final
        assert stale == ""
        unlock(marked)
        after, final, stale = clics_files(marked)
        assert after == before
        assert final
        assert "opened after" in stale
        assert opened(write_clics(marked, tmp_path / "x.zip").path)["scoreboard"]["time"] == show.snapshot.at
        assert next(a for a in opened(tmp_path / "x.zip")["awards"] if a["id"] == "p")["team_ids"] == ["s1", "s2"]

    def test_where_it_goes(self, marked, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        assert [write_clics(marked).path.name for _ in range(2)] == [
            "cuda-mode-irl-clics.zip",
            "cuda-mode-irl-clics-2.zip",
        ]
        with pytest.raises(Problem, match="already there"):
            write_clics(marked, tmp_path / "cuda-mode-irl-clics.zip")
        folder = write_clics(marked, tmp_path / "out")
        assert sorted(path.name for path in folder.path.iterdir()) == sorted(folder.files)
        again = write_clics(marked, tmp_path / "out")
        assert again.path == tmp_path / "out" / "cuda-mode-irl-clics"
        assert write_clics(marked, tmp_path / "out").path.name == "cuda-mode-irl-clics-2"

    def test_neither_judges_nor_addresses(self, marked):
        lock(marked)
        ceremony.take(marked)
        everything = b"".join(clics_files(marked)[0].values()).decode()
        for secret in ("Ada Lovelace", "private.example"):
            assert secret not in everything


def contender(key, rank, **more):
    return Contender(
        key=key, rank=rank, score=Fraction(100 - rank), **{"name": f"Work {key}", "team": f"Team {key}", **more}
    )


SNAPSHOT = Snapshot(
    title="Night", place="Berlin", day="2024-09-21", at="2024-09-21T20:00:00Z",
    contenders=(
        contender("a", 1, members=("Ada", "Bo")), contender("b", 2), contender("c", 2, team=""), contender("d", 4, name="", team="D"),
    ),
    prizes=(
        PrizeResult(id="track", name="Best in track", winners=("d",), general=False),
        PrizeResult(id="main", name="Grand prize", sponsor="Acme", award="A GPU", winners=("a", "b", "c"), shared=True),
        PrizeResult(id="same", name="Credits", sponsor="Modal", winners=("a", "b", "c"), shared=True),
        PrizeResult(id="none", name="Nobody"),
    ),
)  # fmt: skip


class TestCertificates:
    def test_one_for_each_prize_and_winner(self):
        sheets = certificates_of(SNAPSHOT)
        assert [(s.prize, s.team) for s in sheets] == [
            ("track", "d"), ("main", "a"), ("main", "b"), ("main", "c"), ("same", "a"), ("same", "b"), ("same", "c"),
        ]  # fmt: skip
        assert len({s.file for s in sheets}) == 7
        assert sheets[1].file == "2-grand-prize-team-a.pdf"
        assert dict(sheets[1].values) == {
            "team": "Team a", "project": "Work a", "members": "Ada and Bo", "prize": "Grand prize", "award": "A GPU",
            "rank": "1st place", "sponsor": "Acme", "event": "Night", "place": "Berlin", "day": "Saturday, 21 September 2024",
        }  # fmt: skip
        assert set(sheets[1].values) == set(FIELDS)

    def test_names_and_places_that_are_missing(self):
        by_team = {s.team: s.values for s in certificates_of(SNAPSHOT)}
        assert (by_team["c"]["team"], by_team["c"]["project"], by_team["c"]["rank"]) == (
            "Work c",
            "",
            "Shared 2nd place",
        )
        assert (by_team["d"]["team"], by_team["d"]["project"], by_team["d"]["rank"]) == ("D", "", "")

    def test_only_of_a_result_that_was_taken(self, marked):
        with pytest.raises(Problem, match="not taken yet"):
            told_result(marked)
        assert all(s.rehearsal for s in certificates_of(told_result(marked, rehearsal=True).snapshot))
        lock(marked)
        ceremony.take(marked)
        assert [s.values["team"] for s in certificates_of(told_result(marked).snapshot)] == ["T1", "T2"]


def svg(inside="", head="", text="{{team}}", attributes=""):
    return (
        f'{head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 70" {attributes}>'
        f"{inside}<text>{text}</text></svg>"
    ).encode()


NESTED = "".join(
    f'<g id="g{n}">' + "".join(f'<use xlink:href="#g{n - 1}"/>' for _ in range(9)) + "</g>" for n in range(1, 9)
)


class TestTemplates:
    def test_the_shipped_one_is_fine_and_can_be_edited(self, tmp_path):
        check_template("certificate.svg", shipped_template())
        path = write_template(tmp_path / "mine.svg")
        assert read_template(path) == shipped_template() == read_template(None)
        for field in FIELDS:
            assert b"{{%s}}" % field.encode() in shipped_template()
        with pytest.raises(Problem, match="already there"):
            write_template(path)
        with pytest.raises(Problem, match="must end in"):
            write_template(tmp_path / "mine.pdf")

    def test_what_editors_write(self):
        check_template(
            "a.svg", svg('<path id="p8e99" d="M1,1 2-3e-3z" fill="#7E9999"/><style>.a{fill:#8E9911}</style><!-- ! -->')
        )
        check_template("a.svg", svg(text="<tspan>{{ team }}</tspan> &amp; {{prize}}"))

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (svg("<script>alert(1)</script>"), "could run something"),
            (svg('<rect onclick="x()"/>'), "could run something"),
            (svg(head='<!DOCTYPE svg [<!ENTITY a "aaa"><!ENTITY b "&a;&a;&a;">]>', text="&b;{{team}}"), "could run something"),
            (svg('<image xlink:href="file:///etc/passwd"/>'), "loads something"),
            (svg('<image href="https://x.org/x.png"/>'), "loads something"),
            (svg("<style>@import url(x.css);</style>"), "could run something"),
            (svg('<rect style="fill:url(http://x.org/x)"/>'), "loads something"),
            (svg("<foreignObject/>"), "could run something"),
            (svg(" " * 2_000_001), "2.0 MB"),
            (svg('<g id="g0"><rect/></g>' + NESTED), "more than 5,000 parts"),
            (svg('<g id="a"><use xlink:href="#b"/></g><g id="b"><use xlink:href="#a"/></g>'), "repeats itself"),
            (svg("<g>" * 200 + "</g>" * 200), "nested too deep"),
            (svg("<rect/>" * 6000), "more than 5,000 parts"),
            (svg('<filter id="f"><feGaussianBlur stdDeviation="900"/></filter>'), "cannot be printed"),
            (svg('<path d="M0 0H9" stroke-dasharray=".0001"/>'), "cannot be printed"),
            (svg('<path d="M0 0H9" style="stroke-dasharray:.0001"/>'), "cannot be printed"),
            (svg('<path d="M0 0H9e99"/>'), "too large"),
            (svg(text="{{email}}"), "asks for {{email}}"),
            (svg(text="{{team}} {{<tspan/>}}"), "asks for {{}}"),
            (svg(text="Team"), "no text with a placeholder"),
            (svg()[:-12] + b"></x>", "not whole"),
            (b"<svg><text>{{team}}</text></svg>", "no SVG drawing"),
            (b"%PDF-1.4", "no SVG, PNG or JPEG"),
            (b"\x89PNG\r\n\x1a\n....IEND....", "is a photo"),
            ("<svg xmlns='http://www.w3.org/2000/svg'>é</svg>".encode("latin-1"), "UTF-8"),
        ],
    )  # fmt: skip
    def test_hostile_ones_are_refused_in_one_sentence(self, data, why, tmp_path):
        path = tmp_path / "x.svg"
        path.write_bytes(data)
        with pytest.raises(Problem) as caught:
            read_template(path)
        assert why in str(caught.value)
        assert "\n" not in str(caught.value)


class TestAwards:
    def test_a_picture_for_each_prize_and_the_podium(self):
        pictures = award_pictures(SNAPSHOT)
        assert [p.file for p in pictures] == [
            "1-best-in-track.png",
            "2-grand-prize.png",
            "3-credits.png",
            "4-nobody.png",
            PODIUM,
        ]
        assert {p.board.scene for p in pictures[:-1]} == {Scene.PRIZE}
        assert [[w.key for w in p.board.prize.winners] for p in pictures[:-1]] == [
            ["d"],
            ["a", "b", "c"],
            ["a", "b", "c"],
            [],
        ]
        assert [p.board.prize.name for p in pictures[1:3]] == ["Grand prize", "Credits"]
        assert [w.rank for w in pictures[1].board.prize.winners] == [1, 2, 2]
        assert [w.rank for w in pictures[0].board.prize.winners] == [None]
        assert pictures[-1].winners == ("a", "b", "c")

    def test_nobody_has_a_place(self):
        teams = (Contender(key="a", name="A"),)
        prizes = (PrizeResult(id="x", name="X", winners=("a",), general=False),)
        assert [p.file for p in award_pictures(Snapshot(title="N", contenders=teams, prizes=prizes))] == ["1-x.png"]
        with pytest.raises(Problem, match="nothing to tell"):
            award_pictures(Snapshot(title="N", contenders=teams))


def test_the_log(marked, tmp_path):
    lock(marked)
    show = ceremony.take(marked)
    ceremony.note_step(marked, show, 1)
    with write_log(marked, tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["step"] for row in rows] == ["0", "2"]
    assert rows[0]["what"] == "The result was taken"
    told = json.loads(write_log(marked, tmp_path / "log.json").read_text(encoding="utf-8"))
    assert [line["step"] for line in told] == [0, 2]
    with pytest.raises(Problem, match="ends neither"):
        write_log(marked, tmp_path / "log.txt")
    with pytest.raises(Problem, match="already there"):
        write_log(marked, tmp_path / "log.csv")
