"""Which libraries on this computer are not those a program is locked to."""

import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LOCK = "requirements.txt"
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)[\s\\]*$", re.MULTILINE)


def other_libraries(program: Path) -> list[str]:
    """Differences from the lock of a program, as text; none where it has no lock."""
    lock = program / LOCK
    if not lock.is_file():
        return []
    return [
        f"{name} {here} (terkunci {locked})"
        for name, locked in _PIN.findall(lock.read_text(encoding="utf-8", errors="replace"))
        if (here := _installed(name)) != locked
    ]


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "tidak terpasang"
