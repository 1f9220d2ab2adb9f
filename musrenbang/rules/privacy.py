"""Rules on personal data: it never enters the public history."""

from collections.abc import Iterator

from musrenbang.records.findings import Finding
from musrenbang.records.strict_yaml import NotYamlError, comments_in, parse
from musrenbang.rules.rule import Hit, Sort, rule
from musrenbang.year.personal_data import Number, numbers, place_texts, resident_name, texts_in
from musrenbang.year.views import View
from schemas.musrenbang import Situs

_NAMES = {"nik": "NIK", "telepon": "nomor telepon", "surel": "alamat surel"}


def _told(number: Number) -> str:
    return f"Teks ini memuat {_NAMES[number.kind]} ({number.shown})."


def _numbers(view: View, kind: str) -> Iterator[Hit]:
    situs = view.year.musrenbang.situs if view.year.musrenbang else Situs()
    contacts = (situs.kontak, situs.telepon, situs.whatsapp)
    official = {number.value for contact in contacts for number in numbers(contact)}
    for text, number in view.personal_numbers:
        if number.kind != kind:
            continue
        if kind == "nik" or not (text.resmi or number.value in official):
            yield Hit(text.file, text.where, _told(number))


def findings_outside_years(file: str, data: bytes, record: object) -> Iterator[Finding]:
    """Personal data in a record file that belongs to no year, so that no rule sees it."""
    try:
        document = parse(data)
    except NotYamlError:
        return
    texts = [(document.position(keys), text) for keys, text, _ in texts_in(record)]
    for at, text in (*texts, *comments_in(document.text)):
        for number in numbers(text):
            broken = _RULES[number.kind]
            message = _told(number)
            yield Finding(file, at.line, at.column, broken.id, "error", message, broken.hint)


@rule(
    "pribadi.nik",
    Sort.INTEGRITY,
    ("D.6.c",),
    "NIK tidak pernah masuk ke teks usulan, keputusan atau pengumuman.",
    "Teks ini memuat NIK (3171…).",
    hint="Hapus angkanya; identitas pengusul disimpan di kecamatan, bukan di sini.",
)
def no_identity_numbers(view: View) -> Iterator[Hit]:
    """Menangkap enam belas angka yang bersusunan NIK, dengan spasi, titik atau garis di antaranya.

    Komentar dalam berkas ikut dibaca. Riwayat bersifat terbuka dan tetap, jadi hapus angkanya
    sebelum berkas dicatat.
    """
    yield from _numbers(view, "nik")


@rule(
    "pribadi.telepon",
    Sort.INTEGRITY,
    ("D.6.c",),
    "Nomor telepon seluler tidak pernah masuk ke teks usulan, keputusan atau pengumuman.",
    "Teks ini memuat nomor telepon (0812…).",
    hint="Hapus nomornya, atau pakai telepon kantor atau nomor pada `situs`.",
)
def no_phone_numbers(view: View) -> Iterator[Hit]:
    """Menangkap nomor seluler yang diawali 08, +628 atau 628, dengan atau tanpa pemisah.

    Hapus nomornya, atau pakai telepon kantor; nomor berkode wilayah seperti (021) tidak ditandai.
    Nomor seluler layanan kecamatan boleh disebut bila tertulis pada `situs.kontak`,
    `situs.telepon` atau `situs.whatsapp` dalam musrenbang.yaml.
    """
    yield from _numbers(view, "telepon")


@rule(
    "pribadi.surel",
    Sort.INTEGRITY,
    ("D.6.c",),
    "Alamat surel tidak pernah masuk ke teks usulan, keputusan atau pengumuman.",
    "Teks ini memuat alamat surel (warg…).",
    hint="Hapus alamatnya, atau pakai surel dinas (go.id) atau surel pada `situs.kontak`.",
)
def no_email_addresses(view: View) -> Iterator[Hit]:
    """Menangkap alamat surel di luar bidang surel pejabat; surel dinas (go.id) tidak ditandai.

    Hapus alamatnya, atau pakai surel dinas. Surel lain milik kecamatan boleh disebut bila tertulis
    pada `situs.kontak` dalam musrenbang.yaml.
    """
    yield from _numbers(view, "surel")


_RULES = {"nik": no_identity_numbers, "telepon": no_phone_numbers, "surel": no_email_addresses}


@rule(
    "pribadi.nama-warga",
    Sort.POLICY,
    ("D.6.c", "C.1.e.1"),
    "Tempat kegiatan disebut tanpa nama warga.",
    "Teks ini tampaknya menyebut nama warga: “rumah Pak Slamet”.",
    hint="Tulis nomor rumah, RT, atau bangunan umum di dekatnya.",
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
                yield Hit(case.file, where, f"Teks ini tampaknya menyebut nama warga: “{name}”.")
