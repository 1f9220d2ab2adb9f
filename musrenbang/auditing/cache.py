"""What earlier audits found, so that only new merges are walked: `<folder>/.cache/audit/`.

One line of JSON per commit of the first-parent history, for one version of this code; a line that
cannot be read ends what is used. What came with the files, by Git or in an archive, is not believed
(`musrenbang.cache`): it could say that all was allowed.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from musrenbang.auditing.model import Merge
from musrenbang.cache import FOLDER, is_usable

_PACKAGES = ("musrenbang", "schemas")
_KEPT_TIPS = 50


@dataclass(frozen=True, slots=True)
class Kept:
    """One judged commit, and what the walk has to know to go on after it."""

    merge: Merge
    registered: bool
    """Whether keys had been registered by then."""
    broken: tuple[str, ...] = ()
    """The record files that could not be read then."""


_ADAPTER = TypeAdapter(Kept)


@cache
def code_version() -> str:
    """A name for the code that judges: another one judges anew."""
    root = Path(__file__).resolve().parents[2]
    digest = hashlib.sha256()
    for package in _PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class Cache:
    """The kept results for one data folder; nothing breaks where it cannot be read or written."""

    def __init__(self, root: Path) -> None:
        self._usable = is_usable(root, "audit")
        self.folder = root / FOLDER / "audit"
        self.file = self.folder / f"{code_version()}.jsonl"
        self.tips_file = root / FOLDER / "ujung.json"
        """Believed wherever it comes from: it can only make an audit ask for more."""

    def read(self) -> tuple[list[Kept], bool]:
        """What is kept, oldest first, and whether the file holds nothing else."""
        found: list[Kept] = []
        if not self._usable:
            return found, False
        try:
            with self.file.open("rb") as lines:
                found.extend(map(_ADAPTER.validate_json, lines))
        except (OSError, ValidationError):
            return found, False
        return found, True

    def write(self, kept: Sequence[Kept], known: int) -> None:
        """Keep these results; the first `known` of them are already there, and nothing else."""
        if not self._usable:
            return
        try:
            lines = [_ADAPTER.dump_json(item) + b"\n" for item in kept[known:]]
            if known:
                with self.file.open("ab") as stream:
                    stream.writelines(lines)
            else:
                for old in self.folder.glob("*.jsonl"):
                    old.unlink()
                _replace(self.file, lines)
        except OSError:
            return

    def tips(self, branch: str) -> list[str]:
        """The last commits that audits of a branch have seen as its newest, oldest first."""
        try:
            known = json.loads(self.tips_file.read_bytes())
        except (OSError, ValueError):
            return []
        names = known.get(branch, []) if isinstance(known, dict) else []
        return [name for name in names if isinstance(name, str)]

    def keep_tips(self, branch: str, names: Sequence[str]) -> None:
        """Remember the newest commits of a branch, so that losing one is noticed."""
        try:
            known = json.loads(self.tips_file.read_bytes()) if self.tips_file.exists() else {}
        except (OSError, ValueError):
            known = {}
        known = known if isinstance(known, dict) else {}
        known[branch] = list(names)[-_KEPT_TIPS:]
        try:
            _replace(self.tips_file, [json.dumps(known, indent=1).encode()])
        except OSError:
            return


def _replace(path: Path, lines: Iterable[bytes]) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with fresh.open("wb") as stream:
        stream.writelines(lines)
    fresh.replace(path)
