"""What the desks tell a person on a terminal about locks, laptops, broken files, backups and published results."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from gpumode_judge.desk.backups import Backup
from gpumode_judge.desk.telling import count, names

_WHY: Final = {
    "late": "came after the lock",
    "gap": "stand behind a statement that is missing; ask that judge to hand in once more",
    "forked": "contradict what the same laptop said elsewhere, as a copied workspace does; ask the judge what holds",
    "revoked": "are of a laptop that was shut out",
}
_MOST_LINES: Final = 20
_CALLED: Final = {"ballot": "ballot", "remark": "note", "measure": "figure"}
Shown = dict[str, Any]


def totals_lines(shown: Shown) -> Iterator[str]:
    """A judge's own ballots, best first, as :func:`showing_safety.show_totals` gives them."""
    yield f"{shown['judge']}: your totals, in your order"
    for row in shown["rows"]:
        total = f"{row['total']:>6.1f}" if row["total"] is not None else "     –"
        aside = f" ({row['outcome']})" if row["total"] is None else ""
        yield f"{total}  {row['table'][:6] or '–':6}  {row['submission']}{aside}"


def check_lines(shown: Shown) -> Iterator[str]:
    """What should be true before the lock."""
    for check in shown["checks"]:
        yield f"{'ok     ' if check['ok'] else 'look at'}  {check['text']}"


def lock_line(shown: Shown) -> str:
    """Whether the scores are locked, and what a lock still lacks."""
    now = (
        "The scores are locked. What comes now waits for your word: gpumode-judge waiting."
        if shown["locked"]
        else "The scores are open."
    )
    for item in shown["waiting"]:
        what = "Opening them again" if item["opens"] else "A lock"
        now += f" {what} waits for {count(item['missing'], 'more signature')}, on another organizer’s laptop."
    if shown["waiting"]:
        now += (
            " Carry over the file that gpumode-judge export --organizers writes; there, it is merged before gpumode-judge sign."
            " Then the same export there writes the file that comes back, and is merged here."
        )
    return now


def signed_lines(shown: Shown) -> Iterator[str]:
    """What is to be done after a signature: nobody else knows of it yet."""
    yield lock_line(shown)
    if not shown["waiting"]:
        yield (
            "The other organizer’s laptop does not know it yet: carry back the file that gpumode-judge export --organizers writes, "
            "and merge it there."
        )


def counts_now_lines(shown: Shown | None) -> Iterator[str]:
    """What opening the scores did, as :func:`showing_safety.show_counts_now` gives it; nothing if they were not opened."""
    if shown is None:
        return
    by_kind: dict[str, list[str]] = {}
    for entry in shown["statements"]:
        kind = _CALLED.get(entry["kind"], "statement")
        told = entry["about"].partition(": ")[2] if kind != "statement" else ""
        by_kind.setdefault(kind, []).append(told or entry["about"])
    for kind, told in by_kind.items():
        verb = "counts" if len(told) == 1 else "count"
        yield f"{count(len(told), kind)} that came after the lock {verb} now: {names(dict.fromkeys(told))}."
    changed = shown["first_place"]
    if changed:
        before, now = (names(f"“{title}”" for title in changed[when]) or "nobody" for when in ("before", "now"))
        yield f"The first place changed: {now} instead of {before}."


def waiting_lines(shown: Sequence[Shown], conflicts: int = 0, laptops: int = 0) -> Iterator[str]:
    """What waits for a person's word, by laptop, with the ids that ``admit`` takes; if nothing does, what waits elsewhere."""
    if not shown:
        others = [(conflicts, "conflict", "gpumode-judge conflicts"), (laptops, "laptop", "gpumode-judge devices")]
        there = [(number, thing, command) for number, thing, command in others if number]
        what = " and ".join(count(number, thing) for number, thing, _ in there)
        verb = "does" if conflicts + laptops == 1 else "do"
        where = ", ".join(command for _, _, command in there)
        yield f"Nothing waits for your word, but {what} {verb}: {where}." if there else "Nothing waits for your word."
        return
    for group in shown:
        entries = group["entries"]
        who = f"{group['judge']} ({group['words']})" if group["judge"] else group["words"]
        yield f"{who}: {count(len(entries), 'statement')} {_why(group['why'], len(entries))}"
        for entry in entries[:_MOST_LINES]:
            yield f"  {entry['id'][:12]}  {entry['at']}  {entry['about']}"
        if len(entries) > _MOST_LINES:
            yield f"  and {len(entries) - _MOST_LINES} more"
    first = shown[0]["entries"][0]["id"][:12]
    yield f"Let one count after all: gpumode-judge admit {first} --reason WHY (or four words, for all of that laptop’s)"


def _why(why: str, number: int) -> str:
    text = _WHY.get(why, why)
    if number == 1:
        for many, one in (("stand ", "stands "), ("contradict ", "contradicts "), ("are of", "is of")):
            if text.startswith(many):
                return one + text.removeprefix(many)
    return text


def together_lines(shown: Shown) -> Iterator[str]:
    """What each way to settle all conflicts of one judge would keep."""
    yield f"{shown['judge']}: {count(shown['conflicts'], 'conflict')}"
    for keep in shown["keeps"]:
        kept = f"{count(keep['ballots'], 'ballot')} with {count(keep['marks'], 'mark')}, {count(keep['notes'], 'note')}"
        left = f"; {keep['left']} stay open" if keep["left"] else ""
        yield f"  {keep['keep']}{' (paper)' if keep['paper'] else ''}: keeps {kept}; the last at {keep['last']}{left}"
    if shown["why_not"]:
        yield f"  later: cannot be told. {shown['why_not']}"
    yield f'The one that holds: gpumode-judge conflicts --judge "{shown["judge"]}" --keep "{shown["keeps"][0]["keep"]}"'


def quarantine_lines(shown: Sequence[Shown]) -> Iterator[str]:
    """Broken files that are kept, and what can be done with each."""
    if not shown:
        yield "No broken file is kept."
        return
    for file in shown:
        who = f" ({file['who']})" if file["who"] else ""
        yield f"{file['sha256'][:12]}  {file['file']}{who}, {file['at']}"
        yield f"  {file['why']}"
        if file["salvaged"]:
            yield "  What is whole in it was taken in."
        elif file["entries"]:
            lost = f", {count(len(file['lost']), 'line')} lost" if file["lost"] else ""
            yield f"  {count(file['entries'], 'statement')} in it {'is' if file['entries'] == 1 else 'are'} whole{lost}."
        else:
            yield "  Nothing in it is whole; ask for the file once more."
    usable = next((file for file in shown if file["entries"] and not file["salvaged"]), None)
    if usable:
        yield f"Best is the file once more. If it is gone: gpumode-judge quarantine --salvage {usable['sha256'][:12]}"


def backup_lines(found: Sequence[Backup]) -> Iterator[str]:
    """The backups of a workspace, numbered."""
    if not found:
        yield "There is no backup of this workspace."
        return
    for number, backup in enumerate(found, 1):
        holds = "" if backup.damaged else f"{count(backup.entries, 'statement')}, "
        yield f"{number:>3}  {backup.at}  {holds}{backup.reason}"
    yield "Put one in the workspace’s place: gpumode-judge backups --restore NUMBER"


def verified_lines(name: str, shown: Shown) -> Iterator[str]:
    """Whether a published result is what its statements come to, or exactly what differs."""
    withheld = f"; {count(shown['withheld'], 'statement')} left out, as is meant" if shown["withheld"] else ""
    checked = f"{count(shown['entries'], 'statement')} checked{withheld}"
    if shown["identical"]:
        yield f"identical: the standings in “{name}” are what its statements come to (“{shown['title']}”, {checked})."
        return
    yield f"DIFFERENT: the standings in “{name}” are not what its statements come to (“{shown['title']}”, {checked})."
    yield from shown["differences"]


def file_line(name: str, shown: Shown) -> str:
    """What an event file or a score file holds, as :func:`showing.show_file` gives it."""
    kinds = ", ".join(f"{number} {kind}" for kind, number in shown["kinds"].items()) or "nothing in it"
    withheld = f"; {shown['withheld']} withheld, as is meant" if shown["withheld"] else ""
    return f"“{name}” is the {shown['file']} of “{shown['title']}”, whole and unchanged: {kinds}{withheld}."
