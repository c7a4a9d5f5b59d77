"""Where does the output of all processes go?"""

import re
import sys
import time
from collections import defaultdict, deque
from logging import LogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

COLOURS = (36, 33, 32, 35, 34, 96, 93, 92, 95, 94)
FILE_BYTES = 5_000_000
OLD_FILES = 3
KEPT_LINES = 40
WORTH_SHOWING = re.compile(r"\b(warn(ing)?|error|critical|fatal|panic|traceback)\b", re.IGNORECASE)


class LogStream:
    """Every line to `<folder>/<name>.log`; to the screen the supervisor's own, of the others warnings once they are up.

    `verbose`: all. While all is being stopped nobody's last words go to the screen: `quiet`.
    """

    def __init__(self, folder: Path, *, screen: TextIO | None = sys.stdout, verbose: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.screen = screen
        self.verbose = verbose
        self.quiet = False
        self.up: set[str] = set()
        self._files: dict[str, RotatingFileHandler] = {}
        self._recent: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=KEPT_LINES))

    def line(self, name: str, text: str) -> None:
        """A line that the process itself wrote."""
        self._recent[name].append(text)
        self._to_file(name, text)
        if not self.quiet and (self.verbose or (name in self.up and WORTH_SHOWING.search(text))):
            self._to_screen(name, text)

    def say(self, name: str, text: str) -> None:
        """A line of the supervisor about the process."""
        self._to_file(name, f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} [supervisor] {text}")
        self._to_screen(name, text)

    def last_lines(self, name: str) -> str:
        """What the process said last."""
        return "\n".join(f"    {line}" for line in self._recent[name])

    def close(self) -> None:
        """Close the files."""
        for file in self._files.values():
            file.close()
        self._files.clear()

    def _to_file(self, name: str, text: str) -> None:
        file = self._files.get(name)
        if file is None:
            path = self.folder / f"{name}.log"
            file = RotatingFileHandler(
                path, maxBytes=FILE_BYTES, backupCount=OLD_FILES, encoding="utf-8", errors="replace"
            )
            self._files[name] = file
        file.emit(LogRecord(name, 20, "", 0, text, None, None))

    def _to_screen(self, name: str, text: str) -> None:
        if self.screen is None:
            return
        start, end = "", ""
        if self.screen.isatty():
            start, end = f"\033[{COLOURS[sum(map(ord, name)) % len(COLOURS)]}m", "\033[0m"
        try:
            print(f"{time.strftime('%H:%M:%S')} {start}{name:<11}|{end} {text}", file=self.screen, flush=True)
        except BrokenPipeError:
            self.screen = None
