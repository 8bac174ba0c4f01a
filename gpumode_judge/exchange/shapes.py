"""Which tool made a table, told by its header."""

from typing import Final

from gpumode_judge.exchange.fields import What, words
from gpumode_judge.exchange.table import Table

DEVPOST: Final = "devpost"
FORM: Final = "form"
OTHER: Final = ""

# Files without a header row: what each column is, by the number of columns.
HEADERLESS: Final[dict[tuple[What, int], tuple[str, tuple[str, ...]]]] = {
    (What.SUBMISSIONS, 3): ("Gavel project list", ("title", "table", "description")),
    (What.SUBMISSIONS, 6): ("Jury project list", ("title", "description", "link", "link", "link", "prizes")),
    (What.JUDGES, 2): ("list of judges", ("name", "email")),
    (What.JUDGES, 3): ("Gavel list of judges", ("name", "email", "")),
    (What.JUDGES, 4): ("Jury list of judges", ("name", "email", "track", "")),
    (What.ASSIGNMENTS, 2): ("list of assignments", ("judge", "submission")),
    (What.ASSIGNMENTS, 3): ("list of assignments", ("judge", "submission", "order")),
}

# What a header must hold (all of one set), the name shown, and whether each row is one answer to a form.
_TOOLS: Final[tuple[tuple[tuple[frozenset[str], ...], str, str], ...]] = (
    ((frozenset({"buidl name"}),), "DoraHacks BUIDL export", OTHER),
    (
        (frozenset({"challengelist", "videolink"}), frozenset({"challenge list comma separated"})),
        "Jury project export",
        OTHER,
    ),
    ((frozenset({"mu", "sigma squared"}),), "Gavel project export", OTHER),
    ((frozenset({"name", "location", "description"}),), "Gavel project list", OTHER),
    ((frozenset({"code", "readwelcome"}),), "Jury judge export", OTHER),
    ((frozenset({"name", "email", "description", "secret"}),), "Gavel judge export", OTHER),
    ((frozenset({"start time", "completion time"}),), "Microsoft Forms answers", FORM),
    ((frozenset({"respondent id", "submitted at"}),), "Tally answers", FORM),
    ((frozenset({"submit date utc"}), frozenset({"network id"})), "Typeform answers", FORM),
    ((frozenset({"approval status", "name", "email"}),), "Luma guest list", OTHER),
    ((frozenset({"order #", "ticket type"}), frozenset({"attendee #"})), "Eventbrite attendee list", OTHER),
)


def recognise(table: Table, what: What) -> tuple[str, str]:
    """The shape (``"devpost"``, ``"form"`` or ``""``) and the name to show for where a table comes from."""
    if not table.headed:
        name, _ = HEADERLESS.get((what, len(table.header)), ("", ()))
        return OTHER, name or "table without a header"
    names = {words(header) for header in table.header}
    first = words(table.header[0]) if table.header else ""
    if {"submission title", "project title"} & names and {
        "submission url",
        "opt in prizes",
        "opt in prize",
        "project status",
    } & names:
        return DEVPOST, _devpost_name(names, first)
    for needs, name, shape in _TOOLS:
        if any(need <= names for need in needs):
            return shape, name
    if first == "timestamp":
        return FORM, "Google Forms answers"
    return OTHER, "table"


def _devpost_name(names: set[str], first: str) -> str:
    name = "Devpost project export"
    if first == "opt in prize":
        name += ", sorted by prize"
    if "table number" in names:
        name += ", with table numbers"
    if "submitter email" not in names:
        name += ", without personal data"
    return name
