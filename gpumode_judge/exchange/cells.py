"""Small readings of single cells: links, addresses, people, states, times, marks."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Final

from gpumode_judge.event.people import Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.submission import Entered, Link
from gpumode_judge.event.text import clean_line, fold
from gpumode_judge.exchange.fields import words

MOST_LINKS: Final = 20
MOST_MEMBERS: Final = 60
_URL_LIMIT: Final = 600
_MAIL: Final = re.compile(r"[^\s@<>(),;:\"\[\]]+@[^\s@<>(),;:\"\[\]]+\.[^\s@<>(),;:\"\[\]]+")
_NOTHING: Final = frozenset({"", "-", "–", "—", "n/a", "na", "none", "no", "nil", "null", "tbd", "x", "."})
_LABELS: Final = {
    "try it out links": "Try it out",
    "website": "Try it out",
    "video demo link": "Video",
    "video link": "Video",
    "videolink": "Video",
    "trylink": "Try it out",
    "try link": "Try it out",
    "image gallery urls": "Pictures",
    "public git hub repository": "GitHub repository",
    "buidl profile url": "BUIDL page",
    "buidl demo link": "Demo",
    "buidl github": "GitHub",
    "submission url": "Submission page",
    "url": "Link",
}
_DATES: Final = (
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d.%m.%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%m/%d/%y %H:%M",
)
_WITHDRAWN: Final = frozenset(
    {
        "withdrawn",
        "rejected",
        "disqualified",
        "declined",
        "cancelled",
        "canceled",
        "deleted",
        "inactive",
        "false",
        "hidden by team",
    }
)
_OUTCOMES: Final[dict[str, Outcome]] = {
    **dict.fromkeys(("absent", "no show", "noshow", "not there", "not present", "abs"), Outcome.ABSENT),
    **dict.fromkeys(("recused", "recuse", "conflict", "conflict of interest", "coi", "rec"), Outcome.RECUSED),
    **dict.fromkeys(("skipped", "skip", "not visited", "not seen"), Outcome.SKIPPED),
}
_MARKED: Final = frozenset(
    {"", "marked", "done", "scored", "submitted", "complete", "completed", "present", "final", "ok", "yes"}
)


def is_nothing(cell: str) -> bool:
    """Whether a cell says that there is nothing: blank, a dash, ``n/a``."""
    return len(cell) < 20 and fold(cell) in _NOTHING


def links(header: str, cell: str) -> list[Link]:
    """The addresses in a cell, labelled after its column; text that is no address stays as text."""
    label = _LABELS.get(words(header)) or clean_line(header, 60)
    found: list[Link] = []
    for token in re.split(r"\s+|[,;](?=\s|$|https?:|www\.)", cell[:20_000]):
        url = clean_line(token, _URL_LIMIT + 1).strip(",;<>\"'")
        if re.match(r"(?i)https?://[^\s/]", url) and len(url) <= _URL_LIMIT:
            found.append(Link(label, url))
        elif (
            re.match(r"(?i)(www\.)?[\w-]+(\.[\w-]+)*\.[a-z]{2,}(/\S*)?$", url) and len(url) <= _URL_LIMIT and "/" in url
        ):
            found.append(Link(label, "https://" + url))
    if not found and not is_nothing(cell):
        found.append(Link(label, clean_line(cell, 200)))
    return found


def mails(cell: str) -> list[str]:
    """The e-mail addresses in a cell, in lower case."""
    return [clean_line(found, 200).lower() for found in _MAIL.findall(cell[:20_000])]


def people(cell: str) -> list[str]:
    """The names in a cell of people, one a line or separated by semicolons or commas; addresses are left out."""
    plain = re.sub(r"[<(\[]\s*[>)\]]", " ", _MAIL.sub("", cell[:20_000]))
    parts = re.split(r"[\n\r;]+", plain)
    if len([part for part in parts if part.strip()]) <= 1:
        parts = re.split(r",|\s&\s|\sand\s", plain)
    names = (re.sub(r"^(\d{1,2}[.)]|[-–•*·])\s+", "", clean_line(part, 100)).strip(" ,;-–:") for part in parts)
    return [name for name in names if name and not is_nothing(name)][:MOST_MEMBERS]


def entered(cell: str) -> Entered:
    """Where a submission stands, from what form tools write."""
    state = fold(cell)
    if state.startswith(("draft", "incomplete", "in progress", "not submitted", "unsubmitted")):
        return Entered.DRAFT
    return Entered.WITHDRAWN if state in _WITHDRAWN else Entered.SUBMITTED


def table_name(cell: str) -> str:
    """A table's name; form tools write 0 for none."""
    name = clean_line(cell, 60)
    return "" if re.fullmatch(r"0+", name) or is_nothing(name) else name


def newest_first(times: Sequence[str]) -> bool:
    """Whether the rows of a table run from the newest to the oldest, as some form tools write them."""
    for form in ("", *_DATES):
        try:
            read = [datetime.strptime(t, form) if form else datetime.fromisoformat(t) for t in times if t]  # noqa: DTZ007
        except ValueError:
            continue
        if len({moment.tzinfo is None for moment in read}) > 1:
            return False
        return len(read) > 1 and read[0] > read[-1] and all(a >= b for a, b in pairwise(read))
    return False


def outcome(cell: str) -> Outcome | None:
    """What a word in a ballot says about the visit; None when it says nothing that is known."""
    word = words(cell)
    return Outcome.MARKED if word in _MARKED else _OUTCOMES.get(word)


def mark(cell: str, high: Decimal | None = None) -> Decimal | None:
    """The mark in a cell, None when it is blank (or a dash). ``7,5`` is 7.5; ``8/10`` is 8 on a scale up to ``high`` 10; ``4 – good`` is 4.

    Anything else raises Problem with why.
    """
    text = clean_line(unicodedata.normalize("NFKC", cell), 60).replace("−", "-")
    if text.casefold() in {"", "-", "–", "—", "n/a", "na"}:
        return None
    match = re.fullmatch(r"([+-]?[0-9]{1,9}(?:[.,][0-9]{1,6})?)(?:\s*/\s*([0-9]{1,9}))?(?:\s*[-–—:(]\s*[^0-9]+)?", text)
    if not match or (match[2] and (high is None or Decimal(match[2]) != high)):
        raise Problem(f"“{clean_line(cell, 40)}” is not a mark")
    if re.fullmatch(r"[+-]?[0-9]{1,3},[0-9]{3}", match[1]):
        raise Problem(f"“{match[1]}” can be read in two ways; write it without a comma")
    return Decimal(match[1].replace(",", "."))
