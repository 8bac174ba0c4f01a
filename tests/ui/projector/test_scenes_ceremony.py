import gzip
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QBuffer, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from gpumode_judge.ceremony.board import Board, BoardRow, Path, Race, Scene, Spread
from gpumode_judge.ceremony.scenes import AgendaLine, Countdown, Interval, Moment, PrizeCard, Profile, Winner
from gpumode_judge.ceremony.spoken import as_text
from gpumode_judge.ui.projector import prize_scene, text
from gpumode_judge.ui.projector.canvas import BoardCanvas
from gpumode_judge.ui.projector.countdown_scene import OVER, left_text
from gpumode_judge.ui.projector.layout import Box, frame_of
from gpumode_judge.ui.projector.leads import leads_of, thinned_points
from gpumode_judge.ui.projector.motion import TOP_SPEED
from gpumode_judge.ui.projector.pictures import EventPictures, dark, decode, harmless
from gpumode_judge.ui.projector.render import render_board
from gpumode_judge.ui.projector.reveal_scene import places_of
from gpumode_judge.ui.projector.sponsors_scene import cells_of, logo_image
from gpumode_judge.ui.shared.theme import load_theme

NOW = datetime(2026, 9, 21, 18, 0, 0, tzinfo=UTC)
SIZES = [(1920, 1080), (3840, 2160), (1280, 720), (1024, 768)]
HARD = (
    "TurboSoftmax",
    "FlashKernels: fused attention for the rest of us, on one GPU",
    "内核融合 — 大规模矩阵乘法优化器",
    "مُسرّع الانتباه للنماذج اللغوية CUDA",
    "מאיץ הקשב",
    "👩‍👩‍👧‍👦 Family Matmul 🧑🏽‍💻",
    "ALL CAPITALS EVERYWHERE",
    "W" * 60,
    "Z̷̤͂a̸l̵g̶o̵ kernels",
    "A",
)
BASE = {"title": "CUDA MODE IRL", "sponsors": ("NVIDIA", "Modal", "Lambda Labs"), "place": "SF", "day": "Saturday"}


def row(team, rank, **more):
    told = {"key": f"t{team}", "rank": rank, "name": HARD[team % len(HARD)], "team": "Ada, Grace", "visits": 4}
    return BoardRow(**(told | {"score": f"{95 - rank:.1f}", "fraction": (95 - rank) / 100, "settled": True} | more))


def pending(rank):
    return BoardRow(key=f"place {rank}", rank=rank, name="")


def winner(team, rank=None, **more):
    told = {"key": f"t{team}", "name": HARD[team], "team": "The Tilers", "members": "Ada, Grace", "rank": rank}
    return Winner(**(told | {"score": f"{95 - rank:.1f}" if rank else ""} | more))


def reveal(rows, focus="", **more):
    return Board(scene=Scene.REVEAL, rows=tuple(rows), focus=focus, **(BASE | more))


PRIZE = PrizeCard(name="Best use of Tensor Cores", sponsor="NVIDIA", award="A signed GPU")
AGENDA = tuple(
    AgendaLine(time=f"{9 + i}:00", title=f"Item number {i}", where="Hall", moment=moment)
    for i, moment in enumerate((Moment.PAST, Moment.NOW, Moment.NEXT, Moment.LATER, Moment.LATER))
)
SOON = Countdown(label="Hand-in closes in", at=(NOW + timedelta(minutes=12)).isoformat())
RACE = Race(
    moments=tuple(f"20:{i:02}" for i in range(10)),
    paths=tuple(
        Path(key=f"t{k}", name=HARD[k], points=tuple((m, 1 + (k + m // 4) % 3) for m in range(10))) for k in range(3)
    ),
)
INTERVALS = tuple(
    Interval(key=f"t{i}", name=HARD[i] if i < 3 else "", score=90 - 2 * i, low=85 - 2 * i, high=93 - 2 * i)
    for i in range(30)
)
SPREAD = Spread(bins=(0,) * 10 + (1, 2, 4, 2, 1) + (0,) * 5, visits=10, low=55, middle=62, high=70)
BOARDS = {
    "frozen": Board(
        scene=Scene.FROZEN,
        rows=tuple(row(i, i + 1) for i in range(10)),
        as_of="as of the freeze, 21:00",
        hidden=14,
        **BASE,
    ),
    "reveal": reveal([pending(1), pending(2), *(row(i, i + 3) for i in range(10))], "t0", told="Third: TurboSoftmax"),
    "resolver": reveal(
        [row(i, i + 1, settled=False, hidden=i % 4, visits=4 - i % 4) for i in range(10)], "t9", hidden=13
    ),
    "podium empty": Board(scene=Scene.PODIUM, **BASE),
    "podium": Board(scene=Scene.PODIUM, podium=(winner(0, 1), winner(1, 2), winner(2, 3)), **BASE),
    "podium shared": Board(scene=Scene.PODIUM, podium=(winner(0, 1), winner(3, 1), winner(7, 3)), **BASE),
    "profile": Board(
        scene=Scene.PODIUM,
        podium=(winner(0, 1),),
        profile=Profile(name=HARD[0], bars=(("Performance", 0.93, 0.6), ("Demo", 1.0, 0.5))),
        **BASE,
    ),
    "prize": Board(scene=Scene.PRIZE, prize=PRIZE, **BASE),
    "prize 1": Board(scene=Scene.PRIZE, prize=replace(PRIZE, winners=(winner(5, line="For the kernels."),)), **BASE),
    "prize 2 of 3": Board(scene=Scene.PRIZE, prize=replace(PRIZE, count=3, winners=(winner(0), winner(1))), **BASE),
    "prize 5": Board(
        scene=Scene.PRIZE, prize=replace(PRIZE, count=5, winners=tuple(winner(i, i + 1) for i in range(5))), **BASE
    ),
    "prize 10": Board(
        scene=Scene.PRIZE, prize=replace(PRIZE, count=10, winners=tuple(winner(i, i + 1) for i in range(10))), **BASE
    ),
    "agenda": Board(scene=Scene.AGENDA, agenda=AGENDA, countdown=SOON, **BASE),
    "sponsors": Board(scene=Scene.SPONSORS, message="Thank you", **BASE),
    "message": Board(scene=Scene.MESSAGE, message="Dinner is served on the terrace. " * 6, **BASE),
    "countdown": Board(scene=Scene.COUNTDOWN, countdown=SOON, **BASE),
    "welcome": Board(scene=Scene.WELCOME, countdown=SOON, **BASE),
    "test card": Board(scene=Scene.TEST_CARD, **BASE),
    "race": Board(scene=Scene.CHARTS, race=RACE, **BASE),
    "intervals": Board(scene=Scene.CHARTS, spread=SPREAD, intervals=INTERVALS, **BASE),
}


def svg(shape, box="0 0 100 100"):
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{shape}</svg>'.encode()


def png(width, height, color="#224488", *, form="PNG", hole=False):
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent if hole else QColor(color))
    if hole:
        painter = QPainter(image)
        painter.fillRect(width // 4, height // 4, width // 2, height // 2, QColor(color))
        painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, form)
    return bytes(buffer.data().data())


class Counted(BoardCanvas):
    def __init__(self, **more):
        super().__init__(**more)
        self.painted = []

    def paintEvent(self, event):  # noqa: N802 - Qt's name
        self.painted.append(QRect(event.rect()))
        super().paintEvent(event)


class Clock:
    def __init__(self):
        self.at = NOW

    def __call__(self):
        return self.at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def canvas(qtbot, clock):
    widget = Counted(now=clock)
    qtbot.addWidget(widget)
    widget.resize(1280, 720)
    widget.show()
    qtbot.waitExposed(widget)
    widget._timer.timeout.disconnect()
    return widget


def settle(canvas, qapp):
    for _ in range(3000):
        if canvas.still:
            break
        canvas.advance(1 / 60)
    assert canvas.still
    qapp.processEvents()
    canvas.painted.clear()


@pytest.fixture
def stepped(qapp):
    """The steps, each painted once: Qt's first painting of a very large letter differs by a hair from every later one."""
    boards = list(steps())
    for board in boards:
        render_board(board, 1280, 720)
    return boards


def picture(canvas):
    return canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


@pytest.fixture
def said(monkeypatch):
    """Everything that is painted in words, with its size and the room it was given."""
    told = []
    real = text.draw

    def draw(painter, box, words, style, color, align=Qt.AlignmentFlag.AlignLeft, smallest=0):
        used = real(painter, box, words, style, color, align, smallest)
        if words:
            fit = text.fitted(words, style, box.w, smallest)
            told.append((fit.text, fit.size, used, box))
        return used

    monkeypatch.setattr(text, "draw", draw)
    return told


@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("name", BOARDS)
def test_every_scene_is_painted_in_readable_sizes_inside_its_room(qapp, said, name, size):
    image = render_board(BOARDS[name], *size, now=lambda: NOW)
    assert (image.width(), image.height()) == size
    least = size[1] * 0.024
    for words, height, used, box in said:
        assert height >= int(least), (words, height)
        assert used <= box.w + 1, (words, used, box)
    # What a projector may swallow holds one colour, but for the ornament and the card that is about it.
    if name not in ("welcome", "test card"):
        assert len({image.pixelColor(x, 4).rgb() for x in range(0, size[0], 16)}) == 1


@pytest.mark.parametrize("name", BOARDS)
def test_a_window_without_room_is_no_trouble(qtbot, qtlog, name):
    """As a panel shows a preview before it is laid out, or when someone makes the window as small as it goes."""
    canvas = BoardCanvas(now=lambda: NOW)
    qtbot.addWidget(canvas)
    canvas.show()
    for size in ((0, 0), (1, 1), (40, 22), (200, 5), (5, 200)):
        canvas.resize(*size)
        for at, board in enumerate((BOARDS[name], BOARDS["reveal"], BOARDS[name])):
            canvas.show_board(board, animate=bool(at))
            canvas.advance(0.1)
            canvas.grab()
            canvas.advance(5)
    assert [record.message for record in qtlog.records if "QPaint" in record.message] == []


@pytest.mark.parametrize("lifted", [False, True])
@pytest.mark.parametrize("safe", [0.0, 0.05, 0.1])
@pytest.mark.parametrize("name", [name for name in BOARDS if name not in ("welcome", "test card")])
def test_the_border_and_the_place_of_people_stay_free(qapp, name, safe, lifted):
    board = replace(BOARDS[name], lifted=lifted)
    image = render_board(board, 1280, 720, safe=safe, now=lambda: NOW)
    ground = QColor(load_theme("projector").ground).rgb()
    left, top = round(1280 * safe), round(720 * safe)
    free = [(x, y) for x in (0, left // 2, 1279 - left // 2) for y in range(0, 720, 9) if left > 4]
    free += [(x, y) for y in (0, top // 2) for x in range(0, 1280, 9) if top > 4]
    if lifted:
        free += [(x, y) for y in range(720 - top - 100, 720, 7) for x in range(0, 1280, 11)]
    assert all(image.pixel(x, y) == ground for x, y in free)


LONG = "Wide Words " * 20
EXTREMES = {
    "33 winners": Board(
        scene=Scene.PRIZE,
        prize=PrizeCard(
            name=LONG, sponsor=LONG, award=LONG, count=33, winners=tuple(winner(i % 10, i + 1) for i in range(33))
        ),
        **BASE,
    ),
    "winner without a name": Board(
        scene=Scene.PRIZE, prize=PrizeCard(name="", winners=(Winner(key="t", name=""),)), **BASE
    ),
    "long prize": Board(scene=Scene.PRIZE, prize=PrizeCard(name=LONG, sponsor=LONG, award=LONG), message=LONG, **BASE),
    "six firsts": Board(scene=Scene.PODIUM, podium=tuple(winner(i, 1) for i in range(6)), **BASE),
    "twenty firsts": Board(scene=Scene.PODIUM, podium=tuple(winner(i % 10, 1) for i in range(20)), **BASE),
    "three thirds": Board(
        scene=Scene.PODIUM, podium=(winner(0, 1), winner(1, 2), winner(2, 3), winner(3, 3), winner(7, 3)), **BASE
    ),
    "names that are not there": Board(scene=Scene.PODIUM, podium=(Winner(key="t", name="", rank=1),), **BASE),
    "many criteria": Board(
        scene=Scene.PODIUM, profile=Profile(name=LONG, bars=tuple((LONG, 1.4, -0.2) for _ in range(14))), **BASE
    ),
    "no criteria": Board(scene=Scene.PODIUM, profile=Profile(name="A", bars=()), **BASE),
    "full agenda": Board(
        scene=Scene.AGENDA,
        agenda=tuple(AgendaLine(time="10:00–10:45", title=LONG, where=LONG, moment=Moment.NOW) for _ in range(12)),
        countdown=Countdown(label=LONG, at="soon"),
        **BASE,
    ),
    "empty agenda": Board(scene=Scene.AGENDA, **BASE),
    "forty sponsors": Board(scene=Scene.SPONSORS, **(BASE | {"sponsors": tuple(f"Sponsor {i}" for i in range(40))})),
    "no sponsors": Board(scene=Scene.SPONSORS, **(BASE | {"sponsors": ()})),
    "message in one word": Board(scene=Scene.MESSAGE, message="W" * 200, **BASE),
    "message in Chinese": Board(scene=Scene.MESSAGE, message="内核" * 100, **BASE),
    "empty message": Board(scene=Scene.MESSAGE, **BASE),
    "long label": Board(scene=Scene.COUNTDOWN, countdown=Countdown(label=LONG, at=SOON.at), message=LONG, **BASE),
    "reveal of nothing": Board(scene=Scene.REVEAL, **BASE),
    "reveal of one": reveal([pending(1)], "place 1", told=LONG),
    "many ballots": reveal([row(i, i + 1, settled=False, hidden=20, visits=20) for i in range(12)], "t3", hidden=240),
    "long title": Board(scene=Scene.PODIUM, title=LONG, heading=LONG, rehearsal=True),
}


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)], ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("lifted", [False, True])
@pytest.mark.parametrize("name", EXTREMES)
def test_extremes_are_painted_in_readable_sizes_inside_their_room(qapp, said, name, lifted, size):
    render_board(replace(EXTREMES[name], lifted=lifted), *size, now=lambda: NOW)
    for words, height, used, box in said:
        if words == "REHEARSAL":
            continue
        assert height >= int(size[1] * 0.024), (words, height)
        assert used <= box.w + 1, (words, used, box)
        assert box.y + box.h <= size[1], (words, box)


def squashed(words):
    return re.sub(r"[\s…\u200d\u200e\u2068\u2069]", "", text.calm(words))


@pytest.mark.parametrize("name", BOARDS)
def test_the_text_for_screen_readers_and_the_picture_name_the_same_teams(qapp, said, name):
    if name in ("race", "intervals"):
        pytest.skip("the names of plots are items of their own")
    board = BOARDS[name]
    render_board(board, 1920, 1080, now=lambda: NOW)
    painted = squashed(" ".join(words for words, *_ in said))
    cut = [squashed(words) for words, *_ in said if "…" in words]
    spoken = as_text(board)
    for team in HARD:
        whole = squashed(team)
        if len(whole) < 2:
            continue
        shown = whole in painted or any(stem and whole.startswith(stem) for stem in cut)
        assert shown == (team in spoken), team


def test_a_place_that_is_not_told_is_an_empty_slot_with_its_numeral(qapp, said):
    render_board(reveal([pending(1), pending(2), row(0, 3)], "place 2"), 1280, 720)
    words = [told[0] for told in said]
    assert {"1", "2", "3", "TurboSoftmax"} <= set(words)


@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("count", [1, 2, 5, 12, 30])
def test_places_stay_apart_and_the_one_in_focus_is_larger(size, count):
    board = reveal([row(i, i + 1) for i in range(count)], f"t{count - 1}").focused()
    frame = frame_of(*size)
    places = places_of(board, frame)
    for above, below in zip(places.slots, places.slots[1:], strict=False):
        assert above.bottom < below.y
    assert places.slots[-1].bottom <= places.band.y
    if count > 1:
        focus = places.slots[places.focus]
        assert all(focus.h > slot.h and focus.w > slot.w for at, slot in enumerate(places.slots) if at != places.focus)
    assert all(slot.h >= frame.name for slot in places.slots)


@pytest.mark.parametrize("name", BOARDS)
def test_a_scene_that_stands_is_not_painted_again(canvas, qapp, qtbot, name):
    board = BOARDS[name]
    canvas.show_board(replace(board, countdown=None) if board.scene is not Scene.COUNTDOWN else board)
    settle(canvas, qapp)
    canvas._clock.stop()
    canvas.show_board(canvas.board)
    qtbot.wait(40)
    assert canvas.painted == []


@pytest.mark.parametrize("name", ["countdown", "agenda", "welcome"])
def test_of_a_countdown_only_the_figures_are_painted_again(canvas, qapp, clock, name):
    render_board(BOARDS[name], 1280, 720, now=lambda: NOW + timedelta(seconds=1))
    canvas.show_board(BOARDS[name], animate=False)
    settle(canvas, qapp)
    before = picture(canvas)
    canvas.painted.clear()
    clock.at += timedelta(seconds=1)
    canvas._second()
    qapp.processEvents()
    assert canvas.painted
    box = canvas._ticker.box
    assert all(QRect(*box).adjusted(-1, -1, 1, 1).contains(rect) for rect in canvas.painted)
    after = picture(canvas)
    assert after != before
    assert after == render_board(BOARDS[name], 1280, 720, now=clock)


def test_a_countdown_ends_and_rests(canvas, qapp, clock):
    canvas.show_board(BOARDS["countdown"], animate=False)
    clock.at += timedelta(minutes=20)
    canvas._second()
    assert canvas._ticker.said == OVER
    assert not canvas._clock.isActive()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, OVER), (-5, OVER), (1, "00:01"), (0.2, "00:01"), (725, "12:05"), (3600, "1:00:00"), (200000, "2 days")],
)
def test_what_a_countdown_says(seconds, words):
    assert left_text((NOW + timedelta(seconds=seconds)).isoformat(), NOW) == words


def test_a_time_that_cannot_be_read_counts_nothing():
    assert left_text("soon", NOW) == ""
    assert left_text("2026-09-21T18:00:10", NOW) == "00:10"


def steps():
    """A countdown of three places, then a ballot that lifts a team."""
    yield reveal([pending(1), pending(2), pending(3)])
    yield reveal([pending(1), pending(2), pending(3)], "place 3", told="Third is")
    yield reveal([pending(1), pending(2), row(4, 3)], "t4", told="Third")
    yield reveal([pending(1), row(1, 2), row(4, 3)], "t1")
    yield reveal([row(0, 1), row(1, 2), row(4, 3)], "t0", confetti=1)
    many = [row(i, i + 1, settled=False, hidden=1, visits=3) for i in range(10)]
    yield reveal(many, "t9", hidden=10)
    moved = [*many[:2], replace(many[9], rank=3, hidden=0, visits=4, score="93.5", fraction=0.935)]
    moved += [replace(one, rank=at) for at, one in enumerate(many[2:9], start=4)]
    yield reveal(moved, "t9", hidden=9)


def test_after_every_step_the_picture_is_the_one_that_stands(canvas, qapp, stepped):
    for board in stepped:
        canvas.show_board(board)
        settle(canvas, qapp)
        assert picture(canvas) == render_board(board, 1280, 720)


def test_backwards_the_same_pictures_come(canvas, qapp, stepped):
    for board in reversed(stepped):
        canvas.show_board(board)
        settle(canvas, qapp)
        assert picture(canvas) == render_board(board, 1280, 720)


def test_a_row_climbs_at_most_seven_rows_a_second_and_can_be_sent_elsewhere(canvas, qapp, stepped):
    *_, start, end = stepped
    canvas.show_board(start, animate=False)
    settle(canvas, qapp)
    canvas.show_board(end)
    places = canvas._reveal.places()
    for at in range(40):
        canvas.advance(1 / 60)
        now = canvas._reveal.places()
        assert all(abs(now[key] - places[key]) <= TOP_SPEED / 60 + 0.02 for key in now)
        places = now
        if at == 20:
            canvas.show_board(start)
            assert canvas._reveal.places() == places
    settle(canvas, qapp)
    assert picture(canvas) == render_board(start, 1280, 720)


def test_moving_paints_what_a_full_painting_would(canvas, qapp, stepped):
    *_, start, end = stepped
    canvas.show_board(start, animate=False)
    settle(canvas, qapp)
    canvas.show_board(end)
    canvas.advance(0.3)
    qapp.processEvents()
    partly = picture(canvas)
    canvas.update()
    assert partly == picture(canvas) != render_board(end, 1280, 720)


def test_the_row_in_focus_comes_from_its_page_to_the_next(canvas, qapp):
    rows = [row(i, i + 1, settled=False) for i in range(20)]
    canvas.show_board(reveal(rows, "t15").focused())
    settle(canvas, qapp)
    moved = [rows[15], *(one for one in rows if one is not rows[15])]
    end = reveal([replace(one, rank=at + 1) for at, one in enumerate(moved)], "t15").focused()
    render_board(end, 1280, 720)
    canvas.show_board(end)
    assert not canvas.still
    settle(canvas, qapp)
    assert picture(canvas) == render_board(end, 1280, 720)


def test_less_motion_cuts_in_a_reveal(canvas, qapp):
    canvas.reduced_motion = True
    for board in steps():
        canvas.show_board(board)
        assert canvas.still


def test_a_reveal_that_is_left_keeps_nothing(canvas, qapp):
    *_, end = steps()
    canvas.show_board(end)
    canvas.show_board(Board(scene=Scene.BLACKOUT))
    assert canvas._reveal.places() == {}
    assert canvas.accessibleDescription() == ""


def test_other_colours_and_another_border_are_worn_at_once(canvas, qapp):
    canvas.show_board(BOARDS["podium"], animate=False)
    canvas.set_safe(0.5)
    assert canvas.safe == 0.1
    theme = replace(load_theme("projector"), ground="#000000")
    render_board(BOARDS["podium"], 1280, 720, theme=theme, safe=0.1)
    canvas.set_theme(theme)
    assert picture(canvas) == render_board(BOARDS["podium"], 1280, 720, theme=theme, safe=0.1)


HOSTILE = {
    "reads a file": svg('<image width="9" height="9" href="file:///etc/passwd"/>'),
    "reads a file, old way": svg('<image xlink:href="/etc/passwd" xmlns:xlink="http://www.w3.org/1999/xlink"/>'),
    "asks the network": svg('<use href="http://example.org/a.svg#x"/>'),
    "style from elsewhere": svg("<style>@import url(http://example.org/a.css);</style>"),
    "fill from elsewhere": svg('<rect fill="url(http://example.org/a.svg#g)" width="9" height="9"/>'),
    "script": svg("<script>1</script>"),
    "laughs": b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + svg("<text>&b;</text>"),
    "dashes": svg('<path d="M0 0H100" stroke="#fff" stroke-dasharray="0.00001"/>'),
    "endless numbers": svg('<path d="M0 0H1e300"/>'),
    "many": svg('<rect width="9" height="9"/>' * 20_000),
    "uses of uses": svg("".join(f'<g id="a{i}"><use href="#a{i - 1}"/><use href="#a{i - 1}"/></g>' for i in range(40))),
    "packed": gzip.compress(svg('<rect width="9" height="9"/>')),
    "no picture": b"MZ\0\0 hello",
    "empty": b"",
    "half a file": svg('<rect width="9" height="9"/>')[:60],
    "half a PNG": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "a thread": svg('<rect width="9" height="9"/>', "0 0 1 900"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_broken_or_hostile_picture_is_none(qapp, case):
    assert EventPictures({"logo": HOSTILE[case]}.get).image("logo", 200, 100) is None


def test_a_costly_picture_is_given_up_before_it_costs(qapp):
    costly = svg('<circle cx="50" cy="50" r="50" fill="#fff" fill-opacity=".01"/>' * 2_900)
    assert harmless(costly)
    assert decode(costly, 4000, 4000) is None


def test_pictures_fit_their_room_in_their_own_shape(qapp):
    pictures = EventPictures({"a": svg('<rect width="100" height="50" y="25" fill="#fff"/>'), "b": png(300, 100)}.get)
    for name, shape in (("a", 2.0), ("b", 3.0)):
        image = pictures.image(name, 240, 240)
        assert image.width() == 240
        assert image.width() / image.height() == pytest.approx(shape, rel=0.06)
    assert pictures.image("missing", 10, 10) is None


def test_a_picture_is_read_once_a_size(qapp):
    asked = []

    def read(name):
        asked.append(name)
        return svg('<rect width="100" height="100"/>') if name == "a" else None

    pictures = EventPictures(read)
    for _ in range(3):
        pictures.image("a", 50, 50)
        pictures.image("b", 50, 50)
    # What is not there may come with the next file.
    assert asked == ["a", "b", "b", "b"]


def test_a_large_photo_is_read_once_and_kept_small(qapp):
    asked = []

    def read(name):
        asked.append(name)
        return png(3200, 1600, form="JPG")

    pictures = EventPictures(read)
    assert pictures.image("a", 900, 900).width() == 900
    assert pictures.image("a", 300, 300).height() == 150
    assert asked == ["a"]
    pictures.forget()
    pictures.image("a", 300, 300)
    assert asked == ["a", "a"]


def test_dark_logos_get_a_light_plate(qapp):
    ground = load_theme("projector").ground
    assert dark(decode(png(80, 80, "#111111", hole=True), 80, 80), ground)
    assert not dark(decode(png(80, 80, "#EEEEEE", hole=True), 80, 80), ground)
    assert dark(decode(png(80, 80, "#0A0A0A"), 80, 80), ground)


def test_logos_of_any_shape_take_the_same_area(qapp):
    files = {
        "wide": svg('<rect width="300" height="100" fill="#fff"/>', "0 0 300 100"),
        "square": svg('<rect width="100" height="100" fill="#fff"/>'),
        "half": svg('<rect width="200" height="100" fill="#fff"/>', "0 0 200 100"),
    }
    pictures = EventPictures(files.get)
    areas = []
    for name in files:
        image = logo_image(pictures, name, Box(0, 0, 500, 260))
        assert image.width() <= 500
        assert image.height() <= 260
        areas.append(image.width() * image.height())
    assert max(areas) / min(areas) < 1.2


@pytest.mark.parametrize("scene", ["sponsors", "prize", "welcome"])
def test_a_name_stands_where_a_logo_is_broken(qapp, said, scene):
    files = EventPictures({"bad.svg": b"<svg", "good.svg": svg('<rect width="100" height="60" fill="#fff"/>')}.get)
    logos = (("NVIDIA", "bad.svg"), ("Modal", "good.svg"))
    board = replace(BOARDS[scene], logos=logos)
    board = replace(board, prize=replace(PRIZE, logo="bad.svg")) if board.prize else board
    render_board(board, 1280, 720, pictures=files)
    words = [told[0] for told in said]
    assert "NVIDIA" in words
    if scene != "prize":
        assert "Modal" not in words


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 12, 20, 33])
def test_every_sponsor_has_a_cell_of_one_size(count):
    area = frame_of(1920, 1080).body
    cells = cells_of(area, count, 12)
    assert len(cells) == count
    assert len({(cell.w, cell.h) for cell in cells}) == 1
    assert all(cell.x >= area.x and cell.right <= area.right and cell.bottom <= area.bottom for cell in cells)


@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("told", [1, 2, 3])
def test_every_line_about_a_winner_stays_in_its_row(qapp, said, monkeypatch, size, told):
    """A short name does not push the lines below it out of the row."""
    rows = []
    real = prize_scene.winner_boxes
    monkeypatch.setattr(prize_scene, "winner_boxes", lambda *what: rows.extend(real(*what)) or tuple(rows))
    won = tuple(winner(team, at, line="For the kernels.") for at, team in enumerate((0, 1, 9), 1))
    render_board(Board(scene=Scene.PRIZE, prize=replace(PRIZE, count=3, winners=won[3 - told :]), **BASE), *size)
    for row in rows[3 - told :]:
        lines = [box for _, _, _, box in said if row.y <= box.y < row.bottom and box.h < row.h - 20]
        assert len(lines) >= 3
        assert all(box.bottom <= row.bottom for box in lines)


def test_who_took_the_lead_and_when():
    assert [(lead.at, lead.key) for lead in leads_of(RACE)] == [(0, "t0"), (4, "t2"), (8, "t1")]
    shared = Race(
        moments=("1", "2", "3"),
        paths=(
            Path(key="a", name="A", points=((0, 1), (1, 1), (2, 1))),
            Path(key="b", name="B", points=((0, 2), (1, 1), (2, 2))),
        ),
    )
    assert [lead.key for lead in leads_of(shared)] == ["a"]
    assert leads_of(Race(moments=("1",), paths=())) == ()


def test_a_path_keeps_its_corners():
    points = ((0, 3), (1, 3), (2, 3), (3, 1), (4, 1), (5, 1))
    assert thinned_points(points) == ((0, 3), (2, 3), (3, 1), (5, 1))


def test_a_name_from_right_to_left_keeps_to_itself_in_a_sentence():
    assert text.isolated("Modal: 1 closed", ("Modal",)) == "Modal: 1 closed"
    assert text.isolated("מאיץ: 1 closed", ("מאיץ", "A")) == "\u200e\u2068מאיץ\u2069: 1 closed"


def test_letters_that_no_typeface_has_are_left_out():
    assert text.calm("a\ue000b\U0010ffffc\x07") == "abc"
    assert text.calm("👩‍👩‍👧‍👦") == "👩‍👩‍👧‍👦"
    assert text.calm("e" + "\u0301" * 30) == "e" + "\u0301" * 3
    assert text.calm("") == ""


def test_names_without_spaces_break_and_a_block_never_leaves_its_room(qapp):
    style = text.Type(60)
    for words in (*HARD, "内核" * 100, "a" * 200, "word " * 40):
        lines, size = text.block_of(words, style, 500, 200, 30)
        assert len(lines) <= max(1, int(200 / (size * 1.16)))
        assert all(text.fitted(line, text.Type(size), 500).size == size for line in lines)
    lines, size = text.block_of("Short", style, 500, 40, 30)  # the height alone makes it smaller
    assert (lines, round(size * 1.16) <= 40) == (["Short"], True)
    assert text.block_of("", style, 500, 200, 30)[0] == []
