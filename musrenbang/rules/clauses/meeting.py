"""Clause C.2: the meeting, from the attendance list to the signed minutes."""

from musrenbang.rules.clauses.clause import Clause

_NO_LOGIN = "Tidak ada sistem untuk dimasuki: usulan dan keputusan adalah berkas dalam Git"

MEETING = (
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
)
