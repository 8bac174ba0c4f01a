"""The one stylesheet, made from the tokens: Fusion underneath, our own shapes on top."""

from string import Template
from typing import Final

from gpumode_judge.system.resources import resource
from gpumode_judge.ui.shared.tokens import Theme, mixed

# Borders are 2 px in every state, so that the focus ring never moves what it surrounds.
_TEXT: Final = """
* { outline: none; }
QWidget { color: $ink; }
QMainWindow, QDialog, QWidget#page { background: $ground; }
QLabel { background: transparent; }
QLabel[role="soft"] { color: $ink_soft; }
QLabel[role="small"] { color: $ink_soft; font-size: 12px; }
QLabel[role="wrong"] { color: $bad; font-size: 12px; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="number"] { font-size: 16px; font-weight: 600; }
QLabel[role="section"] { font-size: 16px; font-weight: 600; }
QLabel[role="title"] { font-size: 20px; font-weight: 600; }
QLabel[role="heading"] { font-family: "Inter Display", "Inter"; font-size: 28px; font-weight: 700; }
QLabel[role="figure"] { font-size: 32px; font-weight: 700; }
QLabel[role="key"] {
    color: $ink_soft; background: $surface; border: 1px solid $line_strong; border-bottom-width: 2px;
    border-radius: 4px; padding: 0 5px; font-size: 12px; font-weight: 500; min-height: 18px;
}
QLabel:disabled { color: $ink_faint; }
QToolTip {
    color: $surface; background: $ink; border: none; border-radius: 4px; padding: 6px 8px; font-size: 13px;
}
"""

_BUTTONS: Final = """
QPushButton {
    min-height: 36px; padding: 0 14px; border: 2px solid transparent; border-radius: 8px; font-weight: 500;
}
QPushButton[kind="plain"] { background: $surface; border: 1px solid $line_strong; margin: 0; padding: 1px 15px; }
QPushButton[kind="plain"]:hover { background: $raised; }
QPushButton[kind="plain"]:pressed, QPushButton[kind="plain"]:checked { background: $accent_soft; color: $accent_ink; }
QPushButton[kind="plain"]:checked { border: 1px solid $accent; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_pressed; }
QPushButton[kind="danger"] { background: $surface; color: $bad; border: 1px solid $bad; padding: 1px 15px; }
QPushButton[kind="danger"]:hover, QPushButton[kind="danger"]:pressed { background: $bad_soft; }
QPushButton[kind="danger"]:default { background: $bad; color: $on_bad; }
QPushButton[kind="quiet"] { background: transparent; color: $ink_soft; padding: 0 10px; }
QPushButton[kind="quiet"]:hover { background: $raised; color: $ink; }
QPushButton[kind="quiet"]:pressed, QPushButton[kind="quiet"]:checked { background: $accent_soft; color: $accent_ink; }
QPushButton[square="true"] { padding: 0; min-width: 36px; max-width: 36px; }
QPushButton:disabled, QPushButton[kind]:disabled { color: $ink_faint; background: $sunken; border: 1px solid $line; }
QPushButton[kind="quiet"]:disabled { background: transparent; border-color: transparent; }
QPushButton:focus, QPushButton[kind]:focus { border: 2px solid $focus; }
QPushButton[kind="plain"]:focus, QPushButton[kind="danger"]:focus { padding: 0 14px; }
QPushButton[kind="primary"]:focus { border: 2px solid $ink; }
QToolButton { background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: $raised; }
QToolButton:focus { border-color: $focus; }
QCheckBox, QRadioButton { spacing: 8px; min-height: 28px; padding: 0 6px; border: 2px solid transparent; border-radius: 6px; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }
QCheckBox:disabled, QRadioButton:disabled { color: $ink_faint; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {
    width: 18px; height: 18px; border: 1px solid $line_strong; background: $surface; border-radius: 4px;
}
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { background: $raised; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked, QAbstractItemView::indicator:checked {
    background: $accent; border-color: $accent;
}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { image: url("$check"); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; image: url("$minus"); }
QRadioButton::indicator:checked { image: url("$dot"); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; background: $sunken; }
"""

_INPUTS: Final = """
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
    background: $surface; color: $ink; border: 1px solid $line_strong; border-radius: 8px; padding: 1px 11px;
    selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $ink_faint;
}
QLineEdit, QAbstractSpinBox, QComboBox { min-height: 36px; }
QPlainTextEdit, QTextEdit { padding: 5px 7px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
    border: 2px solid $focus; padding: 0 10px;
}
QPlainTextEdit:focus, QTextEdit:focus { padding: 4px 6px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {
    background: $sunken; color: $ink_faint; border-color: $line;
}
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QAbstractSpinBox[invalid="true"] {
    border: 2px solid $bad; padding: 0 10px;
}
QPlainTextEdit[invalid="true"] { padding: 4px 6px; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit {
    border: none; padding: 0; min-height: 0; background: transparent;
}
QTableView QLineEdit { min-height: 0; border-radius: 4px; padding: 0 6px; }
QAbstractSpinBox { padding: 1px 28px 1px 1px; min-height: 33px; }
QAbstractSpinBox:focus, QAbstractSpinBox[invalid="true"] { padding: 0 27px 0 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    subcontrol-origin: border; width: 28px; border: none; background: transparent; border-radius: 6px; margin: 3px;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $raised; }
QAbstractSpinBox::up-arrow { image: url("$up"); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url("$down"); width: 12px; height: 12px; }
QComboBox { padding-right: 32px; }
QComboBox:focus { padding-right: 31px; }
QComboBox:hover { background: $raised; }
QComboBox::drop-down { border: none; width: 32px; subcontrol-origin: border; subcontrol-position: center right; }
QComboBox::down-arrow { image: url("$down"); width: 14px; height: 14px; }
QComboBox QAbstractItemView {
    background: $surface; border: 1px solid $line_strong; padding: 4px; color: $ink;
    selection-background-color: $accent_soft; selection-color: $accent_ink;
}
QComboBox QAbstractItemView::item { min-height: 32px; padding: 0 8px; border-radius: 4px; }
QSlider { min-height: 28px; }
QSlider::groove:horizontal { height: 4px; background: $raised; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal {
    width: 16px; height: 16px; margin: -8px 0; border-radius: 10px; background: $surface; border: 2px solid $accent;
}
QSlider::handle:horizontal:focus { background: $accent; border-color: $ink; }
"""

_SHAPES: Final = """
QFrame#card { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame#rule { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame#side { background: $sunken; border: none; border-right: 1px solid $line; }
QFrame#bar { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame#foot { background: $surface; border: none; border-top: 1px solid $line; }
QFrame#pill { border-radius: 12px; min-height: 24px; max-height: 24px; }
QFrame#pill[tone="plain"], QFrame#pill[tone="ink_soft"] { background: $raised; }
QFrame#pill[tone="plain"] QLabel, QFrame#pill[tone="ink_soft"] QLabel { color: $ink_soft; }
QFrame#pill QLabel { font-size: 12px; font-weight: 600; }
QFrame#banner { border-radius: 8px; }
QFrame#banner QPushButton[kind="quiet"] { color: $ink; }
$tones
QFrame#drop { background: $surface; border: 2px dashed $line_strong; border-radius: 8px; }
QFrame#drop[over="true"] { border: 2px solid $accent; background: $accent_soft; }
QFrame#toast { background: $ink; border-radius: 8px; }
QFrame#toast QLabel { color: $ground; }
QFrame#toast QPushButton { color: $ground; background: transparent; font-weight: 600; border: 2px solid transparent; }
QFrame#toast QPushButton:hover { background: $toast_hover; }
QFrame#toast QPushButton:focus { border-color: $ground; }
QProgressBar { background: $raised; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QGroupBox { border: none; margin-top: 28px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; top: 4px; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget#page { background: transparent; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $scroll; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 40px; }
QScrollBar::handle:horizontal { min-width: 40px; }
QScrollBar::handle:hover { background: $line_strong; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
    background: transparent; border: none; width: 0; height: 0;
}
"""

_VIEWS: Final = """
QAbstractItemView { background: $surface; color: $ink; border: 1px solid $line; border-radius: 8px; padding: 1px; }
QAbstractItemView:focus { border: 2px solid $focus; padding: 0; }
QTableView, QTreeView, QListView { selection-background-color: $accent_soft; selection-color: $ink; }
QTableView { gridline-color: $line; alternate-background-color: $surface; }
QTableView::item, QTreeView::item { border: none; border-bottom: 1px solid $line; padding: 0 10px; }
QTableView::item:hover { background: $ground; }
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected { background: $accent_soft; color: $ink; }
QTableView::item:focus { border-bottom: 2px solid $focus; }
QListView::item { border-radius: 6px; padding: 4px 8px; min-height: 32px; }
QListView::item:hover { background: $raised; }
QHeaderView { background: $surface; border: none; border-top-left-radius: 8px; border-top-right-radius: 8px; }
QHeaderView::section {
    background: $surface; color: $ink_soft; border: none; border-bottom: 1px solid $line_strong;
    padding: 0 13px; min-height: 38px; font-size: 12px; font-weight: 600;
}
QHeaderView::section:hover { color: $ink; background: $raised; }
QHeaderView::up-arrow, QHeaderView::down-arrow { image: none; width: 0; height: 0; }
QTableCornerButton::section { background: $surface; border: none; }
QListView#places { background: transparent; border: none; padding: 0; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar { background: transparent; }
QTabBar::tab {
    background: transparent; color: $ink_soft; padding: 0 14px; min-height: 36px; font-weight: 500;
    border: none; border-bottom: 2px solid transparent;
}
QTabBar::tab:hover { color: $ink; }
QTabBar::tab:selected { color: $accent_ink; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:focus { background: $accent_soft; }
QMenuBar { background: $ground; color: $ink; padding: 2px 6px; }
QMenuBar::item { padding: 6px 10px; border-radius: 6px; background: transparent; }
QMenuBar::item:selected { background: $raised; }
QMenu { background: $surface; border: 1px solid $line_strong; padding: 6px; }
QMenu::item { padding: 8px 24px 8px 12px; border-radius: 4px; background: transparent; }
QMenu::item:selected { background: $accent_soft; color: $accent_ink; }
QMenu::item:disabled { color: $ink_faint; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 6px 8px; }
QStatusBar { background: $surface; border-top: 1px solid $line; color: $ink_soft; }
"""

_TONE: Final = """
QFrame#pill[tone="$tone"], QFrame#banner[tone="$tone"] { background: $soft; }
QFrame#pill[tone="$tone"] QLabel { color: $strong; }
QFrame#banner[tone="$tone"] { border: 1px solid $edge; }
"""


def stylesheet(theme: Theme) -> str:
    """The text that dresses an application in ``theme``."""
    tones = {
        "good": (theme.good_soft, theme.good),
        "warn": (theme.warn_soft, theme.warn),
        "bad": (theme.bad_soft, theme.bad),
        "info": (theme.info_soft, theme.info),
        "accent": (theme.accent_soft, theme.accent_ink),
    }
    blocks = (
        Template(_TONE).substitute(tone=tone, soft=soft, strong=line, edge=mixed(soft, line, 0.4))
        for tone, (soft, line) in tones.items()
    )
    marks = {
        name: resource(f"themes/{'dark' if theme.dark else 'light'}-{name}.svg").as_posix()
        for name in ("check", "minus", "dot", "up", "down")
    }
    values = {name: value for name, value in vars(theme).items() if isinstance(value, str)}
    text = _TEXT + _BUTTONS + _INPUTS + _SHAPES + _VIEWS
    return Template(text).substitute(
        values,
        tones="".join(blocks),
        scroll=mixed(theme.line, theme.line_strong, 0.5),
        toast_hover=theme.ink_soft,
        **marks,
    )
