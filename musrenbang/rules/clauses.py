"""The juknis clause by clause, and what answers each clause.

Which rules enforce a clause is not written here: it is read from the rules' own metadata.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from musrenbang.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: what it demands, and what answers it besides the rules that cite it.

    A clause that no rule cites has a `feature` that serves it, or says in `beyond` why no program
    can see whether it was kept.
    """

    id: str
    text: str
    """In our own words, in Indonesian."""
    feature: str = ""
    beyond: str = ""


_ON_SITE = "Terjadi di ruang rapat; tidak meninggalkan jejak dalam berkas."
_NO_LOGIN = "Tidak ada sistem untuk dimasuki: usulan dan keputusan adalah berkas dalam Git"
_PARTICIPATION = "Halaman partisipasi menjelaskan cara warga mengirim usulan langsung dan saran"

_CLAUSES = (
    Clause(
        "A",
        "Musrenbang Kecamatan dilaksanakan pada minggu ke-2 sampai ke-3 Maret; tanggal dan "
        "waktunya diatur camat bersama Kanppeko/Kanppekab.",
    ),
    Clause(
        "B",
        "Bahan Musrenbang adalah dokumen Pra Rancangan Awal RKPD tingkat kecamatan.",
        feature="Situs dan dokumen tahun ini disusun dari berkas yang sama.",
    ),
    Clause("B.1", "Rekapitulasi hasil Rembuk RW yang divalidasi pada Musrenbang Kelurahan."),
    Clause("B.2", "Arah kebijakan pembangunan tahun rencana."),
    Clause("B.3", "Program dan kegiatan prioritas sesuai kewenangan kecamatan."),
    Clause(
        "C.1.a",
        "Camat menetapkan Tim Penyelenggara dari unsur kecamatan dan masyarakat paling lambat "
        "minggu ke-1 Maret.",
    ),
    Clause("C.1.a.1", "Tim mengundang sebelas golongan peserta."),
    Clause("C.1.a.1.i", "Anggota DPRD yang berdomisili di kecamatan diundang."),
    Clause("C.1.a.1.ii", "Muspika diundang."),
    Clause("C.1.a.1.iii", "Kantor Kesbangpol kota/kabupaten diundang."),
    Clause("C.1.a.1.iv", "Kepala seksi teknis kecamatan diundang."),
    Clause("C.1.a.1.v", "Kepala seksi unit teknis di kecamatan diundang."),
    Clause("C.1.a.1.vi", "Semua lurah di kecamatan diundang."),
    Clause("C.1.a.1.vii", "Tim Penggerak PKK kecamatan diundang."),
    Clause("C.1.a.1.viii", "Ketua lembaga masyarakat kecamatan diundang."),
    Clause(
        "C.1.a.1.ix",
        "Delegasi RW yang ditetapkan Berita Acara Musrenbang Kelurahan diundang, satu per RW.",
    ),
    Clause("C.1.a.1.x", "BKM/LKM diundang."),
    Clause("C.1.a.1.xi", "Organisasi masyarakat atau organisasi sosial diundang."),
    Clause(
        "C.1.a.2",
        "Tim menyiapkan ruang, alat tulis, internet, proyektor dan kelengkapan lain.",
        beyond=_ON_SITE,
    ),
    Clause(
        "C.1.a.3",
        "Tim mengunduh dan mencetak daftar hadir (Form 2).",
        feature="Lampiran I siap cetak dari daftar undangan: dokumen/lampiran-1.pdf.",
    ),
    Clause(
        "C.1.a.4",
        "Tim mengunduh dan mencetak Pra Rancangan Awal RKPD kecamatan.",
        feature="Daftar usulan per kelurahan dan per SKPD/UKPD di situs dapat dicetak.",
    ),
    Clause("C.1.b", "Camat memastikan para lurah telah mengirim laporan hasilnya."),
    Clause(
        "C.1.c",
        "Camat berkoordinasi dengan Kanppeko/Kanppekab mengenai jadwal; hasilnya jadwal yang "
        "ditetapkan.",
    ),
    Clause(
        "C.1.d",
        "Camat memastikan lurah menandatangani Berita Acara Musrenbang Kelurahan dan memvalidasi "
        "usulan yang diteruskan.",
    ),
    Clause(
        "C.1.e",
        "Camat menyurvei usulan fisik yang divalidasi lurah bersama tim teknis sebelum Musrenbang.",
    ),
    Clause("C.1.e.1", "Tim teknis memastikan alamat lokasi usulan sesuai."),
    Clause("C.1.e.2", "Tim teknis memastikan usulan layak secara teknis dan administratif."),
    Clause("C.1.e.3", "Tim teknis mengukur ulang volume usulan."),
    Clause(
        "C.1.f",
        "Camat memeriksa ulang usulan, terutama yang volume, lokasi atau perkiraan anggarannya "
        "tidak wajar, dan berkoordinasi dengan Kanppeko/Kanppekab.",
    ),
    Clause("C.2.a", "Camat dan tim melaksanakan Musrenbang sesuai jadwal yang ditetapkan."),
    Clause("C.2.b", "Peserta mengisi daftar hadir (Form 2)."),
    Clause(
        "C.2.c",
        "Camat memimpin pembahasan dengan tahapan yang ditentukan.",
        beyond="Jalannya musyawarah tidak tercatat dalam berkas; hasilnya ada pada C.2.c.1–4.",
    ),
    Clause(
        "C.2.c.1",
        "Usulan hasil Rembuk RW yang divalidasi dibahas secara daring dalam sistem.",
        feature="Halaman cari dan halaman tiap kelurahan dapat ditayangkan selama pembahasan.",
    ),
    Clause(
        "C.2.c.2",
        "Usulan ditetapkan dan disepakati bersama peserta.",
        beyond="Kesepakatan peserta terjadi di ruang rapat; yang dapat diperiksa adalah tanda "
        "tangan wakilnya pada Berita Acara.",
    ),
    Clause("C.2.c.3", "Camat memverifikasi dan memvalidasi usulan."),
    Clause(
        "C.2.c.3.a",
        "Membuka sistem e-Musrenbang.",
        feature=f"{_NO_LOGIN}; semua orang dapat membuka situsnya.",
    ),
    Clause(
        "C.2.c.3.b",
        "Masuk ke sistem.",
        feature=f"{_NO_LOGIN}; keputusan diajukan sebagai pull request.",
    ),
    Clause(
        "C.2.c.3.c",
        "Camat memakai pengenal dan kata sandinya sendiri.",
        feature="Akun camat pada layanan Git; persetujuannya atas pull request menggantikan sandi.",
    ),
    Clause(
        "C.2.c.3.d",
        "Memilih manajemen usulan.",
        feature="Halaman usulan tahun ini, dapat dicari dan disaring.",
    ),
    Clause(
        "C.2.c.3.e",
        "Membuka rekap usulan kelurahan.",
        feature="Halaman setiap kelurahan dengan rekapitulasinya.",
    ),
    Clause("C.2.c.3.f", "Hanya usulan yang sudah dikirim lurah yang dapat divalidasi camat."),
    Clause(
        "C.2.c.3.g",
        "Memilih usulan yang diverifikasi dan divalidasi.",
        feature="Satu halaman per usulan di situs, satu berkas per usulan dalam folder data.",
    ),
    Clause(
        "C.2.c.3.h",
        "Setiap usulan diberi salah satu tindakan: Edit, Disetujui atau Ditolak.",
    ),
    Clause(
        "C.2.c.3.h.edit",
        "Volume diubah bila tidak sesuai hasil survei tim teknis; volume yang tidak wajar "
        "diverifikasi kepada lurah dan dapat ditolak.",
    ),
    Clause(
        "C.2.c.3.h.disetujui",
        "Usulan disetujui bila dapat diteruskan pembahasannya ke Musrenbang kota/kabupaten.",
    ),
    Clause(
        "C.2.c.3.h.ditolak",
        "Usulan ditolak bila tidak dapat diteruskan, wajib dengan alasan.",
    ),
    Clause(
        "C.2.c.4",
        "Setelah semua diverifikasi, usulan dikirim ke Musrenbang kota/kabupaten (Kirim) dan "
        "sejak itu tetap.",
    ),
    Clause("C.2.d", "Camat mencetak dan menandatangani Berita Acara dan lampirannya."),
    Clause("C.2.e", "Pelaksanaan Musrenbang didokumentasikan."),
    Clause(
        "C.3.a",
        "Hasil Musrenbang diumumkan di papan pengumuman kantor kecamatan.",
        feature="Situs adalah papan pengumumannya; setiap halaman dapat dicetak.",
    ),
    Clause(
        "C.3.b",
        "Laporan disampaikan kepada Kanppeko/Kanppekab paling lambat akhir minggu III Maret atau "
        "sebelum Musrenbang Kota/Kabupaten.",
    ),
    Clause(
        "C.3.b.1",
        "Laporan memuat Berita Acara (Form 1).",
        feature="dokumen/berita-acara.pdf, juga di dalam dokumen/laporan.pdf.",
    ),
    Clause(
        "C.3.b.2",
        "Laporan memuat Lampiran I, daftar hadir (Form 2).",
        feature="dokumen/lampiran-1.pdf, juga di dalam dokumen/laporan.pdf.",
    ),
    Clause(
        "C.3.b.3",
        "Laporan memuat Lampiran II, usulan prioritas menurut SKPD/UKPD (Form 3).",
        feature="dokumen/lampiran-2.pdf, juga di dalam dokumen/laporan.pdf.",
    ),
    Clause(
        "C.3.b.4",
        "Laporan memuat Lampiran III, usulan yang belum disepakati (Form 4).",
        feature="dokumen/lampiran-3.pdf, juga di dalam dokumen/laporan.pdf.",
    ),
    Clause("D.1", "Yang dibahas adalah Pra Rancangan Awal RKPD, terutama usulan fisik."),
    Clause("D.2", "Camat dapat menolak dengan salah satu dari tujuh alasan, wajib disebutkan."),
    Clause(
        "D.2.a",
        "Alasan: bukan prioritas kecamatan.",
        beyond="Prioritas adalah penilaian camat; kodenya tersedia dan uraiannya wajib.",
    ),
    Clause(
        "D.2.b",
        "Alasan: dapat dikerjakan dengan kewenangan kecamatan.",
        beyond="Batas kewenangan tidak tertulis dalam berkas; kodenya tersedia, uraiannya wajib.",
    ),
    Clause(
        "D.2.c",
        "Alasan: sasarannya tidak jelas, misalnya peserta pelatihan tidak disebut.",
        beyond="Kejelasan sasaran perlu dibaca orang; kodenya tersedia dan uraiannya wajib.",
    ),
    Clause("D.2.d", "Alasan: akan dikerjakan pada tahun berjalan."),
    Clause(
        "D.2.e",
        "Alasan: dapat didanai dari sumber lain seperti swadaya atau CSR.",
        beyond="Sumber dana lain tidak tercatat di sini; kodenya tersedia dan uraiannya wajib.",
    ),
    Clause("D.2.f", "Alasan: telah dikerjakan pada tahun sebelumnya."),
    Clause("D.2.g", "Alasan: tidak sesuai dengan kondisi di lapangan."),
    Clause("D.3", "Camat memvalidasi seluruh usulan berbasis template kegiatan."),
    Clause("D.4", "Usulan yang tidak divalidasi menjadi tanggung jawab camat."),
    Clause("D.5", "Usulan tanpa template dan usulan langsung dibahas pada forum UKPD."),
    Clause("D.6", "Masyarakat dapat mengirim usulan langsung, info dan saran."),
    Clause("D.6.a", "Warga membuka sistem.", feature=f"{_PARTICIPATION}."),
    Clause(
        "D.6.b",
        "Warga melihat usulan.",
        feature="Semua usulan dan nasibnya dapat dicari di situs, tanpa masuk.",
    ),
    Clause(
        "D.6.c",
        "Warga mengirim usulan langsung dengan identitas pengusul; identitas itu tidak pernah "
        "masuk ke riwayat yang terbuka.",
        feature=f"{_PARTICIPATION}.",
    ),
    Clause("D.6.d", "Warga mengirim info, kritik dan saran.", feature=f"{_PARTICIPATION}."),
    Clause("Form 1", "Berita Acara Hasil Kesepakatan: nomor, waktu, tempat, yang menetapkan."),
    Clause("Form 1.1", "Sambutan disebut berurutan."),
    Clause("Form 1.2", "Materi yang dipaparkan disebut dengan pejabatnya."),
    Clause("Form 1.3", "Tanggapan dan saran peserta dirangkum."),
    Clause(
        "Form 1.KESATU",
        "Daftar prioritas disepakati seperti pada Lampiran II.",
        feature="Dihitung dari keputusan: lampiran-2.pdf dan angka situs berasal dari data yang "
        "sama.",
    ),
    Clause(
        "Form 1.KEDUA",
        "Usulan yang belum diakomodasi beserta alasannya seperti pada Lampiran III.",
    ),
    Clause(
        "Form 1.KETIGA",
        "Berita Acara menjadi bahan penyusunan RKPD tahun rencana.",
        feature="Kalimatnya dicetak pada berita-acara.pdf; datanya terbuka di api/v1.",
    ),
    Clause("Form 1.KEEMPAT", "Perwakilan masyarakat pada forum berikutnya disepakati."),
    Clause("Form 1.Catatan", "Minimal satu wakil per lembaga/instansi menandatangani."),
    Clause("Form 2", "Daftar hadir peserta Musrenbang Kecamatan."),
    Clause("Form 3", "Usulan prioritas lengkap dengan lokasi, volume, anggaran dan SKPD/UKPD."),
    Clause("Form 4", "Usulan yang belum disepakati lengkap dengan lokasi, volume dan alasannya."),
)

CLAUSES: Mapping[str, Clause] = MappingProxyType({clause.id: clause for clause in _CLAUSES})
"""Every clause by its id, in the order of the juknis."""


def rules_by_clause(rules: Collection[Rule]) -> dict[str, tuple[Rule, ...]]:
    """For every clause, in the order of the juknis, the rules that enforce it."""
    return {clause: tuple(rule for rule in rules if clause in rule.clauses) for clause in CLAUSES}
