"""Start: the commands, with the windows handed to them."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gpumode_judge import cli
from gpumode_judge.ceremony.board import Board

if TYPE_CHECKING:
    from gpumode_judge.desk.certificates import Certificate
    from gpumode_judge.desk.contest import Packet


class QtFace:
    """The windows and pictures of the app. Qt is loaded only when one is asked for."""

    def open(self, paths: Sequence[Path]) -> int:
        """Open the start window, or what the paths name."""
        from gpumode_judge.ui.app import run
        from gpumode_judge.ui.demo import offer_demo

        return run(paths, demo=offer_demo(cli.demo_folder))

    def demo(self, folder: Path) -> int:
        """Play the demo in windows."""
        from gpumode_judge.ui.demo import run_demo

        return run_demo(folder)

    def demo_pictures(self, folder: Path, tell: cli.Tell) -> None:
        """Play the demo without a display and leave its pictures in ``folder``."""
        from gpumode_judge.ui.demo import demo_pictures

        demo_pictures(folder, tell)

    def paint(self, board: Board, width: int, height: int, path: Path, pictures: cli.Pictures | None = None) -> None:
        """Paint a board into a PNG file; ``pictures`` gives the bytes of logos and photos by name."""
        from gpumode_judge.ui.demo import paint_board

        paint_board(board, width, height, path, pictures)

    def contest_pdf(self, packet: "Packet", path: Path) -> None:
        """Print the page of a team that contests its rank into a PDF file."""
        from gpumode_judge.ui.demo import print_contest

        print_contest(packet, path)

    def certificate_pdf(self, certificate: "Certificate", template: bytes, path: Path, letter: bool | None) -> None:
        """Print a certificate by a checked template into a new PDF file; ``letter`` None: the paper of the country."""
        from gpumode_judge.ui.demo import print_certificate

        print_certificate(certificate, template, path, letter)


def main() -> None:
    """The entry point of ``gpumode-judge``."""
    sys.exit(cli.run(sys.argv[1:], QtFace()))


if __name__ == "__main__":
    main()
