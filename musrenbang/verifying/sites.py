"""Verifying a published site folder."""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from musrenbang.files.published_folder import CHECKSUMS
from musrenbang.git.repository import Repository
from musrenbang.history.timeline import SITE_ORIGIN
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import waktu_wib
from musrenbang.text.progress import Progress
from musrenbang.verifying.claim import Verdict, named_commit, read_claim, shortened
from musrenbang.verifying.rebuild import checkout

SHOWN = 10
_LINE = re.compile(r"([0-9a-f]{64})  (\S(?:.*\S)?)")
_UNUSUAL = "bukan berkas biasa"


def verify_site(repository: Repository, folder: Path, progress: Progress) -> Verdict:
    """Judge a folder: first by its own checksums, then against the site its commit produces."""
    listed = _checksums(folder)
    progress.step("Mencocokkan berkas dengan SHA256SUMS")
    changes = list(_changes(_digests(folder), listed))
    if changes:
        return Verdict(
            matches=False, lines=("TIDAK COCOK: folder ini tidak utuh sejak terbit.", *changes)
        )
    origin = folder / SITE_ORIGIN
    claim = read_claim(origin.read_bytes()) if origin.is_file() else None
    if claim is None:
        raise CommandError(f"TIDAK COCOK: {SITE_ORIGIN} tidak ada atau tidak menyebut asal situs.")
    commit = named_commit(repository, claim)
    if claim.riwayat != "lengkap":
        raise CommandError(
            "TIDAK DAPAT DICOCOKKAN: situs ini dibuat dari salinan dangkal (tanpa riwayat lama), "
            "sehingga halaman riwayatnya tidak lengkap."
        )
    if repository.is_shallow():
        raise UsageError(
            "Salinan repositori ini dangkal, sedangkan halaman situs memuat riwayat. "
            "Lengkapi dulu: git fetch --unshallow"
        )
    progress.step(f"Membuat ulang seluruh situs dari commit {commit.id[:12]}")
    with checkout(repository, commit.id) as copy:
        changes = list(_changes(listed, _checksums(copy.site(papers=claim.dokumen))))
        remarks = list(copy.remarks()) if changes else []
    lines = [f"Situs: {len(listed)} berkas", f"Commit: {commit.id}, {waktu_wib(commit.time)}"]
    remarks.append(copy.apart.told)
    if not claim.dokumen:
        remarks.append(
            "Situs ini dibuat tanpa dokumen (build --tanpa-dokumen), jadi hanya halaman dan data "
            "yang dinilai."
        )
    if changes:
        lines += ["TIDAK COCOK dengan yang dihasilkan commit itu.", *changes, *remarks]
    else:
        same = "COCOK: semua berkas sama persis dengan yang dihasilkan commit itu."
        lines += [same, *remarks]
    return Verdict(not changes, tuple(lines))


def _checksums(folder: Path) -> dict[str, str]:
    """The digests a site lists for its files."""
    listed = folder / CHECKSUMS
    try:
        lines = listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else None
    except UnicodeDecodeError:
        lines = [""]
    if lines is None:
        raise CommandError(
            f"TIDAK COCOK: {folder} tidak memuat {CHECKSUMS}, jadi bukan folder terbitan."
        )
    matches = [_LINE.fullmatch(line) for line in lines]
    found = {match[2]: match[1] for match in matches if match}
    if len(found) != len(lines):
        raise CommandError(f"TIDAK COCOK: {CHECKSUMS} rusak.")
    return found


def _digests(folder: Path) -> dict[str, str]:
    """The digests of the files that are there; links are not followed."""
    found = {}
    for place, folders, files in os.walk(folder):
        for name in (*files, *(name for name in folders if Path(place, name).is_symlink())):
            path = Path(place, name)
            relative = path.relative_to(folder).as_posix()
            if path.is_symlink() or not path.is_file():
                found[relative] = _UNUSUAL
            elif relative != CHECKSUMS:
                with path.open("rb") as stream:
                    found[relative] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found


def _changes(given: Mapping[str, str], wanted: Mapping[str, str]) -> Iterator[str]:
    """Files that are changed, missing or extra, each kind in lines of its own."""
    for title, paths in (
        ("Berubah", [path for path in wanted if path in given and given[path] != wanted[path]]),
        ("Hilang", [path for path in wanted if path not in given]),
        ("Tidak dikenal", [path for path in given if path not in wanted]),
    ):
        if paths:
            yield f"{title} ({len(paths)} berkas):"
            shown = shortened([visible(path) for path in sorted(paths)], SHOWN, "berkas")
            yield from (f"  {path}" for path in shown)
