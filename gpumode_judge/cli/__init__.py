"""The commands: parse, call a desk, print."""

from gpumode_judge.cli.app import run
from gpumode_judge.cli.kit import Face, Pictures, Tell, demo_folder

__all__ = ["Face", "Pictures", "Tell", "demo_folder", "run"]
