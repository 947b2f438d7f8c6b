"""A socket at which nobody may knock, and a file that nobody may read."""

import socket
import threading
from pathlib import Path
from types import TracebackType

WORDS = "a secret of the machine"


class Canary:
    """Listens on a port of its own and counts who knocks."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "secret.nt"
        self.file.write_text(f'<http://secret/> <http://secret/> "{WORDS}" .\n', encoding="utf-8")
        self.knocks = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.knocks += 1
            caller.close()

    def __enter__(self) -> "Canary":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()
