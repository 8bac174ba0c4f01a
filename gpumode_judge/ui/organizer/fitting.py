"""Tables that give up their less important columns while they are narrow."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QTableView
from typing_extensions import override

from gpumode_judge.ui.shared.tables import RowsModel


class Fitting(QObject):
    """Hides each column of ``least`` while the view is narrower than the number of pixels that stands there."""

    def __init__(self, view: QTableView, least: Mapping[str, int]) -> None:
        super().__init__(view)
        self._view = view
        self._least = least
        view.installEventFilter(self)

    def stop(self) -> None:
        """Leave the view alone from now on: its model goes."""
        self._view.removeEventFilter(self)
        self.deleteLater()

    def fit(self) -> None:
        """Show and hide columns for the width that the view has now."""
        model = self._view.model()
        if isinstance(model, RowsModel):
            for key, width in self._least.items():
                self._view.setColumnHidden(model.column(key), self._view.width() < width)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)
