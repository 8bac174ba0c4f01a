"""The log file: what happened, for the day on which someone must look."""

import logging
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

_NAME: Final = "gpumode_judge"


def start_log(folder: Path) -> Path:
    """Write the app's log into ``folder`` (three files of 1 MB at most, the newest first); gives the newest file.

    Called again, it moves the log to the new folder. A folder that cannot be written only loses the log, never the app.
    """
    file = folder / "gpumode-judge.log"
    logger = logging.getLogger(_NAME)
    stop_log()
    handler: logging.Handler
    try:
        handler = RotatingFileHandler(file, maxBytes=1_000_000, backupCount=2, encoding="utf-8", errors="replace")
    except OSError:
        handler = logging.NullHandler()
    form = logging.Formatter("%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")
    form.converter = time.gmtime
    handler.setFormatter(form)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    return file


def stop_log() -> None:
    """Close the log file, if one is open."""
    logger = logging.getLogger(_NAME)
    for handler in tuple(logger.handlers):
        if isinstance(handler, RotatingFileHandler | logging.NullHandler):
            logger.removeHandler(handler)
            handler.close()
    logger.propagate = True


def log() -> logging.Logger:
    """The app's logger."""
    return logging.getLogger(_NAME)
