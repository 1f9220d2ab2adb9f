"""The year an import writes into: what it holds now, and how it would look with planned files."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from musrenbang.checking import problems_of
from musrenbang.errors import CommandError
from musrenbang.paths import DECISIONS, PROPOSALS
from musrenbang.snapshot import KelurahanFolder, Snapshot, Year, load
from musrenbang.tree import Entry, Tree
from schemas import Usulan

_NUMBERED = re.compile(r"(?:proposals|decisions)/[0-9]{4}/([^/]+)/([0-9]{4,5})\b[^/]*")
_SHOWN = 10


class Found(NamedTuple):
    """A proposal the year already has."""

    folder: str
    nomor: str
    usulan: Usulan


class Target:
    """One year of a tree."""

    def __init__(self, tree: Tree, tahun: int) -> None:
        self.tree = tree
        self.tahun = tahun
        self.snapshot = load(tree)
        self.year = self.snapshot.years.get(tahun) or Year(tahun)
        self.entries = [
            entry
            for entry in tree.entries()
            if entry.path.startswith((f"{PROPOSALS}/{tahun}/", f"{DECISIONS}/{tahun}/"))
            or not entry.is_plain
        ]
        self._refuse_broken()
        self._highest: Counter[str] = Counter()
        for entry in self.entries:
            match = _NUMBERED.fullmatch(entry.path)
            if match:
                self._highest[match[1]] = max(self._highest[match[1]], int(match[2]))
        self.by_code: dict[str, Found] = {}
        for folder in self.year.folders:
            for nomor, usulan in folder.usulan.items():
                if usulan.kode_tracking is not None:
                    self.by_code[usulan.kode_tracking] = Found(folder.slug, nomor, usulan)

    def _refuse_broken(self) -> None:
        """A file that cannot be read may be the one a row belongs to: nothing is safe then."""
        broken = sorted(
            path
            for path in self.snapshot.broken
            if path.startswith((f"{PROPOSALS}/{self.tahun}/", f"{DECISIONS}/{self.tahun}/"))
            and path.endswith(".yaml")
        )
        if broken:
            raise CommandError(
                f"Berkas ini rusak: {_listed(broken)}. Perbaiki dahulu (python build.py check), "
                "lalu ulangi impor. Tidak ada yang ditulis."
            )

    def highest_number(self, slug: str) -> int:
        """The highest number ever seen in a kelurahan: of its files, decisions and corrections."""
        numbers = [self._highest[slug]]
        kirim = self.folder(slug).kirim
        if kirim:
            numbers += [int(row.nomor) for row in kirim.tanpa_validasi]
            numbers += [int(row.nomor) for row in kirim.koreksi]
        return max(numbers)

    def folder(self, slug: str) -> KelurahanFolder:
        """The kelurahan's folder, empty if it is not there yet."""
        return self.year.kelurahan.get(slug) or KelurahanFolder(slug)

    def lock_reason(self, slug: str) -> str | None:
        """Why the files of a kelurahan may not change any more (juknis C.1.d, C.2.c.4)."""
        folder = self.folder(slug)
        if folder.kirim:
            return f"Usulan {folder.nama} sudah dikirim ke kota ({folder.kirim.tanggal})"
        if folder.profil and folder.profil.dikirim:
            return f"Kelurahan {folder.nama} sudah mengirim usulannya ({folder.profil.dikirim})"
        return None

    def text(self, path: str) -> str:
        """The file as it is; empty if it is not there."""
        if not any(entry.path == path for entry in self.entries):
            return ""
        return next(data.decode() for _, data in self.tree.read([path]))

    def verify(self, files: Mapping[str, bytes]) -> None:
        """Refuse files that would leave the tree with a fault it does not have now."""
        links = {entry.path for entry in self.entries if not entry.is_plain}
        for path in files:
            for link in links:
                if path == link or path.startswith(f"{link}/"):
                    raise CommandError(f"{link} adalah tautan, bukan berkas atau folder biasa.")
        after = load(Overlay(self.tree, files))
        new = _integrity(after) - _integrity(self.snapshot)
        if new:
            lines = [f"  {path}: {message} {hint}" for path, message, hint in sorted(new)]
            more = f"\n  … dan {len(lines) - _SHOWN} lagi" if len(lines) > _SHOWN else ""
            raise CommandError(
                "Impor dibatalkan karena hasilnya tidak akan lolos pemeriksaan. "
                "Tidak ada yang ditulis.\n" + "\n".join(lines[:_SHOWN]) + more
            )


def _integrity(snapshot: Snapshot) -> Counter[tuple[str, str, str]]:
    return Counter(
        (problem.file, problem.message, problem.hint)
        for problem in problems_of(snapshot)
        if not problem.policy
    )


def _listed(paths: list[str]) -> str:
    more = f" dan {len(paths) - _SHOWN} lagi" if len(paths) > _SHOWN else ""
    return ", ".join(paths[:_SHOWN]) + more


class Overlay:
    """A tree with some files put over it."""

    def __init__(self, base: Tree, files: Mapping[str, bytes]) -> None:
        self.base = base
        self.files = files

    def entries(self) -> list[Entry]:
        """The base's files and the planned ones, sorted."""
        kept = [entry for entry in self.base.entries() if entry.path not in self.files]
        return sorted([*kept, *(Entry(path, is_plain=True) for path in self.files)])

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The planned bytes where there are some, the base's elsewhere."""
        for path in paths:
            if path in self.files:
                yield path, self.files[path]
            else:
                yield from self.base.read([path])
