"""Who signed a commit, by the keys that counted at the time; ssh-keygen does the cryptography.

`git log --format=%G?` judges by the keys of today. Here a commit is judged by the allowed_signers
file of its parent and by the committer's clock, as `git -c gpg.ssh.allowedSignersFile=…
verify-commit` would have judged it then.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from musrenbang.git.objects import CommitObject
from musrenbang.git.ssh_keygen import ssh_keygen, verify_time
from musrenbang.history.history_model import Tanda

_SSH = b"-----BEGIN SSH SIGNATURE-----"
_ARMOUR = re.compile(rb"-----BEGIN SSH SIGNATURE-----(.*)-----END SSH SIGNATURE-----\s*", re.DOTALL)
_MAGIC = b"SSHSIG\x00\x00\x00\x01"
_FIELDS = re.compile(r'(?:"[^"]*"|[^\s"])+')
_NAMESPACES = re.compile(r'(?:^|,)namespaces="([^"]*)"', re.IGNORECASE)
_GIT = "git"


@dataclass(frozen=True, slots=True)
class Worth:
    """What a signature is worth; `principals` are the names under which its key is registered."""

    state: Tanda
    principals: tuple[str, ...] = ()
    fingerprint: str = ""
    key: str = ""
    """The public key as allowed_signers files write it, whether or not it is registered."""


def claim(commit: CommitObject, keys: bytes | None) -> Worth:
    """What a signature says of itself, as far as no cryptography is needed to judge it.

    `principals` are then whose key it claims to be, which nobody has verified.
    """
    if not commit.signature:
        return Worth(Tanda.TANPA)
    if not commit.signature.startswith(_SSH):
        return Worth(Tanda.LAIN)
    blob = public_key(commit.signature)
    if blob is None:
        return Worth(Tanda.RUSAK)
    key = base64.b64encode(blob).decode()
    known = principals(keys or b"", key)
    return Worth(Tanda.TIDAK_DINILAI, known, fingerprint(blob), key)


class Verifier:
    """Verifies commits; `folder` is a temporary folder of its own. Safe to use from threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def worth(self, commit: CommitObject, keys: bytes | None) -> Worth:
        """What a signature is worth by an allowed_signers file; `None` where there is none."""
        claimed = claim(commit, keys)
        if claimed.state is not Tanda.TIDAK_DINILAI or keys is None:
            return claimed
        state, valid = self._judge(commit, keys, claimed.key)
        return replace(claimed, state=state, principals=valid)

    def _judge(self, commit: CommitObject, keys: bytes, key: str) -> tuple[Tanda, tuple[str, ...]]:
        allowed = self._file(keys)
        signature = self._file(commit.signature)
        given = ("-f", allowed, "-s", signature, verify_time(commit.time))
        known = principals(keys, key)
        if not known:
            # Rare: a certificate, whose authority is registered in its place.
            known = (*ssh_keygen("find-principals", given).stdout.decode().split()[:1],)
        valid = tuple(
            name
            for name in known
            if ssh_keygen("verify", (*given, "-n", _GIT, "-I", name), commit.payload).returncode
            == 0
        )
        if valid:
            return Tanda.SAH, valid
        found = ssh_keygen("find-principals", given)
        if found.returncode == 0:
            return Tanda.RUSAK, ()
        said = found.stderr.decode("utf-8", "replace")
        if known and ("expired" in said or "not yet valid" in said):
            return Tanda.DI_LUAR_MASA, ()
        return Tanda.TIDAK_DIKENAL, ()

    def _file(self, content: bytes) -> str:
        path = self.folder / hashlib.sha256(content).hexdigest()
        if not path.exists():
            path.write_bytes(content)
        return str(path)


def public_key(signature: bytes) -> bytes | None:
    """The public key that an SSH signature carries; `None` where it is none (PROTOCOL.sshsig)."""
    match = _ARMOUR.fullmatch(signature)
    try:
        data = base64.b64decode(b"".join(match[1].split()), validate=True) if match else b""
    except ValueError:
        return None
    start = len(_MAGIC) + 4
    size = int.from_bytes(data[len(_MAGIC) : start], "big")
    key = data[start : start + size]
    return key if data.startswith(_MAGIC) and key and len(key) == size else None


def fingerprint(key: bytes) -> str:
    """A public key's fingerprint, as ssh-keygen prints it."""
    digest = base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")
    return f"SHA256:{digest}"


def principals(keys: bytes, key: str) -> tuple[str, ...]:
    """The names under which an allowed_signers file has a key, whatever its validity."""
    found = (name for names, rest in _registered(keys) if key in rest for name in names)
    return tuple(dict.fromkeys(found))


def holders(keys: bytes) -> frozenset[str]:
    """The names, in lower case, with a key for signing commits, whatever its validity."""
    return frozenset(
        name.casefold() for names, rest in _registered(keys) if _is_for_git(rest) for name in names
    )


def _registered(keys: bytes) -> Iterator[tuple[list[str], list[str]]]:
    """Each line of an allowed_signers file: its names, and its other fields."""
    for line in keys.decode("utf-8", "replace").split("\n"):
        fields = [] if line.lstrip().startswith("#") else _FIELDS.findall(line)
        if len(fields) > 1:
            yield fields[0].strip('"').split(","), fields[1:]


def _is_for_git(rest: Sequence[str]) -> bool:
    limited = _NAMESPACES.search(rest[0])
    return limited is None or any(fnmatchcase(_GIT, one) for one in limited[1].split(","))
