from decimal import Decimal
from itertools import count

import pytest

from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.event_toml import read_plan, write_plan
from gpumode_judge.exchange.templates import prize_list, prize_lists, template, templates

SPONSORS = ("Anyscale", "Fal.ai", "Lambda", "Modal", "Nebius", "Oracle", "Prime Intellect", "Together")


def ids():
    numbers = count(1)
    return lambda: f"{next(numbers):032x}"


@pytest.mark.parametrize("name", [known.name for known in templates()])
def test_every_template_is_a_whole_event_that_survives_writing(name):
    plan = template(name, ids())
    assert plan.event.title
    assert sum(plan.rules.weights.values()) == 100
    assert read_plan(write_plan(plan), ids()) == plan


def test_templates_are_told_in_a_title_and_a_line():
    assert all(known.title and known.line.endswith(".") for known in templates())


def test_the_open_ended_rubric():
    plan = template("gpu-mode-open-ended", ids())
    assert [(c.name, plan.rules.weight(c.key)) for c in plan.rubric.criteria] == [
        ("Open-source impact", 30),
        ("Technical depth", 25),
        ("Performance evidence", 25),
        ("Novelty", 10),
        ("Demo and write-up", 10),
    ]
    for criterion in plan.rubric.criteria:
        assert str(criterion.scale) == "1–5"
        assert set(criterion.anchors) == {Decimal(1), Decimal(3), Decimal(5)}
        assert criterion.prompt
        assert criterion.note_prompt


def test_cuda_mode_irl_has_the_same_rubric_its_sponsors_and_its_prizes():
    plan = template("cuda-mode-irl", ids())
    assert plan.rubric == template("gpu-mode-open-ended", ids()).rubric
    assert plan.event.sponsors == SPONSORS
    assert tuple(prize.sponsor for prize in plan.prizes if prize.count == 5) == SPONSORS
    assert [prize.count for prize in plan.prizes] == [5] * 8 + [3]
    assert [prize.place for prize in plan.prizes] == list(range(1, 10))


def test_a_prize_list_comes_alone():
    (known,) = prize_lists()
    assert len(prize_list(known.name, ids())) == 9


def test_blank_has_one_criterion():
    assert len(template("blank", ids()).rubric.criteria) == 1


def test_no_rule_that_real_events_used_lets_judges_weigh_what_machines_measure():
    for name in ("kernels-5-3-1", "inference-throughput", "training-loss"):
        plan = template(name, ids())
        assert [plan.rules.weight(c.key) for c in plan.rubric.criteria] == [0]
        assert plan.rules.priority
        assert plan.rules.measured


def test_one_question_and_four_winners():
    plan = template("one-question", ids())
    assert [c.prompt for c in plan.rubric.criteria] == ["How likely does this become a successful open-source project?"]
    assert [prize.count for prize in plan.prizes] == [4]


@pytest.mark.parametrize("name", [known.name for known in templates()])
def test_every_template_adjusts_for_severity(name):
    assert template(name, ids()).rules.method == "severity"


def test_an_unknown_template_is_refused_with_the_near_one():
    with pytest.raises(Problem, match="“blank” is probably meant"):
        template("blnk", ids())
    with pytest.raises(Problem, match="no template"):
        template("../secret", ids())
