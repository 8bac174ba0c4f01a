"""All methods of scoring by name: one of them is a rule of the event, the others can be looked at beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gpumode_judge.event.problem import Problem
from gpumode_judge.standings.blas import one_thread
from gpumode_judge.standings.fit import Fit, Method
from gpumode_judge.standings.graph import pieces_of, refusal
from gpumode_judge.standings.visits import Visits

DEFAULT: Final = "severity"


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodInfo:
    """A method for people: ``title`` for screens, ``line`` to say on the stage, ``caution`` what to mind (or empty).

    ``needs_links``: it compares judges, so it is refused where the visits fall into groups that share no judge. ``load`` imports
    the module when it is needed and gives its ``fit``.
    """

    name: str
    title: str
    line: str
    caution: str = ""
    needs_links: bool = True
    load: Callable[[], Method]


def fit(name: str, visits: Visits) -> Fit:
    """The scores of ``visits`` by the method called ``name``; without any visit there are none.

    Raises:
        Problem: there is no such method, it cannot answer for these visits, or they fall into groups that share no judge.
    """
    info = METHODS.get(name)
    if info is None:
        raise Problem(f"There is no scoring method “{name}”; choose one of {', '.join(METHODS)}.")
    if not visits.submissions:
        return Fit(method=name, scores=())
    if info.needs_links:
        pieces = pieces_of(visits)
        if len(pieces) > 1:
            raise Problem(refusal(pieces))
    with one_thread():
        return info.load()(visits)


def _severity() -> Method:
    from gpumode_judge.standings.severity import fit

    return fit


def _mean() -> Method:
    from gpumode_judge.standings.mean import fit

    return fit


def _additive() -> Method:
    from gpumode_judge.standings.additive import fit

    return fit


def _trimmed() -> Method:
    from gpumode_judge.standings.trimmed import fit

    return fit


def _rasch() -> Method:
    from gpumode_judge.standings.rasch import fit

    return fit


def _order() -> Method:
    from gpumode_judge.standings.order import fit

    return fit


def _z_score() -> Method:
    from gpumode_judge.standings.z_score import fit

    return fit


METHODS: Final[Mapping[str, MethodInfo]] = MappingProxyType({
    info.name: info
    for info in (
        MethodInfo(
            name=DEFAULT,
            title="Severity-adjusted",
            line="We work out how strict each judge is from the teams they share with others, and take that out as far as the "
            "marks prove it.",
            load=_severity,
        ),
        MethodInfo(
            name="mean",
            title="Raw mean",
            line="Every team's score is the plain average of what its judges gave.",
            caution="A team that drew strict judges loses by it.",
            needs_links=False,
            load=_mean,
        ),
        MethodInfo(
            name="additive",
            title="Full correction",
            line="We work out how strict each judge is and take all of it out.",
            caution="With few visits for each judge, chance is taken for strictness and corrected too.",
            load=_additive,
        ),
        MethodInfo(
            name="trimmed",
            title="Trimmed mean",
            line="We drop each team's highest and lowest score and average the rest.",
            caution="Every submission needs seven visits, and a strict judge still counts unless dropped.",
            needs_links=False,
            load=_trimmed,
        ),
        MethodInfo(
            name="rasch",
            title="Rasch",
            line="We work out how strict each judge and how hard each criterion is, and what each step of the scale is worth.",
            caution="It is meant for short scales, up to 0–10, and for many marks.",
            load=_rasch,
        ),
        MethodInfo(
            name="order",
            title="Order only",
            line="Only the order on each judge's own list counts: a team scores by the teams it was placed before.",
            caution="How far ahead a team was does not count, and marks of a judge who saw one team do not count at all.",
            load=_order,
        ),
        MethodInfo(
            name="z-score",
            title="Z-score",
            line="Each judge's marks are measured from that judge's own average, in steps of that judge's own spread.",
            caution="It penalises teams whose judges drew strong teams.",
            load=_z_score,
        ),
    )
})  # fmt: skip
