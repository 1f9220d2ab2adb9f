"""Loading: from the files of a tree to its Snapshot.

A file that cannot be read or validated costs its own record and nothing else: it is named in
`problems`, and its path in `broken`, so that rules about references can keep quiet about it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from musrenbang.files.memo import Memo, Named, key_of
from musrenbang.files.paths import (
    USULAN_LANGSUNG,
    Kind,
    Place,
    is_junk,
    misplaced_hint,
    name_fault,
    place_of,
)
from musrenbang.files.program import COMMAND
from musrenbang.files.tree import Entry, Tree, blob_id
from musrenbang.records.findings import Position, Problem
from musrenbang.records.snapshot import (
    HELD,
    YEAR_FIELDS,
    KelurahanFolder,
    Pengumuman,
    Snapshot,
    Year,
)
from musrenbang.records.strict_yaml import (
    MAX_BYTES,
    Comment,
    NotYamlError,
    Value,
    comments_in,
    decode_text,
    parse,
)
from musrenbang.records.validation import read_record
from schemas import (
    BeritaAcara,
    DaftarSkpd,
    DaftarTemplate,
    HasilSurvei,
    Juknis,
    Kelurahan,
    Keputusan,
    Kirim,
    Musrenbang,
    TindakLanjut,
    Usulan,
    UsulanLangsung,
)

MODELS: Mapping[Kind, type[BaseModel]] = MappingProxyType(
    {
        Kind.MUSRENBANG: Musrenbang,
        Kind.SKPD: DaftarSkpd,
        Kind.TEMPLATE: DaftarTemplate,
        Kind.JUKNIS: Juknis,
        Kind.KELURAHAN: Kelurahan,
        Kind.USULAN: Usulan,
        Kind.USULAN_LANGSUNG: UsulanLangsung,
        Kind.KEPUTUSAN: Keputusan,
        Kind.KIRIM: Kirim,
        Kind.TINDAK_LANJUT: TindakLanjut,
        Kind.BERITA_ACARA: BeritaAcara,
    }
)

LISTED = frozenset({Kind.TINDAK_LANJUT})
"""The kinds of which a file is a list of records."""

MAX_SIGNED = 16 * 2**20
"""Several times a year's longest report with all its signatures."""

V = TypeVar("V")

NOTHING = Snapshot({})
_FILE = attrgetter("file")


def load(tree: Tree, ready: Snapshot = NOTHING, only: Collection[str] | None = None) -> Snapshot:
    """Load and validate every record of a tree; those that `ready` holds are not read again.

    `only` names the files to load where not all are; photos among them are looked at.
    """
    reader = _Loader(ready)
    places: dict[str, Place] = {}
    for entry in tree.entries():
        if only is not None and entry.path not in only:
            continue
        fault = name_fault(entry.path)
        if fault:
            reader.problem(entry.path, "berkas.nama", *fault)
            continue
        if is_junk(entry.path):
            continue
        place = place_of(entry.path)
        if not entry.is_plain:
            reader.problem(
                entry.path,
                "berkas.bukan-berkas",
                "Ini tautan atau submodul, bukan berkas biasa.",
                "Ganti dengan berkas biasa.",
            )
        elif place is None:
            folder, _, name = entry.path.rpartition("/")
            message = f"Tidak ada tempat untuk berkas “{name}” di folder “{folder}”."
            hint = misplaced_hint(entry.path)
            reader.problem(entry.path, "berkas.tempat", message, hint)
        elif entry.blob and (
            (place.kind in HELD and only is None) or ready.holds(entry.path, entry.blob)
        ):
            reader.add_known(entry.path, place, entry.blob)
        else:
            places[entry.path] = place
    for path, data in tree.read(places):
        reader.add(path, places[path], data)
    return reader.snapshot()


class Records(NamedTuple):
    """The files of a tree: the content of each, as Git names it, and its years, not yet read."""

    blobs: Mapping[str, str]
    years: Mapping[str, Named[Snapshot]]
    """By folder; what stands in none is under the empty name."""


def read_records(tree: Tree, memo: Memo) -> Records:
    """The record files of a tree, year by year (see `joined`)."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in tree.entries():
        groups["/".join(entry.path.split("/")[1:2])].append(entry)
    held = {name: _Held(tree, entries) for name, entries in groups.items()}
    return Records(
        {path: blob for one in held.values() for path, blob in one.blobs.items()},
        {name: memo.kept(load, one.named()) for name, one in held.items()},
    )


def joined(snapshots: Iterable[Snapshot]) -> Snapshot:
    """The snapshot that those of the years of one tree make up."""
    every = list(snapshots)
    years = {tahun: year for one in every for tahun, year in one.years.items()}
    return Snapshot(
        {tahun: years[tahun] for tahun in sorted(years)},
        tuple(sorted((found for one in every for found in one.problems), key=_FILE)),
        frozenset[str]().union(*(one.broken for one in every)),
        {path: blob for one in every for path, blob in one.blobs.items()},
    )


class _Held:
    """Some files of a tree, read at once."""

    def __init__(self, tree: Tree, entries: list[Entry]) -> None:
        self._entries = entries
        self._content = dict(tree.read(entry.path for entry in entries if entry.is_plain))
        self.blobs = {
            path: blob_id(data) for path, data in self._content.items() if data is not None
        }

    def named(self) -> Named["_Held"]:
        """These files by their content."""
        name = key_of(
            *(
                f"{entry.path} {entry.is_plain} {self.blobs.get(entry.path)}"
                for entry in self._entries
            )
        )
        return Named(name, lambda: self)

    def entries(self) -> list[Entry]:
        return self._entries

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        return ((path, self._content[path]) for path in paths)


def model_of(kind: Kind, value: Value) -> type[BaseModel]:
    """The model of a parsed file: a decision file with a survey alone is not decided yet."""
    if kind is Kind.KEPUTUSAN and isinstance(value, dict) and list(value) == ["survei"]:
        return HasilSurvei
    return MODELS[kind]


class _Loader:
    """Collects records while their files stream past."""

    def __init__(self, ready: Snapshot) -> None:
        self._ready = ready
        self.problems: list[Problem] = []
        self._broken: set[str] = set()
        self._blobs: dict[str, str] = {}
        self._records: dict[tuple[int, Kind, str], dict[str, Any]] = defaultdict(dict)
        self._slugs: dict[int, set[str]] = defaultdict(set)
        self._komentar: dict[int, dict[str, tuple[Comment, ...]]] = defaultdict(dict)

    def add(self, path: str, place: Place, data: bytes | None) -> None:
        """Take a file as it was read."""
        blob = blob_id(data) if data is not None else ""
        if blob and self._ready.holds(path, blob):
            self.add_known(path, place, blob)
            return
        self._slugs[place.tahun].add(place.kelurahan)
        if data is None:
            self.problem(
                path,
                "berkas.tidak-terbaca",
                "Berkas ini tidak dapat dibaca.",
                "Periksa izin berkasnya, atau apakah berkasnya baru saja dipindahkan.",
            )
            self._broken.add(path)
            return
        self._blobs[path] = blob
        record = self.read(path, place, data)
        if record is None:
            self._broken.add(path)
        else:
            self._put(path, place, blob if place.kind in HELD else record)

    def add_known(self, path: str, place: Place, blob: str) -> None:
        """Take a file by the name of its content: a photo, or what has been read before."""
        self._slugs[place.tahun].add(place.kelurahan)
        self._blobs[path] = blob
        before = self._ready.years.get(place.tahun)
        if before and path in before.komentar:
            self._komentar[place.tahun][path] = before.komentar[path]
        self._put(path, place, blob if place.kind in HELD else self._ready.record(path))

    def _put(self, path: str, place: Place, record: Any) -> None:
        if place.kind in HELD:
            self._records[place.tahun, place.kind, ""][path] = record
        else:
            self._records[place.tahun, place.kind, place.kelurahan][place.name] = record

    def read(self, path: str, place: Place, data: bytes) -> Any:
        if place.kind is Kind.FOTO:
            return self.read_photo(path, data)
        if place.kind is Kind.BERTANDA_TANGAN:
            return self.read_signed(path, data)
        try:
            if place.kind not in MODELS:
                return self.read_text(path, place, data)
            document = parse(data, many=place.kind in LISTED)
            model = model_of(place.kind, document.value)
        except NotYamlError as error:
            self.problems.append(error.fault._replace(file=path))
            return None
        comments = comments_in(document.text)
        if comments:
            self._komentar[place.tahun][path] = comments
        record, problems = read_record(document, model, path)
        self.problems += problems
        return record

    def read_photo(self, path: str, data: bytes) -> bool:
        """A photo is known by the name Git gives its content; nothing else of it is compared."""
        from musrenbang.files.photos import burden, fault  # noqa: PLC0415 - loads Pillow for photos alone

        found = fault(path, data)
        if found:
            self.problem(path, "foto.rusak", *found)
        elif told := burden(data):
            message = f"Foto ini membawa yang tidak boleh masuk riwayat terbuka: {told}."
            hint = f"Jalankan: {COMMAND} fmt {path}"
            at = Position(1, 1)
            self.problems.append(Problem(path, at, "foto.beban", message, hint, policy=True))
        return True

    def read_signed(self, path: str, data: bytes) -> bool:
        """A paper is known as a photo is; whether it is ours and signed, `verify` says."""
        if not data.startswith(b"%PDF-") or len(data) > MAX_SIGNED:
            size = MAX_SIGNED // 2**20
            message = f"Ini bukan PDF, atau lebih besar daripada {size} MiB."
            hint = (
                "Simpan dokumen terbitan yang ditandatangani seperti yang keluar dari programnya."
            )
            self.problem(path, "dokumen.bertanda-tangan", message, hint)
        return True

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
        first = 2 + body[: len(body) - len(body.lstrip())].count("\n")
        return Pengumuman(tanggal, place.name, title[2:].strip(), body.strip(), first)

    def problem(self, path: str, rule: str, message: str, hint: str) -> None:
        self.problems.append(Problem(path, Position(1, 1), rule, message, hint))

    def snapshot(self) -> Snapshot:
        """What all records make up."""
        years = {tahun: self.year(tahun) for tahun in sorted(self._slugs)}
        problems = tuple(sorted(self.problems, key=_FILE))
        blobs = MappingProxyType(self._blobs)
        return Snapshot(MappingProxyType(years), problems, frozenset(self._broken), blobs)

    def year(self, tahun: int) -> Year:
        def single(kind: Kind) -> Any:
            return next(iter(self._records[tahun, kind, ""].values()), None)

        lists = {name: single(kind) for kind, name in YEAR_FIELDS.items()}
        for name in ("skpd", "template"):
            lists[name] = MappingProxyType(getattr(lists[name], "root", lists[name]) or {})
        notices = self._records[tahun, Kind.PENGUMUMAN, ""]
        slugs = sorted(self._slugs[tahun] - {"", USULAN_LANGSUNG})
        return Year(
            tahun=tahun,
            **lists,
            kelurahan=MappingProxyType({slug: self.folder(tahun, slug) for slug in slugs}),
            langsung=self.folder(tahun, USULAN_LANGSUNG),
            pemetaan=MappingProxyType(self._records[tahun, Kind.PEMETAAN, ""]),
            pengumuman=tuple(notices[name] for name in sorted(notices)),
            foto=MappingProxyType(self._records[tahun, Kind.FOTO, ""]),
            bertanda_tangan=MappingProxyType(self._records[tahun, Kind.BERTANDA_TANGAN, ""]),
            komentar=MappingProxyType(self._komentar[tahun]),
        )

    def folder(self, tahun: int, slug: str) -> KelurahanFolder:
        def records(kind: Kind) -> Mapping[str, Any]:
            return self._records.get((tahun, kind, slug), {})

        def numbered(kind: Kind, model: type[V]) -> Mapping[str, V]:
            """Records in the order of their numbers: 9999 comes before 10000."""
            found = sorted(records(kind).items(), key=lambda pair: int(pair[0]))
            return MappingProxyType({nomor: one for nomor, one in found if isinstance(one, model)})

        direct = slug == USULAN_LANGSUNG
        return KelurahanFolder(
            slug=slug,
            profil=records(Kind.KELURAHAN).get(""),
            usulan=numbered(Kind.USULAN_LANGSUNG if direct else Kind.USULAN, Usulan),
            keputusan=numbered(Kind.KEPUTUSAN, Keputusan),
            survei=numbered(Kind.KEPUTUSAN, HasilSurvei),
            kirim=records(Kind.KIRIM).get(""),
            tindak_lanjut=numbered(Kind.TINDAK_LANJUT, TindakLanjut),
        )


def positions_of(tree: Tree, problems: Collection[Problem]) -> dict[Problem, Position]:
    """Find line and column of problems that name keys, reading each file at fault once more."""
    found = {problem: problem.position for problem in problems}
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.keys:
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
            found[problem] = document.position(problem.keys, at_key=problem.at_key)
    return found
