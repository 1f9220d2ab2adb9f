"""Detached SSH signatures over documents, as `ssh-keygen -Y sign` makes them.

ssh-keygen itself checks them: it is the reference, and every signer has it.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from musrenbang.errors import UsageError
from musrenbang.escaping import visible
from musrenbang.snapshot import Snapshot

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
        when = f"-Overify-time={moment.astimezone(UTC):%Y%m%d%H%M%S}"
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
        done = subprocess.run(
            ["ssh-keygen", "-Y", action, *words],
            input=data,
            capture_output=True,
            # Times without a zone in allowed signers mean the same wherever this runs.
            env={**os.environ, "TZ": "UTC"},
            check=False,
        )
    except FileNotFoundError:
        raise UsageError("Program ssh-keygen tidak ditemukan; pasang OpenSSH.") from None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def roles(snapshot: Snapshot, tahun: int, principal: str) -> Iterator[str]:
    """The offices that somebody with this address or account holds in a year."""
    year = snapshot.years[tahun]
    if year.musrenbang:
        pejabat = year.musrenbang.pejabat
        kepala = pejabat.kepala_perencanaan
        camat = f"Camat {year.musrenbang.kecamatan.nama}"
        for office, person in (
            (camat, pejabat.camat),
            (kepala.jabatan, kepala),
            *(("operator", one) for one in pejabat.operator),
        ):
            if principal in {person.email, person.akun}:
                yield f"{visible(person.nama)} ({office})"
    for folder in year.kelurahan.values():
        lurah = folder.profil.lurah if folder.profil else None
        if lurah and principal == lurah.akun:
            yield f"{visible(lurah.nama)} (Lurah {folder.nama})"
