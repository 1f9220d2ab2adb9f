"""The one way out: all that any command prints passes here, so that no caller can forget it.

A name, a value or another program's message can hold what a terminal obeys (escape sequences, marks
that turn the order of reading) or what a workflow's runner takes for a command in its log: a line
that begins with `::`, or `##[` anywhere. What would be obeyed is written as its number. JSON reads
such a number as the very character, so that no output changes its meaning.
"""

import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import TextIO, cast

_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Control characters and marks of direction."""

_COMMANDS = {"##[": re.compile(r"(?<=#)#(?=\[)"), "::": re.compile(r"(?<![^\n])(?:(?!\n)\s)*::")}
"""What a runner of workflows obeys, by what every case of it holds."""


def harmless(text: str, *, new_line: bool = True) -> str:
    """A text that nothing obeys; `new_line` says whether it begins a line."""
    if not new_line:
        return harmless(f".{text}")[1:]
    text = _OBEYED.sub(_numbered, text)
    for held, command in _COMMANDS.items():
        if held in text:
            text = command.sub(_numbered, text)
    return text


def _numbered(found: re.Match[str]) -> str:
    return f"{found[0][:-1]}\\u{ord(found[0][-1]):04x}"


class Outlet(io.TextIOBase):
    """A stream on which nothing is obeyed."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.reword: Callable[[str], str] = str
        """What becomes of every text before it is printed."""
        self._line = ""

    def write(self, text: str) -> int:
        """Write a text, made harmless; where nobody reads on, the command goes on all the same."""
        try:
            self.stream.write(harmless(self.reword(text), new_line=not self._line))
        except BrokenPipeError:
            self._let_go()
        self._line = (self._line + text).rpartition("\n")[2].lstrip()[:1]
        return len(text)

    def flush(self) -> None:
        """Hand on what is held back."""
        try:
            self.stream.flush()
        except BrokenPipeError:
            self._let_go()

    def _let_go(self) -> None:
        """Let the rest go nowhere: what was found is still to be answered."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.stream.fileno())

    def fileno(self) -> int:
        """The number of the stream."""
        return self.stream.fileno()

    def isatty(self) -> bool:
        """Whether somebody reads along."""
        return self.stream.isatty()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """As of the stream; `input` asks for it."""
        return self.stream.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        """As of the stream; `input` asks for it."""
        return self.stream.errors


@contextmanager
def guarded() -> Iterator[None]:
    """Let everything that is printed meanwhile pass through an `Outlet`."""
    with redirect_stdout(_guarded(sys.stdout)), redirect_stderr(_guarded(sys.stderr)):
        yield


def _guarded(stream: TextIO | None) -> TextIO | None:
    if stream is None:  # a program without a console has none
        return None
    if isinstance(stream, io.TextIOWrapper):
        # The same bytes on every machine: Windows would have its own letters in a file.
        # A file name may hold bytes that are no text; it must still be printed.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return cast("TextIO", Outlet(stream))


def reword(how: Callable[[str], str]) -> None:
    """Let every text that is printed from here on pass through a function."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, Outlet):
            stream.reword = how


def print_commands(lines: str) -> None:
    """Print lines that a workflow's runner is to obey, each from `::` on; nothing in them is."""
    for line in lines.split("\n"):
        unguarded(sys.stdout).write(f"{line[:2]}{harmless(line[2:], new_line=False)}\n")


def unguarded(stream: TextIO) -> TextIO:
    """The stream behind an `Outlet`, for what is meant to be obeyed and holds nobody's text."""
    return stream.stream if isinstance(stream, Outlet) else stream
