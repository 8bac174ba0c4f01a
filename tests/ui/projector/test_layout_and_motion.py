from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpumode_judge.ui.projector.layout import columns_of, frame_of, rows_of, sponsor_grid, tiles_of
from gpumode_judge.ui.projector.legend import shares
from gpumode_judge.ui.projector.motion import ACCELERATION, TOP_SPEED, Count, Glide

SIZES = st.sampled_from([(1280, 720), (1920, 1080), (3840, 2160), (1024, 768), (1920, 1200), (2560, 1080), (800, 800)])


@given(SIZES, st.integers(0, 300), st.booleans(), st.booleans())
def test_rows_stay_inside_the_safe_area_and_apart(size, rows, lifted, first_page):
    frame = frame_of(*size, lifted=lifted)
    layout = rows_of(frame, rows, a_page=9 if lifted else 12, first_page=first_page)
    assert frame.safe.x >= size[0] * 0.049
    assert frame.safe.y >= size[1] * 0.049
    assert layout.slots[-1].bottom <= frame.footer.y
    assert layout.slots[0].y >= layout.legend.bottom > frame.header.bottom
    for above, below in pairwise(layout.slots):
        assert above.bottom < below.y
        assert above.h >= below.h - 1
    for slot in layout.slots:
        assert slot.h >= frame.name


@given(SIZES)
def test_words_are_large_enough_for_the_last_row(size):
    frame = frame_of(*size)
    assert frame.name >= size[1] * 0.037
    assert frame.small >= size[1] * 0.024


@given(SIZES, st.integers(1, 12))
def test_columns_do_not_overlap(size, rows):
    frame = frame_of(*size)
    layout = rows_of(frame, rows, a_page=12, first_page=True)
    columns = layout.columns
    edges = [columns.rank, columns.name, columns.bar, columns.visits, columns.score]
    for (left, wide), (after, _) in pairwise(edges):
        assert left + wide <= after
    assert sum(columns.score) <= frame.body.w


@given(SIZES, st.booleans())
def test_tiles_stay_inside(size, lifted):
    frame = frame_of(*size, lifted=lifted)
    tiles = tiles_of(frame, 12 if lifted else 18)
    assert all(tile.bottom <= frame.body.bottom and tile.right <= frame.body.right for tile in tiles.tiles)
    assert tiles.bar.y >= tiles.figures[0].bottom


@given(st.integers(0, 40))
def test_every_sponsor_has_a_cell(count):
    area = frame_of(1920, 1080).body
    cells = sponsor_grid(area, count, 40)
    assert len(cells) == count == len(set(cells))
    assert all(cell.right <= area.right and cell.bottom <= area.bottom for cell in cells)


def test_the_same_columns_on_every_page():
    frame = frame_of(1920, 1080)
    assert columns_of(frame, 60).bar == columns_of(frame, 60).bar


@given(st.lists(st.floats(1, 900), min_size=1, max_size=6), st.integers(60, 900))
def test_legend_names_share_the_room(wanted, room):
    given_ = shares(wanted, room)
    assert sum(given_) <= max(room, 6) + len(wanted) or sum(given_) <= sum(wanted) + len(wanted)


@given(st.floats(-30, 30), st.lists(st.tuples(st.integers(0, 40), st.floats(0.001, 0.4)), min_size=1, max_size=6))
def test_a_row_sent_elsewhere_in_flight_ends_exactly_there(start, targets):
    glide = Glide(start, start)
    for target, seconds in targets:
        glide.to = float(target)
        before = glide.at
        glide.step(seconds)
        assert abs(glide.speed) <= TOP_SPEED + 1e-9
        assert abs(glide.at - before) <= TOP_SPEED * seconds + 0.01
    for _ in range(4000):
        if glide.still:
            break
        glide.step(1 / 60)
    assert (glide.at, glide.speed) == (float(targets[-1][0]), 0.0)


@given(st.floats(-30, 30), st.integers(0, 40))
def test_a_row_never_runs_past_its_goal(start, target):
    glide = Glide(start, float(target))
    way = 1 if target > start else -1
    for _ in range(2000):
        glide.step(1 / 60)
        assert (glide.at - target) * way <= 1e-9
    assert glide.still


def test_speed_grows_by_four_rows_a_second_each_second():
    glide = Glide(0, 40)
    glide.step(0.5)
    assert glide.speed == pytest.approx(ACCELERATION * 0.5)
    glide.step(3)
    assert glide.speed == TOP_SPEED


def test_counting_starts_from_what_is_shown():
    count = Count(10, 10)
    count.aim(90)
    count.step(0.3)
    shown = count.now
    assert 10 < shown < 90
    count.aim(20)
    assert count.now == pytest.approx(shown)
    count.step(5)
    assert (count.now, count.still) == (20, True)
