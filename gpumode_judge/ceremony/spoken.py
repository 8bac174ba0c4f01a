"""What the picture says, line by line: for screen readers and for tests. It says all that is on the board, and nothing else."""

from gpumode_judge.ceremony.board import (
    CHART_TITLES,
    HEADINGS,
    NOTHING_YET,
    Board,
    BoardRow,
    Chart,
    Scene,
    totals,
    visits_text,
)
from gpumode_judge.ceremony.scenes import AgendaLine, Moment, PrizeCard, Profile, Winner


def as_text(board: Board) -> str:
    """What the screen says. Of a board with pages only the page that is shown."""
    if board.scene is Scene.BLACKOUT:
        return ""
    lines = [board.title, board.heading or HEADINGS[board.scene], "REHEARSAL" if board.rehearsal else "", board.as_of]
    lines += [board.told, *_scene_text(board)]
    if board.pages > 1:
        lines.append(f"page {board.page + 1} of {board.pages}")
    return "\n".join(line for line in lines if line)


def place_text(rank: int | None) -> str:
    """``"3."``, or a dash without a place."""
    return f"{rank}." if rank else "–"


def closed_text(hidden: int) -> str:
    """``"1 score still closed"``, ``"4 scores still closed"``; empty when all are open."""
    return f"{hidden} score{'' if hidden == 1 else 's'} still closed" if hidden else ""


def _scene_text(board: Board) -> list[str]:
    match board.scene:
        case Scene.WELCOME | Scene.TEST_CARD:
            return [" · ".join(filter(None, (board.place, board.day))), *board.sponsors, board.message]
        case Scene.SPONSORS:
            return [*board.sponsors, board.message]
        case Scene.AGENDA:
            counted = _countdown_text(board) if board.countdown else []
            return [*counted, *([_item_text(i) for i in board.page_agenda] or [NOTHING_YET[Scene.AGENDA]])]
        case Scene.PROGRESS:
            figures = [" ".join(filter(None, figure)) for figure in totals(board)]
            return figures + [" ".join(filter(None, (t.table, t.name, t.figure))) for t in board.page_tallies]
        case Scene.LIVE | Scene.FROZEN:
            legend = [" | ".join(board.legend), closed_text(board.hidden)]
            return legend + [_row_text(row) for row in board.page_rows]
        case Scene.REVEAL:
            return [closed_text(board.hidden), *(_reveal_text(row, board.focus) for row in board.page_rows)]
        case Scene.CHARTS:
            return _chart_text(board)
        case Scene.PODIUM:
            return [*map(_winner_text, board.podium), *(_profile_text(board.profile) if board.profile else [])]
        case Scene.PRIZE:
            return [*(_prize_text(board.prize) if board.prize else []), board.message]
        case Scene.MESSAGE:
            return [board.message]
        case Scene.COUNTDOWN:
            return [*_countdown_text(board), board.message]
        case Scene.BLACKOUT:
            return []


def _row_text(row: BoardRow) -> str:
    team = f" ({row.team})" if row.team else ""
    said = [f"{place_text(row.rank)} {row.name}{team} {row.score or 'no score yet'}", visits_text(row.visits)]
    return ", ".join([*said, closed_text(row.hidden)] if row.hidden else said)


def _reveal_text(row: BoardRow, focus: str) -> str:
    looked = "> " if focus and row.key == focus else ""
    if not row.name:
        return f"{looked}{place_text(row.rank)} not told yet"
    said = (looked + _row_text(row), "final" if row.settled else "")
    return ", ".join(filter(None, said))


def _winner_text(winner: Winner) -> str:
    place = f"{winner.rank}. " if winner.rank else ""
    team = f" ({winner.team})" if winner.team else ""
    said = (f"{place}{winner.name}{team}", winner.score, winner.members)
    return ", ".join(filter(None, said)) + (f". {winner.line}" if winner.line else "")


def _prize_text(prize: PrizeCard) -> list[str]:
    card = [prize.name, f"from {prize.sponsor}" if prize.sponsor else "", prize.award]
    left = prize.count - len(prize.winners)
    if prize.winners and left > 0:
        card.append(f"{len(prize.winners)} of {prize.count} told")
    elif prize.count > 1 and not prize.winners:
        card.append(f"{prize.count} winners")
    return [*card, "shared" if prize.shared else "", *map(_winner_text, prize.winners)]


def _profile_text(profile: Profile) -> list[str]:
    bars = [f"{name} {own:.0%}, all teams {mean:.0%}" for name, own, mean in profile.bars]
    return [f"What the score of {profile.name} is made of", *bars]


def _item_text(item: AgendaLine) -> str:
    told = {Moment.NOW: "now: ", Moment.NEXT: "next: ", Moment.PAST: "over: ", Moment.LATER: ""}[item.moment]
    return f"{told}{item.time} {item.title}" + (f", {item.where}" if item.where else "")


def _countdown_text(board: Board) -> list[str]:
    return [f"{board.countdown.label}: {board.countdown.at}"] if board.countdown else []


def _chart_text(board: Board) -> list[str]:
    if board.chart is None:
        return [NOTHING_YET[Scene.CHARTS]]
    lines = [CHART_TITLES[board.chart]]
    if board.chart is Chart.SHARES:
        for row in (row for row in board.rows if row.rank):
            parts = ", ".join(f"{n} {s * 100:.1f}" for n, s in zip(board.legend, row.segments, strict=True))
            lines.append(f"{row.rank}. {row.name} {row.score}: {parts}")
    elif board.chart is Chart.SPREAD and board.spread:
        spread = board.spread
        lines.append(
            f"{visits_text(spread.visits)}, middle {spread.middle:.1f}, half between {spread.low:.1f} and {spread.high:.1f}"
        )
        lines.append(" ".join(map(str, spread.bins)))
    elif board.chart is Chart.INTERVALS:
        lines += [f"{one.name} {one.score:.1f}, between {one.low:.1f} and {one.high:.1f}" for one in board.intervals]
    elif board.race:
        moments = board.race.moments
        lines += [
            f"{path.name}: " + ", ".join(f"{moments[at]} #{rank}" for at, rank in path.points)
            for path in board.race.paths
        ]
    return lines
