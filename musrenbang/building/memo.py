"""Results of pure steps, kept as values: what was made once from the same input is not made again.

Values are pickled: records come back in a tenth of the time that reading YAML takes. Only a cache
that this computer wrote itself is believed (`musrenbang.cache`), and of what it holds, only the
project's own types and plain values are ever made.
"""

from pathlib import Path
from typing import Any

from musrenbang.building.packing import packed, unpacked
from musrenbang.cache import Cache, code_key, key_of


class Memo:
    """Values of steps by key; forgets at the end what this build did not ask for."""

    def __init__(self, root: Path, drawer: str) -> None:
        self.cache = Cache(root, drawer)
        self.used: set[str] = set()

    def key(self, step: str, *parts: bytes | str) -> str:
        """The key of a step: its name, the code, and all it reads."""
        return key_of(step, code_key(), *parts)

    def get(self, key: str) -> Any:
        """The value under a key, or `None`."""
        data = self.raw(key)
        if data is None:
            return None
        try:
            return unpacked(data)
        except Exception:  # noqa: BLE001 - whatever is wrong with it, it can be made again
            return None

    def has(self, key: str) -> bool:
        """Whether something whole is kept under a key."""
        return self.raw(key) is not None

    def raw(self, key: str) -> bytes | None:
        """The bytes under a key, or `None`."""
        self.used.add(key)
        return self.cache.get(key)

    def put(self, key: str, value: object) -> None:
        """Keep a value."""
        self.put_raw(key, packed(value))

    def put_raw(self, key: str, data: bytes) -> None:
        """Keep bytes."""
        self.used.add(key)
        self.cache.put(key, data)
