"""Rules on personal data: it never enters the public history."""

from collections.abc import Iterator

from musrenbang.rules.rule import Hit, Sort, rule
from musrenbang.year.personal_data import numbers, resident_name
from musrenbang.year.public_texts import place_texts
from musrenbang.year.views import View


def _numbers(view: View, kind: str, message: str, hint: str) -> Iterator[Hit]:
    contact = view.year.musrenbang.situs.kontak if view.year.musrenbang else ""
    official = {number.value for number in numbers(contact)}
    for text, number in view.personal_numbers:
        if number.kind != kind:
            continue
        if kind == "nik" or not (text.resmi or number.value in official):
            yield Hit(text.file, text.where, message.format(number.shown), hint)


@rule(
    "pribadi.nik",
    Sort.INTEGRITY,
    ("D.6.c",),
    "NIK tidak pernah masuk ke teks usulan, keputusan atau pengumuman.",
    "Teks ini memuat NIK (3171…).",
)
def no_identity_numbers(view: View) -> Iterator[Hit]:
    """Menangkap enam belas angka yang bersusunan NIK, juga bila ditulis dengan spasi atau titik.

    Riwayat bersifat terbuka dan tetap, jadi hapus angkanya sebelum berkas dicatat.
    """
    hint = "Hapus angkanya; identitas pengusul disimpan di kecamatan, bukan di sini."
    yield from _numbers(view, "nik", "Teks ini memuat NIK ({}).", hint)


@rule(
    "pribadi.telepon",
    Sort.INTEGRITY,
    ("D.6.c",),
    "Nomor telepon seluler tidak pernah masuk ke teks usulan, keputusan atau pengumuman.",
    "Teks ini memuat nomor telepon (0812…).",
)
def no_phone_numbers(view: View) -> Iterator[Hit]:
    """Menangkap nomor seluler yang diawali 08, +628 atau 628, dengan atau tanpa pemisah.

    Hapus nomornya, atau pakai telepon kantor; nomor berkode wilayah seperti (021) tidak ditandai.
    Nomor seluler layanan kecamatan boleh disebut bila tertulis pada `situs.kontak` dalam
    musrenbang.yaml.
    """
    hint = "Hapus nomornya, atau pakai telepon kantor atau nomor pada `situs.kontak`."
    yield from _numbers(view, "telepon", "Teks ini memuat nomor telepon ({}).", hint)


@rule(
    "pribadi.surel",
    Sort.INTEGRITY,
    ("D.6.c",),
    "Alamat surel tidak pernah masuk ke teks usulan, keputusan atau pengumuman.",
    "Teks ini memuat alamat surel (warg…).",
)
def no_email_addresses(view: View) -> Iterator[Hit]:
    """Menangkap alamat surel di luar bidang surel pejabat; surel dinas (go.id) tidak ditandai.

    Hapus alamatnya, atau pakai surel dinas. Surel lain milik kecamatan boleh disebut bila tertulis
    pada `situs.kontak` dalam musrenbang.yaml.
    """
    hint = "Hapus alamatnya, atau pakai surel dinas (go.id) atau surel pada `situs.kontak`."
    yield from _numbers(view, "surel", "Teks ini memuat alamat surel ({}).", hint)


@rule(
    "pribadi.nama-warga",
    Sort.POLICY,
    ("D.6.c", "C.1.e.1"),
    "Tempat kegiatan disebut tanpa nama warga.",
    "Teks ini tampaknya menyebut nama warga: “rumah Pak Slamet”.",
)
def no_residents_names(view: View) -> Iterator[Hit]:
    """Alamat sering ditulis dengan rumah tetangga sebagai patokan.

    Ganti dengan nomor rumah, RT, nama gang atau bangunan umum di dekatnya. Nama jalan, masjid,
    sekolah dan posyandu yang memakai nama orang tidak ditandai.
    """
    for case in view.cases:
        for where, text in place_texts(case):
            name = resident_name(text, address=where == ("lokasi", "alamat"))
            if name is not None:
                yield Hit(
                    case.file,
                    where,
                    f"Teks ini tampaknya menyebut nama warga: “{name}”.",
                    "Tulis nomor rumah, RT, atau bangunan umum di dekatnya.",
                )
