"""Rules on personal data: it never enters the public history."""

from collections.abc import Iterator

from musrenbang.records.findings import Finding
from musrenbang.records.strict_yaml import parse
from musrenbang.rules.rule import Hit, Sort, rule
from musrenbang.year.personal_data import numbers, place_texts, resident_name, texts_in
from musrenbang.year.views import View

_SAID = {
    "nik": (
        "Teks ini memuat NIK ({}).",
        "Hapus angkanya; identitas pengusul disimpan di kecamatan, bukan di sini.",
    ),
    "telepon": (
        "Teks ini memuat nomor telepon ({}).",
        "Hapus nomornya, atau pakai telepon kantor atau nomor pada `situs.kontak`.",
    ),
    "surel": (
        "Teks ini memuat alamat surel ({}).",
        "Hapus alamatnya, atau pakai surel dinas (go.id) atau surel pada `situs.kontak`.",
    ),
}
"""What is wrong with a text and what to do, by the kind of number it holds."""


def _numbers(view: View, kind: str) -> Iterator[Hit]:
    contact = view.year.musrenbang.situs.kontak if view.year.musrenbang else ""
    official = {number.value for number in numbers(contact)}
    message, hint = _SAID[kind]
    for text, number in view.personal_numbers:
        if number.kind != kind:
            continue
        if kind == "nik" or not (text.resmi or number.value in official):
            yield Hit(text.file, text.where, message.format(number.shown), hint)


def findings_outside_years(file: str, data: bytes, record: object) -> Iterator[Finding]:
    """Personal data in a record file that belongs to no year, so that no rule sees it."""
    for keys, text, _ in texts_in(record):
        for number in numbers(text):
            message, hint = _SAID[number.kind]
            at = parse(data).position(keys)
            name, told = f"pribadi.{number.kind}", message.format(number.shown)
            yield Finding(file, at.line, at.column, name, "error", told, hint)


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
    yield from _numbers(view, "nik")


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
    yield from _numbers(view, "telepon")


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
    yield from _numbers(view, "surel")


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
