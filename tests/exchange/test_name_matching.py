import pytest

from gpumode_judge.event.people import Judge
from gpumode_judge.event.submission import Submission
from gpumode_judge.exchange.matching import match_judge, match_name, match_submission

TEAMS = (
    Submission(id="a", title="Warp Zone Compiler", team="Alpha", table="12", source="https://x.example/1"),
    Submission(id="b", title="Warp Zone Computer", team="Beta", table="13"),
    Submission(id="c", title="Solo", team="Warp Zone Compiler", table="14"),
    Submission(id="d", title="Twin", team="One", table="15"),
    Submission(id="e", title="Twin", team="Two", table="16"),
    Submission(id="f", title="Team 12", table="17"),
)


@pytest.mark.parametrize(
    ("text", "table", "id_"),
    [
        ("warp  zone COMPILER", "", "a"),
        ("alpha", "", "a"),
        ("13", "", "b"),
        ("https://x.example/1", "", "a"),
        ("", "14", "c"),
        ("Twin", "16", "e"),
        ("Solo", "99", "c"),
        ("Team 12", "", "f"),
    ],
)
def test_the_same_name_number_or_address(text: str, table: str, id_: str) -> None:
    assert match_submission(text, TEAMS, table).id == id_


def test_one_clearly_closest_name_is_taken_and_said() -> None:
    found = match_name("Quantised Attention", {"x": ("Quantized Attention",), "y": ("Solo",)})
    assert (found.id, found.note) == ("x", "“Quantised Attention” was taken for “Quantized Attention”.")


@pytest.mark.parametrize(
    ("text", "table", "why"),
    [
        ("Warp Zone Compuler", "", "could be"),
        ("Twin", "", "is the name of 2"),
        ("Team 13", "", "not known here"),
        ("Something else", "", "not known here"),
        ("", "99", "No submission is at table 99"),
        ("", "", "No submission"),
    ],
)
def test_what_cannot_be_told_says_why(text: str, table: str, why: str) -> None:
    found = match_submission(text, TEAMS, table)
    assert found.id == ""
    assert why in found.why


def test_judges_by_name_or_address() -> None:
    judges = (Judge(id="1", name="Ada Okafor"), Judge(id="2", name="Bo Lindqvist"))
    mails = {"1": "ada@x.org"}
    assert match_judge("ADA@x.org", judges, mails).id == "1"
    assert match_judge("bo lindqvist", judges, mails).id == "2"
    assert match_judge("Bo Lindqvistt", judges, mails).note
    assert "not known" in match_judge("Cy", judges, mails).why
