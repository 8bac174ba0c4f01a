"""Sponsors' logos and teams' photos: what is taken in, what is refused, and where they travel."""

import struct
import zlib

import pytest

from gpumode_judge.desk.everything import export_everything, import_everything
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.pictures import (
    drop_picture,
    import_pictures,
    kind_of,
    logo_of,
    photo_of,
    picture,
    picture_names,
    put_picture,
    sponsor_logos,
)
from gpumode_judge.event.event import Prize
from gpumode_judge.event.problem import Problem

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="url(#g)" d="M0 0h9v9z"/></svg>'
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40 + b"\xff\xd9"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(more: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0") + more) + chunk(b"IEND", b"")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pictures").mkdir()
    return tmp_path / "pictures"


@pytest.fixture
def sponsored(organizer):
    organizer.put([
        Prize(id="p", name="Best use of Triton", sponsor="Prime Intellect"), Prize(id="q", name="Second", sponsor="Acme & Söhne"),
    ])  # fmt: skip
    return organizer


def test_a_picture_comes_back_to_the_byte(sponsored, folder):
    (folder / "a.svg").write_bytes(SVG)
    put_picture(sponsored, logo_of("Prime Intellect"), folder / "a.svg")
    assert picture(sponsored, logo_of(" prime  INTELLECT ")) == SVG
    assert sponsor_logos(sponsored) == (("Prime Intellect", logo_of("Prime Intellect")),)
    (folder / "a.png").write_bytes(png())
    put_picture(sponsored, logo_of("Prime Intellect"), folder / "a.png")
    assert picture(sponsored, logo_of("Prime Intellect")) == png()
    drop_picture(sponsored, logo_of("Prime Intellect"))
    assert picture(sponsored, logo_of("Prime Intellect")) is None
    assert sponsor_logos(sponsored) == ()


@pytest.mark.parametrize(
    ("data", "kind"), [(SVG, "svg"), (b"\xef\xbb\xbf" + SVG, "svg"), (png(), "png"), (JPEG, "jpeg")]
)
def test_kinds_are_told_by_their_bytes(data, kind):
    assert kind_of("whatever.txt", data) == kind


def svg(inside: str) -> bytes:
    return SVG.replace(b"<path", inside.encode() + b"<path")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"GIF89a", "no SVG, PNG or JPEG"),
        (b"", "no SVG, PNG or JPEG"),
        (b"<html><body></body></html>", "no SVG, PNG or JPEG"),
        (png()[:-20], "cut off"),
        (JPEG[:-10], "cut off"),
        (SVG[:60], "cut off"),
        (png(b"\0" * 2_000_000), "2 MB"),
        (svg("<script>alert(1)</script>"), "run something"),
        (svg("<s:script/>"), "run something"),
        (svg('<g onload="x()"/>'), "run something"),
        (svg('<a href="javascript:x()"/>'), "run something"),
        (svg('<a href="&#106;avascript:x()"/>'), "run something"),
        (svg("<foreignObject/>"), "run something"),
        (svg("<animate attributeName='x'/>"), "run something"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "run something"),
        (b'<?xml-stylesheet href="x.css"?>' + SVG, "run something"),
        (svg("<style>@import 'x.css';</style>"), "run something"),
        (svg('<image href="https://example.org/x.png"/>'), "from elsewhere"),
        (svg('<image xlink:href="file:///etc/passwd"/>'), "from elsewhere"),
        (svg("<use href='//host/x.svg#a'/>"), "from elsewhere"),
        (svg('<g style="fill:url(http://example.org/x)"/>'), "from elsewhere"),
        (svg('<g style="fill:\\75rl(http://example.org/x)"/>'), "from elsewhere"),
        (SVG.decode().encode("utf-16"), "no SVG, PNG or JPEG"),
        (svg("<text>\xff</text>").replace("\xff".encode(), b"\xff"), "UTF-8"),
    ],
)
def test_what_could_do_harm_or_is_none_is_refused(data, why):
    with pytest.raises(Problem, match=why):
        kind_of("logo.svg", data)


def test_an_embedded_picture_is_no_reference():
    assert kind_of("a.svg", svg('<image href="data:image/png;base64,AAAA"/>')) == "svg"


def test_there_is_an_end_to_pictures(sponsored, folder, monkeypatch):
    (folder / "a.png").write_bytes(png())
    monkeypatch.setattr("gpumode_judge.desk.pictures.MOST_PICTURES", 2)
    for name in ("a", "b", "a"):
        put_picture(sponsored, name, folder / "a.png")
    with pytest.raises(Problem, match="2 pictures already"):
        put_picture(sponsored, "c", folder / "a.png")
    monkeypatch.setattr("gpumode_judge.desk.pictures.MOST_IN_ALL", 100)
    with pytest.raises(Problem, match="together"):
        put_picture(sponsored, "a", folder / "a.png")


def test_a_folder_is_matched_by_name(sponsored, folder, changed_team):
    sponsored.put([changed_team(2, title="Warp Wizards")])
    for name, data in {
        "prime_intellect-logo.svg": SVG, "Acme & Söhne.png": png(), "Warp Wizards.jpg": JPEG, "T3.jpeg": JPEG, "table 4.png": png(),
        "somebody else.png": png(), "Team 5.svg": svg("<script/>"), "warp  wizards.png": png(), "notes.txt": b"x", ".hidden.png": png(),
    }.items():  # fmt: skip
        (folder / name).write_bytes(data)
    (folder / "sub.png").mkdir()
    found = {one.file: one for one in import_pictures(sponsored, folder)}
    kept = {one.whom for one in found.values() if one.name}
    assert kept == {"Prime Intellect", "Acme & Söhne", "Warp Wizards", "Team 3", "Team 4"}
    assert set(found) == {
        "prime_intellect-logo.svg", "Acme & Söhne.png", "Warp Wizards.jpg", "T3.jpeg", "table 4.png", "somebody else.png",
        "Team 5.svg", "warp wizards.png",
    }  # fmt: skip
    assert "not known here" in found["somebody else.png"].why
    assert "run something" in found["Team 5.svg"].why
    assert "shows the same" in found["warp wizards.png"].why
    assert picture(sponsored, photo_of("s2")) == JPEG


def test_a_folder_without_pictures_says_so(sponsored, folder):
    with pytest.raises(Problem, match="no SVG, PNG or JPEG file"):
        import_pictures(sponsored, folder)
    with pytest.raises(Problem, match="not there"):
        import_pictures(sponsored, folder / "none")


def test_they_travel_in_everything_and_never_in_an_event_file(sponsored, folder, tmp_path, desks, stick):
    (folder / "a.jpg").write_bytes(JPEG + b"\0" * 1_900_000 + b"\xff\xd9")
    put_picture(sponsored, photo_of("s1"), folder / "a.jpg")
    (folder / "b.svg").write_bytes(SVG)
    put_picture(sponsored, logo_of("Prime Intellect"), folder / "b.svg")
    event = sponsored.export_event(stick)
    assert event.stat().st_size < 100_000
    sponsored.remember("before", 1)
    everything = export_everything(sponsored, tmp_path)
    there = desks(OrganizerDesk.open(import_everything(everything, tmp_path)))
    assert picture_names(there) == picture_names(sponsored)
    assert all(picture(there, name) == picture(sponsored, name) for name in picture_names(there))


def test_they_are_in_backups(sponsored, folder, tmp_path):
    from gpumode_judge.store.store import Store

    (folder / "b.svg").write_bytes(SVG)
    put_picture(sponsored, logo_of("Prime Intellect"), folder / "b.svg")
    sponsored.store.backup(tmp_path / "copy.gmjdb")
    with Store.open(tmp_path / "copy.gmjdb") as copy:
        assert copy.picture(logo_of("Prime Intellect")).data == SVG
