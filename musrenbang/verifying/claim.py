"""What a published file says of its origin, the commit that this means, and what is answered."""

import re
from dataclasses import dataclass

from pydantic import BaseModel, ValidationError

from musrenbang.git.objects import Commit
from musrenbang.git.repository import Repository
from musrenbang.git.runner import GitError, no_commit
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.escaping import visible

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class _Origin(BaseModel):
    commit: str | None
    belum_dicatat: bool


class Claim(BaseModel):
    """The origin as `origin` wrote it; fields of later versions are overlooked."""

    asal: _Origin
    berkas: str = ""
    """The place of a document on the site."""
    riwayat: str = "lengkap"
    dokumen: bool = True
    """Whether a site has its papers."""


def read_claim(data: bytes) -> Claim | None:
    """The origin a file holds; `None` where it is not one."""
    try:
        return Claim.model_validate_json(data)
    except ValidationError:
        return None


def named_commit(repository: Repository, claim: Claim) -> Commit:
    """The commit a file names, if it is on the first-parent line of main of this repository.

    Only such a commit's program is ever run.

    Raises `CommandError` where nothing here can have produced the file, and `UsageError` where
    this copy of the repository cannot tell.
    """
    if not repository.exists():
        raise UsageError(no_commit(repository.root))
    name = claim.asal.commit
    if name is None:
        raise CommandError(
            "TIDAK DAPAT DICOCOKKAN: dibuat tanpa riwayat Git, jadi tidak menyebut commit asalnya."
        )
    if claim.asal.belum_dicatat:
        raise CommandError(
            "TIDAK DAPAT DICOCOKKAN: dibuat dari data yang belum dicatat dalam Git, jadi tidak ada "
            "commit yang menghasilkannya. Terbitkan ulang setelah semua perubahan dicatat."
        )
    if not _COMMIT.fullmatch(name):
        raise CommandError(
            f"TIDAK COCOK: nama commit di dalamnya bukan nama lengkap: {visible(name)[:80]}"
        )
    if not _has(repository, name):
        if repository.is_shallow():
            raise UsageError(
                f"Salinan repositori ini dangkal dan tidak memuat commit {name}. "
                "Lengkapi dulu: git fetch --unshallow"
            )
        raise CommandError(
            f"TIDAK COCOK: commit {name} tidak ada dalam repositori ini. Kalau salinan ini belum "
            "mutakhir, jalankan git fetch lalu ulangi. Kalau sudah, berkas ini berasal dari "
            "repositori lain, atau riwayatnya telah ditulis ulang."
        )
    lines = repository.published_lines()
    if not lines:
        raise UsageError(
            "Salinan repositori ini tidak memuat cabang main, jadi tidak diketahui apa yang pernah "
            "terbit. Ambil dulu: git fetch origin main:refs/remotes/origin/main"
        )
    if not any(name in line for line in lines):
        raise CommandError(
            f"TIDAK COCOK: commit {name} tidak pernah terbit. Yang terbit hanya urutan commit pada "
            "main sendiri, bukan cabang lain dan bukan isi cabang yang digabungkan. Program commit "
            "itu tidak dijalankan. Kalau salinan ini belum mutakhir, jalankan git fetch, lalu "
            "ulangi."
        )
    return repository.commit(name)


def newest_after(repository: Repository, commit: Commit) -> Commit:
    """The newest published commit that has a published one in its past; here or at the origin."""
    lines = (line for line in repository.published_lines() if commit.id in line)
    return repository.commit(max(lines, key=len)[-1])


def _has(repository: Repository, name: str) -> bool:
    try:
        return repository.resolve(name) == name
    except GitError:
        return False


@dataclass(frozen=True)
class Verdict:
    """Whether the bytes are those of the commit, and what to say about it, line by line."""

    matches: bool
    lines: tuple[str, ...]


def shortened(lines: list[str], limit: int, rest: str) -> list[str]:
    """The first lines, and how many more there are of what `rest` names."""
    if len(lines) <= limit:
        return lines
    return [*lines[:limit], f"… dan {len(lines) - limit} {rest} lagi"]
