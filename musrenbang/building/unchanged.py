"""Nothing changed: told from stamps and from Git alone, before anything else is imported."""

import json
from functools import cached_property
from pathlib import Path

from musrenbang.building.glance import Glance
from musrenbang.building.stamps import program_fingerprint
from musrenbang.cache import Cache, code_key, take_code_key
from musrenbang.publishing import leftovers

_PROGRAM = Path(__file__).resolve().parent.parent.parent
_FOLDERS = tuple(_PROGRAM / name for name in ("musrenbang", "schemas", "site_templates"))


class Look:
    """What the file system and Git say of a data folder and its site at one moment."""

    def __init__(self, root: Path, target: Path, options: str, workers: int | None) -> None:
        self._cache = Cache(root, "cepat")
        self._name = f"{target.resolve()} {options}"
        # What a killed build has left is to be finished before the site is looked at.
        self.glance = None if any(leftovers(target)) else Glance(root, target, workers)

    def published(self) -> int | None:
        """How many files the site has, if it is certain that a build would change none of them."""
        before = self._before
        if not before or self.glance is None:
            return None
        same = (
            self.glance.records == before["records"]
            and self._program == before["program"]
            and self.glance.outputs.fingerprint == before["outputs"]
            and self.glance.history == before["history"]
        )
        return len(self.glance.sums) if same else None

    @cached_property
    def _before(self) -> dict[str, str]:
        """What an earlier build began with and left; nothing where there was none."""
        known = self._cache.get(self._name)
        found: dict[str, str] = json.loads(known) if known else {}
        return found

    @cached_property
    def _program(self) -> str:
        return program_fingerprint(_FOLDERS)

    def settle(self) -> None:
        """Have all be seen that a build is to begin with, before it reads anything."""
        if self.glance:
            _ = self._program, self.glance.history
            if self._program and self._before.get("program") == self._program:
                take_code_key(self._before["code"])

    def keep(self, outputs: str) -> None:
        """Remember, after a build, what it began with and what it left."""
        if self.glance and all((self._program, self.glance.records, outputs)):
            now = {
                "records": self.glance.records,
                "program": self._program,
                "code": code_key(),
                "history": self.glance.history,
                "outputs": outputs,
            }
            self._cache.put(self._name, json.dumps(now).encode())
