import tempfile
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gpumode_judge.ledger.device import Device
from gpumode_judge.ledger.entry import Stub
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Draft, Outcome, Role, SourceFile

EVENT = "e" * 64


def came(letter: str, **more) -> SourceFile:
    return SourceFile(sha256=letter * 64, name=f"{letter}.gmj", at="2024-09-21T10:00:00.000Z", **more)


def test_entries_come_back_byte_for_byte_after_reopening(place, device, chain):
    made = chain(device, 5)
    with Store.create(place, Role.ORGANIZER, EVENT) as store:
        assert store.add(made).entries == tuple(sorted(made, key=lambda e: e.eid))
    with Store.open(place) as store:
        again = store.entries(device.name)
    assert [(e.eid, e.body, e.sig, e.seq, e.data) for e in again] == [
        (e.eid, e.body, e.sig, e.seq, e.data) for e in made
    ]
    assert (store.role, store.event_id) == (Role.ORGANIZER, EVENT)


def test_only_what_is_new_is_told(store, device, chain):
    made = chain(device, 4)
    store.add(made[:2])
    assert set(store.add([*made, *made]).entries) == set(made[2:])
    assert store.add(made).entries == ()
    assert store.counts().entries == 4


def test_a_stub_gives_way_to_its_entry_and_never_comes_back(store, device, chain):
    made = chain(device, 3)
    stubs = [Stub.of(entry) for entry in made]
    assert set(store.add([], stubs).stubs) == set(stubs)
    assert store.add([], stubs).stubs == ()
    store.add([made[1]])
    assert set(store.stubs()) == {stubs[0], stubs[2]}
    assert store.add([], stubs).stubs == ()
    assert store.add([made[0]], [stubs[0]]).stubs == ()
    assert set(store.stubs()) == {stubs[2]}


def test_a_file_is_merged_once_and_each_entry_remembers_its_files(store, device, chain):
    made = chain(device, 3)
    first = store.add(made[:2], file=came("a"))
    second = store.add(made, file=came("b", report={"pending": 1}))
    again = store.add(made, file=came("a"))
    assert (first.known, second.known, again.known) == (False, False, True)
    assert again.entries == ()
    assert [(f.sha256[0], f.report) for f in store.files()] == [
        ("b", {"pending": 1, "new": 1, "known": 2}),
        ("a", {"new": 2, "known": 0}),
    ]
    assert set(store.files_of(made[0].eid)) == {"a" * 64, "b" * 64}
    assert store.files_of(made[2].eid) == ("b" * 64,)


def test_a_refused_file_can_be_salvaged_later_and_a_merged_one_not_be_refused(store, device, chain):
    store.record_refused(came("a", outcome=Outcome.REFUSED, report={"line": 3}))
    assert store.counts().refused == 1
    assert not store.add(chain(device, 1), file=came("a", outcome=Outcome.SALVAGED)).known
    store.record_refused(came("a", outcome=Outcome.REFUSED))
    (file,) = store.files()
    assert file.outcome is Outcome.SALVAGED
    assert store.counts().refused == 0


def test_a_report_grows_after_the_merge(store, device, chain):
    store.add(chain(device, 2), file=came("a"))
    store.update_report("a" * 64, {"conflicts": 1})
    assert store.files()[0].report == {"new": 2, "known": 0, "conflicts": 1}


def test_append_continues_the_chain_and_takes_the_draft_with_it(store, device, appender):
    store.put_draft(Draft(submission="s1", value={"marks": {}}, at=""))
    store.put_draft(Draft(submission="s2", value={}, at=""))
    first = store.append(appender, device.name)
    second = store.append(appender, device.name, drop_draft="s1")
    assert (first.seq, second.seq, second.prev) == (1, 2, first.eid)
    assert [draft.submission for draft in store.drafts()] == ["s2"]


def test_an_entry_that_cannot_be_made_leaves_the_draft(store, device):
    store.put_draft(Draft(submission="s1", value={}, at=""))

    def fail(seq, prev):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.append(fail, device.name, drop_draft="s1")
    with pytest.raises(ValueError, match="does not continue"):
        store.append(
            lambda seq, prev: device.sign(event=EVENT, kind="x", seq=seq + 1, prev=prev, at="", data={}), device.name
        )
    assert store.draft("s1") is not None
    assert store.entries() == []


def test_a_claimed_stub_does_not_move_our_own_chain(store, device, appender):
    store.add([], [Stub("f" * 64, device.name, 900, "0" * 64)])
    assert store.append(appender, device.name).seq == 1


def test_append_many_is_all_or_nothing(store, device, chain):
    store.append_many(lambda seq, prev: chain(device, 3, seq, prev), device.name)
    made = store.append_many(lambda seq, prev: chain(device, 2, seq, prev), device.name)
    assert [entry.seq for entry in made] == [4, 5]

    def broken(seq, prev):
        good, bad = chain(device, 2, seq, prev)
        return [good, bad, bad]

    with pytest.raises(ValueError, match="does not continue"):
        store.append_many(broken, device.name)
    assert [entry.seq for entry in store.entries(device.name)] == [1, 2, 3, 4, 5]


def test_threads_that_append_at_once_leave_no_gap(store, device, appender):
    def work():
        for _ in range(15):
            store.append(appender, device.name)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    written = store.entries(device.name)
    assert [entry.seq for entry in written] == list(range(1, 61))
    assert [entry.prev for entry in written] == ["", *(entry.eid for entry in written[:-1])]


def test_what_is_written_together_stands_or_falls_together(store, device, appender):
    def half_a_change():
        with store.together():
            store.append(appender, device.name)
            store.put_tickets({"ada": "0000-0000-0000"})
            assert store.tickets() == {"ada": "0000-0000-0000"}
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_a_change()
    assert (store.entries(), store.tickets()) == ([], {})

    def swallowed():
        with store.together():
            store.put_tickets({"ada": "0000-0000-0000"})
            with pytest.raises(TypeError):
                store.put_setting("bad", object())

    with pytest.raises(RuntimeError, match="none of it"):
        swallowed()
    assert store.tickets() == {}
    with store.together():
        store.append(appender, device.name)
        store.put_tickets({"ada": "0000-0000-0000"})
    assert (len(store.entries()), len(store.tickets())) == (1, 1)


def test_twenty_thousand_entries_go_in_and_come_out(store, device, chain):
    made = chain(device, 20_000)
    assert len(store.add(made, file=came("a")).entries) == 20_000
    assert store.add([*made[::7]]).entries == ()
    assert [entry.eid for entry in store.entries(device.name)] == [entry.eid for entry in made]
    store.integrity_check()


_POOL = [
    device.sign(event=EVENT, kind="ballot", seq=seq, prev="" if seq == 1 else "0" * 64, at="", data={})
    for device in (Device(bytes([n]) * 32) for n in (1, 2))
    for seq in range(1, 6)
]
_PIECES = st.lists(
    st.tuples(st.lists(st.sampled_from(_POOL)), st.lists(st.sampled_from(_POOL)).map(lambda es: [*map(Stub.of, es)]))
)


@settings(max_examples=25, deadline=None)
@given(_PIECES, st.randoms(use_true_random=False))
def test_adding_is_idempotent_and_free_of_order(pieces, random):
    shuffled = [*pieces, *pieces[::2]]
    random.shuffle(shuffled)
    held = []
    for order in (pieces, shuffled):
        with (
            tempfile.TemporaryDirectory() as folder,
            Store.create(Path(folder) / "a.gmjdb", Role.JUDGE, EVENT) as store,
        ):
            for entries, stubs in order:
                store.add(entries, stubs)
            held.append((set(store.entries()), set(store.stubs())))
    assert held[0] == held[1]
    assert not {entry.eid for entry in held[0][0]} & {stub.eid for stub in held[0][1]}
