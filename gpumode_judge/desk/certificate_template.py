"""The template of certificates: an SVG that somebody drew, checked before anything reads it. Nothing in it runs, loads or grows."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET  # what it reads was checked first: no document type, hence no entities

from gpumode_judge.desk.pictures import MOST_BYTES, kind_of
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line
from gpumode_judge.system.files import read_regular, write_new
from gpumode_judge.system.resources import read_bytes

FIELDS: Final = ("team", "project", "members", "prize", "award", "rank", "sponsor", "event", "place", "day")
SHIPPED: Final = "certificate.svg"
MOST_ELEMENTS: Final = 5_000
DEEPEST: Final = 60
SVG: Final = "{http://www.w3.org/2000/svg}"
PLACEHOLDER: Final = re.compile(r"\{\{\s*([^{}]{0,60}?)\s*\}\}")

# What paper cannot show, or what grows without end when it is painted.
_NOT_PRINTED: Final = frozenset(
    {"filter", "pattern", "mask", "marker", "textarea", "switch", "font", "cursor", "style-sheet", "tbreak"}
)
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_COLOR: Final = re.compile(r"#[0-9A-Fa-f]{3,8}\b")
_LARGEST: Final = 1e6
_IN_STYLE: Final = re.compile(r"stroke-dasharray|(?:^|[;{\s])(?:filter|mask|marker[\w-]*)\s*:", re.IGNORECASE)
_DASHES: Final = ("stroke-dasharray", "filter", "mask", "marker-start", "marker-mid", "marker-end")
_HREF: Final = ("href", "{http://www.w3.org/1999/xlink}href")


def shipped_template() -> bytes:
    """The template that comes with the app."""
    return read_bytes(SHIPPED)


def write_template(path: Path) -> Path:
    """Write the shipped template as a new file, to be edited.

    Raises:
        Problem: it does not end in .svg, is there already, or the disk refused.
    """
    if path.suffix.lower() != ".svg":
        raise Problem(f"The template is an SVG drawing, so “{clean_line(path.name)}” must end in .svg.")
    return write_new(path, shipped_template())


def read_template(path: Path | None) -> bytes:
    """The bytes of a template that was checked; without a path the shipped one.

    Raises:
        Problem: it is no SVG, could run or load or grow, is too large, or has no placeholder or an unknown one.
    """
    if path is None:
        return shipped_template()
    data = read_regular(path, 10 * MOST_BYTES)
    check_template(path.name, data)
    return data


def check_template(name: str, data: bytes) -> None:
    """:class:`Problem` unless a template can be printed without any harm; ``name`` is what its file is called."""
    shown = f"“{clean_line(name, 120)}”"
    if kind_of(name, data) != "svg":
        raise Problem(f"{shown} is a photo; the template of certificates is an SVG drawing.")
    root = parse(data, shown)
    _check_size(root, shown)
    for element in root.iter():
        _check_element(element, shown)
    fields = [field for element in lines_of(root) for field in PLACEHOLDER.findall(whole_text(element))]
    if not fields:
        raise Problem(
            f"{shown} has no text with a placeholder such as {{{{team}}}} and {{{{prize}}}}; write them where names go."
        )
    unknown = next((field for field in fields if field not in FIELDS), None)
    if unknown is not None:
        known = ", ".join(f"{{{{{field}}}}}" for field in FIELDS)
        raise Problem(f"{shown} asks for {{{{{clean_line(unknown, 60)}}}}}, which there is not; there are {known}.")


def parse(data: bytes, shown: str = "The template") -> ET.Element:
    """The drawing as a tree; :class:`Problem` if it is none."""
    if b"<!" in data.replace(b"<!--", b"").replace(b"<![CDATA[", b""):
        raise Problem(f"{shown} is an SVG with a document type of its own; save it as a plain SVG.")
    try:
        root = ET.fromstring(data)  # noqa: S314  (see above: neither entities nor anything to load is left)
    except (ET.ParseError, ValueError, RecursionError, LookupError) as error:
        raise Problem(f"{shown} is not whole: it cannot be read as an SVG; save it again.") from error
    if root.tag != f"{SVG}svg":
        raise Problem(f"{shown} is no SVG drawing; save it as a plain SVG.")
    return root


def lines_of(root: ET.Element) -> list[ET.Element]:
    """Every text of the drawing that has a placeholder."""
    return [element for element in root.iter(f"{SVG}text") if PLACEHOLDER.search(whole_text(element))]


def whole_text(element: ET.Element) -> str:
    """What a text says, over all its parts, its white space folded."""
    return " ".join("".join(element.itertext()).split())


def _check_size(root: ET.Element, shown: str) -> None:
    """How many things are painted when every repetition is followed; a loop is as bad as too many."""
    by_id = {element.get("id", ""): element for element in root.iter()}
    known: dict[ET.Element, int] = {}

    def painted(element: ET.Element, depth: int) -> int:
        if depth > DEEPEST:
            raise Problem(f"{shown} is nested too deep, or repeats itself; flatten its groups.")
        if element not in known:
            known[element] = 1 + sum(painted(one, depth + 1) for one in _inside(element, by_id))
        return known[element]

    if sum(1 for _ in root.iter()) > MOST_ELEMENTS or painted(root, 0) > MOST_ELEMENTS:
        raise Problem(f"{shown} has more than {MOST_ELEMENTS:,} parts; simplify the drawing.")


def _inside(element: ET.Element, by_id: dict[str, ET.Element]) -> Iterator[ET.Element]:
    yield from element
    for name in _HREF:
        target = element.get(name, "").strip()
        if target.startswith("#") and target[1:] in by_id:
            yield by_id[target[1:]]


def _check_element(element: ET.Element, shown: str) -> None:
    if not isinstance(element.tag, str):  # pyright: ignore[reportUnnecessaryIsInstance]  (a comment has none)
        return
    kind = element.tag.rpartition("}")[2].lower()
    if kind in _NOT_PRINTED or kind.startswith("fe"):
        raise Problem(f"{shown} has a <{clean_line(kind, 40)}>, which cannot be printed; draw it with plain shapes.")
    style = element.get("style", "") + (element.text or "" if kind == "style" else "")
    if _IN_STYLE.search(style) or any(name in element.attrib for name in _DASHES):
        raise Problem(
            f"{shown} has dashes, filters, masks or markers, which cannot be printed; draw it with plain shapes."
        )
    texts = (value for name, value in element.attrib.items() if not name.endswith(("href", "id", "class", "label")))
    for text in (*texts, element.text or "" if kind == "style" else ""):
        if any(abs(float(number)) > _LARGEST for number in _NUMBER.findall(_COLOR.sub(" ", text))):
            raise Problem(f"{shown} has a number that is too large to be drawn; save it as a plain SVG.")
