"""What the guards and the summary ask of a change: each path with its place, area and records."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from musrenbang.files.paths import Kind, Place, keputusan_path, kirim_path, place_of
from musrenbang.git.differences import ChangedFile
from musrenbang.records.snapshot import KelurahanFolder, Snapshot, Year
from musrenbang.review.review_model import (
    ALLOWED_SIGNERS,
    CAMAT_SIDE,
    CODEOWNERS,
    RECORDS,
    Action,
    Area,
    Jenis,
    area_of,
)
from musrenbang.year.cases import Case
from musrenbang.year.guide import Guide, guide_of
from schemas import BeritaAcara, HasilSurvei, Kelurahan, Keputusan, Musrenbang, TindakLanjut
from schemas.keputusan import Koreksi
from schemas.tindak_lanjut import Kabar


@dataclass(frozen=True)
class Contents:
    """What a review needs to know of changed files beyond the records, by path."""

    lines: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Lines added and removed, of files that are text."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Bytes of photos after the change."""
    signers: tuple[str, str] = ("", "")
    """The allowed signers before and after."""
    host_keys: tuple[str, str] = ("", "")
    """The Git host's keys before and after."""
    pins: tuple[str, str] = ("", "")
    """What names the program of a founded repository, before and after."""
    founded: bool = False
    """Whether the repository has a pin or ever had one: it holds data and no program."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """What the changed files of Git attributes say after the change."""
    grown: Collection[str] = ()
    """Signed papers whose new content begins with the old."""


_NUMBERED = frozenset(
    {Kind.USULAN, Kind.USULAN_LANGSUNG, Kind.KEPUTUSAN, Kind.TINDAK_LANJUT},
)
"""The kinds of file whose name is the number of a proposal."""

_AFTERWARDS = frozenset({Kind.TINDAK_LANJUT, Kind.BERTANDA_TANGAN})

Cases = Mapping[int, tuple[Mapping[str, Case], Mapping[str, Case]]]
"""The cases of the touched years by id, before and after."""


@dataclass(frozen=True, slots=True)
class Touched:
    """One changed path; `place` where it is one of a record."""

    file: ChangedFile
    place: Place | None
    area: Area
    before: Any
    after: Any

    @property
    def path(self) -> str:
        return self.file.path

    @property
    def action(self) -> Action:
        """What happened to the file."""
        if self.file.is_new:
            return Action.BARU
        if self.file.is_gone:
            return Action.DITARIK
        same = self.place is not None and self.before is not None and self.before == self.after
        return Action.RUPA if same else Action.DIUBAH

    @property
    def withdraws_decision(self) -> bool:
        """Whether a decision is gone afterwards: with its file, or with only its survey left."""
        return isinstance(self.before, Keputusan) and (
            self.file.is_gone or isinstance(self.after, HasilSurvei)
        )


@dataclass(frozen=True, slots=True)
class TouchedRecord(Touched):
    """One changed record of a year, settings included."""

    place: Place
    tentang: tuple[str, ...] = ()
    """The numbers of the proposals it is about: of a photo those that name it, before or after."""

    @property
    def nomor(self) -> str:
        """The proposal it is about, the first of several; empty where it is about none."""
        return self.tentang[0] if self.tentang else ""

    @property
    def kabar_baru(self) -> tuple[Kabar, ...]:
        """What a follow-up tells that it did not tell before; nothing where it tells otherwise."""
        if not isinstance(self.after, TindakLanjut):
            return ()
        known = self.before.root if isinstance(self.before, TindakLanjut) else ()
        return self.after.root[len(known) :] if self.after.root[: len(known)] == known else ()

    @property
    def usulan(self) -> str:
        """The id of the proposal it is about (``2016/rawasari/0007``), if `nomor` names one."""
        return f"{self.place.tahun}/{self.place.kelurahan}/{self.nomor}"


@dataclass(frozen=True)
class Facts:
    """A change, seen from its base: `base` alone says who may do what and what is locked.

    Of a file that `base` cannot read, it has the last version that could be read: what was decided
    stays decided, whatever became of the file. `changed` names every path that differs, record or
    not; `contents` tells more of some; `meanwhile` are the paths that others changed in the base
    since the change was begun; `uploads` the commits it brings in which workbooks stood that were
    handed in; `day` is the one on which it is judged, where that is known.
    """

    base: Snapshot
    head: Snapshot
    changed: Sequence[ChangedFile]
    contents: Contents = Contents()
    meanwhile: Collection[str] = ()
    uploads: Sequence[str] = ()
    day: date | None = None

    @cached_property
    def pengesahan(self) -> str | None:
        """How offices are exercised: what the newest year of the base says that says it."""
        return pengesahan_of(self.base)

    @cached_property
    def touched(self) -> tuple[Touched, ...]:
        """Every changed path, in the order of the change."""
        return tuple(self._touched(file) for file in self.changed)

    def _touched(self, file: ChangedFile) -> Touched:
        place = place_of(file.path)
        before, after = self.base.record(file.path), self.head.record(file.path)
        appoints = bool(place and place.kind is Kind.KELURAHAN) and _lurah(before) != _lurah(after)
        area = area_of(file.path, place, appoints=appoints)
        if place is None:
            return Touched(file, place, area, before, after)
        return TouchedRecord(file, place, area, before, after, tuple(self._about(place)))

    def _about(self, place: Place) -> Iterator[str]:
        if place.kind in _NUMBERED:
            yield place.name
        elif place.kind is Kind.FOTO and place.kelurahan:
            found = (self.folder(side, place) for side in (self.base, self.head))
            naming = {
                nomor
                for folder in found
                if folder
                for nomor, usulan in folder.usulan.items()
                if place.name in usulan.foto
            }
            yield from sorted(naming)

    @cached_property
    def areas(self) -> frozenset[Area]:
        """The areas the change touches; CODEOWNERS follows what it is generated with."""
        found = {item.area for item in self.touched if item.path != CODEOWNERS}
        if not found and self.touched:
            found.add(Area.PENGATURAN)
        return frozenset(found)

    @cached_property
    def initial(self) -> bool:
        """Whether there was no record at all before, so that nobody had any authority yet."""
        return not self.base.years

    @cached_property
    def records(self) -> tuple[TouchedRecord, ...]:
        """The changed records of all years."""
        return tuple(item for item in self.touched if isinstance(item, TouchedRecord))

    @cached_property
    def of_one_year(self) -> tuple[TouchedRecord, ...]:
        """The changed records that belong to the work on one year: all but what came after it."""
        return tuple(one for one in self.records if one.place.kind not in _AFTERWARDS)

    @cached_property
    def guide(self) -> Guide:
        """The guide of the year it is about, by which its texts name clauses."""
        about = max((item.place.tahun for item in self.records), default=None)
        years = self.head.years or self.base.years
        tahun = about or max(years, default=0)
        return guide_of(years.get(tahun) or Year(tahun))

    @property
    def jenis(self) -> Jenis:
        """The kind of change; a mixture only where no kind covers all that it touches."""
        areas = self.areas
        if not areas:
            return Jenis.TANPA_PERUBAHAN
        if self.initial and areas & (RECORDS | {Area.PENGATURAN}):
            return Jenis.DATA_AWAL
        if self.has_correction and areas <= RECORDS:
            return Jenis.KOREKSI
        for area in (Area.KIRIM, Area.KEPUTUSAN, Area.NASKAH, Area.TINDAK_LANJUT):
            if area in areas and areas <= CAMAT_SIDE:
                return Jenis(area.value)
        return Jenis(next(iter(areas)).value) if len(areas) == 1 else Jenis.CAMPURAN

    def touches(self, path: str) -> bool:
        """Whether a path is among those changed."""
        return any(file.path == path for file in self.changed)

    def of(self, *kinds: Kind) -> list[TouchedRecord]:
        """The changed records of some kinds."""
        return [item for item in self.records if item.place.kind in kinds]

    def folder(self, snapshot: Snapshot, place: Place) -> KelurahanFolder | None:
        """The folder of a place in one of the snapshots."""
        year = snapshot.years.get(place.tahun)
        return year.folder(place.kelurahan) if year else None

    def nama_kelurahan(self, place: Place) -> str:
        """What the kelurahan of a place is called, after the change or else before it."""
        folders = (self.folder(side, place) for side in (self.head, self.base))
        return next((folder.nama for folder in folders if folder), place.kelurahan)

    def is_locked(self, place: Place) -> bool:
        """Whether Kirim had locked a record before the change; what came after it never is."""
        if not place.kelurahan or place.kind is Kind.TINDAK_LANJUT:
            return False
        kirim = kirim_path(place.tahun, place.kelurahan)
        return self.base.record(kirim) is not None or kirim in self.base.broken

    def is_decided(self, place: Place, nomor: str) -> bool:
        """Whether a decision stood before the change, be it one that cannot be read."""
        folder = self.folder(self.base, place)
        path = keputusan_path(place.tahun, place.kelurahan, nomor)
        return bool(folder and nomor in folder.keputusan) or path in self.base.broken

    def enacted(self, tahun: int) -> BeritaAcara | None:
        """The minutes of a year, if they were established before the change."""
        year = self.base.years.get(tahun)
        minutes = year.berita_acara if year else None
        return minutes if minutes and minutes.ditetapkan else None

    def corrections(self, place: Place) -> tuple[Koreksi, ...]:
        """The corrections that the change itself adds to the kirim.yaml of a locked kelurahan."""
        known, rows = (
            folder.kirim.koreksi if (folder := self.folder(side, place)) and folder.kirim else ()
            for side in (self.base, self.head)
        )
        return tuple(row for row in rows if row not in known)

    @cached_property
    def has_correction(self) -> bool:
        """Whether the change corrects what is locked."""
        return any(
            self.corrections(item.place) for item in self.of(Kind.KIRIM) if item.before is not None
        )

    @cached_property
    def unlocked_usulan(self) -> tuple[Touched, ...]:
        """Changed files on the lurah's side that no Kirim has locked."""
        return tuple(
            item
            for item in self.touched
            if item.area is Area.USULAN and not (item.place and self.is_locked(item.place))
        )

    @cached_property
    def locked_usulan(self) -> tuple[TouchedRecord, ...]:
        """Changed proposals, and their photos, that Kirim has locked: only a correction may."""
        return tuple(
            item
            for item in self.records
            if item.area is Area.USULAN and item.tentang and self.is_locked(item.place)
        )

    @cached_property
    def only_appoints(self) -> bool:
        """Whether nothing changes but who holds an office and by which key."""
        return all(
            item.path in {ALLOWED_SIGNERS, CODEOWNERS} or _is_appointment(item)
            for item in self.touched
        )

    @property
    def protected(self) -> Iterator[Touched]:
        """Changed files that everything else is judged by."""
        return (item for item in self.touched if item.area not in RECORDS)


def same_but_lurah(before: Kelurahan | None, after: Kelurahan | None) -> bool:
    """Whether nothing but the lurah differs between two versions of a kelurahan's file."""
    if before is None or after is None:
        return False
    return before.model_copy(update={"lurah": after.lurah}) == after


def _is_appointment(item: Touched) -> bool:
    before, after = item.before, item.after
    if not isinstance(before, Musrenbang) or not isinstance(after, Musrenbang):
        return False
    return before.model_copy(update={"pejabat": after.pejabat}) == after


def pengesahan_of(snapshot: Snapshot) -> str | None:
    """`kunci` or `peladen`, as the newest year says that says it; `None` where none does."""
    settings = [year.musrenbang for _, year in sorted(snapshot.years.items()) if year.musrenbang]
    return next((one.pengesahan for one in reversed(settings) if one.pengesahan), None)


def _lurah(profil: Kelurahan | None) -> Any:
    return profil.lurah if profil else None
