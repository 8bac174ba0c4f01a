import errno
import os
import socket
import sys
from pathlib import Path

import pytest

from gpumode_judge.event.problem import Problem
from gpumode_judge.system import files, rename
from gpumode_judge.system.files import read_regular, replace_file, write_new

posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes, links and modes of POSIX")


def refused_link(*_args: object, **_kwargs: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("data", [b"", b"x", bytes(range(256)) * 10_000])
def test_what_is_written_is_read_back(tmp_path: Path, data: bytes):
    assert write_new(tmp_path / "ada.gmj", data) == tmp_path / "ada.gmj"
    assert read_regular(tmp_path / "ada.gmj", len(data)) == data
    assert [path.name for path in tmp_path.iterdir()] == ["ada.gmj"]


def test_nothing_is_overwritten(tmp_path: Path):
    path = tmp_path / "ada.gmj"
    write_new(path, b"first")
    with pytest.raises(Problem, match=r"“ada.gmj” is already there"):
        write_new(path, b"second")
    assert path.read_bytes() == b"first"
    assert len(list(tmp_path.iterdir())) == 1


@posix
def test_a_dangling_link_counts_as_something_that_is_there(tmp_path: Path):
    (tmp_path / "ada.gmj").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Problem, match="already there"):
        write_new(tmp_path / "ada.gmj", b"x")
    assert not (tmp_path / "elsewhere").exists()


@posix
@pytest.mark.parametrize("exclusive_rename", [True, False])
def test_a_stick_without_hard_links_gets_whole_files_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exclusive_rename: bool
):
    monkeypatch.setattr(rename.os, "link", refused_link)
    if not exclusive_rename:
        monkeypatch.setattr(rename, "_rename_exclusive", lambda _part, _path: False)
    write_new(tmp_path / "a.gmj", b"first")
    assert (tmp_path / "a.gmj").read_bytes() == b"first"
    assert len(list(tmp_path.iterdir())) == 1

    (tmp_path / "part").write_bytes(b"second")
    with pytest.raises(FileExistsError):
        rename.rename_new(tmp_path / "part", tmp_path / "a.gmj")
    assert (tmp_path / "a.gmj").read_bytes() == b"first"


@posix
def test_someone_who_was_faster_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def reread_while_another_writes(part: Path) -> bytes:
        (tmp_path / "a.gmj").write_bytes(b"theirs")
        return part.read_bytes()

    monkeypatch.setattr(files, "_reread", reread_while_another_writes)
    with pytest.raises(Problem, match="already there"):
        write_new(tmp_path / "a.gmj", b"ours")
    assert (tmp_path / "a.gmj").read_bytes() == b"theirs"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_stick_that_does_not_keep_what_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "_reread", lambda _path: b"something else")
    with pytest.raises(Problem, match="not kept as it was written"):
        write_new(tmp_path / "a.gmj", b"data")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no room left"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "no permission"),
        (errno.EIO, "reliably"),
        (errno.EMFILE, "too many open files"),
    ],
)
def test_what_the_disk_refuses_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
):
    def refuse(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    (tmp_path / "settings.toml").write_bytes(b"old")
    monkeypatch.setattr(files, "_settle", refuse)
    with pytest.raises(Problem, match=words):
        write_new(tmp_path / "a.gmj", b"data")
    with pytest.raises(Problem, match=words):
        replace_file(tmp_path / "settings.toml", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("settings.toml", b"old")]


def test_a_stick_that_was_pulled_out(tmp_path: Path):
    with pytest.raises(Problem, match="plug it in again"):
        write_new(tmp_path / "gone" / "a.gmj", b"data")
    with pytest.raises(Problem, match="plug it in again"):
        read_regular(tmp_path / "gone" / "a.gmj", 10)


@posix
def test_only_this_user_reads_private_files(tmp_path: Path):
    replace_file(tmp_path / "key", b"1", private=True)
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
    replace_file(tmp_path / "key", b"2", private=True)
    assert (tmp_path / "key").read_bytes() == b"2"


@posix
def test_only_plain_files_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "round").symlink_to(tmp_path / "round")
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(tmp_path)  # socket names are short
        listener.bind("socket")
        for name in ("pipe", "zero", "socket"):
            with pytest.raises(Problem, match="device or a pipe"):
                read_regular(tmp_path / name, 100)
    with pytest.raises(Problem, match="a folder"):
        read_regular(tmp_path, 100)
    with pytest.raises(Problem, match="leads back to itself"):
        read_regular(tmp_path / "round", 100)
    with pytest.raises(Problem, match="not a file name"):
        read_regular(Path("a\0b"), 100)


@posix
def test_a_link_to_a_plain_file_is_fine(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"data")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    assert read_regular(tmp_path / "link", 4) == b"data"


def test_large_files_are_refused_without_being_read(tmp_path: Path):
    with (tmp_path / "big").open("wb") as file:
        file.truncate(3_000_000_000)
    with pytest.raises(Problem, match="larger than 16 MB"):
        read_regular(tmp_path / "big", 16_000_000)
