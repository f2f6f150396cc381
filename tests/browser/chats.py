"""The web chat in a process of its own, as it is started from the command line."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from tests.running import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180


class Chat:
    """A chat over a library that `fill` makes, both in the background until its address is asked for."""

    def __init__(self, folder: Path, fill: Callable[[Path], None], *options: str, **environment: str) -> None:
        self.folder = folder
        self._fill = fill
        self._command = [sys.executable, "app.py", "--library", str(folder), "--port", str(free_port()), *options]
        paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        self._environment = {**os.environ, "PYTHONPATH": paths, **environment}
        self._process: subprocess.Popen[str] | None = None
        self._address, self._error = "", None
        self._starting = threading.Thread(target=self._start, daemon=True)
        self._starting.start()

    @property
    def address(self) -> str:
        """Where it is served; waits for that."""
        self._starting.join(PATIENCE)
        assert self._address, self._error or "the chat did not start"
        return self._address

    def stop(self) -> None:
        self._starting.join(PATIENCE)
        if self._process:
            # How it stops when it is told to is tested elsewhere, and takes seconds while pages are open.
            self._process.kill()
            self._process.wait(20)
            self._process.stdout.close()

    def _start(self) -> None:
        try:
            self._fill(self.folder)
            self._process = subprocess.Popen(
                self._command, stdout=subprocess.PIPE, text=True, env=self._environment, cwd=ROOT
            )
            found = re.search(r"http://\S+", self._process.stdout.readline())
            self._address = found[0] if found else ""
        except Exception as error:
            self._error = error
