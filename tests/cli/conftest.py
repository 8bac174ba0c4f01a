from pathlib import Path

import pytest
from command_line import FakeFace, Terminal, tickets
from evening import script


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
def night(run: Terminal) -> Path:
    """The organizers' workspace of the evening with submissions and judges, alone in its folder."""
    run.done("--workspace", "night.gmjdb", "new", "--from", script.TOML)
    run.done("import", script.DEVPOST)
    run.done("import", script.JUDGES, "--as", "judges")
    return Path("night.gmjdb").absolute()


@pytest.fixture
def ada(run: Terminal, night: Path, tmp_path: Path) -> Path:
    """Ada's workspace in a folder of its own."""
    event = run.done("--workspace", night, "export", "-o", tmp_path / "event")
    path = tmp_path / "ada.gmjdb"
    run.done("--workspace", path, "join", event, "--judge", script.ADA, "--ticket", tickets(run, night)[script.ADA])
    return path
