"""Detached SSH signatures over documents, as `ssh-keygen -Y sign` makes them."""

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from musrenbang.git.ssh_keygen import SshKeygenMissingError, ssh_keygen, verify_time
from musrenbang.text.errors import UsageError

NAMESPACE = "berita-acara"
"""What the signature is for; a signature made for Git or for mail does not count."""

SUFFIX = ".sig"


@dataclass(frozen=True)
class Signature:
    """Who signed; `fault` says in Indonesian why the signature does not count."""

    principal: str = ""
    fault: str = ""


def check_signature(data: bytes, signature: Path, signers: bytes, moment: datetime) -> Signature:
    """Check a signature over some bytes against allowed signers whose keys were valid then."""
    with tempfile.TemporaryDirectory(prefix="musrenbang-") as folder:
        allowed = Path(folder) / "allowed_signers"
        allowed.write_bytes(signers)
        file = ("-s", str(signature.resolve()))
        when = verify_time(moment)
        intact = _ssh_keygen("check-novalidate", data, "-n", NAMESPACE, *file)
        if intact is None:
            return Signature(
                fault="tidak cocok dengan isi berkas ini, atau dibuat untuk keperluan lain "
                f"(namespace-nya harus {NAMESPACE})"
            )
        found = _ssh_keygen("find-principals", data, "-f", str(allowed), *file, when)
        for principal in (found or "").replace(",", "\n").splitlines():
            verified = _ssh_keygen(
                *("verify", data, "-f", str(allowed), "-I", principal),
                *("-n", NAMESPACE, *file, when),
            )
            if verified is not None:
                return Signature(principal)
    return Signature(
        fault="dibuat dengan kunci yang tidak terdaftar, tidak berlaku pada waktu dokumen ini "
        f"dibuat, atau tidak boleh dipakai untuk {NAMESPACE}"
    )


def _ssh_keygen(action: str, data: bytes, *words: str) -> str | None:
    """What ssh-keygen prints; `None` where it refuses."""
    try:
        done = ssh_keygen(action, words, data)
    except SshKeygenMissingError:
        raise UsageError("Program ssh-keygen tidak ditemukan; pasang OpenSSH.") from None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
