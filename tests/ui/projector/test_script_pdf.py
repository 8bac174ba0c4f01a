"""The emcee's script on paper."""

from dataclasses import replace

import pytest
from stage_made import made_show, text_of

from gpumode_judge.ceremony.telling import Step
from gpumode_judge.event.problem import Problem
from gpumode_judge.ui.projector.script_pdf import origin_of, save_script


def pages(path):
    return text_of(path).count("/Type /Page\n")


@pytest.mark.parametrize("letter", [True, False])
def test_each_part_begins_a_page(themed, tmp_path, letter):
    taken = made_show()
    path = save_script(tmp_path / "script.pdf", taken, letter)
    parts = {step.part for step in taken.steps}
    assert text_of(path).startswith("%PDF")
    assert len(parts) <= pages(path) <= 2 * len(parts) + 2
    assert ("/MediaBox [0 0 612" in text_of(path)) == letter


def test_a_long_part_goes_on_over_pages_and_hostile_words_are_only_words(themed, tmp_path):
    taken = made_show()
    long = [
        Step(
            part="Prizes",
            title=f"<b>{n}</b> &amp;",
            note="说 <img src=x> مرحبا " * 20,
            seconds=5,
            board=taken.steps[0].board,
        )
        for n in range(40)
    ]
    path = save_script(tmp_path / "script.pdf", replace(taken, steps=tuple(long)))
    assert pages(path) > 5


def test_a_file_that_is_there_is_replaced_and_a_folder_that_is_not_is_told(themed, tmp_path):
    taken = made_show()
    path = tmp_path / "script.pdf"
    path.write_text("old")
    save_script(path, taken)
    assert text_of(path).startswith("%PDF")
    with pytest.raises(Problem):
        save_script(tmp_path / "not there" / "script.pdf", taken)


def test_only_a_rehearsal_with_made_up_marks_is_called_made_up(themed):
    at = "2026-09-19T22:10:00Z"
    assert origin_of(made_show(at=at)) == f"Result taken {at}"
    event = made_show(at=at, rehearsal=True)
    assert origin_of(event) == f"Rehearsal event, result taken {at}"
    assert origin_of(replace(event, rehearsal=True)) == "Rehearsal, made-up results"
