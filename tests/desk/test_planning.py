from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from gpumode_judge.desk import planning
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.event import Mode, Prize, Track
from gpumode_judge.event.people import Judge
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion


def shape(plan) -> str:
    """A plan without its ids."""
    return planning.plan_to_toml(plan)


@pytest.mark.parametrize("name", [info.name for info in planning.templates()])
def test_every_template_makes_an_event_that_its_file_makes_again(tmp_path, name):
    with OrganizerDesk.create(tmp_path, planning.changed(planning.template(name), title="Night")) as desk:
        path = planning.write_toml(desk.plan, tmp_path)
        assert path.name == "night.toml"
        again = planning.plan_from_toml(path)
        assert shape(again) == shape(desk.plan)
        assert (again.rubric, again.rules.weights) == (desk.plan.rubric, desk.plan.rules.weights)


def test_a_whole_event_there_and_back(tmp_path, plan):
    rich = replace(
        plan,
        tracks=(Track(id="t", name="Open", description="Anything"), Track(id="u", name="Kernels")),
        prizes=(Prize(id="p", name="Best, of Triton", eligible="track:u", count=2, again=False, place=3),),
        rubric=replace(
            plan.rubric,
            criteria=(
                *plan.rubric.criteria,
                Criterion(key="fit", name="Fit", scope="prize:p", anchors={Decimal(3): "so so"}),
            ),
        ),
    )
    path = planning.write_toml(rich, tmp_path / "night.toml")
    again = planning.plan_from_toml(path)
    assert shape(again) == shape(rich)
    assert [(j.name, dict(again.emails).get(j.id)) for j in again.judges][:2] == [
        ("Ada Lovelace", "ada@private.example"), ("Bob ../../Dobbs", "bob@private.example"),
    ]  # fmt: skip


def test_a_file_that_is_there_is_left_alone(tmp_path, plan):
    path = tmp_path / "night.toml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(Problem, match=r"night\.toml"):
        planning.write_toml(plan, path)
    assert path.read_text(encoding="utf-8") == "mine"


def test_facts_of_the_event_can_be_replaced(plan):
    told = planning.changed(
        plan, title=" New\tTitle ", place="Hall", day="2026-01-02", zone="Europe/Berlin", rehearsal=True
    )
    assert (told.event.title, told.event.place, told.event.day) == ("New Title", "Hall", "2026-01-02")
    assert (told.event.zone, told.event.mode) == ("Europe/Berlin", Mode.REHEARSAL)
    assert planning.changed(plan).event == plan.event
    for wrong in ({"day": "yesterday"}, {"zone": "Mars/Base"}):
        with pytest.raises(Problem):
            planning.changed(plan, **wrong)


@pytest.mark.parametrize("ask", [planning.template, planning.prize_list])
def test_unknown_names(ask):
    with pytest.raises(Problem, match="nope"):
        ask("nope")


class TestUpdate:
    @pytest.fixture
    def planned(self, organizer, tmp_path):
        """The event's plan as it comes back from its file: with other ids."""
        return planning.plan_from_toml(planning.write_toml(organizer.plan, tmp_path / "plan.toml"))

    def test_the_same_file_changes_nothing(self, organizer, planned):
        entries = len(list(organizer.ledger))
        assert planning.update(organizer, planned) == 0
        assert len(list(organizer.ledger)) == entries

    def test_weights_anchors_and_names(self, organizer, planned):
        weighed = replace(planned, rules=replace(planned.rules, weights={"impact": Decimal(1), "depth": Decimal(1)}))
        assert planning.update(organizer, weighed) == 1
        assert organizer.record.rules.weight("depth") == 1

    def test_people_tracks_and_prizes_are_found_by_name(self, organizer, planned):
        tickets = organizer.tickets
        ada, *others = planned.judges
        fuller = replace(
            planned,
            judges=(replace(ada, affiliation="Engines"), *others, Judge(id="new", name="Dee")),
            prizes=(replace(planned.prizes[0], award="A GPU"), Prize(id="q", name="Most Fun")),
            tracks=(*planned.tracks, Track(id="z", name="Kernels")),
            rubric=replace(
                planned.rubric,
                criteria=(
                    *planned.rubric.criteria,
                    Criterion(key="fit", name="Fit", scope=f"track:{planned.tracks[0].id}"),
                ),
            ),
        )
        assert planning.update(organizer, fuller) == 6
        record = organizer.record
        assert record.judges["ada"].affiliation == "Engines"
        assert {p.id: p.award for p in record.prizes}["p"] == "A GPU"
        assert {t.name for t in record.tracks} == {"Open", "Kernels"}
        assert record.rubric is not None
        assert record.rubric["fit"].scope == "track:t"
        assert {name: organizer.tickets[name] for name in tickets} == tickets

    def test_what_the_file_no_longer_names_stays(self, organizer, planned, join, stick, score):
        ada = join("ada")
        score(ada, "s1", 5, 3)
        ada.hand_in(stick)
        organizer.merge([stick])
        planning.update(organizer, replace(planned, judges=(), prizes=(), tracks=()))
        assert len(organizer.record.judges) == 3
        assert len(organizer.record.prizes) == 1
        assert organizer.record.ballots["ada", "s1"].value.marks["impact"] == 5

    def test_a_criterion_that_goes_keeps_the_marks_but_they_wait(self, organizer, planned, join, stick, score):
        ada = join("ada")
        score(ada, "s1", 5, 3)
        ada.hand_in(stick)
        organizer.merge([stick])
        rubric = replace(planned.rubric, criteria=(*planned.rubric.criteria, Criterion(key="demo", name="Demo")))
        planning.update(organizer, replace(planned, rubric=rubric))
        assert ("ada", "s1") in organizer.record.unfit
        planning.update(organizer, planned)
        assert ("ada", "s1") in organizer.record.ballots


def test_a_broken_file_is_told_with_its_place(tmp_path: Path):
    path = tmp_path / "x.toml"
    for text, part in (("[event", "TOML"), ('[event]\ntitel = "A"\n', "title"), ("", "title")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(Problem, match=part):
            planning.plan_from_toml(path)
