"""Rules on personal data: it never enters the public history."""

from collections.abc import Iterator

from musrenbang.analysis.personal_data import resident_name
from musrenbang.analysis.texts import place_texts
from musrenbang.rules.base import Hit, Sort, rule
from musrenbang.views import View

_HINT = "Hapus dari teks ini; identitas pengusul disimpan di kecamatan, bukan di sini."


def _numbers(view: View, kind: str, message: str) -> Iterator[Hit]:
    for text, number in view.personal_numbers:
        if number.kind == kind:
            yield Hit(text.file, text.where, message.format(number.shown), _HINT)


@rule(
    "pribadi.nik",
    Sort.INTEGRITY,
    ("D.6.c",),
    "NIK tidak pernah masuk ke teks usulan, keputusan atau pengumuman.",
    "Teks ini memuat NIK (3171…).",
)
def no_identity_numbers(view: View) -> Iterator[Hit]:
    """Menangkap enam belas angka yang berbentuk NIK, juga bila ditulis dengan spasi atau titik.

    Riwayat bersifat terbuka dan tetap, jadi hapus angkanya sebelum berkas dicatat.
    """
    yield from _numbers(view, "nik", "Teks ini memuat NIK ({}).")


@rule(
    "pribadi.telepon",
    Sort.INTEGRITY,
    ("D.6.c",),
    "Nomor telepon seluler tidak pernah masuk ke teks usulan, keputusan atau pengumuman.",
    "Teks ini memuat nomor telepon (0812…).",
)
def no_phone_numbers(view: View) -> Iterator[Hit]:
    """Menangkap nomor yang diawali 08 atau +62, dengan atau tanpa pemisah.

    Hapus nomornya. Kontak kantor kecamatan ditulis pada `situs.kontak` dalam musrenbang.yaml.
    """
    yield from _numbers(view, "telepon", "Teks ini memuat nomor telepon ({}).")


@rule(
    "pribadi.surel",
    Sort.INTEGRITY,
    ("D.6.c",),
    "Alamat surel tidak pernah masuk ke teks usulan, keputusan atau pengumuman.",
    "Teks ini memuat alamat surel (warg…).",
)
def no_email_addresses(view: View) -> Iterator[Hit]:
    """Menangkap alamat surel di luar bidang surel pejabat.

    Hapus alamatnya. Kontak kantor kecamatan ditulis pada `situs.kontak` dalam musrenbang.yaml.
    """
    yield from _numbers(view, "surel", "Teks ini memuat alamat surel ({}).")


@rule(
    "pribadi.nama-warga",
    Sort.POLICY,
    ("D.6.c", "C.1.e.1"),
    "Tempat kegiatan disebut tanpa nama warga.",
    "Teks ini tampaknya menyebut nama warga: “rumah Pak Slamet”.",
)
def no_residents_names(view: View) -> Iterator[Hit]:
    """Alamat sering ditulis dengan rumah tetangga sebagai patokan.

    Ganti dengan nomor rumah, RT, nama gang atau bangunan umum di dekatnya. Nama jalan, masjid dan
    sekolah yang memakai nama orang tidak ditandai.
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
