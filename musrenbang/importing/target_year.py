"""The year an import writes into: what it holds now, and how it would look with planned files."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from musrenbang.files.paths import DECISIONS, PROPOSALS
from musrenbang.files.program import COMMAND
from musrenbang.files.tree import Overlay, Tree
from musrenbang.git.repository import Repository
from musrenbang.git.runner import GitError
from musrenbang.records.findings import Problem
from musrenbang.records.loader import load
from musrenbang.records.snapshot import KelurahanFolder, Snapshot, Year
from musrenbang.rules.rule_check import problems_of
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.indonesian import beberapa
from musrenbang.text.name_keys import column_key
from musrenbang.year.cases import Case, cases_of

_NUMBERED = re.compile(r"(?:proposals|decisions)/([0-9]{4})/([^/]+)/([0-9]{4,5})\b[^/]*")


class Target:
    """One year of a tree."""

    def __init__(
        self,
        tree: Tree,
        tahun: int,
        history: Iterable[str] = (),
        reviewed: Tree | None = None,
    ) -> None:
        """`history`: paths that it ever had; `reviewed`: what was merged, both where Git knows."""
        self.tree = tree
        self._reviewed = reviewed
        self.tahun = tahun
        self.snapshot = load(tree)
        self.year = self.snapshot.years.get(tahun) or Year(tahun)
        self.entries = [
            entry
            for entry in tree.entries()
            if entry.path.startswith((f"{PROPOSALS}/{tahun}/", f"{DECISIONS}/{tahun}/"))
            or not entry.is_plain
        ]
        self._paths = {entry.path for entry in self.entries}
        self._refuse_broken()
        self._numbered = [place for place in map(numbered, {*self._paths, *history}) if place]
        self.by_code: dict[str, Case] = {
            code_key(case.usulan.kode_tracking): case
            for case in cases_of(self.year)
            if case.usulan.kode_tracking is not None
        }
        """The proposals that the year already has, by the key of their code."""

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
                f"Berkas ini rusak: {beberapa(broken)}. Perbaiki dahulu ({COMMAND} check), "
                "lalu ulangi impor. Tidak ada yang ditulis."
            )

    def highest_number(self, slug: str) -> int:
        """The highest number known in a kelurahan: of its files, decisions, photos, corrections.

        With the history of a Git repository also of those that are gone; a number of a proposal
        deleted outside Git, before any of these remembered it, is given again.
        """
        numbers = [int(nomor) for *place, nomor in self._numbered if place == [self.tahun, slug]]
        kirim = self.folder(slug).kirim
        if kirim:
            numbers += [int(row.nomor) for row in kirim.tanpa_validasi]
            numbers += [int(row.nomor) for row in kirim.koreksi]
        return max(numbers, default=0)

    def folder(self, slug: str) -> KelurahanFolder:
        """The kelurahan's folder, empty if it is not there yet."""
        return self.year.kelurahan.get(slug) or KelurahanFolder(slug)

    def lock_reason(self, slug: str) -> str | None:
        """Why the files of a kelurahan may not change any more (juknis C.1.d, C.2.c.4).

        What the lurah sent is locked once that has been merged; until then it is a draft.
        """
        folder = self.folder(slug)
        if folder.kirim:
            return f"Usulan {folder.nama} sudah dikirim ke kota ({folder.kirim.tanggal})"
        if folder.dikirim_lurah and (self._reviewed is None or slug in self._sent):
            return f"Kelurahan {folder.nama} sudah mengirim usulannya ({folder.dikirim_lurah})"
        return None

    @cached_property
    def _sent(self) -> set[str]:
        """The kelurahan that have sent in what was merged."""
        year = load(self._reviewed).years.get(self.tahun) if self._reviewed else None
        return {folder.slug for folder in year.folders if folder.dikirim_lurah} if year else set()

    def has(self, path: str) -> bool:
        """Whether a file is there."""
        return path in self._paths

    def text(self, path: str) -> str:
        """The file as it is; empty if it is not there."""
        if not self.has(path):
            return ""
        return next((data or b"").decode() for _, data in self.tree.read([path]))

    def judged(self, files: Mapping[str, bytes]) -> tuple[list[Problem], list[Problem]]:
        """What would be wrong with the tree that is not wrong now, then what blocks the change.

        The latter are faults against a policy in the files themselves: they may be written, but
        nobody can merge them.
        """
        links = {entry.path for entry in self.entries if not entry.is_plain}
        for path in files:
            for link in links:
                if path == link or path.startswith(f"{link}/"):
                    raise CommandError(f"{link} adalah tautan, bukan berkas atau folder biasa.")
        problems = sorted(_problems(load(Overlay(self.tree, files))), key=_told)
        before = self._before.copy()
        faults = []
        for fault in problems:
            if before[_told(fault)]:
                before[_told(fault)] -= 1
            elif not fault.policy:
                faults.append(fault)
        return faults, [one for one in problems if one.policy and one.file in files]

    @cached_property
    def _before(self) -> Counter[tuple[str, str, str]]:
        return Counter(map(_told, _problems(self.snapshot)))


def code_key(code: str) -> str:
    """What spellings of one code have in common: 7, 007 and 7.0 are one."""
    parts = (re.sub(r"^0*([0-9]+)(?:[.,]0+)?$", r"\1", part) for part in code.split("/"))
    return column_key("/".join(parts))


def numbered(path: str) -> tuple[int, str, str] | None:
    """Year, folder and number that a path is about: a proposal's, its decision's, its photos'."""
    match = _NUMBERED.fullmatch(path)
    return (int(match[1]), match[2], match[3]) if match else None


def _problems(snapshot: Snapshot) -> Iterator[Problem]:
    return (one for one in problems_of(snapshot) if not one.advice)


def _told(fault: Problem) -> tuple[str, str, str]:
    """A fault without its place, which shifts when something is added before it."""
    return fault.file, fault.message, fault.hint


def ever_recorded(root: Path, tahun: int) -> set[str]:
    """Files of a year that a Git repository around the folder ever had; outside Git, none."""
    repository = Repository(root)
    try:
        if root.is_dir() and repository.exists():
            return repository.ever_added(f"{PROPOSALS}/{tahun}", f"{DECISIONS}/{tahun}")
    except GitError as error:
        raise UsageError(f"Riwayat Git folder data ini tidak dapat dibaca: {error}") from None
    return set()
