"""A broken or hostile file gets one clear sentence and changes nothing."""

import zipfile

import pytest

from gpumode_judge.desk import showing
from gpumode_judge.desk.importing import What, commit, prepare
from gpumode_judge.event.problem import Problem


def bomb(path) -> bytes:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("xl/workbook.xml", "x" * 30_000_000)
    return path.read_bytes()


HOSTILE = {
    "empty.csv": lambda _: b"",
    "nul.csv": lambda _: b"title,table\nA\x00,1\n",
    "binary.xlsx": lambda _: bytes(range(256)) * 40,
    "cut.xlsx": lambda path: bomb(path)[:2000],
    "bomb.xlsx": bomb,
    "bytes.csv": lambda _: b"title\n\xff\xfe\xfa\x81\x8d\x8f",
    "wide.csv": lambda _: b"title," + b"x," * 300_000 + b"\nA\n",
    "long.csv": lambda _: b"title\n" + b"x" * 9_000_000,
    "words.csv": lambda _: b"no,such,columns\n1,2,3\n",
}


@pytest.mark.parametrize("what", [What.SUBMISSIONS, What.BALLOTS])
@pytest.mark.parametrize("name", HOSTILE)
def test_changes_nothing(organizer, tmp_path, name, what):
    path = tmp_path / name
    path.write_bytes(HOSTILE[name](path))
    entries, told = len(list(organizer.ledger)), str(showing.show_standings(organizer))
    workspace = organizer.path.read_bytes()
    sentence = ""
    try:
        prepared = prepare(organizer, path, what)
        sentence = prepared.problem
        if not sentence:
            commit(organizer, prepared)
    except Problem as problem:
        sentence = str(problem)
    assert sentence
    assert "\n" not in sentence
    assert organizer.path.read_bytes() == workspace
    assert (len(list(organizer.ledger)), str(showing.show_standings(organizer))) == (entries, told)


def test_no_file_at_all(organizer, tmp_path):
    for path in (tmp_path, tmp_path / "none.csv", tmp_path / ("n" * 400), tmp_path / "a\x00b"):
        with pytest.raises(Problem):
            prepare(organizer, path, What.SUBMISSIONS)


def test_formulas_and_bidi_stay_text_and_leave_as_text(organizer, tmp_path):
    from gpumode_judge.desk.reporting import standings_csv

    path = tmp_path / "t.csv"
    path.write_text('title,table\n"=HYPERLINK(""http://x"")",8\n\u202eevil,9\n', encoding="utf-8")
    commit(organizer, prepare(organizer, path, What.SUBMISSIONS))
    titles = {s.title for s in organizer.record.submissions.values()}
    assert '=HYPERLINK("http://x")' in titles
    assert "evil" in titles
    assert "\"'=HYPERLINK" in standings_csv(organizer)
