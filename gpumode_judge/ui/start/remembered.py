"""Small things that windows remember on this laptop: the theme, and where a window stood."""

import json
from typing import Any, Final, cast

from gpumode_judge.event.problem import Problem
from gpumode_judge.system import paths
from gpumode_judge.system.files import read_regular, replace_file

_FILE: Final = "windows.json"


def remembered(key: str, default: str = "") -> str:
    """What was remembered under ``key``; a damaged file remembers nothing."""
    value = _load().get(key, default)
    return value if isinstance(value, str) else default


def remember(key: str, value: str) -> None:
    """Remember ``value`` under ``key``. A full or read-only disk loses the convenience and nothing else."""
    values = _load()
    if values.get(key) == value:
        return
    values[key] = value
    try:
        replace_file(paths.home() / _FILE, json.dumps(values, ensure_ascii=False, indent=1).encode())
    except Problem:
        return


def _load() -> dict[str, Any]:
    try:
        path = paths.home() / _FILE
        values: object = json.loads(read_regular(path, 1_000_000)) if path.exists() else {}
        if not isinstance(values, dict):
            return {}
    except (Problem, ValueError):
        return {}
    return cast("dict[str, Any]", values)
