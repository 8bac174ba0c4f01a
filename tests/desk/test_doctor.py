"""The diagnosis helps from afar and gives nothing away."""

import json
import logging
from decimal import Decimal

import pytest

from gpumode_judge.desk.doctor import clean, diagnose, write_diagnosis
from gpumode_judge.event.people import Judge
from gpumode_judge.event.problem import Problem
from gpumode_judge.system import paths
from gpumode_judge.system.logs import log, start_log, stop_log


@pytest.fixture
def logged():
    start_log(paths.logs())
    yield log()
    stop_log()


def fail(*values: object) -> None:
    raise ValueError(*values)


def test_no_secret_leaves(organizer, join, score, stick, logged, home, tmp_path, changed_team):
    organizer.add_judges(
        [Judge(id="zed", name="Zedekiah Quux", affiliation="Frobnicate Ltd")], {"zed": "zq@secret.example"}
    )
    organizer.put(
        [changed_team(1, title="Flumoxed Kernel", team="Gribble", members=("Yolanda Xu",), description="D3scr")]
    )
    ada = join("ada")
    score(ada, "s1", 5, 3)
    ada.note("s1", "impact", "noteworthy rumination")
    ada.private_note("s1", "clandestine")
    ada.mark("s2", "impact", Decimal("4"))
    ada.hand_in(stick)
    organizer.merge([stick])
    ticket = organizer.tickets["zed"]
    for desk in (organizer, ada):
        secrets = [
            "Zedekiah", "Quux", "Frobnicate", "zq@secret", "Flumoxed", "Gribble", "Yolanda", "D3scr", "rumination", "clandestine",
            ticket, *ticket.split("-"), organizer.seed.hex(), ada.seed.hex(), organizer.device, ada.device, str(home), str(tmp_path),
            "Lovelace", "Dobbs", "Warp Speed", organizer.record.event_id, "hunter2",
        ]  # fmt: skip
        for secret in secrets:
            logged.error("could not keep “%s” of %s in %s: %s", secret, secret, tmp_path / secret, secret)
            logged.warning(secret)
            logged.error('%s\n  File "%s.py", line 3, in boil\n%sError: %s', secret, tmp_path / secret, secret, secret)
            try:
                fail(secret)
            except ValueError:
                logged.exception("the mark %s by %s at %s", 4.25, "Zedekiah", secret)
        text = write_diagnosis(tmp_path / f"{desk.role}.json", desk).read_text() + diagnose(desk).text
        for secret in secrets:
            assert secret not in text, secret
        assert "4.25" not in text


def test_it_says_what_helps(organizer, join, score, stick, logged):
    ada = join("ada")
    score(ada, "s1", 5, 3)
    ada.hand_in(stick)
    (stick / "broken.gmj").write_bytes(b"x")
    organizer.merge([stick])
    try:
        fail("secret")
    except ValueError:
        logged.exception("unexpected")
    data = json.loads(diagnose(organizer).text)
    assert data["app"]["PyNaCl"][0].isdigit()
    assert "PySide6-Essentials" in data["app"]
    workspace = data["workspace"]
    assert workspace["integrity"] == "sound"
    assert workspace["verdicts"]["counted"] > 5
    assert workspace["kinds"]["ballot"] == 1
    assert workspace["counts"]["kept broken files"] == 1
    assert workspace["backups"][0]["reason"] == "after a merge"
    assert workspace["settings"]["last merge"] is True
    (error,) = data["errors"]
    assert (error["level"], error["message"], error["raised"]) == ("ERROR", "unexpected", ["ValueError"])
    assert data["disk"]["workspace"]["free MB"] > 0


def test_it_works_without_a_workspace_or_a_log_and_for_a_damaged_one(organizer, home):
    assert json.loads(diagnose().text)["workspace"] is None
    with organizer.store._turns.write() as connection:
        connection.exec_driver_sql("UPDATE entry SET sig = x'00' WHERE seq = 2")
    assert json.loads(diagnose(organizer).text)["workspace"]["integrity"] == "damaged"


def test_it_replaces_no_file(tmp_path):
    (tmp_path / "d.json").write_text("mine")
    with pytest.raises(Problem, match="already there"):
        write_diagnosis(tmp_path / "d.json")


@pytest.mark.parametrize(("message", "cleaned"), [
    ("the disk is full", "the disk is full"),
    ("Ola Nordmannxyz marked 4.5 on “Warp”", "… … marked … on …"),
    ("C:\\Users\\ola\\x and /home/ola/x and ~ola a@b.c", "… and … and … …"),
    ("7K3M-Q2ZT-9XWB", "…"),
    ("open “quote that never ends Ada", "open …"),
])  # fmt: skip
def test_only_the_apps_own_words_stay(message, cleaned):
    assert clean(message) == cleaned


def test_qt_is_not_loaded_for_it():
    import subprocess
    import sys

    code = "import sys; from gpumode_judge.desk.doctor import diagnose; diagnose(); sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert logging.getLogger("gpumode_judge")
