"""Who may win a prize, whatever the marks say: everyone, a track, those who opted in, those who passed a gate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gpumode_judge.event.event import Prize
from gpumode_judge.event.submission import Entered, Submission

Passed = Callable[[str, str], bool | None]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """``passed`` tells whether a submission passed a gate, by the gate's key and the submission; ``None``: it was not measured.

    ``called`` are the names of tracks and gates by ``"track:<id>"`` and ``"gate:<key>"``.
    """

    submissions: Mapping[str, Submission]
    passed: Passed
    called: Mapping[str, str]

    def bar(self, prize: Prize, submission: str) -> str:
        """Why a prize is not meant for a submission; empty if it is. Who was not measured for a gate has not passed it."""
        found = self.submissions.get(submission)
        if found is None or found.entered is not Entered.SUBMITTED:
            return "is not judged any more"
        scope, _, key = prize.eligible.partition(":")
        match scope:
            case "all":
                return ""
            case "opt-in":
                return "" if prize.id in found.prizes else "did not opt in"
            case "track":
                return "" if key in found.tracks else f"is not in the track “{self._name(prize)}”"
            case "gate":
                passed = self.passed(key, submission)
                how = "was not measured for" if passed is None else "did not pass"
                return "" if passed else f"{how} “{self._name(prize)}”"
            case _:
                return f"nobody knows who is meant by “{prize.eligible}”"

    def who(self, prize: Prize) -> str:
        """Who may win a prize, as a clause."""
        who = {
            "all": "every submission may win it",
            "opt-in": "only those who opted in may win it",
            "track": f"only the track “{self._name(prize)}” may win it",
            "gate": f"only those who passed “{self._name(prize)}” may win it",
        }.get(prize.eligible.partition(":")[0], f"nobody knows who is meant by “{prize.eligible}”")
        return who if prize.again else f"{who}, and no winner of a higher prize"

    def _name(self, prize: Prize) -> str:
        return self.called.get(prize.eligible, prize.eligible.partition(":")[2])
