"""`allowed_signers` compared line by line: whose keys are added, removed, or valid otherwise.

Nothing in the file is acted on: what is not of the known form is shown as it stands.
Its format: ssh-keygen(1), ALLOWED SIGNERS.
"""

import re
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from musrenbang.text.indonesian import tanggal

_QUOTED = r'(?:"[^"]*"|[^ \t"])+'
_LINE = re.compile(
    rf"(?P<who>{_QUOTED})[ \t]+(?:(?P<options>{_QUOTED})[ \t]+)?"
    r"(?P<type>(?:ssh|ecdsa|sk)-[\w@.-]+)[ \t]+(?P<key>[A-Za-z0-9+/]+={0,2})(?:[ \t].*)?"
)
_OPTION = re.compile(r'([^,=]+)(?:=("[^"]*"|[^,"]*))?(?:,|$)')
_DATES = {"valid-after": "berlaku sejak", "valid-before": "berlaku sampai sebelum"}
_FINGERPRINT_LENGTH = 12
_BLANK = " \t\r"
"""What ssh-keygen skips, and nothing else: a comment to it is a comment here."""


@dataclass(frozen=True, slots=True)
class _Signer:
    """One line: a key, whom it stands for, and under which conditions."""

    who: str
    kind: str
    key: str
    options: str


def signer_changes(before: str, after: str) -> Iterator[str]:
    """What differs between two versions of the file, one sentence each."""
    old, new = Counter(_lines(before)), Counter(_lines(after))
    removed, added = (old - new).elements(), (new - old).elements()
    gone, come = _by_key(removed), _by_key(added)
    for key in [key for key in gone if key in come]:
        was, now = gone.pop(key), come.pop(key)
        if was == now:
            continue
        yield f"{_name(now)}: semula {_conditions(was)} → kini {_conditions(now)}"
    yield from (f"Ditambah: {_whole(item)}" for item in come.values())
    yield from (f"Dihapus: {_whole(item)}" for item in gone.values())


def _lines(text: str) -> Iterator[str]:
    for written in text.split("\n"):
        line = written.strip(_BLANK)
        if line and not line.startswith("#"):
            yield line


def _by_key(lines: Iterable[str]) -> dict[tuple[str, ...], _Signer | str]:
    """Lines by the key they hold; those that cannot be read, and repetitions, by themselves."""
    found: dict[tuple[str, ...], _Signer | str] = {}
    for line in lines:
        match = _LINE.fullmatch(line)
        item = (
            _Signer(match["who"].strip('"'), match["type"], match["key"], match["options"] or "")
            if match
            else line
        )
        name = (item.who, item.key) if isinstance(item, _Signer) else (line,)
        while name in found:
            name = (*name, "lagi")
        found[name] = item
    return found


def _whole(item: _Signer | str) -> str:
    return f"{_name(item)}, {_conditions(item)}" if isinstance(item, _Signer) else _name(item)


def _name(item: _Signer | str) -> str:
    if isinstance(item, str):
        return f"baris yang bentuknya tidak dikenal: {item}"
    return f"kunci {item.who} ({item.kind}, sidik jari {_fingerprint(item.key)})"


def _fingerprint(key: str) -> str:
    """The beginning of what `ssh-keygen -l` prints."""
    try:
        data = b64decode(key, validate=True)
    except ValueError:
        return "tidak dapat dihitung"
    digest = b64encode(sha256(data).digest()).decode()
    return f"SHA256:{digest[:_FINGERPRINT_LENGTH]}…"


def _conditions(item: _Signer | str) -> str:
    if isinstance(item, str):
        return ""
    options = [(name, value.strip('"')) for name, value in _OPTION.findall(item.options)]
    dates = [f"{_DATES[name]} {_day(value)}" for name, value in options if name in _DATES]
    others = [f"{name}={value}" if value else name for name, value in options if name not in _DATES]
    return ", ".join(
        (*(dates or ["tanpa batas waktu"]), *(["syarat lain: " + "; ".join(others)] * bool(others)))
    )


def _day(value: str) -> str:
    """A day in words; a moment as it stands."""
    try:
        return tanggal(datetime.strptime(value, "%Y%m%d").date())  # noqa: DTZ007 - only the day counts
    except ValueError:
        return value
