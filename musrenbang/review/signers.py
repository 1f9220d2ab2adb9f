"""`allowed_signers`, the keys that count: who holds which, and what a change of the file changes.

Its format: ssh-keygen(1), ALLOWED SIGNERS.
"""

import re
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from hashlib import sha256

from musrenbang.text.indonesian import tanggal

_QUOTED = r'(?:"[^"]*"|[^ \t"])+'
_LINE = re.compile(
    rf"(?P<who>{_QUOTED})[ \t]+(?:(?P<options>{_QUOTED})[ \t]+)?"
    r"(?P<kind>(?:ssh|ecdsa|sk)-[\w@.-]+)[ \t]+(?P<key>[A-Za-z0-9+/]+={0,2})(?:[ \t].*)?"
)
_OPTION = re.compile(r'([^,=]+)(?:=("[^"]*"|[^,"]*))?(?:,|$)')
_DATES = {"valid-after": "berlaku sejak", "valid-before": "berlaku sampai sebelum"}
_NAMESPACES = re.compile(r'(?:^|,)namespaces="([^"]*)"', re.IGNORECASE)
_FINGERPRINT_LENGTH = len("SHA256:") + 12
_BLANK = " \t\r"
"""What ssh-keygen skips, and nothing else: a comment to it is a comment here."""

GIT = "git"
"""The namespace of signatures on commits."""


@dataclass(frozen=True, slots=True)
class Signer:
    """One line: a key, whom it stands for, and under which conditions.

    `who` is the whole line, and there is no key, where it is not of the known form.
    """

    who: str
    options: str = ""
    kind: str = ""
    key: str = ""

    @property
    def names(self) -> list[str]:
        """Those it stands for."""
        who = self.who if self.key else re.split(r"[ \t]", self.who)[0].strip('"')
        return who.split(",")

    @property
    def is_for_git(self) -> bool:
        """Whether it counts on commits."""
        limited = _NAMESPACES.search(self.options)
        return limited is None or any(fnmatchcase(GIT, one) for one in limited[1].split(","))


def signers(text: str) -> Iterator[Signer]:
    """The lines of an allowed_signers file, without blank ones and comments."""
    for written in text.split("\n"):
        line = written.strip(_BLANK)
        if line and not line.startswith("#"):
            match = _LINE.fullmatch(line)
            yield Signer(match["who"].strip('"'), *match.groups("")[1:]) if match else Signer(line)


def fingerprint(key: bytes) -> str:
    """A public key's fingerprint, as ssh-keygen prints it."""
    return f"SHA256:{b64encode(sha256(key).digest()).decode().rstrip('=')}"


def signer_changes(before: str, after: str) -> Iterator[str]:
    """What differs between two versions of the file, one sentence each.

    Nothing in the file is acted on: what is not of the known form is shown as it stands.
    """
    old, new = Counter(signers(before)), Counter(signers(after))
    gone, come = _by_key((old - new).elements()), _by_key((new - old).elements())
    for key in [key for key in gone if key in come]:
        was, now = gone.pop(key), come.pop(key)
        yield f"{_name(now)}: semula {_conditions(was)} → kini {_conditions(now)}"
    yield from (f"Ditambah: {_whole(item)}" for item in come.values())
    yield from (f"Dihapus: {_whole(item)}" for item in gone.values())


def _by_key(found: Iterable[Signer]) -> dict[tuple[str, ...], Signer]:
    """Lines by the key they hold; repetitions by themselves."""
    by_key: dict[tuple[str, ...], Signer] = {}
    for item in found:
        name: tuple[str, ...] = (item.who, item.key)
        while name in by_key:
            name = (*name, "lagi")
        by_key[name] = item
    return by_key


def _whole(item: Signer) -> str:
    return f"{_name(item)}, {_conditions(item)}" if item.key else _name(item)


def _name(item: Signer) -> str:
    if not item.key:
        return f"baris yang bentuknya tidak dikenal: {item.who}"
    try:
        shown = f"{fingerprint(b64decode(item.key, validate=True))[:_FINGERPRINT_LENGTH]}…"
    except ValueError:
        shown = "tidak dapat dihitung"
    return f"kunci {item.who} ({item.kind}, sidik jari {shown})"


def _conditions(item: Signer) -> str:
    options = [(name, value.strip('"')) for name, value in _OPTION.findall(item.options)]
    dates = [f"{_DATES[name]} {_day(value)}" for name, value in options if name in _DATES]
    others = [f"{name}={value}" if value else name for name, value in options if name not in _DATES]
    rest = [f"syarat lain: {'; '.join(others)}"] if others else []
    return ", ".join((dates or ["tanpa batas waktu"]) + rest)


def _day(value: str) -> str:
    """A day in words; a moment as it stands."""
    try:
        return tanggal(datetime.strptime(value, "%Y%m%d").date())  # noqa: DTZ007 - only the day counts
    except ValueError:
        return value
