import pytest

from gpumode_judge.event.submission import Entered
from gpumode_judge.exchange.fields import What
from gpumode_judge.exchange.guessing import guess
from gpumode_judge.exchange.rows import Rows, SubmissionRow
from gpumode_judge.exchange.submissions_in import submissions_from
from gpumode_judge.exchange.tables import table_from_bytes


def read(text: str, *, header: bool = True) -> tuple[str, Rows[SubmissionRow]]:
    table = table_from_bytes("teams.csv", text.encode(), header=header)
    mapping = guess(table, What.SUBMISSIONS)
    return mapping.recognised, submissions_from(table, mapping)


def test_gavel_without_a_header() -> None:
    name, rows = read('Warp Zone,12,"Fast, they say"\nSolo,B3,\n', header=False)
    assert name == "Gavel project list"
    assert [(row.line, row.title, row.table, row.description) for row in rows.items] == [
        (1, "Warp Zone", "12", "Fast, they say"),
        (2, "Solo", "B3", ""),
    ]


def test_jury_with_and_without_a_header() -> None:
    line = 'Warp,About it,https://d.example/1,https://try.example,,"Fun, Best"\nB,b,,,,Fun\nC,c,,,,Best\n'
    head = "name,description,url,try_link,video_link,challenge_list(comma separated)\n"
    _, bare = read(line, header=False)
    name, rows = read(head + line)
    assert name == "Jury project export"
    for found in (bare, rows):
        assert found.items[0].prizes == ("Fun", "Best")
        assert [link.url for link in found.items[0].links] == ["https://d.example/1", "https://try.example"]


def test_jury_export_withdraws_the_inactive() -> None:
    _, rows = read(
        "Name,Table,Description,URL,TryLink,VideoLink,ChallengeList,Seen,Active,LastActivity\nA,1,,,,,,3,true,0\nB,2,,,,,,3,false,0\n"
    )
    assert [row.entered for row in rows.items] == [Entered.SUBMITTED, Entered.WITHDRAWN]


def test_dorahacks() -> None:
    name, rows = read(
        "BUIDL ID,BUIDL name,BUIDL profile URL,BUIDL demo link,BUIDL GitHub,Track,Bounties,Team members,Team description,Review status\n"
        '77,Paged,https://b.example/77,,github.com/example/paged,Kernels,,"Ada, Bo",We page,Approved\n'
        "78,Ringed,https://b.example/78,,,Kernels,,Chén,,Rejected\n"
    )
    assert name == "DoraHacks BUIDL export"
    first, second = rows.items
    assert (first.source, first.tracks, first.members, first.description) == (
        "77",
        ("Kernels",),
        ("Ada", "Bo"),
        "We page",
    )
    assert ("GitHub", "https://github.com/example/paged") in [(link.label, link.url) for link in first.links]
    assert second.entered is Entered.WITHDRAWN


def test_google_forms_the_later_answer_counts() -> None:
    name, rows = read(
        "Timestamp,Email Address,Team name,What is the name of your project?,Who is in your team? (team members),Demo,Where do you sit?\n"
        '3/14/2026 10:00:00,a@x.org,Alpha,Old Title,"Ada <ada@x.org>, Bo",https://a.example/old,\n'
        "3/14/2026 10:05:00,b@x.org,Beta,Beta Title,Chén,n/a,\n"
        '3/14/2026 11:00:00,A@x.org,alpha,New Title,"Ada, Bo, Dee",a.example/new,\n'
    )
    assert name == "Google Forms answers"
    beta, alpha = rows.items
    assert (alpha.line, alpha.title, alpha.members, alpha.emails) == (
        4,
        "New Title",
        ("Ada", "Bo", "Dee"),
        ("a@x.org",),
    )
    assert [link.url for link in alpha.links] == ["https://a.example/new"]
    assert (beta.title, beta.links, beta.emails) == ("Beta Title", (), ("b@x.org",))
    assert [(skip.line, skip.why) for skip in rows.skipped] == [
        (2, "“Old Title” was handed in again in line 4, which counts.")
    ]


def test_newest_first_answers_are_turned_round_and_keep_their_first_number() -> None:
    _, rows = read(
        "Submission ID,Respondent ID,Submitted at,Project name,Team name,Pitch\n"
        "id9,r2,2026-03-14 12:00:00,Paged,Alpha,second try\nid5,r1,2026-03-14 10:00:00,Paged,Alpha,first try\n"
    )
    (row,) = rows.items
    assert (row.description, row.source, row.line, rows.skipped[0].line) == ("second try", "id5", 2, 3)


def test_microsoft_forms_name_is_the_person() -> None:
    name, rows = read(
        "ID,Start time,Completion time,Email,Name,Last modified time,Project title,Which track?\n"
        "1,3/14/26 10:00:00,3/14/26 10:01:00,z@x.org,Zoë F,,Paged,Kernels;Tools;\n"
    )
    assert name == "Microsoft Forms answers"
    assert (rows.items[0].title, rows.items[0].members, rows.items[0].tracks) == (
        "Paged",
        ("Zoë F",),
        ("Kernels", "Tools"),
    )


def test_a_title_that_is_missing_is_the_team_or_the_row_is_skipped() -> None:
    _, rows = read("Team,Title,Table\nAlpha,,1\n,,2\n")
    assert [(row.title, row.team) for row in rows.items] == [("Alpha", "Alpha")]
    assert (rows.skipped[0].line, rows.skipped[0].why) == (3, "It has no title and no team name.")


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ("Same,Alpha,\nSame,Beta,\n", [2, 3]),
        ("Same,,a@x.org\nSame,,b@x.org\n", [2, 3]),
        ("Same,Alpha,a@x.org\nSAME,alpha,b@x.org\n", [3]),
        ("Same,,\nsame,,\n", [3]),
        ("One,Alpha,a@x.org\nTwo,Alpha,a@x.org\n", [2, 3]),
    ],
)
def test_equal_titles_without_a_number(lines: str, kept: list[int]) -> None:
    _, rows = read("Title,Team,Email\n" + lines)
    assert [row.line for row in rows.items] == kept
    assert len(rows.skipped) == rows.read - len(kept)


def test_text_from_strangers_is_cleaned() -> None:
    _, rows = read('Title,Team,Description\n"Evil\u202etxt\x07 \n name",=cmd(),"a\x00b"\n'.replace("\x00", "\x01"))
    (row,) = rows.items
    assert (row.title, row.team, row.description) == ("Eviltxt name", "=cmd()", "ab")


def test_columns_of_addresses_become_links_with_their_question_as_label() -> None:
    _, rows = read("Title,Where can we see it?\nA,https://a.example\nB,https://b.example and www.c.example/x\n")
    assert [(link.label, link.url) for link in rows.items[1].links] == [
        ("Where can we see it?", "https://b.example"),
        ("Where can we see it?", "https://www.c.example/x"),
    ]
