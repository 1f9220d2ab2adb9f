"""The workbooks of a year: its settings, and its minutes with notices; what may change in them.

A new file of settings is one more entry in `settings_book`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pydantic import BaseModel, Field

from musrenbang.files.paths import (
    DECISIONS,
    PROPOSALS,
    RESERVED_SLUGS,
    Kind,
    kelurahan_path,
    name_fault,
    place_of,
    settings_path,
)
from musrenbang.records.fields import lists_of
from musrenbang.records.findings import Keys
from musrenbang.records.shipped_guide import local, shipped
from musrenbang.records.snapshot import Snapshot, Year
from musrenbang.text.name_keys import slug_of
from musrenbang.worksheets.cell_kinds import CellKind, told_apart
from musrenbang.worksheets.record_book import (
    CODE,
    Book,
    BookFile,
    Column,
    Holds,
    Plain,
    Table,
    columns_of,
    plain,
)
from musrenbang.year.guide import guide_of
from schemas import BeritaAcara, DaftarSkpd, DaftarTemplate, Juknis, Kelurahan, Musrenbang
from schemas.base import Record
from schemas.musrenbang import Skpd, TemplateKegiatan, Undangan
from schemas.scalars import Kalimat, Tanggal, TeksPanjang

PENGATURAN, BERITA_ACARA = "pengaturan", "berita-acara"


class Naskah(Record):
    """Satu naskah tahun ini, sebagai teks."""

    isi: TeksPanjang = Field(
        title="Isi",
        description="Teks biasa; baris yang diawali tanda hubung menjadi butir.",
    )


class Pengumuman(Record):
    """Satu pengumuman; dalam berkasnya judul menjadi baris pertama."""

    tanggal: Tanggal = Field(title="Tanggal", description="Hari pengumuman dibuat.")
    judul: Kalimat = Field(title="Judul", description="Satu baris.")
    isi: TeksPanjang = Field(title="Isi", description="Isi pengumuman.")


_ROOM = {"kehadiran": 15, "delegasi": 60}
"""How many more rows a list is likely to need, where that is not `_MORE`."""
_MORE = 25


def settings_book(snapshot: Snapshot, tahun: int) -> Book:
    """The settings of a year: officials, schedule, invitations, agencies, activities, kelurahan."""
    year = snapshot.years[tahun]
    main = BookFile(
        settings_path(tahun, Kind.MUSRENBANG), Musrenbang, year.musrenbang, start={"tahun": tahun}
    )
    guide = BookFile(
        settings_path(tahun, Kind.JUKNIS), Juknis, year.juknis, start=plain(_shipped(year))
    )
    agencies = BookFile(
        settings_path(tahun, Kind.SKPD),
        DaftarSkpd,
        DaftarSkpd.model_construct(dict(year.skpd)) if year.skpd else None,
    )
    activities = BookFile(
        settings_path(tahun, Kind.TEMPLATE),
        DaftarTemplate,
        DaftarTemplate.model_construct(dict(year.template)) if year.template else None,
    )
    kelurahan = tuple(
        BookFile(kelurahan_path(tahun, slug), Kelurahan, folder.profil, folder.nama)
        for slug, folder in year.kelurahan.items()
        if folder.profil
    )
    tables = [
        *tables_of("Pengaturan", main),
        _entries("Perangkat daerah", agencies, Skpd, ("singkatan",), "skpd"),
        _entries("Kegiatan", activities, TemplateKegiatan, ("kegiatan",), "template"),
        Table("Kelurahan", "", Holds.FILE, columns_of(Kelurahan), kelurahan, blank=10),
        *_list_tables(*kelurahan, owner="Kelurahan", model=Kelurahan),
        *(replace(one, about=_OF_THE_GUIDE) for one in tables_of("Juknis", guide)),
        Table("Naskah", "", Holds.FILE, columns_of(Naskah), tuple(_texts(year)), owner="Naskah"),
    ]

    def locked(path: str, keys: Keys) -> str:
        place = place_of(path)
        folder = year.folder(place.kelurahan) if place and place.kelurahan else None
        if folder and folder.kirim and keys[:1] != ("lurah",):
            return f"Berkas {folder.nama} terkunci sejak Kirim"
        enacted = year.berita_acara and year.berita_acara.ditetapkan
        if place and place.kind is Kind.JUKNIS and any(one.keputusan for one in year.folders):
            return "Juknis tetap sejak tahun ini mempunyai keputusan"
        if place and place.kind is Kind.MUSRENBANG:
            if keys == ("tahun",) and year.musrenbang:
                return "Tahunnya tetap"
            if enacted and keys[0] in _ON_THE_MINUTES:
                return "Tercetak pada Berita Acara yang sudah ditetapkan"
        return ""

    def new_file(values: Plain) -> BookFile | str:
        name = str(values.get("nama", ""))
        slug = slug_of(name)
        if not slug or slug in RESERVED_SLUGS or name_fault(slug):
            return f"“{name}” tidak dapat menjadi nama kelurahan."
        path = kelurahan_path(tahun, slug)
        there = next((one for one in kelurahan if one.path == path), None)
        if path in snapshot.blobs and not there:
            return f"Kelurahan {name} sudah ada."
        return there or BookFile(path, Kelurahan, None, name)

    lists = {
        "skpd": told_apart({code: one.singkatan for code, one in year.skpd.items()}),
        "template": told_apart({code: one.kegiatan for code, one in year.template.items()}),
        "golongan": _groups(year),
    }
    book = book_of(year, PENGATURAN, "Pengaturan Musrenbang")
    return replace(book, tables=tuple(tables), lists=lists, locked=locked, new_file=new_file)


def _shipped(year: Year) -> Juknis:
    settings = year.musrenbang
    return local(shipped(), settings.kota.kode) if settings else shipped()


_NUMBER_HELP = "Nomornya dalam juknis, misalnya II.3."
_OF_THE_GUIDE = "Menurut juknis yang berlaku; ubah hanya bila juknis tahun ini berbunyi lain."
_ON_THE_MINUTES = frozenset({"tahun_rencana", "contoh", "kecamatan", "kota", "undangan"})


def minutes_book(snapshot: Snapshot, tahun: int) -> Book:
    """The Berita Acara of a year (Form 1), attendance, photos, addenda and notices."""
    year = snapshot.years[tahun]
    minutes = year.berita_acara
    path = settings_path(tahun, Kind.BERITA_ACARA)
    main = BookFile(path, BeritaAcara, minutes, start=_beginning(year))
    notices = tuple(
        BookFile(
            f"{DECISIONS}/{tahun}/pengumuman/{one.slug}.md",
            Pengumuman,
            Pengumuman.model_construct(tanggal=one.tanggal, judul=one.judul, isi=one.isi),
            one.judul,
            text=notice_text,
        )
        for one in year.pengumuman
    )
    known = {one.path for one in notices}
    tables = (
        *tables_of("Berita Acara", main),
        Table("Pengumuman", "", Holds.FILE, columns_of(Pengumuman), notices, blank=5),
    )

    def locked(where: str, keys: Keys) -> str:
        enacted = minutes is not None and minutes.ditetapkan is not None
        if where != path:
            if where not in known or keys == ("+",):
                return ""
            if enacted:
                return "Pengumuman ini sudah terbit, dan Berita Acara sudah ditetapkan"
            return "Tanggal pengumuman yang sudah ada tetap" if keys == ("tanggal",) else ""
        if not enacted or (keys[:1] == ("adendum",) and not _is_old(keys, minutes)):
            return ""
        return "Berita Acara sudah ditetapkan; yang perlu dibetulkan ditulis sebagai adendum"

    def new_file(values: Plain) -> BookFile | str:
        slug = slug_of(str(values.get("judul", ""))) or "pengumuman"
        fresh = f"{DECISIONS}/{tahun}/pengumuman/{values.get('tanggal', '')}-{slug}.md"
        there = next((one for one in notices if one.path == fresh), None)
        return there or BookFile(fresh, Pengumuman, None, text=notice_text)

    book = book_of(year, BERITA_ACARA, "Berita Acara Musrenbang")
    lists = {"golongan": _groups(year)}
    return replace(book, tables=tables, lists=lists, locked=locked, new_file=new_file)


def book_of(year: Year, jenis: str, what: str) -> Book:
    """A workbook of a year, without its sheets yet; `what` begins its title."""
    settings = year.musrenbang
    place = f"Kecamatan {settings.kecamatan.nama} " if settings else ""
    sample = "DATA CONTOH, bukan keadaan sebenarnya." if settings and settings.contoh else ""
    kode = settings.kecamatan.kode if settings else ""
    title = f"{what} {place}{year.tahun}"
    day, _ = guide_of(year).days("musrenbang")
    return Book(jenis, year.tahun, title, sample, (), {}, kode=kode, hari=day)


def _is_old(keys: Keys, minutes: BeritaAcara | None) -> bool:
    old = len(minutes.adendum) if minutes else 0
    return len(keys) > 1 and isinstance(keys[1], int) and keys[1] < old


def tables_of(name: str, file: BookFile) -> Iterator[Table]:
    """The sheets of one record: its fields below one another, then each of its lists."""
    yield Table(name, "", Holds.FILE, columns_of(file.model), (file,), upright=True)
    yield from _list_tables(file)


def _list_tables(
    *files: BookFile, owner: str = "", model: type[BaseModel] | None = None
) -> Iterator[Table]:
    """A sheet for each list of records in some files of one kind."""
    for one in lists_of(model or files[0].model):
        columns = columns_of(one.item)
        label: Keys = ("nama",) if one.named else ()
        if one.named and "nama" not in one.item.model_fields:
            label = (CODE,)
            named = Column(label, "Nomor", _NUMBER_HELP, CellKind.TEKS, required=True)
            columns = (named, *columns)
        yield Table(
            one.title,
            one.description,
            Holds.ENTRY if one.named else Holds.ITEM,
            columns,
            files,
            one.keys,
            owner=owner,
            blank=_ROOM.get(str(one.keys[-1]), _MORE),
            label=label,
            daftar=str(one.keys[-1]) if one.named else "",
        )


def _entries(name: str, file: BookFile, model: type[BaseModel], label: Keys, daftar: str) -> Table:
    return Table(
        name, "", Holds.ENTRY, columns_of(model), (file,), blank=_MORE, label=label, daftar=daftar
    )


def _texts(year: Year) -> Iterator[BookFile]:
    cited = guide_of(year).cited
    for name, nama, text in (
        ("arah-kebijakan", cited("Arah kebijakan (juknis B.2)"), year.arah_kebijakan),
        ("program-prioritas", cited("Program prioritas (juknis B.3)"), year.program_prioritas),
    ):
        record = Naskah.model_construct(isi=text.strip()) if text and text.strip() else None
        path = f"{PROPOSALS}/{year.tahun}/{name}.md"
        yield BookFile(path, Naskah, record, nama, text=_plain_text)


def _plain_text(_old: BaseModel | None, new: BaseModel, _before: str) -> str:
    return f"{getattr(new, 'isi', '')}\n"


def notice_text(_old: BaseModel | None, new: BaseModel, _before: str) -> str:
    return f"# {getattr(new, 'judul', '')}\n\n{getattr(new, 'isi', '')}\n"


def _groups(year: Year) -> dict[str, str]:
    return told_apart({code: one.nama for code, one in guide_of(year).golongan.items()})


def _beginning(year: Year) -> Plain:
    """What the minutes are likely to say, from schedule and invitations (Form 1)."""
    meeting, settings = year.jadwal.musrenbang, year.musrenbang
    start: Plain = {}
    if meeting:
        start |= {name: getattr(meeting, name) for name in ("mulai", "selesai", "jam", "tempat")}
    invited: Sequence[Undangan] = settings.undangan if settings else ()
    counts: dict[str, int] = {}
    for one in invited:
        counts[one.golongan] = counts.get(one.golongan, 0) + one.jumlah
    start["kehadiran"] = [
        {"golongan": golongan, "diundang": counts[golongan]}
        for golongan in guide_of(year).golongan
        if golongan in counts
    ]
    start["wakil_peserta"] = [{"lembaga": one.instansi} for one in invited]
    return start
