"""Clauses C.3 and D and the four forms: report, notice, rejection, participation."""

from musrenbang.rules.clauses.clause import Clause

_PARTICIPATION = "Halaman partisipasi menjelaskan cara warga mengirim usulan langsung dan saran"

AFTERWARDS = (
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
