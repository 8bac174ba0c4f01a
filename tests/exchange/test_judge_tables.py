from gpumode_judge.exchange.assignments_in import assignments_from
from gpumode_judge.exchange.fields import What
from gpumode_judge.exchange.guessing import guess
from gpumode_judge.exchange.judges_in import judges_from
from gpumode_judge.exchange.rows import AssignmentRow, JudgeRow, Rows
from gpumode_judge.exchange.tables import table_from_bytes


def judges(text: str, *, header: bool = True) -> Rows[JudgeRow]:
    table = table_from_bytes("judges.csv", text.encode(), header=header)
    return judges_from(table, guess(table, What.JUDGES))


def assignments(text: str) -> Rows[AssignmentRow]:
    table = table_from_bytes("rounds.csv", text.encode())
    return assignments_from(table, guess(table, What.ASSIGNMENTS))


def test_judges_with_everything() -> None:
    rows = judges("Name,E-mail,Affiliation,Tracks\nAda Okafor,ADA@x.org,Lab,Kernels; Inference\nBo,,,\n")
    assert rows.items == (
        JudgeRow(line=2, name="Ada Okafor", email="ada@x.org", affiliation="Lab", tracks=("Kernels", "Inference")),
        JudgeRow(line=3, name="Bo"),
    )


def test_judges_without_a_header_and_their_notes_stay_out() -> None:
    rows = judges("Ada,ada@x.org,private remark\n", header=False)
    assert rows.items == (JudgeRow(line=1, name="Ada", email="ada@x.org"),)


def test_guest_lists_leave_out_who_does_not_come() -> None:
    luma = judges(
        "api_id,name,first_name,last_name,email,phone_number,approval_status,qr_code_url\n"
        "g1,Ada Okafor,Ada,Okafor,ada@x.org,,approved,\ng2,,Bo,Lindqvist,bo@x.org,,approved,\ng3,Cy,,,cy@x.org,,declined,\n"
    )
    assert [row.name for row in luma.items] == ["Ada Okafor", "Bo Lindqvist"]
    assert (luma.skipped[0].line, luma.skipped[0].why) == (4, "“Cy” is marked “declined”.")
    brite = judges(
        "Order #,First Name,Last Name,Email,Ticket Type,Attendee #,Attendee Status\n1,Ada,Okafor,a@x.org,Judge,9,Attending\n"
    )
    assert brite.items[0].name == "Ada Okafor"


def test_one_person_twice_and_nobody() -> None:
    rows = judges("Name,Email\nAda,a@x.org\nAda O.,A@x.org\n,b@x.org\n")
    assert [row.line for row in rows.items] == [2]
    assert [(skip.line, skip.why) for skip in rows.skipped] == [
        (3, "“Ada O.” is already in line 2."),
        (4, "It names nobody."),
    ]


def test_assignments_by_title_or_table_with_and_without_order() -> None:
    rows = assignments("Judge,Project,Table Number,Order\nAda,Warp,,2\nAda,,7,1\nBo,Warp,12,\n")
    assert [(row.judge, row.submission, row.table, row.order) for row in rows.items] == [
        ("Ada", "Warp", "", 2),
        ("Ada", "", "7", 1),
        ("Bo", "Warp", "12", None),
    ]


def test_assignments_that_say_nothing_or_twice() -> None:
    rows = assignments("Judge,Project,Order\n,Warp,1\nAda,,2\nAda,Warp,first\nAda,Solo,1\nada,solo,2\n")
    assert [row.line for row in rows.items] == [5]
    assert [(skip.line, skip.why) for skip in rows.skipped] == [
        (2, "It names no judge."),
        (3, "It names no submission and no table."),
        (4, "The order “first” is not a whole number."),
        (6, "“ada” already visits “solo” in line 5."),
    ]
