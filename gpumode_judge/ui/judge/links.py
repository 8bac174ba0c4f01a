"""Addresses from strangers: shown as text, opened only after the person has read where they lead."""

from urllib.parse import urlsplit

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from gpumode_judge.event.submission import Link
from gpumode_judge.ui.shared.errors import MessageDialog, ask


def host_of(url: str) -> str:
    """The host to which an http or https address leads; ``""`` for anything else."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host if parts.scheme.lower() in ("http", "https") else ""


def open_link(link: Link, parent: QWidget) -> MessageDialog | None:
    """Ask whether to leave for the link's host, and open the browser if so; ``None`` if the link is not one to open."""
    host = host_of(link.url)
    if not host:
        return None
    text = f"This opens your browser at {host}:\n\n{link.url[:400]}"
    return ask(parent, "Open this link?", text, f"Open {host[:40]}", lambda: go_to(link.url))


def go_to(url: str) -> None:
    """Let the system's browser open an address."""
    QDesktopServices.openUrl(QUrl(url.strip(), QUrl.ParsingMode.StrictMode))
