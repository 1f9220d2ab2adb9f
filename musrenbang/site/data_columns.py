"""The columns of the open data: name, type, meaning and value, defined once for every format."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.site import addresses
from musrenbang.site.life_story import sent_undecided
from musrenbang.year.cases import Case, Status

Value = str | int | Decimal | float | bool | date | None
Type = Literal["string", "integer", "number", "boolean", "date"]


class Row(NamedTuple):
    """What a column may draw on."""

    case: Case
    folder: KelurahanFolder


class Column(NamedTuple):
    """One column; `type` is a Frictionless field type."""

    nama: str
    type: Type
    arti: str
    value: Callable[[Row], Value]

    @property
    def jenis(self) -> str:
        """The type in Indonesian."""
        return {
            "string": "teks",
            "integer": "bilangan bulat",
            "number": "bilangan",
            "boolean": "ya/tidak (true/false)",
            "date": "tanggal (tahun-bulan-hari)",
        }[self.type]


def _reason(row: Row, part: Literal["kode", "uraian"]) -> Value:
    keputusan = row.case.keputusan
    if keputusan is None or keputusan.alasan is None or row.case.status is not Status.DITOLAK:
        return None
    return str(getattr(keputusan.alasan, part))


def _decided(row: Row) -> bool:
    return row.case.status in {Status.DISETUJUI, Status.DITOLAK}


def _decision_date(row: Row) -> Value:
    return row.case.keputusan.tanggal if row.case.keputusan and _decided(row) else None


def _change(row: Row) -> Value:
    return row.case.keputusan.alasan_perubahan if row.case.keputusan and row.case.diubah else None


def _survey(name: str) -> Callable[[Row], Value]:
    def value(row: Row) -> Value:
        survei = row.case.survei
        found: Value = getattr(survei, name) if survei else None
        return found

    return value


def _coordinate(index: int) -> Callable[[Row], Value]:
    def value(row: Row) -> Value:
        lokasi = row.case.usulan.lokasi
        return lokasi.koordinat[index] if lokasi and lokasi.koordinat else None

    return value


COLUMNS: tuple[Column, ...] = (
    Column("id", "string", "Identitas usulan: tahun/folder/nomor.", lambda r: r.case.id),
    Column("tahun", "integer", "Tahun Musrenbang diadakan.", lambda r: r.case.tahun),
    Column(
        "kelurahan",
        "string",
        "Kode folder kelurahan yang dituju usulan.",
        lambda r: r.case.kelurahan,
    ),
    Column("nama_kelurahan", "string", "Nama kelurahan.", lambda r: r.case.nama_kelurahan),
    Column("nomor", "string", "Nomor usulan; nol di depan ikut.", lambda r: r.case.nomor),
    Column(
        "usulan_langsung",
        "boolean",
        "true bila dikirim warga di luar Rembuk RW (juknis D.5).",
        lambda r: r.case.langsung,
    ),
    Column(
        "rw",
        "string",
        "Nomor RW, tiga angka; kosong bila tidak disebut.",
        lambda r: r.case.usulan.rw,
    ),
    Column("isu", "string", "Isu pembangunan.", lambda r: r.case.isu),
    Column("program", "string", "Program.", lambda r: r.case.program),
    Column(
        "permasalahan", "string", "Apa yang dialami warga.", lambda r: r.case.usulan.permasalahan
    ),
    Column(
        "usulan_kegiatan",
        "string",
        "Kegiatan yang diusulkan.",
        lambda r: r.case.usulan.usulan_kegiatan,
    ),
    Column(
        "template",
        "string",
        "Kode template kegiatan; kosong bila tanpa template.",
        lambda r: r.case.usulan.template,
    ),
    Column("tipe", "string", "fisik, non-fisik atau barang.", lambda r: r.case.tipe),
    Column(
        "alamat",
        "string",
        "Tempat kegiatan.",
        lambda r: r.case.usulan.lokasi.alamat if r.case.usulan.lokasi else None,
    ),
    Column("lintang", "number", "Lintang dalam derajat desimal (WGS 84).", _coordinate(0)),
    Column("bujur", "number", "Bujur dalam derajat desimal (WGS 84).", _coordinate(1)),
    Column("satuan", "string", "Satuan volume.", lambda r: r.case.satuan),
    Column("volume_usulan", "number", "Volume yang diusulkan.", lambda r: r.case.usulan.volume),
    Column(
        "volume",
        "number",
        "Volume yang berlaku sekarang: hasil perubahan camat, atau yang diusulkan.",
        lambda r: r.case.volume,
    ),
    Column(
        "anggaran_usulan",
        "integer",
        "Perkiraan anggaran yang diusulkan, rupiah; kosong bila belum ada.",
        lambda r: r.case.usulan.perkiraan_anggaran,
    ),
    Column(
        "anggaran",
        "integer",
        "Perkiraan anggaran yang berlaku sekarang, rupiah. Semua jumlah memakai kolom ini.",
        lambda r: r.case.anggaran,
    ),
    Column("skpd", "string", "Kode SKPD/UKPD tujuan.", lambda r: r.case.kode_skpd),
    Column(
        "nama_skpd",
        "string",
        "Nama SKPD/UKPD tujuan.",
        lambda r: r.case.skpd.nama if r.case.skpd else None,
    ),
    Column(
        "status",
        "string",
        "disetujui, ditolak, belum-divalidasi, forum-ukpd, belum-dikirim atau tidak-diteruskan.",
        lambda r: r.case.status.value,
    ),
    Column(
        "diubah",
        "boolean",
        "true bila disetujui dengan volume atau anggaran lain.",
        lambda r: r.case.diubah,
    ),
    Column("alasan_perubahan", "string", "Mengapa volume atau anggaran diubah.", _change),
    Column("tanggal_keputusan", "date", "Tanggal keputusan camat.", _decision_date),
    Column("alasan", "string", "Kode alasan penolakan (juknis D.2).", lambda r: _reason(r, "kode")),
    Column("uraian_alasan", "string", "Uraian alasan penolakan.", lambda r: _reason(r, "uraian")),
    Column("tanggal_survei", "date", "Tanggal survei camat dan tim teknis.", _survey("tanggal")),
    Column("lokasi_sesuai", "boolean", "Survei: alamat lokasi sesuai.", _survey("lokasi_sesuai")),
    Column("layak_teknis", "boolean", "Survei: layak secara teknis.", _survey("layak_teknis")),
    Column(
        "layak_administratif",
        "boolean",
        "Survei: layak secara administratif.",
        _survey("layak_administratif"),
    ),
    Column(
        "volume_terukur", "number", "Survei: hasil ukur ulang volume.", _survey("volume_terukur")
    ),
    Column(
        "tanpa_validasi",
        "string",
        "Mengapa camat mengirim usulan ini tanpa keputusan (juknis D.4).",
        lambda r: sent_undecided(r.case, r.folder),
    ),
    Column(
        "halaman",
        "string",
        "Tempat halaman usulan ini di dalam situs.",
        lambda r: addresses.proposal_page(r.case.tahun, r.case.folder, r.case.nomor).removesuffix(
            "index.html"
        ),
    ),
    Column(
        "sementara",
        "boolean",
        "true bila sudah diputuskan tetapi belum dikirim camat (Kirim), sehingga masih dapat "
        "berubah.",
        lambda r: r.case.sementara,
    ),
)
