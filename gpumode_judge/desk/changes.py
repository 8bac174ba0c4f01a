"""What an import would change, before anything is said."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.people import Judge
from gpumode_judge.exchange.rows import Skipped
from gpumode_judge.ledger.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or would do.

    ``read`` rows of the table; ``added``, ``changed`` and ``unchanged`` things; ``skipped`` lines with their reasons;
    ``vanished`` names of submissions that an earlier import brought and this table no longer has (they are kept).
    """

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()
    vanished: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        rows = "1 row" if self.read == 1 else f"{self.read} rows"
        line = f"{rows} read: {self.added} added, {self.changed} changed, {self.unchanged} unchanged"
        return f"{line}, {len(self.skipped)} skipped."


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Statements to say, judges to add (they get tickets), and contacts to keep in the workspace."""

    statements: tuple[Statement, ...] = ()
    judges: tuple[Judge, ...] = ()
    contacts: Mapping[str, str] = field(default_factory=dict[str, str])
    report: ImportReport = field(default_factory=ImportReport)
    lines: tuple[str, ...] = ()

    def say(self, desk: OrganizerDesk) -> None:
        """Make the changes: the statements in one step."""
        if self.statements:
            desk.say(*self.statements)
        if self.judges or self.contacts:
            desk.add_judges(self.judges, self.contacts)
