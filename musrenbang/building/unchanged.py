"""Nothing changed: told from stamps and from Git alone, before anything else is imported."""

import json
from collections.abc import Callable
from pathlib import Path

from musrenbang.building.stamps import Files, output_fingerprint, program_fingerprint
from musrenbang.cache import Cache
from musrenbang.git import Repository
from musrenbang.parallel import shared
from musrenbang.publishing import CHECKSUMS, checksums, leftovers
from musrenbang.tree import TOP_FOLDERS

_PROGRAM = Path(__file__).resolve().parent.parent.parent
_FOLDERS = tuple(_PROGRAM / name for name in ("musrenbang", "schemas", "site_templates"))
MANY_BYTES = 400_000
"""Checksums of so many files that looking at records and outputs at the same time pays."""


class Look:
    """What the file system and Git say of a data folder and its site at one moment."""

    def __init__(self, root: Path, target: Path, options: str) -> None:
        self.root = root
        self.target = target
        self.options = options
        self._cache = Cache(root, "cepat")
        self._name = f"{target.resolve()} {options}"
        self._seen: dict[str, str] = {}

    def published(self) -> int | None:
        """How many files the site has, if it is certain that a build would change none of them."""
        known = self._cache.get(self._name)
        if known is None or any(leftovers(self.target)):
            return None
        before = json.loads(known)
        try:
            listing = (self.target / CHECKSUMS).read_bytes()
        except OSError:
            return None
        asked = _history(self.root)
        paths = [*checksums(listing), CHECKSUMS]
        looks: list[Callable[[], str]] = [
            lambda: _records(self.root),
            lambda: output_fingerprint(self.target, paths),
        ]
        workers = None if len(listing) > MANY_BYTES else 1
        self._seen["records"], outputs = shared(looks, lambda look: look(), workers)
        self._seen["history"] = asked()
        return len(paths) - 1 if {**self.seen(), "outputs": outputs} == before else None

    def seen(self) -> dict[str, str]:
        """What there was to see before a build reads anything."""
        if not self._seen:
            self._seen = {"records": _records(self.root), "history": _history(self.root)()}
        return {"program": program_fingerprint(_FOLDERS), **self._seen}

    def keep(self, seen: dict[str, str], outputs: str) -> None:
        """Remember, after a build, what it began with and what it left."""
        now = {**seen, "outputs": outputs}
        if all(now[name] for name in ("program", "records", "outputs")):
            self._cache.put(self._name, json.dumps(now).encode())


def _records(root: Path) -> str:
    files = Files((top, root / top) for top in TOP_FOLDERS)
    return files.fingerprint(files.folders)


def _history(root: Path) -> Callable[[], str]:
    """Ask Git for all that pages say of the history; the answer is waited for when called."""
    repository = Repository(root)
    if not any((folder / ".git").exists() for folder in (root, *root.resolve().parents)):
        return lambda: ""
    return repository.ask_state()
