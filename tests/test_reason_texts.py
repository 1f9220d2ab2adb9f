"""What a rejection says against what its code says, by the marks of the guide of 2016."""

from musrenbang.records.shipped_guide import shipped
from musrenbang.year.guide import Guide

GUIDE = Guide(2016, shipped())
CONTRADICT = {
    "bukan-prioritas": (
        "Alamat tidak ditemukan saat survei.",
        "Lokasi yang disebut tidak ada di lapangan.",
        "Tanahnya milik PT KAI.",
        "Lahannya bukan aset Pemda.",
        "Saluran ini sudah dibangun tahun 2015.",
        "Sudah masuk anggaran tahun 2016, sedang dikerjakan Sudin.",
        "Akan didanai CSR perusahaan di sekitar lokasi.",
        "Dapat dikerjakan PPSU kelurahan.",
        "Volume yang diminta terlalu besar dibanding panjang jalan.",
        "Tempatnya tidak ada di lokasi yang ditulis.",
        "Pekerjaan ini telah selesai dikerjakan tahun 2015.",
        "Sertifikat lahan atas nama perorangan.",
        "Nama peserta belum disebut.",
        "Masuk DPA Sudin tahun ini.",
    ),
    "tidak-sesuai-lapangan": (
        "Bukan prioritas kecamatan tahun ini.",
        "Belum menjadi prioritas dibanding usulan RW lain.",
        "Akan dikerjakan dengan dana swadaya warga.",
        "Sudah dianggarkan dalam APBD 2016.",
        "Cukup dikerjakan dengan anggaran kecamatan.",
        "Warga akan gotong royong.",
        "Ditangani petugas PPSU.",
        "Sudah selesai tahun 2014.",
    ),
    "sudah-dikerjakan": (
        "Alamatnya tidak ditemukan tim survei.",
        "Tanah milik ahli waris, belum dibebaskan.",
        "Kegiatan ini bukan prioritas kecamatan.",
        "Peserta pelatihannya tidak jelas.",
        "Volumenya tidak wajar, 20 kali usulan sejenis.",
        "Belum prioritas.",
    ),
    "lahan-bukan-aset": (
        "Bukan prioritas, masih banyak jalan yang lebih rusak.",
        "Pekerjaannya sudah selesai tahun lalu.",
        "Alamat tidak ditemukan saat survei.",
        "Sasarannya tidak jelas, penerimanya tidak disebut.",
        "Volumenya terlalu besar.",
        "Dibiayai CSR.",
    ),
    "volume-tidak-wajar": (
        "Lahannya milik pribadi.",
        "Bukan prioritas kecamatan.",
        "Telah dikerjakan Sudin SDA pada 2015.",
        "Alamat tidak ditemukan.",
    ),
    "pendanaan-lain": (
        "Lokasi tidak sesuai, gangnya buntu saat disurvei.",
        "Sudah dikerjakan tahun 2014.",
        "Bukan prioritas kecamatan.",
    ),
    "kewenangan-kecamatan": (
        "Tidak jelas siapa pesertanya.",
        "Tanah ini hak milik warga.",
        "Sudah dianggarkan APBD.",
    ),
    "sasaran-tidak-jelas": (
        "Bisa dibiayai sponsor dan swadaya.",
        "Sedang dikerjakan Sudin Bina Marga tahun ini.",
    ),
    "dikerjakan-tahun-berjalan": (
        "Kurang prioritas.",
        "Lahan bukan aset pemerintah.",
        "Alamatnya tidak ditemukan saat survei.",
    ),
}
AGREE = {
    "bukan-prioritas": (
        "Akan dilayani pelatihan kota tahun ini.",
        "Usulan yang diajukan RW lain lebih mendesak.",
        "Belum mendesak; jalan yang rusak berat didahulukan.",
        "Bukan prioritas kecamatan dibanding saluran yang meluap.",
        "Ternyata kebutuhannya tidak mendesak.",
        "Kalah penting dengan perbaikan saluran di RW 005.",
        "Jumlah warga yang diuntungkan paling sedikit.",
        "Kecamatan mendahulukan usulan penanganan banjir.",
        "Ukuran taman yang diusulkan kecil manfaatnya.",
        "Sasaran pembangunan tahun depan banjir, bukan taman.",
        "Jalan lain di RW itu lebih rusak.",
        "Musyawarah menempatkannya di urutan terakhir.",
        "Peserta sepakat mendahulukan saluran.",
    ),
    "tidak-sesuai-lapangan": (
        "Salurannya masih baik dan mengalir lancar.",
        "Jalan yang dimaksud tidak rusak.",
        "Gang terlalu sempit untuk pekerjaan ini.",
        "Alamat tidak ditemukan saat survei.",
        "Lokasi berada di lahan milik warga.",
        "Hasil ukur dan alamat tidak cocok dengan keadaan di lapangan.",
    ),
    "sudah-dikerjakan": (
        "Saluran ini diperbaiki Sudin SDA pada 2015.",
        "Dibangun tahun 2014, masih berfungsi.",
        "Pekerjaan serupa sudah selesai pada Desember 2015.",
        "Hasil survei: saluran sudah dibangun tahun 2015.",
    ),
    "lahan-bukan-aset": (
        "Tanahnya milik PT KAI.",
        "Lahan di lokasi ini dikuasai perorangan.",
        "Sertifikatnya atas nama yayasan.",
        "Bukan milik Pemprov menurut data aset kelurahan.",
        "Sengketa ahli waris belum selesai.",
        "Tanah dikuasai pengembang.",
    ),
    "volume-tidak-wajar": (
        "Panjang gang hanya 60 m, diminta 600 m.",
        "Volume dua puluh kali usulan sejenis.",
        "Diusulkan 600 m, hasil ukur tim teknis 60 m.",
    ),
    "pendanaan-lain": (
        "Akan dibantu perusahaan di sekitar lokasi.",
        "Warga sanggup gotong royong.",
        "Disanggupi CSR Bank DKI tahun 2016.",
        "Sudah ada calon donatur dari pasar.",
    ),
    "kewenangan-kecamatan": (
        "Cukup dikerjakan petugas PPSU.",
        "Masuk tugas rutin kecamatan.",
        "Pemeliharaan ringan dikerjakan kelurahan.",
    ),
    "sasaran-tidak-jelas": (
        "Nama peserta dan jumlahnya belum disebut.",
        "Tidak disebut siapa yang akan dilatih.",
        "Pelatihan apa dan untuk siapa belum jelas.",
    ),
    "dikerjakan-tahun-berjalan": (
        "Masuk DPA Sudin Bina Marga tahun 2016.",
        "Sudah dianggarkan tahun ini.",
        "Sedang berlangsung pekerjaannya oleh Sudin SDA.",
        "Tercantum dalam APBD 2016 Sudin SDA.",
    ),
}


def test_a_text_that_tells_of_another_reason_is_noticed() -> None:
    silent = [
        (kode, text)
        for kode, texts in CONTRADICT.items()
        for text in texts
        if GUIDE.sounds_like(kode, text) is None
    ]
    assert silent == []


def test_a_text_that_explains_its_reason_is_left_alone() -> None:
    doubted = [
        (kode, text, other.nama)
        for kode, texts in AGREE.items()
        for text in texts
        if (other := GUIDE.sounds_like(kode, text))
    ]
    assert doubted == []


def test_every_reason_is_told_by_its_own_marks() -> None:
    for kode, one in GUIDE.alasan.items():
        assert all(GUIDE.sounds_like(kode, mark) is None for mark in one.ciri)
