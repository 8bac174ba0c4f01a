import json
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.kernelbot import is_json, scores_from


def entry(user: object = "warps", score: object = 1.25e-05, gpu: str = "B200", board: str = "conv", **more: object):
    return {
        "submission_id": 1, "rank": 1, "submission_name": "submission.py", "submission_time": "2026-03-14T21:11:00+00:00",
        "submission_score": score, "leaderboard_name": board, "user_id": "77", "user_name": user, "gpu_type": gpu, **more,
    }  # fmt: skip


def ranking(user: str, score: float, **more: object):
    return {
        "user_name": user, "score": score, "file_name": "submission.py", "submission_id": 3, "submission_count": 2,
        "submission_time": "2026-03-14T21:11:00", "rank": 1, "prev_score": 0.1, **more,
    }  # fmt: skip


def read(value: object):
    return scores_from("board.json", (value if isinstance(value, str) else json.dumps(value)).encode())


def told(scores):
    return [(s.number, s.user, s.seconds, s.gpu, s.leaderboard) for s in scores]


def refusal(value: object) -> str:
    with pytest.raises(Problem) as caught:
        read(value)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.startswith("“board.json”")
    assert sentence.endswith(".")
    return sentence


def test_a_list_of_submissions():
    scores = read([entry(), entry("tiles", 2, "H100", "sort")])
    assert told(scores) == [
        (1, "warps", Decimal("1.25E-5"), "B200", "conv"), (2, "tiles", Decimal(2), "H100", "sort"),
    ]  # fmt: skip


def test_seconds_are_taken_to_the_digit():
    (score,) = read('[{"user_name": "a", "submission_score": 1.2345678901234567e-05}]')
    assert score.seconds == Decimal("0.000012345678901234567")


def test_rankings_by_gpu():
    board = {
        "name": "conv",
        "rankings": {"B200": [ranking("warps", 1.5)], "H100": [ranking("warps", 3.5), ranking("tiles", 2)]},
    }
    expected = [
        (1, "warps", Decimal("1.5"), "B200", "conv"), (2, "warps", Decimal("3.5"), "H100", "conv"),
        (3, "tiles", Decimal(2), "H100", "conv"),
    ]  # fmt: skip
    assert told(read(board)) == expected
    assert told(read({"status": "success", "data": board})) == expected
    assert told(read([board])) == expected


def test_several_leaderboards_at_once():
    boards = [{"name": name, "rankings": {"B200": [ranking("warps", 1)]}} for name in ("conv", "sort")]
    assert [s.leaderboard for s in read({"data": {"leaderboards": boards}})] == ["conv", "sort"]


def test_an_empty_leaderboard_is_one():
    assert read([]) == ()
    assert read({"rankings": {"B200": []}}) == ()


def test_without_a_name_the_number_of_the_user_is_one():
    assert read([entry(None), entry("", user_id=1234), entry("b")])[0].user == "77"
    assert read([entry("", user_id=1234), entry("b")])[0].user == "1234"


@pytest.mark.parametrize(
    "score", ["fast", True, [1], {"s": 1}, float("nan"), float("inf"), -float("inf"), "NaN", 10**80]
)
def test_what_is_no_score_is_told(score):
    scores = read([entry(score=score), entry("b")])
    assert (scores[0].seconds, scores[0].why) == (None, "Its score is not a number.")
    assert scores[1].why == ""


def test_no_score_yet_is_no_mistake():
    assert (read([entry(score=None)])[0].seconds, read([entry(score=None)])[0].why) == (None, "")


def test_what_is_no_entry_is_told():
    scores = read({"rankings": {"B200": [ranking("a", 1), 7, None, ["x"], {"score": 3}]}})
    assert [s.why for s in scores] == ["", *["It is not an entry of a leaderboard."] * 3, "It names no user."]


def test_names_from_strangers_are_cleaned():
    (score,) = read([entry("wa\u202erps\x07\n", gpu="B\u2067200")])
    assert (score.user, score.gpu) == ("warps", "B200")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[", "not whole JSON: line 1"),
        ('[{"user_name": "a"},\n {"user_name"', "line 2"),
        ("{}", "neither a list"),
        ('{"rankings": 3}', "neither a list"),
        ('{"data": {"data": {"data": {"data": {"data": {"rankings": {"a": []}}}}}}}', "neither a list"),
        ("[1, 2]", "neither a list"),
        ('[{"a": 1}]', "“user_name”"),
        ('[{"user_name": "a", "user_name": "b", "score": 1}]', "“user_name” twice"),
        ("[" * 100_000, "deeper"),
        ('{"data":' * 100_000, "deeper"),
        ("[" + "9" * 10_000 + "]", "neither a list"),
    ],
)
def test_what_is_no_leaderboard_is_one_sentence(text, part):
    assert part in refusal(text)


def test_bytes_that_are_no_text():
    with pytest.raises(Problem, match="UTF-8"):
        scores_from("board.json", b'[{"user_name": "\xff"}]')


def test_a_byte_order_mark_and_spaces_stand_before_json():
    assert is_json(b"\xef\xbb\xbf\n [1]")
    assert not is_json(b"team,ms\n[a],1")
    assert scores_from("x", b'\xef\xbb\xbf [{"user_name": "a", "score": 1}]')[0].user == "a"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["rankings", "data", "user_name", "score", "B200", "name"]), inner, max_size=4
        )
    ),
)


@given(anything)
def test_whatever_json_it_is_there_are_scores_or_one_sentence(value):
    with suppress(Problem):
        scores = read(value if isinstance(value, list | dict) else [value])
        assert all(s.seconds is None or s.seconds.is_finite() for s in scores)
