import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Contact, Draft

ROOT = Path(__file__).parents[2]


def test_drafts_are_replaced_found_and_dropped(store):
    store.put_draft(Draft(submission="s1", value={"marks": {"idea": "7"}}, at="t1"))
    store.put_draft(Draft(submission="s1", value={"marks": {"idea": "8"}, "note": "“ok” 🎉\n"}, at="t2"))
    store.put_draft(Draft(submission="s0", value={}, at="t3"))
    assert store.draft("s1") == Draft(submission="s1", value={"marks": {"idea": "8"}, "note": "“ok” 🎉\n"}, at="t2")
    assert [draft.submission for draft in store.drafts()] == ["s0", "s1"]
    store.drop_draft("s1")
    store.drop_draft("nobody")
    assert store.draft("s1") is None
    assert store.counts().drafts == 1


def test_notes_contacts_tickets_and_settings_stay(store, place):
    store.put_private_note("s1", "ask about the kernel")
    store.put_private_note("s2", "x")
    store.put_private_note("s2", "")
    store.put_contacts([Contact(person="ada", email="a@example.org"), Contact(person="bob", phone="1")])
    store.put_contacts([Contact(person="ada", email="ada@example.org")])
    store.put_contacts([])
    store.put_tickets({"ada": "AAAA-AAAA-AAAA", "bob": "BBBB-BBBB-BBBB"})
    store.put_tickets({"ada": "CCCC-CCCC-CCCC"})
    store.put_setting("window", {"size": [1280, 720], "dark": True, "scale": 1.5})
    store.put_setting("gone", "x")
    store.put_setting("gone", None)
    store.close()
    with Store.open(place) as again:
        assert again.private_notes() == {"s1": "ask about the kernel"}
        assert again.contacts() == {
            "ada": Contact(person="ada", email="ada@example.org"),
            "bob": Contact(person="bob", phone="1"),
        }
        assert again.tickets() == {"ada": "CCCC-CCCC-CCCC", "bob": "BBBB-BBBB-BBBB"}
        assert again.settings() == {"window": {"size": [1280, 720], "dark": True, "scale": 1.5}}
        assert again.setting("window") == {"size": [1280, 720], "dark": True, "scale": 1.5}
        assert (again.setting("none"), again.setting("none", 3)) == (None, 3)


_TYPIST = """
import sys
from pathlib import Path
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Draft
store = Store.open(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    store.put_draft(Draft(submission=str(number % 7), value={"n": number}, at=""))
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_killed_app_loses_no_acknowledged_draft(store, place):
    store.close()
    acknowledged = 0
    for lines in (1, 20, 53):
        child = subprocess.Popen(
            [sys.executable, "-c", _TYPIST, str(place)], cwd=ROOT, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        assert child.stdout is not None
        for _ in range(lines):
            acknowledged = int(child.stdout.readline())
        child.send_signal(signal.SIGKILL)
        acknowledged = int((child.stdout.read().split() or [acknowledged])[-1])
        child.wait()
        with Store.open(place) as after:
            newest = max(draft.value["n"] for draft in after.drafts())
            assert newest in (acknowledged, acknowledged + 1)
            after.integrity_check()
