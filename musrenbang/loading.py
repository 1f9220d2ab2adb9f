"""Loading: from the files of a tree to its Snapshot.

A file that cannot be read or validated costs its own record and nothing else: it is named in
`problems`, and its path in `broken`, so that rules about references can keep quiet about it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel

from musrenbang.findings import Position, Problem
from musrenbang.paths import USULAN_LANGSUNG, Kind, Place, is_junk, misplaced_hint, place_of
from musrenbang.snapshot import KelurahanFolder, Pengumuman, Snapshot, Year
from musrenbang.strict_yaml import MAX_BYTES, NotYamlError, Value, decode_text, parse
from musrenbang.tree import Entry, Tree, blob_id
from musrenbang.validation import validate
from schemas import (
    BeritaAcara,
    DaftarSkpd,
    DaftarTemplate,
    HasilSurvei,
    Kelurahan,
    Keputusan,
    Kirim,
    Musrenbang,
    Usulan,
    UsulanLangsung,
)

MODELS: Mapping[Kind, type[BaseModel]] = MappingProxyType(
    {
        Kind.MUSRENBANG: Musrenbang,
        Kind.SKPD: DaftarSkpd,
        Kind.TEMPLATE: DaftarTemplate,
        Kind.KELURAHAN: Kelurahan,
        Kind.USULAN: Usulan,
        Kind.USULAN_LANGSUNG: UsulanLangsung,
        Kind.KEPUTUSAN: Keputusan,
        Kind.KIRIM: Kirim,
        Kind.BERITA_ACARA: BeritaAcara,
    }
)

IN_FOLDERS = frozenset(
    {Kind.KELURAHAN, Kind.USULAN, Kind.USULAN_LANGSUNG, Kind.KEPUTUSAN, Kind.KIRIM}
)
"""The kinds of record that `KelurahanFolder` holds."""

K = TypeVar("K")
V = TypeVar("V")


def _frozen(mapping: Mapping[K, V]) -> Mapping[K, V]:
    return MappingProxyType(dict(mapping))


def _by_number(records: Mapping[str, V]) -> dict[str, V]:
    """Records in the order of their numbers: 9999 comes before 10000."""
    return {nomor: records[nomor] for nomor in sorted(records, key=int)}


def load(tree: Tree) -> Snapshot:
    """Load and validate every record of a tree."""
    return assemble([read_part(tree, tree.entries())])


def group_of(folder: str) -> str:
    """The part of the tree that a folder belongs to: a kelurahan of a year with both its sides."""
    return "/".join(folder.split("/")[1:3])


@dataclass
class Part:
    """The records of one part of a tree, as they were read."""

    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    records: dict[tuple[int, Kind, str], dict[str, Any]] = field(default_factory=dict)
    slugs: set[tuple[int, str]] = field(default_factory=set)
    """The year and folder of every file, readable or not."""
    digests: dict[str, str] = field(default_factory=dict)
    """The name Git gives to the content of every readable file."""


Known = Callable[[str, str], Any]
"""The record of a file's path and the name of its content, where it has been read; or `None`."""


def nothing_known(_path: str, _blob: str) -> Any:
    """A `Known` that knows nothing."""
    return None


def read_part(tree: Tree, entries: Iterable[Entry], known: Known = nothing_known) -> Part:
    """Read and validate some files of a tree; what is known of the same content is kept."""
    reader = _Reader(known)
    places: dict[str, Place] = {}
    for entry in entries:
        if is_junk(entry.path):
            continue
        place = place_of(entry.path)
        if not entry.is_plain:
            reader.problems.append(_not_plain(entry.path))
        elif place is None:
            reader.problems.append(_unplaced(entry.path))
        elif place.kind is Kind.FOTO and entry.blob:
            reader.add_photo(entry.path, place, entry.blob)
        else:
            places[entry.path] = place
    for path, data in tree.read(places):
        reader.add(path, places[path], data)
    return reader.part


def model_of(kind: Kind, value: Value) -> type[BaseModel]:
    """The model of a parsed file: a decision file with a survey alone is not decided yet."""
    if kind is Kind.KEPUTUSAN and isinstance(value, dict) and list(value) == ["survei"]:
        return HasilSurvei
    return MODELS[kind]


def split_decisions(
    records: Mapping[str, Any],
) -> tuple[dict[str, Keputusan], dict[str, HasilSurvei]]:
    """The decisions, and the surveys that still wait for one."""
    decided = {name: item for name, item in records.items() if isinstance(item, Keputusan)}
    surveyed = {name: item for name, item in records.items() if isinstance(item, HasilSurvei)}
    return decided, surveyed


class _Reader:
    """Collects the records of one part while its files stream past."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.part = Part()
        self.problems = self.part.problems

    def add(self, path: str, place: Place, data: bytes | None) -> None:
        self.part.slugs.add((place.tahun, place.kelurahan))
        if data is None:
            self.problem(
                path,
                "berkas.tidak-terbaca",
                "Berkas ini tidak dapat dibaca.",
                "Periksa izin berkasnya, atau apakah berkasnya baru saja dipindahkan.",
            )
            record = None
        elif place.kind is Kind.FOTO:
            from musrenbang.photos import fault  # noqa: PLC0415 - loads Pillow for photos alone

            found = fault(path, data)
            if found:
                self.problem(path, "foto.rusak", *found)
            self.add_photo(path, place, blob_id(data))
            return
        else:
            blob = self.part.digests[path] = blob_id(data)
            record = self.known(path, blob) or self.read(path, place, data)
        if record is None:
            self.part.broken.add(path)
        else:
            key = (place.tahun, place.kind, place.kelurahan)
            self.part.records.setdefault(key, {})[place.name] = record

    def add_photo(self, path: str, place: Place, blob: str) -> None:
        """A photo is known by the name Git gives its content; nothing else of it is compared."""
        self.part.slugs.add((place.tahun, place.kelurahan))
        self.part.digests[path] = blob
        self.part.records.setdefault((place.tahun, Kind.FOTO, ""), {})[path] = blob

    def read(self, path: str, place: Place, data: bytes) -> Any:
        try:
            if place.kind not in MODELS:
                return self.read_text(path, place, data)
            document = parse(data)
            model = model_of(place.kind, document.value)
        except NotYamlError as error:
            fault = error.fault
            self.problems.append(
                Problem(path, fault.position, fault.rule, fault.message, fault.hint)
            )
            return None
        self.problems.extend(
            Problem(path, fault.position, fault.rule, fault.message, fault.hint)
            for fault in document.faults
        )
        record, problems = validate(model, document.value, path)
        self.problems.extend(
            Problem(
                problem.file,
                document.position(_keys(problem), at_key=problem.at_key),
                problem.rule,
                problem.message,
                problem.hint,
            )
            for problem in problems
        )
        return None if document.faults else record

    def read_text(self, path: str, place: Place, data: bytes) -> Any:
        if len(data) > MAX_BYTES:
            self.problem(path, "berkas.ukuran", "Teks ini terlalu panjang.", "Ringkas isinya.")
            return None
        text = decode_text(data).replace("\r\n", "\n")
        if place.kind is not Kind.PENGUMUMAN:
            return text
        return self.read_notice(path, place, text)

    def read_notice(self, path: str, place: Place, text: str) -> Pengumuman | None:
        title, _, body = text.partition("\n")
        if not title.startswith("# ") or not title[2:].strip():
            self.problem(
                path,
                "pengumuman.judul",
                "Pengumuman ini belum berjudul.",
                "Awali baris pertama dengan `# ` lalu judulnya.",
            )
            return None
        try:
            tanggal = date.fromisoformat(place.name[:10])
        except ValueError:
            self.problem(
                path,
                "pengumuman.tanggal",
                f"Tanggal {place.name[:10]} pada nama berkas tidak ada dalam kalender.",
                "Perbaiki nama berkasnya.",
            )
            return None
        return Pengumuman(tanggal, place.name, title[2:].strip(), body.strip())

    def problem(self, path: str, rule: str, message: str, hint: str) -> None:
        self.problems.append(Problem(path, Position(1, 1), rule, message, hint))


Folders = Mapping[tuple[int, str], KelurahanFolder]
"""Folders by year and name."""


def assemble(parts: Iterable[Part], folders: Folders | None = None) -> Snapshot:
    """The snapshot that all parts of a tree make up, with `folders` that are made up already."""
    return _Assembler(parts, folders or {}).snapshot()


def folders_of(part: Part) -> dict[tuple[int, str], KelurahanFolder]:
    """What the kelurahan of a part have, if nothing of them is in another."""
    assembler = _Assembler([part], {})
    return {(tahun, slug): assembler.made(tahun, slug) for tahun, slug in part.slugs if slug}


class _Assembler:
    def __init__(self, parts: Iterable[Part], folders: Folders) -> None:
        self.folders = folders
        self.problems: list[Problem] = []
        self.broken: set[str] = set()
        self.records: dict[tuple[int, Kind, str], dict[str, Any]] = defaultdict(dict)
        self.slugs: dict[int, set[str]] = defaultdict(set)
        for part in parts:
            self.problems += part.problems
            self.broken |= part.broken
            for key, records in part.records.items():
                self.records[key] |= records
            for tahun, slug in part.slugs:
                self.slugs[tahun].add(slug)

    def snapshot(self) -> Snapshot:
        years = {tahun: self.year(tahun) for tahun in sorted(self.slugs)}
        problems = sorted(self.problems, key=lambda problem: problem.file)
        return Snapshot(_frozen(years), tuple(problems), frozenset(self.broken))

    def year(self, tahun: int) -> Year:
        def single(kind: Kind) -> Any:
            return next(iter(self.records[tahun, kind, ""].values()), None)

        skpd: DaftarSkpd | None = single(Kind.SKPD)
        template: DaftarTemplate | None = single(Kind.TEMPLATE)
        notices = self.records[tahun, Kind.PENGUMUMAN, ""]
        slugs = sorted(self.slugs[tahun] - {"", USULAN_LANGSUNG})
        return Year(
            tahun=tahun,
            musrenbang=single(Kind.MUSRENBANG),
            skpd=_frozen(skpd.root if skpd else {}),
            template=_frozen(template.root if template else {}),
            kelurahan=_frozen({slug: self.folder(tahun, slug) for slug in slugs}),
            langsung=self.folder(tahun, USULAN_LANGSUNG),
            berita_acara=single(Kind.BERITA_ACARA),
            pengumuman=tuple(notices[name] for name in sorted(notices)),
            arah_kebijakan=single(Kind.ARAH_KEBIJAKAN),
            program_prioritas=single(Kind.PROGRAM_PRIORITAS),
            foto=_frozen(self.records[tahun, Kind.FOTO, ""]),
        )

    def folder(self, tahun: int, slug: str) -> KelurahanFolder:
        made = self.folders.get((tahun, slug)) or self.made(tahun, slug)
        return replace(
            made,
            usulan=MappingProxyType(made.usulan),
            keputusan=MappingProxyType(made.keputusan),
            survei=MappingProxyType(made.survei),
        )

    def made(self, tahun: int, slug: str) -> KelurahanFolder:
        def records(kind: Kind) -> Mapping[str, Any]:
            return self.records.get((tahun, kind, slug), {})

        direct = slug == USULAN_LANGSUNG
        decided, surveyed = split_decisions(records(Kind.KEPUTUSAN))
        return KelurahanFolder(
            slug=slug,
            profil=records(Kind.KELURAHAN).get(""),
            usulan=_by_number(records(Kind.USULAN_LANGSUNG if direct else Kind.USULAN)),
            keputusan=_by_number(decided),
            survei=_by_number(surveyed),
            kirim=records(Kind.KIRIM).get(""),
        )


def _keys(problem: Problem) -> tuple[str | int, ...]:
    return problem.where if isinstance(problem.where, tuple) else ()


def _not_plain(path: str) -> Problem:
    return Problem(
        path,
        Position(1, 1),
        "berkas.bukan-berkas",
        "Ini tautan atau submodul, bukan berkas biasa.",
        "Ganti dengan berkas biasa.",
    )


def _unplaced(path: str) -> Problem:
    folder, _, name = path.rpartition("/")
    return Problem(
        path,
        Position(1, 1),
        "berkas.tempat",
        f"Tidak ada tempat untuk berkas “{name}” di folder “{folder}”.",
        misplaced_hint(path),
    )


def positions_of(tree: Tree, problems: Iterable[Problem]) -> dict[Problem, Position]:
    """Find line and column of problems that name keys, reading each file at fault once more."""
    by_file: dict[str, list[Problem]] = defaultdict(list)
    found: dict[Problem, Position] = {}
    for problem in problems:
        if isinstance(problem.where, Position):
            found[problem] = problem.where
        else:
            by_file[problem.file].append(problem)
    existing = {entry.path for entry in tree.entries() if entry.is_plain} if by_file else set()
    for path, data in tree.read(path for path in by_file if path in existing):
        if data is None:
            continue
        try:
            document = parse(data)
        except NotYamlError:
            continue
        for problem in by_file[path]:
            found[problem] = document.position(_keys(problem), at_key=problem.at_key)
    for group in by_file.values():
        for problem in group:
            found.setdefault(problem, Position(1, 1))
    return found
