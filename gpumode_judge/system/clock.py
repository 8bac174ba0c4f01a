"""The wall clock, for people to read; nothing is ever ordered by it."""

from datetime import UTC, datetime


def now() -> str:
    """The time now in UTC with milliseconds, for example ``2024-09-21T18:04:05.123Z``."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
