"""What was decided: the files under `decisions/<tahun>/`."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from schemas.base import Record, Rujukan, Tertata
from schemas.scalars import (
    BilanganBulat,
    BolehKosong,
    IdUsulan,
    Kalimat,
    NamaBerkas,
    NomorUsulan,
    Rupiah,
    Slug,
    Tahun,
    Tanggal,
    TeksPanjang,
    Uraian,
    Urutan,
    Volume,
    YaTidak,
    refuse,
    shown,
)


class Alasan(Record):
    """Alasan penolakan."""

    kode: Annotated[Slug, Tertata("Kode alasan penolakan menurut juknis tahun itu.")] = Field(
        title="Kode alasan", description="Salah satu kode alasan juknis tahun itu."
    )
    uraian: Annotated[Uraian, Tertata("Uraian alasan penolakan.")] = Field(
        title="Uraian", description="Penjelasan yang dapat dimengerti pengusul, tidak boleh kosong."
    )
    tahun: Tahun | None = Field(
        None,
        title="Tahun pekerjaan",
        description="Tahun pekerjaan yang dimaksud.",
    )
    usulan: IdUsulan | None = Field(
        None,
        title="Usulan yang dimaksud",
        description="Usulan yang sudah atau sedang dikerjakan, misalnya TAHUN/rawasari/0007.",
    )
    saran: Annotated[Uraian | None, Tertata("Saran camat kepada pengusul.")] = Field(
        None,
        title="Saran",
        description="Apa yang dapat dilakukan pengusul selain langkah menurut juknis.",
    )


class Survei(Record):
    """Hasil survei camat bersama tim teknis."""

    tanggal: Annotated[Tanggal, Tertata("Tanggal survei camat dan tim teknis.")] = Field(
        title="Tanggal survei", description="Sebelum Musrenbang Kecamatan."
    )
    lokasi_sesuai: Annotated[YaTidak, Tertata("Survei: alamat lokasi sesuai.")] = Field(
        title="Lokasi sesuai", description="Tugas 1: alamat lokasi sesuai dengan keadaan."
    )
    layak_teknis: Annotated[YaTidak, Tertata("Survei: layak secara teknis.")] = Field(
        title="Layak teknis", description="Tugas 2: dapat dikerjakan secara teknis."
    )
    layak_administratif: Annotated[YaTidak, Tertata("Survei: layak secara administratif.")] = Field(
        title="Layak administratif", description="Tugas 2: misalnya status lahan."
    )
    volume_terukur: Annotated[Volume | None, Tertata("Survei: hasil ukur ulang volume.")] = Field(
        None, title="Volume terukur", description="Tugas 3: hasil pengukuran ulang."
    )
    catatan: Uraian | None = Field(None, title="Catatan", description="Catatan tim teknis.")


class HasilSurvei(Record):
    """Hasil survei atas usulan yang belum diputus; keputusan ditulis di berkas yang sama."""

    survei: Survei = Field(title="Survei", description="Dicatat sebelum Musrenbang.")


_POSTPONED = frozenset({"ditunda", "tunda", "ditangguhkan", "tangguhkan", "pending", "dipending"})
POSTPONED_HINT = (
    "Bila belum diputuskan, jangan tulis keputusannya: saat Kirim, usulan itu disebut tanpa "
    "validasi beserta alasannya, dan menjadi tanggung jawab kecamatan."
)


def is_postponed(text: str) -> bool:
    """Whether a text means that nothing was decided, which the juknis knows no decision for."""
    return text.strip().casefold() in _POSTPONED


def _no_postponement(value: object) -> object:
    if isinstance(value, str) and is_postponed(value):
        raise refuse(f"{shown(value)} bukan keputusan menurut juknis.", POSTPONED_HINT)
    return value


class Keputusan(Record):
    """Keputusan camat atas satu usulan."""

    keputusan: Annotated[Literal["disetujui", "ditolak"], BeforeValidator(_no_postponement)] = (
        Field(title="Keputusan", description="disetujui atau ditolak.")
    )
    tanggal: Annotated[Tanggal, Tertata("Tanggal keputusan camat.")] = Field(
        title="Tanggal", description="Tanggal keputusan dalam Musrenbang."
    )
    volume: Volume | None = Field(
        None, title="Volume", description="Hanya bila camat mengubah volume usulan."
    )
    perkiraan_anggaran: Rupiah | None = Field(
        None, title="Perkiraan anggaran", description="Hanya bila berubah; rupiah bulat."
    )
    alasan_perubahan: Annotated[Uraian | None, Tertata("Mengapa volume atau anggaran diubah.")] = (
        Field(
            None,
            title="Alasan perubahan",
            description="Wajib bila volume atau anggaran diubah, selain itu dihapus.",
        )
    )
    alasan: Alasan | None = Field(
        None,
        title="Alasan penolakan",
        description="Wajib bila ditolak, tidak boleh ada bila disetujui.",
    )
    survei: Survei | None = Field(None, title="Survei", description="Wajib untuk usulan fisik.")
    tanpa_survei: Uraian | None = Field(
        None,
        title="Tanpa survei",
        description="Mengapa tidak dapat disurvei; hanya pada penolakan tanpa survei.",
    )
    penjelasan: Uraian | None = Field(
        None,
        title="Penjelasan",
        description="Wajib untuk menyetujui usulan yang ditandai tidak wajar, dan untuk menolak "
        "berlawanan dengan hasil survei.",
    )
    prioritas: Annotated[Urutan | None, Tertata("Urutan prioritas menurut kecamatan.")] = Field(
        None,
        title="Prioritas kecamatan",
        description="Urutan usulan yang disetujui; hanya bila juknis tahun itu memintanya.",
    )


class TanpaValidasi(Record):
    """Usulan yang dikirim tanpa keputusan; menjadi tanggung jawab camat."""

    nomor: NomorUsulan = Field(title="Nomor usulan", description='Misalnya "0031".')
    alasan: Uraian = Field(title="Alasan", description="Mengapa belum divalidasi.")


class Koreksi(Record):
    """Perubahan atas berkas yang sudah terkunci sesudah Kirim."""

    nomor: NomorUsulan = Field(title="Nomor usulan", description="Usulan yang dikoreksi.")
    tanggal: Tanggal = Field(title="Tanggal", description="Tanggal koreksi.")
    alasan: Uraian = Field(title="Alasan", description="Mengapa dikoreksi.")
    berita_acara: Kalimat | None = Field(
        None, title="Berita acara", description="Nomor berita acara yang mendasari koreksi."
    )


class Kirim(Record):
    """Kirim untuk satu kelurahan: sejak itu berkasnya terkunci."""

    tanggal: Tanggal = Field(title="Tanggal Kirim", description="Hari usulan dikirim ke kota.")
    tanpa_validasi: tuple[TanpaValidasi, ...] = Field(
        (), title="Tanpa validasi", description="Usulan yang dikirim tanpa keputusan."
    )
    koreksi: tuple[Koreksi, ...] = Field(
        (), title="Koreksi", description="Perubahan sesudah Kirim, satu per usulan."
    )


class Sambutan(Record):
    """Pejabat yang memberi sambutan, berurutan (Form 1 butir 1)."""

    jabatan: Kalimat = Field(title="Jabatan", description="Jabatan yang memberi sambutan.")
    nama: BolehKosong = Field("", title="Nama", description="Boleh dikosongkan.")


class Pemaparan(Record):
    """Materi yang dipaparkan (Form 1 butir 2)."""

    materi: Kalimat = Field(title="Materi", description="Judul materi.")
    jabatan: Kalimat = Field(title="Jabatan", description="Jabatan pemapar.")
    nama: BolehKosong = Field("", title="Nama", description="Boleh dikosongkan.")


class WakilPeserta(Record):
    """Wakil peserta yang menandatangani; minimal satu per lembaga (Form 1, Catatan)."""

    nama: BolehKosong = Field("", title="Nama", description="Boleh ditulis tangan di kertas.")
    lembaga: Kalimat = Field(title="Lembaga/instansi", description="Lembaga yang diwakili.")
    alamat: BolehKosong = Field("", title="Alamat", description="Alamat lembaga, bukan rumah.")


class Delegasi(Record):
    """Perwakilan masyarakat pada forum berikutnya (Form 1, KEEMPAT)."""

    nama: BolehKosong = Field("", title="Nama", description="Boleh ditulis tangan di kertas.")
    lembaga: Kalimat = Field(title="Lembaga/instansi", description="Lembaga yang diwakili.")


class Kehadiran(Record):
    """Jumlah yang hadir per golongan; nama dan tanda tangan tinggal di kertas."""

    golongan: Annotated[Slug, Rujukan("golongan")] = Field(
        title="Golongan", description="Golongan peserta menurut juknis."
    )
    diundang: BilanganBulat = Field(title="Diundang", description="Jumlah yang diundang.")
    hadir: BilanganBulat = Field(title="Hadir", description="Jumlah yang hadir.")


class Dokumentasi(Record):
    """Foto pelaksanaan."""

    berkas: NamaBerkas = Field(title="Berkas", description="Nama berkas foto di folder yang sama.")
    keterangan: Kalimat = Field(title="Keterangan", description="Apa yang terlihat.")


class Adendum(Record):
    """Tambahan atau pembetulan atas Berita Acara yang sudah ditetapkan."""

    tanggal: Tanggal = Field(title="Tanggal", description="Tanggal adendum disepakati.")
    alasan: Uraian = Field(title="Alasan", description="Mengapa Berita Acara ditambah.")
    berita_acara: Kalimat | None = Field(
        None, title="Berita acara", description="Nomor berita acara yang mendasarinya."
    )
    isi: TeksPanjang = Field(title="Isi", description="Apa yang ditambah atau dibetulkan.")


class BeritaAcara(Record):
    """Isi Berita Acara Hasil Kesepakatan Musrenbang Kecamatan (Form 1)."""

    nomor: Kalimat = Field(title="Nomor", description="Nomor Berita Acara.")
    mulai: Tanggal = Field(title="Mulai", description="Hari pertama Musrenbang.")
    selesai: Tanggal = Field(title="Selesai", description="Hari terakhir Musrenbang.")
    jam: Kalimat = Field(title="Jam", description="Misalnya 08.00–15.30.")
    tempat: Kalimat = Field(title="Tempat", description="Tempat pelaksanaan.")
    sambutan: tuple[Sambutan, ...] = Field((), title="Sambutan", description="Berurutan.")
    pemaparan: tuple[Pemaparan, ...] = Field((), title="Pemaparan", description="Berurutan.")
    tanggapan: TeksPanjang | None = Field(
        None, title="Tanggapan dan saran", description="Ringkasan tanggapan peserta."
    )
    wakil_peserta: tuple[WakilPeserta, ...] = Field(
        (), title="Wakil peserta", description="Sedikitnya satu per lembaga/instansi."
    )
    delegasi: tuple[Delegasi, ...] = Field(
        (), title="Delegasi", description="Perwakilan masyarakat ke forum berikutnya."
    )
    kehadiran: tuple[Kehadiran, ...] = Field(
        (), title="Kehadiran", description="Jumlah hadir per golongan."
    )
    dokumentasi: tuple[Dokumentasi, ...] = Field(
        (), title="Dokumentasi", description="Foto pelaksanaan."
    )
    ditetapkan: Tanggal | None = Field(
        None, title="Ditetapkan", description="Tanggal penetapan; kosong selama masih konsep."
    )
    adendum: tuple[Adendum, ...] = Field(
        (), title="Adendum", description="Sesudah ditetapkan hanya ini yang bertambah."
    )
