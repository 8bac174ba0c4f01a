import json

import pytest

from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion
from gpumode_judge.exchange.fields import Field, What
from gpumode_judge.exchange.guessing import guess
from gpumode_judge.exchange.mapping import apply, from_data, preview, recall
from gpumode_judge.exchange.submissions_in import submissions_from
from gpumode_judge.exchange.tables import Table, table_from_bytes


def table(text: str) -> Table:
    return table_from_bytes("teams.csv", text.encode())


def test_known_names_are_certain_and_near_misses_less() -> None:
    found = guess(table("Projct Titel,TABLE-NO,Favourite colour\nA,1,red\n"), What.SUBMISSIONS)
    assert [(c.header, c.field) for c in found.choices] == [
        ("Projct Titel", "title"),
        ("TABLE-NO", "table"),
        ("Favourite colour", ""),
    ]
    assert 60 <= found.choices[0].sure < 90
    assert found.choices[1].sure == 100


def test_the_surest_column_gets_a_field_that_only_one_can_have() -> None:
    found = guess(table("Name,Project name\nx,y\n"), What.SUBMISSIONS)
    assert found.headers(Field.TITLE) == ("Project name",)


@pytest.mark.parametrize(
    "header", ["Ack Prize Selection", "Team Colleges/Universities", "How many team members?", "Project Number of GPUs"]
)
def test_what_only_sounds_alike_is_left_out(header: str) -> None:
    assert guess(table(f"Title,{header}\na,b\n"), What.SUBMISSIONS).choices[1].field == ""


def test_corrections_by_name_take_over_single_fields_and_share_others() -> None:
    found = guess(table("Title,Name,Repo\na,b,c\n"), What.SUBMISSIONS)
    fixed = apply(found, [("name", "title"), ("Title", "links"), ("repo", "link")])
    assert [(c.field, c.sure) for c in fixed.choices] == [("link", 100), ("title", 100), ("link", 100)]
    assert fixed.with_column("Title", None).choices[0].field == ""


@pytest.mark.parametrize(
    ("column", "field", "says"),
    [("Nope", "title", "the columns are “Title”, “Table”"), ("Title", "mark", "can be title, team")],
)
def test_a_wrong_correction_says_what_there_is(column: str, field: str, says: str) -> None:
    with pytest.raises(Problem, match=says):
        guess(table("Title,Table\na,1\n"), What.SUBMISSIONS).with_column(column, field)


def test_a_missing_title_names_the_columns() -> None:
    words = table("Alpha,Beta\n1,2\n")
    with pytest.raises(Problem, match=r"“teams\.csv” has no column that is clearly “title” or “team”.*“Alpha”, “Beta”"):
        submissions_from(words, guess(words, What.SUBMISSIONS))


def test_a_map_is_remembered_and_overrules_the_guess() -> None:
    first = table("Title,Name,Repo\na,b,c\n")
    kept = json.loads(json.dumps(guess(first, What.SUBMISSIONS).with_column("Name", "title").as_data()))
    later = table("Repo,Name,Title,Table\nc,b,a,9\n")
    again = recall(guess(later, What.SUBMISSIONS), from_data(kept))
    assert [(c.header, c.field) for c in again.choices] == [
        ("Repo", "link"),
        ("Name", "title"),
        ("Title", ""),
        ("Table", "table"),
    ]
    assert submissions_from(later, again).items[0].title == "b"


@pytest.mark.parametrize(
    "data",
    [{}, {"what": "x", "columns": {}}, {"what": "judges", "columns": 5}, {"what": "judges", "columns": {"A": "mark"}}],
)
def test_a_broken_memory_is_a_problem(data: dict[str, object]) -> None:
    with pytest.raises(Problem):
        from_data(data)


def test_the_preview_shows_what_is_imported() -> None:
    words = table('Title,Colour,Repo\n"a\nb",red,c\nd,blue\n')
    assert preview(words, guess(words, What.SUBMISSIONS).with_column("Repo", "link"), 1) == (
        (2, (("title", "a b"), ("link", "c"))),
    )


def test_marks_are_found_under_any_dress() -> None:
    criteria = [
        Criterion(key="design", name="Design"),
        Criterion(key="depth", name="Technical depth"),
        Criterion(key="impact", name="Impact"),
    ]
    found = guess(
        table("Judge,Team,Design (/10),Please rate [Technical depth],Score: Impact,Total\na,b,1,2,3,6\n"),
        What.BALLOTS,
        criteria,
    )
    assert found.marks() == {
        "design": "Design (/10)",
        "depth": "Please rate [Technical depth]",
        "impact": "Score: Impact",
    }
    assert found.choices[5].field == ""
