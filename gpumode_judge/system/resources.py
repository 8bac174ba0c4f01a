"""The one door to the files that ship with the app, from an installed wheel or from a checkout."""

from functools import cache
from pathlib import Path, PurePosixPath

from gpumode_judge.event.problem import Problem


def resource(name: str) -> Path:
    """Where the shipped file or folder ``name`` lies, for example ``"themes/light.toml"``.

    Names use forward slashes and stay inside the resources folder: absolute names, ``..`` and backslashes raise
    ``ValueError``. Something that is not there raises :class:`Problem`: the installation is incomplete.
    """
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or "\\" in name or ":" in name or "\0" in name:
        raise ValueError(f"not a resource name: {name!r}")
    path = _root().joinpath(*parts)
    if not path.exists():
        raise Problem(f"The file “{name}” of the app itself is missing; install gpumode-judge again.")
    return path


def read_bytes(name: str) -> bytes:
    """The content of the shipped file ``name``; errors as in :func:`resource`."""
    return resource(name).read_bytes()


@cache
def _root() -> Path:
    package = Path(__file__).resolve().parents[1]
    shipped = package / "resources"
    return shipped if shipped.is_dir() else package.parent / "resources"
