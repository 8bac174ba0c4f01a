"""What a file says is only ever text: no window may read it as markup, open what it names by itself, or run it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "gpumode_judge"
SOURCES = sorted(PACKAGE.rglob("*.py"))
WINDOWS = [path for path in SOURCES if "ui" in path.relative_to(PACKAGE).parts]

# Where words may be markup: the guide is our own text, and labels.py is where plain labels are made.
LABELS = "ui/shared/labels.py"
GUIDE = "ui/shared/guide.py"
# Widgets and calls of Qt that guess whether a text is markup, or always take it for such.
GUESSING = {
    "QLabel",
    "QMessageBox",
    "QErrorMessage",
    "QTextBrowser",
    "QTextDocument",
    "QStaticText",
    "QWhatsThis",
    "QSplashScreen",
}
MARKUP = {
    "setHtml",
    "insertHtml",
    "appendHtml",
    "setMarkdown",
    "insertMarkdown",
    "drawStaticText",
    "setOpenExternalLinks",
}
TIPS = {"setToolTip", "setWhatsThis"}
RUNNING = {"eval", "exec", "compile", "__import__", "breakpoint"}
LOADING = {"pickle", "cPickle", "dill", "marshal", "shelve", "jsonpickle", "yaml", "code", "codeop", "xmlrpc"}
SHELLS = {"system", "popen", "startfile", "spawnl", "spawnv", "execl", "execv", "execvp", "getoutput", "getstatusoutput"}  # fmt: skip


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def calls(source: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(source):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name) | ast.Attribute(attr=name):
                    yield name, node
                case _:
                    pass


def is_plain(value: ast.expr) -> bool:
    """Whether a tooltip's text is our own words, or escaped."""
    match value:
        case ast.Constant(value=str(text)):
            return "<" not in text
        case ast.Call(func=ast.Name(id="escaped") | ast.Attribute(attr="escaped")):
            return True
        case ast.IfExp(body=one, orelse=other):
            return is_plain(one) and is_plain(other)
        case ast.BoolOp(values=values):
            return all(map(is_plain, values))
        case _:
            return False


# A tooltip that is put together from our own words. Each is looked at by hand before it may stand here.
OWN_WORDS = {
    ("ui/shared/sidebar.py", "f\"{place.text}  ({keys.toString(QKeySequence.SequenceFormat.NativeText)})\""),
}  # fmt: skip


def guessing(path: Path, source: ast.Module) -> Iterator[str]:
    """Where a window could take words for markup."""
    for node in ast.walk(source):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6"):
            for alias in node.names:
                allowed = {LABELS: {"QLabel"}, GUIDE: {"QTextBrowser", "QTextDocument"}}.get(place(path), set())
                if alias.name in GUESSING - allowed:
                    yield f"{node.lineno}: {alias.name} guesses what is markup; use PlainLabel or ask()"
    for name, call in calls(source):
        if name in MARKUP and place(path) != GUIDE:
            yield f"{call.lineno}: {name} reads markup"
        if name in TIPS and call.args and not is_plain(call.args[0]):
            written = ast.unparse(call.args[0]).replace("'", '"')
            if (place(path), written) not in {(where, text.replace("'", '"')) for where, text in OWN_WORDS}:
                yield f"{call.lineno}: {name}({written}) is not escaped(…)"
        if name == "setTextFormat" and "PlainText" not in ast.unparse(call):
            yield f"{call.lineno}: setTextFormat must be PlainText"
        if name == "showText" and "QToolTip" in ast.unparse(call.func):
            yield f"{call.lineno}: QToolTip.showText guesses what is markup"


@pytest.mark.parametrize("path", WINDOWS, ids=place)
def test_words_are_never_markup(path):
    found = list(guessing(path, tree(path)))
    assert not found, f"{place(path)}:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("code", "caught"),
    [
        ("from PySide6.QtWidgets import QLabel", True),
        ("from PySide6.QtWidgets import QMessageBox", True),
        ("w.setToolTip(team.title)", True),
        ("w.setToolTip(f'{title} is here')", True),
        ("w.setToolTip('<b>ours</b>')", True),
        ("w.setToolTip(escaped(team.title))", False),
        ("w.setToolTip('' if fine else escaped(why))", False),
        ("w.setToolTip('' if fine else why)", True),
        ("view.setHtml(text)", True),
        ("QToolTip.showText(at, text)", True),
        ("label.setTextFormat(Qt.TextFormat.RichText)", True),
        ("label.setTextFormat(Qt.TextFormat.PlainText)", False),
    ],
)
def test_the_lint_sees_what_it_should(code, caught):
    assert bool(list(guessing(PACKAGE / "ui" / "example.py", ast.parse(code)))) is caught


def test_labels_are_plain_when_they_are_made(qapp):
    from PySide6.QtCore import Qt

    from gpumode_judge.ui.shared.labels import Heading, PlainLabel, SectionTitle, escaped

    for label in (
        PlainLabel("<b>x</b>"),
        Heading("<b>x</b>"),
        SectionTitle("<b>x</b>"),
        PlainLabel("<b>x</b>", elide=True),
    ):
        assert label.textFormat() is Qt.TextFormat.PlainText
    assert not escaped("<img src=file:///x>").startswith("<img")
    assert escaped("<b>x</b>") == "<span>&lt;b&gt;x&lt;/b&gt;</span>"


def test_every_label_class_is_a_plain_one():
    """Whoever derives from QLabel would have to say PlainText again: only labels.py may."""
    for path in WINDOWS:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("QLabel") for base in node.bases):
                assert place(path) == LABELS, f"{place(path)}:{node.lineno}"


# What opens something


def opened(path: Path) -> list[str]:
    return [ast.unparse(call.args[0]) for name, call in calls(tree(path)) if name == "openUrl" and call.args]


def test_addresses_open_in_one_place_and_only_after_a_question():
    for path in WINDOWS:
        for address in opened(path):
            own_folder = address.startswith("QUrl.fromLocalFile(") and address.endswith(".parent))")
            assert own_folder or place(path) == "ui/judge/links.py", f"{place(path)} opens {address}"
    links = tree(PACKAGE / "ui" / "judge" / "links.py")
    functions = {node.name: node for node in links.body if isinstance(node, ast.FunctionDef)}
    opener = [name for name, node in functions.items() if any(call == "openUrl" for call, _ in calls(node))]
    assert opener == ["go_to"]
    for path in WINDOWS:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("judge.links"):
                assert {alias.name for alias in node.names} <= {"host_of", "open_link"}, f"{place(path)}:{node.lineno}"
    asked = [call for name, call in calls(functions["open_link"]) if name == "ask"]
    assert len(asked) == 1
    assert "go_to" in ast.unparse(asked[0])


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "file:///etc/passwd", "FILE://x/y", "data:text/html,x", "mailto:a@b.c", "ssh://x", "//x.org", "x.org",
        "http://", "https:///x", "http://[", "", " ", "\\\\server\\share", "vbscript:x", "ms-settings:x", "http:x",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_never_opened(qapp, url, monkeypatch):
    from PySide6.QtWidgets import QWidget

    from gpumode_judge.event.submission import Link
    from gpumode_judge.ui.judge import links

    monkeypatch.setattr(links, "go_to", lambda _: pytest.fail("opened"))
    assert links.open_link(Link("Code", url), QWidget()) is None


# What runs something


@pytest.mark.parametrize("path", SOURCES, ids=place)
def test_nothing_that_is_read_is_ever_run(path):
    source = tree(path)
    for node in ast.walk(source):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name.partition(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [(node.module or "").partition(".")[0]]
        assert not LOADING & set(names), f"{place(path)}:{getattr(node, 'lineno', 0)} imports {names}"
    for name, call in calls(source):
        where = f"{place(path)}:{call.lineno}"
        if isinstance(call.func, ast.Name):
            assert name not in RUNNING, f"{where} calls {name}"
        elif isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) in ("os", "subprocess"):
            assert name not in SHELLS, f"{where} calls {name}"
        shell = [word for word in call.keywords if word.arg == "shell"]
        assert not shell, f"{where} asks for a shell"


def test_only_our_own_interpreter_is_started():
    """The sheets of strangers are read by a process of ours, and nothing else starts one."""
    for path in SOURCES:
        for name, call in calls(tree(path)):
            if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "subprocess":
                assert place(path) == "exchange/sheets.py", f"{place(path)}:{call.lineno}"
            assert name not in ("startDetached", "QProcess"), f"{place(path)}:{call.lineno}"
    assert "sys.executable" in ast.unparse(tree(PACKAGE / "exchange" / "sheets.py"))
