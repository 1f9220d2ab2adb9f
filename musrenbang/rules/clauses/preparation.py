"""Clauses A, B and C.1: schedule, documents, preparation."""

from musrenbang.rules.clauses.clause import Clause

_ON_SITE = "Terjadi di ruang rapat; tidak meninggalkan jejak dalam berkas."

PREPARATION = (
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
)
