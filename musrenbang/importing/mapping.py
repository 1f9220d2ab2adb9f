"""A mapping: which column means what, proposed by import itself or written by hand.

Its keys are in the language of those who read it: what import learned of a layout is a file of the
year, `proposals/<tahun>/pemetaan/<nama>.yaml`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, create_model, model_validator

from musrenbang.records.fields import further_fields
from musrenbang.records.findings import Problem
from musrenbang.records.strict_yaml import NotYamlError, parse
from musrenbang.records.validation import read_record
from musrenbang.sheets.cells import CellError
from musrenbang.text.errors import CommandError
from musrenbang.text.name_keys import column_key
from schemas import Usulan
from schemas.base import Record
from schemas.musrenbang import Kota, Skpd, TemplateKegiatan
from schemas.scalars import (
    BilanganBulat,
    Kalimat,
    KodeKecamatan,
    KodeKelurahan,
    Slug,
    Tahun,
    Uraian,
    YaTidak,
    refuse,
)

KEEP = "apa-adanya"
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


_PERSONAL_WORDS = frozenset({"pengusul", "nik", "ktp", "hp", "telp", "telepon", "email", "surel"})
_OF_PLACES = frozenset(
    {"rw", "rt", "kelurahan", "desa", "kecamatan", "lembaga", "instansi", "skpd", "opd", "asal"}
)


def names_persons(title: str) -> bool:
    """Whether a title announces persons: “Pengusul” does, “RW Pengusul” does not."""
    words = set(re.findall(r"[^\W_]+", title.casefold()))
    return bool(words & _PERSONAL_WORDS) and not words & _OF_PLACES


class Sumber(Record):
    """Asal satu isian: satu kolom, teks tetap, atau gabungan beberapa kolom."""

    kolom: Kalimat | None = Field(None, title="Kolom", description="Judul kolom pada lembar.")
    susun: tuple[Kalimat, ...] = Field(
        (),
        title="Susun",
        description="Potongan teks dengan {judul kolom}; potongan yang kolomnya kosong dilewati.",
    )
    tetap: Uraian | None = Field(None, title="Tetap", description="Teks yang sama untuk semua.")
    nilai: dict[str, str] = Field({}, title="Nilai", description="Isi sel di kiri, isian di kanan.")
    memuat: dict[str, tuple[str, ...]] = Field(
        {}, title="Memuat", description="Isian di kiri, kata pencirinya di kanan; urutan berlaku."
    )
    selain_itu: str | None = Field(
        None,
        title="Selain itu",
        description=f"Bila nilai atau memuat tidak cocok; `{KEEP}` berarti isi sel itu sendiri.",
    )
    bila_kosong: Uraian | None = Field(
        None, title="Bila kosong", description="Isian bila sel kosong."
    )
    pola: YaTidak = Field(
        default=False,
        title="Pola",
        description="true: cari RT/RW atau koordinat di dalam teks. Hanya untuk rw, rt, koordinat.",
    )
    kali: Annotated[BilanganBulat, Field(ge=1)] = Field(
        1,
        title="Kali",
        description="Pengali bila judul kolom menyebut ribuan atau jutaan. Hanya untuk anggaran.",
    )

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if sum((self.kolom is not None, bool(self.susun), self.tetap is not None)) != 1:
            raise refuse(
                "Asal isian ini tidak jelas.",
                "Tulis salah satu saja: `kolom`, `susun` atau `tetap`.",
            )
        if any(brace in _PLACEHOLDER.sub("", part) for part in self.susun for brace in "{}"):
            raise refuse(
                "Kurung kurawal pada `susun` tidak berpasangan.", "Tulis {judul kolom} lengkap."
            )
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        if self.kolom is not None:
            return (self.kolom,)
        return tuple(name for part in self.susun for name in _PLACEHOLDER.findall(part))

    def filled(self, texts: Mapping[str, str]) -> str:
        """Its text, from those of its columns; a part of `susun` that lacks one is left out."""
        if self.kolom is not None:
            return texts[self.kolom]
        if self.tetap is not None:
            return self.tetap
        whole = (part for part in self.susun if all(map(texts.get, _PLACEHOLDER.findall(part))))
        return " ".join(_PLACEHOLDER.sub(lambda name: texts[name[1]], part) for part in whole)

    def translated(self, text: str) -> str | None:
        """What a text of the sheet means here; `CellError` for one that nothing is said of."""
        if not self.nilai and not self.memuat:
            return text
        for result, words in self.memuat.items():
            if any(word.casefold() in text.casefold() for word in words):
                return result
        for value, result in self.nilai.items():
            if column_key(value) == column_key(text):
                return result or None
        if self.selain_itu is None:
            known = ", ".join(self.nilai or self.memuat)
            raise CellError(f"“{text}” tidak ada dalam pemetaan; yang ada: {known}")
        return text if self.selain_itu == KEEP else self.selain_itu


Asal = Annotated[
    Sumber, BeforeValidator(lambda value: {"kolom": value} if isinstance(value, str) else value)
]
"""A `Sumber`; the title of a column alone is enough."""


def optional(title: str) -> Asal | None:
    return Field(None, title=title, description="Judul kolom, atau `kolom`/`susun`/`tetap`.")


FURTHER = further_fields(Usulan)
"""The fields of a proposal of which an import knows nothing but that they are text."""

_FURTHER: dict[str, Any] = {
    field.keys[0]: (Asal | None, optional(field.title)) for field in FURTHER
}
BidangLain = create_model("BidangLain", __base__=Record, **_FURTHER)

FILE_NAME, SHEET_NAME = "nama_berkas", "nama_lembar"
"""Columns that every sheet has: the file's name without its ending, and the worksheet's name."""


_OPTIONS = {
    "pola": ({"rw", "rt", "koordinat"}, False),
    "kali": ({"perkiraan_anggaran", "harga_satuan"}, 1),
}
"""What only some fields may ask for, and what it is where nobody asks."""


class Bidang(BidangLain):
    """Isian usulan dan asalnya."""

    rw: Asal | None = optional("RW")
    rt: Asal | None = optional("RT")
    isu: Asal | None = optional("Isu")
    program: Asal | None = optional("Program")
    permasalahan: Asal = Field(title="Permasalahan", description="Wajib ada pada usulan.")
    usulan_kegiatan: Asal = Field(title="Usulan kegiatan", description="Wajib ada pada usulan.")
    tipe: Asal | None = optional("Tipe")
    alamat: Asal | None = optional("Alamat lokasi")
    koordinat: Asal | None = optional("Koordinat lokasi")
    volume: Asal = Field(title="Volume", description="Wajib ada pada usulan.")
    satuan: Asal | None = optional("Satuan")
    perkiraan_anggaran: Asal | None = optional("Perkiraan anggaran")
    harga_satuan: Asal | None = Field(
        None,
        title="Harga satuan",
        description="Tidak dicatat; dipakai memeriksa jumlahnya dengan volume.",
    )
    skpd_tujuan: Asal | None = optional("perangkat daerah tujuan")
    prioritas: Asal | None = optional("Prioritas")
    keterangan: Asal | None = optional("Keterangan")
    hasil_lurah: Asal | None = optional("Hasil validasi lurah")
    tanggal_lurah: Asal | None = optional("Tanggal validasi lurah")
    catatan_lurah: Asal | None = optional("Catatan validasi lurah")

    @model_validator(mode="after")
    def _options_fit(self) -> Self:
        for name, source in self:
            if source is None:
                continue
            for option, (fields, usual) in _OPTIONS.items():
                if getattr(source, option) != usual and name not in fields:
                    raise refuse(f"`{option}` tidak berlaku untuk `{name}`.", f"Hapus `{option}`.")
        return self


class LembarKerja(Record):
    """Cara membaca berkasnya."""

    desimal: Literal["titik", "koma"] | None = Field(
        None,
        title="Tanda desimal",
        description="koma: 12,5 dan 1.500 (ribuan); titik: 12.5. Dihapus: dilihat dari isinya.",
    )
    urutan_tanggal: Literal["hari-bulan-tahun", "bulan-hari-tahun"] = Field(
        "hari-bulan-tahun", title="Urutan tanggal", description="Untuk tanggal bertulis 03/04/2023."
    )
    kosong: tuple[str, ...] = Field(
        (), title="Kosong", description='Isi sel yang berarti kosong, selain "-" dan "Rp -".'
    )
    pribadi: tuple[Kalimat, ...] = Field(
        (), title="Pribadi", description="Kolom data pribadi: tidak pernah dibaca atau ditulis."
    )


class KecamatanBaru(Record):
    """Kecamatan menurut lembar, dengan kode wilayahnya."""

    kolom: Kalimat | None = Field(
        None, title="Kolom", description="Judul kolom kecamatan; dihapus bila hanya satu kecamatan."
    )
    kode: dict[str, KodeKecamatan] = Field(
        title="Kode", description='Nama kecamatan di kiri, kode di kanan, misalnya "31.71.05".'
    )

    @model_validator(mode="after")
    def _name_is_known(self) -> Self:
        if self.kolom is None and len(self.kode) != 1:
            raise refuse(
                "Nama kecamatan tidak diketahui.", "Tulis `kolom`, atau satu kecamatan saja."
            )
        return self


class TahunBaru(Record):
    """Pengaturan tahun, dipakai bila musrenbang.yaml belum ada."""

    tahun: Tahun = Field(title="Tahun", description="Tahun pelaksanaan Musrenbang.")
    tahun_rencana: Tahun = Field(title="Tahun rencana", description="Tahun RKPD yang disusun.")
    kota: Kota = Field(title="Kota/Kabupaten", description="Kota atau kabupaten.")
    kecamatan: KecamatanBaru = Field(title="Kecamatan", description="Kolom dan kode kecamatan.")
    kepala_perencanaan: Kalimat = Field(
        title="Kepala perencanaan", description="Jabatan penerima laporan."
    )


class Lewati(Record):
    """Baris yang bukan usulan tersendiri karena kolom ini terisi."""

    kolom: Kalimat = Field(title="Kolom", description="Baris dilewati bila kolom ini terisi.")
    rujukan: Kalimat | None = Field(
        None,
        title="Rujukan",
        description="Kolom tempat isinya harus ditemukan; bila tidak ada, baris ditolak.",
    )
    sebab: Kalimat = Field(title="Sebab", description="Alasan yang dicetak pada ringkasan.")


class SkpdBaru(Skpd):
    """Satu perangkat daerah dan ejaannya pada lembar."""

    juga: tuple[Kalimat, ...] = Field((), title="Juga", description="Ejaan lain pada lembar.")


class TemplateBaru(TemplateKegiatan):
    """Satu template kegiatan dan ejaannya pada lembar."""

    juga: tuple[Kalimat, ...] = Field((), title="Juga", description="Ejaan lain pada lembar.")


class Template(Record):
    """Cara menemukan template kegiatan suatu baris."""

    dari: Asal = Field(title="Dari", description="Teks yang dicocokkan dengan nama kegiatan.")
    daftar: dict[Slug, TemplateBaru] = Field({}, title="Daftar", description="Template kegiatan.")


class Pemetaan(Record):
    """Satu berkas pemetaan."""

    nama: Kalimat = Field(title="Nama", description="Lembar apa yang dibaca pemetaan ini.")
    lembar_kerja: LembarKerja = Field(
        LembarKerja(), title="Lembar kerja", description="Cara membaca berkasnya."
    )
    tahun_baru: TahunBaru | None = Field(
        None, title="Tahun baru", description="Pengaturan tahun yang belum ada."
    )
    hanya: dict[str, tuple[str, ...]] = Field(
        {}, title="Hanya", description="Kolom dan isi sel yang termasuk; baris lain dilewati."
    )
    lewati: tuple[Lewati, ...] = Field((), title="Lewati", description="Baris yang dilewati.")
    berkas: dict[str, Kalimat] = Field(
        {},
        title="Berkas",
        description="Nama berkas di kiri, kelurahannya di kanan, bila lembarnya tidak menyebutnya.",
    )
    sebutan: tuple[Kalimat, ...] = Field(
        (),
        title="Sebutan",
        description="Tahun atau kecamatan lain yang disebut lembarnya, yang berarti folder ini.",
    )
    tidak_dibaca: tuple[Kalimat, ...] = Field(
        (), title="Tidak dibaca", description="Kolom lain pada lembar itu."
    )
    kunci: tuple[Kalimat, ...] = Field(
        min_length=1, title="Kunci", description="Kolom yang bersama-sama mengenali satu baris."
    )
    nomor_urut: YaTidak = Field(
        default=False,
        title="Nomor urut",
        description="true: kuncinya nomor urut yang dapat bergeser, jadi isi baris lebih dahulu.",
    )
    awalan_kunci: Kalimat | None = Field(
        None, title="Awalan kunci", description="Ditulis di depan kunci pada kode_tracking."
    )
    kelurahan: Asal = Field(title="Kelurahan", description="Kolom nama kelurahan.")
    kode_kelurahan: dict[str, KodeKelurahan] = Field(
        {}, title="Kode kelurahan", description="Nama kelurahan di kiri, kode di kanan."
    )
    bidang: Bidang = Field(title="Bidang", description="Isian usulan dan asalnya.")
    satuan: dict[str, tuple[Kalimat, ...]] = Field(
        {}, title="Satuan", description="Ejaan baku di kiri, ejaan pada lembar di kanan."
    )
    skpd: dict[Slug, SkpdBaru] = Field(
        {}, title="Perangkat daerah", description="Kode dan namanya."
    )
    template: Template | None = Field(None, title="Template", description="Template kegiatan.")
    rapikan_kapital: YaTidak = Field(
        default=False,
        title="Rapikan kapital",
        description="true: teks yang seluruhnya HURUF BESAR ditulis ulang dengan huruf biasa.",
    )
    kata_tetap: tuple[Kalimat, ...] = Field(
        (), title="Kata tetap", description="Kata yang tetap seperti ini saat dirapikan."
    )

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        for name in self.columns():
            if self.is_personal(name):
                raise refuse(
                    f"Kolom “{name}” memuat data pribadi.", "Jangan pakai kolom ini dalam pemetaan."
                )
        return self

    def _sources(self) -> Iterator[Sumber]:
        yield self.kelurahan
        yield from (source for _, source in self.bidang if source is not None)
        if self.template:
            yield self.template.dari

    def is_personal(self, column: str) -> bool:
        """Whether a column holds personal data: as the mapping says, or by its title."""
        listed = map(column_key, self.lembar_kerja.pribadi)
        return names_persons(column) or column_key(column) in listed

    def columns(self) -> list[str]:
        """Every column the mapping reads, each once."""
        names = [*self.kunci, *self.hanya]
        if self.tahun_baru and self.tahun_baru.kecamatan.kolom:
            names.append(self.tahun_baru.kecamatan.kolom)
        for rule in self.lewati:
            names += [rule.kolom, *([rule.rujukan] if rule.rujukan else [])]
        names += [name for source in self._sources() for name in source.columns]
        return list({column_key(name): name for name in names}.values())


def parsed_mapping(data: bytes, file: str) -> Pemetaan:
    """A mapping from the bytes of its file; `CommandError` with every fault."""
    try:
        document = parse(data)
    except NotYamlError as error:
        raise CommandError(_line(error.fault._replace(file=file))) from None
    mapping, problems = read_record(document, Pemetaan, file)
    if mapping is None:
        problems.sort(key=lambda problem: (problem.position.line, problem.position.column))
        lines = map(_line, problems)
        raise CommandError("Pemetaan tidak dapat dipakai.\n" + "\n".join(lines))
    return mapping


def _line(problem: Problem) -> str:
    at = problem.position
    return f"{problem.file}:{at.line}:{at.column}: {problem.message} {problem.hint}"
