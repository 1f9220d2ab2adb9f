"""A detached SSH signature beside a paper, judged by the keys and officials of its commit."""

import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from musrenbang.git.objects import Commit
from musrenbang.git.repository import Repository
from musrenbang.git.runner import SshKeygenMissingError, ssh_keygen, verify_time
from musrenbang.history import history_model
from musrenbang.history.people import officials
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot
from musrenbang.review.review_model import ALLOWED_SIGNERS
from musrenbang.text.errors import UsageError
from musrenbang.text.escaping import visible
from musrenbang.verifying.claim import newest_after


def signature_line(
    repository: Repository, file: Path, data: bytes, commit: Commit, tahun: int
) -> tuple[str, bool]:
    """What to say about the signature beside a file, and whether it is no objection.

    It is judged by the keys and the officials of the commit that the document names: who
    registers a key later, or takes one away, changes nothing about what was signed then.
    """
    beside = file.with_name(file.name + SUFFIX)
    if not beside.is_file():
        return f"Tanda tangan: tidak ada ({visible(beside.name)} tidak ditemukan).", True
    found, now = (
        check_signature(data, beside, repository.file(name, ALLOWED_SIGNERS) or b"", commit.time)
        for name in (commit.id, newest_after(repository, commit).id)
    )
    if found.fault:
        remark = "" if now.fault else _REGISTERED_LATER
        return f"TANDA TANGAN TIDAK SAH: {found.fault}.{remark}", False
    snapshot = load(repository.tree(commit.id))
    who = visible(history_model.pelaku(officials(snapshot).signer(found.principal)))
    key = f"kunci terdaftar {visible(found.principal)}"
    if found.principal.casefold() not in _signatories(snapshot, tahun):
        told = f"TANDA TANGAN TIDAK MENGESAHKAN: dibuat {who}, {key}; {_WHO_SIGNS}"
        return told, False
    remark = " Kunci itu kini tidak terdaftar lagi untuk waktu itu." if now.fault else ""
    return f"Tanda tangan: sah, oleh {who}; {key}.{remark}", True


_WHO_SIGNS = "dokumen ini ditandatangani camat, atau kepala kantor perencanaan yang mengetahuinya."
_REGISTERED_LATER = (
    " Kunci itu baru didaftarkan sesudah dokumen ini: terbitkan dokumennya sekali lagi, lalu "
    "tandatangani yang baru."
)


def _signatories(snapshot: Snapshot, tahun: int) -> Collection[str]:
    """The accounts and addresses of those whose signature a document of a year provides for."""
    year = snapshot.years.get(tahun)
    offices = year.musrenbang.pejabat if year and year.musrenbang else None
    people = (offices.camat, offices.kepala_perencanaan) if offices else ()
    named = {text.casefold() for who in people for text in (who.akun, who.email) if text}
    return named | officials(snapshot).camat


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
