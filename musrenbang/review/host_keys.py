"""`kunci-peladen.asc`: what a change of the Git host's keys changes, what of it cannot be used."""

from collections.abc import Iterator
from datetime import datetime

from musrenbang.git.openpgp import OpenPgpError, PublicKey, public_keys
from musrenbang.records.findings import Finding
from musrenbang.review.review_model import HOST_KEYS
from musrenbang.text.indonesian import WIB, tanggal


def host_key_changes(before: str, after: str) -> Iterator[str]:
    """What differs between two versions of the file, one sentence each."""
    old, new = _known(before), _known(after)
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name), new.get(name)
        if was and now and _conditions(was) != _conditions(now):
            yield f"Kunci peladen {name}: semula {_conditions(was)} → kini {_conditions(now)}"
        elif now and not was:
            yield f"Ditambah: kunci peladen {name} ({now.name}), {_conditions(now)}"
        elif was and not now:
            yield f"Dihapus: kunci peladen {name} ({was.name}), {_conditions(was)}"


def host_key_findings(data: bytes) -> list[Finding]:
    """Why a file holds no key that could be judged by; nothing where it does."""
    try:
        public_keys(data)
    except OpenPgpError as error:
        return [Finding(HOST_KEYS, 1, 1, "kunci.peladen", "error", str(error), _HINT)]
    return []


_HINT = (
    "Simpan lagi kunci publik peladen Git apa adanya, misalnya dari "
    "https://github.com/web-flow.gpg, lalu cocokkan sidik jarinya dengan yang diumumkannya."
)


def _known(text: str) -> dict[str, PublicKey]:
    try:
        return {key.fingerprint: key for key in public_keys(text.encode("utf-8", "replace"))}
    except OpenPgpError:
        return {}


def _conditions(key: PublicKey) -> str:
    ends = f"sampai {_day(key.until)}" if key.until else "tanpa batas waktu"
    return f"berlaku sejak {_day(key.since)} {ends}" + (", sudah dicabut" if key.revoked else "")


def _day(moment: datetime) -> str:
    return tanggal(moment.astimezone(WIB).date())
