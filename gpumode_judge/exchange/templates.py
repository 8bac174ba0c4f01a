"""The events that ship with the app, to start from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gpumode_judge.event.event import Prize
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.event_toml import read_plan
from gpumode_judge.exchange.toml_fields import meant
from gpumode_judge.system.resources import resource


@dataclass(frozen=True, slots=True)
class Template:
    """``name`` is what commands take, ``title`` what windows show, ``line`` what it is good for, in one line."""

    name: str
    title: str
    line: str


_OPEN_ENDED: Final = Template(
    "gpu-mode-open-ended",
    "GPU MODE open-ended",
    "Teams choose what they build: five criteria from 1 to 5, open-source impact first.",
)
_IRL: Final = Template(
    "cuda-mode-irl",
    "CUDA MODE IRL",
    "The same rubric with the eight sponsors and the prizes of the first CUDA MODE IRL.",
)
_ONE_QUESTION: Final = Template(
    "one-question",
    "One question",
    "How likely does this become a successful open-source project? The first four win.",
)
_KERNELS: Final = Template(
    "kernels-5-3-1",
    "Kernels, 5–3–1",
    "Four measured problems: 5, 3 and 1 points for the fastest three; judges decide between equals.",
)
_INFERENCE: Final = Template(
    "inference-throughput",
    "Inference throughput",
    "A correctness gate, then tokens per second, each workload with its weight.",
)
_TRAINING: Final = Template(
    "training-loss",
    "Training loss",
    "The lowest validation loss wins; between equals the shorter training.",
)
_BLANK: Final = Template("blank", "Blank", "One criterion from 1 to 5; the rest is yours.")


def templates() -> tuple[Template, ...]:
    """The events to start from, the usual one first."""
    return (_OPEN_ENDED, _IRL, _ONE_QUESTION, _KERNELS, _INFERENCE, _TRAINING, _BLANK)


def template(name: str, new_id: Callable[[], str]) -> Plan:
    """The event of a template, with new ids from ``new_id``; an unknown name raises :class:`Problem`."""
    names = [known.name for known in templates()]
    if name not in names:
        raise Problem(f"There is no template “{name}”{meant(name, names)}.")
    return read_plan(resource(f"samples/{name}.toml"), new_id)


def prize_lists() -> tuple[Template, ...]:
    """The templates whose prizes can be taken alone."""
    return (_IRL,)


def prize_list(name: str, new_id: Callable[[], str]) -> tuple[Prize, ...]:
    """The prizes of a template, in the order of the ceremony, with new ids; an unknown name raises :class:`Problem`."""
    return template(name, new_id).prizes
