import shutil
from functools import cache
from pathlib import Path

import pytest
import typer.main
from command_line import FakeFace, Terminal, once, tickets
from evening import script


@pytest.fixture(scope="session", autouse=True)
def one_program():
    """The program is put together once: for each command that is run, Typer would read all of them anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.main, "get_command", cache(typer.main.get_command))
        yield


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder with the same name in each test (see ``once``)."""
    folder = tmp_path_factory.getbasetemp() / "laptops"
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()
    return folder


@pytest.fixture
def face() -> FakeFace:
    return FakeFace()


@pytest.fixture
def run(
    face: FakeFace, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    folder = tmp_path / "folder"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Terminal(face, capsys)


@pytest.fixture
@once
def night(run: Terminal) -> Path:
    """The organizers' workspace of the evening with submissions and judges, alone in its folder."""
    run.done("--workspace", "night.gmjdb", "new", "--from", script.TOML)
    run.done("import", script.DEVPOST)
    run.done("import", script.JUDGES, "--as", "judges")
    return Path("night.gmjdb").absolute()


@pytest.fixture
@once
def ada(run: Terminal, night: Path, tmp_path: Path) -> Path:
    """Ada's workspace in a folder of its own."""
    event = run.done("--workspace", night, "export", "-o", tmp_path / "event")
    path = tmp_path / "ada.gmjdb"
    run.done("--workspace", path, "join", event, "--judge", script.ADA, "--ticket", tickets(run, night)[script.ADA])
    return path
