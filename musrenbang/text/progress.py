"""Progress of a long command: a live bar on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Iterable, Iterator
from typing import Any, Self, TypeVar

from musrenbang.text.escaping import visible
from musrenbang.text.outlet import unguarded

Item = TypeVar("Item")


class Progress:
    """Names the step under way and counts what it has produced."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich import progress  # noqa: PLC0415 - plain output must not pay for rich
            from rich.console import Console  # noqa: PLC0415 - as above

            self._bar = progress.Progress(
                progress.TextColumn("{task.description}", markup=False),
                progress.BarColumn(),
                progress.TextColumn("{task.completed}"),
                progress.TimeElapsedColumn(),
                console=Console(file=unguarded(sys.stderr)),
                redirect_stdout=False,
                redirect_stderr=False,
                transient=True,
            )
            self._bar.start()
        return self

    def step(self, text: str) -> None:
        """Say what is being done now."""
        if self._bar is None:
            print(f"{text} …", file=sys.stderr, flush=True)
        else:
            if self._task is not None:
                self._bar.update(self._task, total=1, completed=1, visible=False)
            self._task = self._bar.add_task(visible(text), total=None)

    def count(self, items: Iterable[Item]) -> Iterator[Item]:
        """Pass items on, moving the bar with each."""
        for item in items:
            if self._bar is not None:
                self._bar.advance(self._task)
            yield item

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()
