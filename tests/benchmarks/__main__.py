"""Every benchmark in one run and one table: ``python -m tests.benchmarks [folder]``, from a checkout.

Each line is what ours took, what the bare way took in the same run, their ratio, and the ratio that is allowed; ``folder`` says on
which disk. Ends with 1 if a limit is broken. It takes a few minutes; leave the machine alone meanwhile.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

import board_bench
import merge_bench
import severity_bench
import show_bench
import standings_bench
import startup_bench
import store_bench
from kit import HEAD, Line


def say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Print each line as soon as it is known."""
    lines: list[Line] = []

    def show(*more: Line) -> None:
        lines.extend(more)
        say(*map(str, more))

    say(HEAD)
    show(*startup_bench.run())
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as place:
        show(*(Line(f"store: {line.name}", line.ours, line.bare, line.limit) for line in store_bench.run(Path(place))))
        show(*merge_bench.run(Path(place)))
    show(*standings_bench.run())
    show(*severity_bench.run())
    for name, figure, unit, ratio, limit in board_bench.measure():
        if unit == "ms" and ratio == limit:
            continue  # what the other lines are measured by
        took = figure / 1000
        show(
            Line(f"board {name}", took, limit / 1000 if unit == "ms" else took / ratio, 1.0 if unit == "ms" else limit)
        )
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as place:
        show(*show_bench.run(Path(place)))
    over = [line.name for line in lines if not line.kept]
    say(f"{len(over)} over the limit." if over else "All within their limits.")
    return int(bool(over))


if __name__ == "__main__":
    raise SystemExit(main())
