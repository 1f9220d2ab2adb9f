"""What the words of a heading say: the role of its column, and what the numbers below stand for."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from musrenbang.text.name_keys import name_key

_PHRASES: Mapping[str, str] = {
    "kode": "kode tracking, kode usulan, id usulan, kode, id, no usulan, nomor usulan, "
    "no registrasi, nomor registrasi, no tiket",
    "nomor": "no, nomor, no urut, nomor urut, nr, urut",
    "kota": "kota, kabupaten, kabupaten kota, kab kota, kota kabupaten, kab",
    "kecamatan": "kecamatan, nama kecamatan, kec",
    "kelurahan": "kelurahan, desa kelurahan, kelurahan desa, nama kelurahan, desa, kel, kel desa",
    "rt_rw": "rt rw, rw rt, rt dan rw, r t r w, r w r t",
    "rw": "rw, r w, nomor rw, asal rw, rukun warga, rw pengusul, no rw",
    "rt": "rt, r t, nomor rt, asal rt, rukun tetangga, no rt",
    "permasalahan": "permasalahan, masalah, uraian masalah, uraian permasalahan, isu masalah, "
    "latar belakang, kondisi saat ini, kondisi eksisting, kondisi, alasan usulan, dasar usulan, "
    "alasan, urgensi, penyebab",
    "usulan_kegiatan": "usulan kegiatan, usulan, nama kegiatan, kegiatan, uraian kegiatan, "
    "jenis kegiatan, jenis usulan, uraian usulan, nama usulan, judul usulan, kegiatan yang "
    "diusulkan, usulan pembangunan, rencana kegiatan, nama pekerjaan, pekerjaan, jenis pekerjaan, "
    "uraian pekerjaan, aspirasi, kebutuhan, uraian, sub kegiatan",
    "keluaran": "keluaran utama, keluaran, output",
    "alamat": "alamat lokasi, alamat, lokasi, lokasi kegiatan, lokasi detail, detail lokasi, "
    "lokasi usulan, lokasi pekerjaan, tempat, tempat kegiatan, nama jalan, jalan, titik lokasi",
    "koordinat": "koordinat, titik koordinat, koordinat lokasi, lat long, lintang bujur",
    "volume": "volume, vol, banyaknya, kuantitas, qty, koefisien, volume usulan, jml, jumlah, "
    "besaran, banyak, berapa banyak, brp banyak, ukuran, target, volume pekerjaan, jumlah volume, "
    "volume jml, volume jumlah",
    "satuan": "satuan, sat, unit satuan, unit, satuan volume, volume satuan, volume sat",
    "harga_satuan": "harga satuan, hrg satuan, harga sat, satuan harga, harga per satuan, "
    "biaya satuan, harga, hsp",
    "perkiraan_anggaran": "perkiraan anggaran, anggaran, biaya, jumlah harga, perkiraan biaya, "
    "estimasi, taksiran biaya, kira kira biaya, kira2 biaya, usulan anggaran, nilai anggaran, "
    "estimasi biaya, estimasi anggaran, pagu indikatif, pagu anggaran, pagu, total biaya, "
    "jumlah biaya, total harga, nilai usulan, kebutuhan anggaran, kebutuhan dana, dana, rab, "
    "anggaran rp, nilai rp, jumlah rp, nilai, total anggaran, jumlah anggaran, total, jumlah, jml",
    "skpd_tujuan": "skpd tujuan, skpd, ukpd, skpd ukpd, opd tujuan, opd, instansi tujuan, "
    "instansi, perangkat daerah, perangkat daerah tujuan, dinas tujuan, dinas, dinas terkait, "
    "unit kerja, sudin, pd, opd awal, opd tujuan awal, skpd penanggung jawab, "
    "opd penanggung jawab, instansi pelaksana, pelaksana, instansi terkait, tujuan, "
    "dinas pengampu, opd pengampu, skpd pengampu, perangkat daerah pengampu, pengampu",
    "prioritas": "prioritas, urutan prioritas, skala prioritas, prioritas rw, ranking, peringkat, "
    "prioritas kelurahan",
    "keterangan": "keterangan, ket, catatan, keterangan tambahan",
    "isu": "isu, isu strategis, isu pembangunan, bidang urusan, bidang, urusan, bidang pembangunan",
    "program": "program, nama program",
    "tipe": "tipe, tipe usulan, jenis fisik non fisik, fisik non fisik, sifat, jenis",
    "template": "template, template kegiatan, kegiatan baku, kode template",
    "tahun": "tahun musrenbang",
    "tahun_rencana": "tahun rencana, tahun anggaran, tahun rkpd, rkpd, tahun pelaksanaan",
    "rujukan": "id usulan asal desa, id asal, kode asal, id usulan asal, usulan asal, id induk, "
    "kode usulan asal",
    "hasil_lurah": "hasil validasi lurah, validasi lurah, hasil validasi, verifikasi lurah, "
    "persetujuan lurah, hasil verifikasi lurah, rekomendasi lurah, rekomendasi kelurahan, "
    "hasil verifikasi kelurahan, validasi kelurahan, divalidasi lurah, hasil lurah",
    "tanggal_lurah": "tanggal validasi lurah, tanggal validasi, tgl validasi, tanggal lurah, "
    "tgl validasi lurah, tanggal verifikasi lurah",
    "catatan_lurah": "catatan lurah, catatan validasi, catatan validasi lurah, alasan lurah, "
    "catatan kelurahan",
    "pribadi": "pengusul, nama pengusul, nama, nama lengkap, cp, contact person, kontak person, "
    "narahubung, kontak, telp, telepon, no telp, no telepon, nomor telepon, hp, no hp, nomor hp, "
    "wa, no wa, whatsapp, nik, no ktp, ktp, email, e mail, surel, ketua rt, ketua rw, nama ketua, "
    "nama ketua rt, nama ketua rw, pemohon, nama pemohon, penanggung jawab, koordinator, profil, "
    "pic, perwakilan, nama warga, penerima manfaat, nama penerima",
}
"""The headings of a role, the likeliest first."""
ROLES = {role: phrases.split(", ") for role, phrases in _PHRASES.items()}
UNREAD = "abaikan"
"""What somebody calls a column that is not to be read."""

REQUIRED = ("usulan_kegiatan", "volume")
NUMERIC = frozenset(
    {
        *("volume", "harga_satuan", "perkiraan_anggaran"),
        *("nomor", "kode", "prioritas", "koordinat"),
    }
)
"""Roles whose cells hold numbers, each of its own row."""
OF_A_PROPOSAL = {"volume", "satuan", "harga_satuan", "perkiraan_anggaran"}
_OF_A_DECISION = re.compile(
    r"(?i)\b(?:di)?(?:setujui|akomodir|sepakati|tetapkan|terima)\b|\b(?:persetujuan|kesepakatan"
    r"|penetapan|hasil|verifikasi|rekomendasi|realisasi|final|akhir|koreksi|perubahan|terukur"
    r"|terealisasi|setelah|sesudah|menjadi)\b"
)


def is_of_a_decision(title: str) -> bool:
    """Whether a title announces what became of a proposal, not what was proposed."""
    return bool(_OF_A_DECISION.search(title))


_OF_VALIDATION = re.compile(r"(?i)\b(?:di)?validasi\b")


def is_of_validation(title: str) -> bool:
    """Whether a title speaks of the step that is the lurah's."""
    return bool(_OF_VALIDATION.search(title))


_VERDICT = re.compile(
    r"(?i)\W*(?:(?:tidak|tdk|belum|sudah)\W+)?(?:di)?(?:akomodir|akomodasi|setujui|sepakati|terima|tolak"
    r"|tunda|verifikasi|proses)\W*"
)


def is_verdict(text: str) -> bool:
    """Whether a text says nothing but what became of a proposal."""
    return bool(_VERDICT.fullmatch(text))


IDENTIFIED_BY = {"usulan_kegiatan", "permasalahan", "volume", "perkiraan_anggaran", "alamat"}
LIKELY = 0.6
"""From this score on a heading says what its column is."""
_TYPO = 0.86
_SHORTEST_TYPO = 5


_ONE, _NO_MORE = r"(?<![0-9.,])(?:1[.,]?)?", r"(?![.,]?[0-9])"
_SCALES = (
    (1_000_000, re.compile(rf"(?i)\b(?:juta(?:an)?|jt)\b|{_ONE}000[.,]?000{_NO_MORE}")),
    (1000, re.compile(rf"(?i)\b(?:ribu(?:an)?|rb)\b|(?:{_ONE}|(?<=rp\.))000{_NO_MORE}")),
)
"""What a heading says of all sums below it, such as “(Rp. 000)”."""
_OF_ALL_SUMS = re.compile(
    rf"(?i)\bdalam\W+(?:(?:satuan|rp|rupiah)\W+)*(?:ribu|juta)|\(\W*(?:x\W*)?rp\W*{_ONE}000"
)
"""The same, said above the table."""
_SCALE_WORDS = re.compile(r"(?i)\b(?:dalam|ribu(?:an)?|rb|juta(?:an)?|jt|rupiah|rp)\b\.?")


AGAIN = re.compile(r" \([0-9]+\)$")
"""What tells a column from others of its title."""
_COUNT = re.compile(
    r"(?i)\b(?:jumlah|jml|banyak(?:nya)?|total|cacah)\W+(?:usulan|kegiatan|paket|proposal|rt|rw"
    r"|penduduk|jiwa|kk|kepala\W+keluarga|warga|siswa)\b"
)
"""A heading of recaps and of statistics: how many proposals, or people, there are."""


def scale(text: str) -> int:
    """What the sums below a heading are multiplied by, so far as it says so."""
    return next((times for times, pattern in _SCALES if pattern.search(text)), 1)


def scale_above(head: Sequence[str]) -> int:
    """What all sums of a table are multiplied by, so far as the texts above it say so."""
    return next((scale(text) for text in head if _OF_ALL_SUMS.search(text)), 1)


@lru_cache(maxsize=4096)
def heading_scores(heading: str) -> Mapping[str, float]:
    """How well each role's words describe a heading, from 0 to 1; only those that do.

    What stands in brackets, or on one side of a stroke, may be all that counts.
    """
    plain = AGAIN.sub(" ", heading)
    if _COUNT.search(plain):
        return {}
    found = dict(_scores(plain))
    outside = re.sub(r"[(\[].*?[)\]]", " ", plain)
    parts = [(outside, 0.97), *((part, 0.85) for part in re.split("[/;]", outside))]
    if scale(plain) > 1:
        parts.append((_SCALE_WORDS.sub(" ", outside), 0.97))
    for part, weight in parts:
        for role, score in _scores(part).items():
            found[role] = max(found.get(role, 0.0), score * weight)
    return found


def _scores(heading: str) -> Mapping[str, float]:
    key = name_key(re.sub(r"[_()\[\]]", " ", heading))
    if heading.strip() in _NUMBER_SIGNS:
        key = "no"
    found: dict[str, float] = {}
    if len(key.split()) > _MOST_WORDS or not any(map(str.isalpha, key)):
        return found
    bare = re.sub(r"(?<=[a-z]{4})nya\b", "", key)
    for role, phrases in ROLES.items():
        best = max(
            max(_score(one, one.split(), phrase) for one in {key, bare}) - at / 1000
            for at, phrase in enumerate(phrases)
        )
        if best > 0:
            found[role] = best
    return found


_NUMBER_SIGNS = frozenset({"#", "№"})
_MOST_WORDS = 9
_ONLY_ALONE = frozenset(
    {"nama", "total", "tujuan", "unit", "id", "no", "profil", "kontak", "urut", "jalan", "uraian"}
)
"""Words that are a heading by themselves, and say nothing of it among others."""


def _score(key: str, words: Sequence[str], phrase: str) -> float:
    if key == phrase:
        return 1.0
    wanted = phrase.split()
    if phrase in _ONLY_ALONE:
        return 0.0
    if f" {phrase} " in f" {key} ":
        first = words[0] == wanted[0]
        return 0.4 + 0.4 * len(wanted) / len(words) + (0.05 if first else 0)
    if len(key) >= _SHORTEST_TYPO and abs(len(key) - len(phrase)) <= 2:  # noqa: PLR2004 - two letters too many
        ratio = SequenceMatcher(None, key, phrase, autojunk=False).ratio()
        return 0.8 * ratio if ratio >= _TYPO else 0.0
    return 0.0


def is_heading(text: str) -> bool:
    """Whether a cell's words are those of a heading."""
    return max(heading_scores(text).values(), default=0) >= LIKELY


_OF_KELURAHAN = frozenset(
    {"kelurahan", "kel", "desa", "nama", "asal", "pengusul", "lokasi", "wilayah", "dan", "atau"}
)


def is_kelurahan_heading(title: str) -> bool:
    """Whether a heading names the kelurahan and nothing that it did or found."""
    return set(re.findall(r"[^\W\d_]+", title.casefold())) <= _OF_KELURAHAN


_OF_TODAY = re.compile(
    r"(?i)\b(?:(?:yang|yg)\s+)?(?:eksisting|existing|exisiting|lama|ada|tersedia|terpasang|saat\s+ini"
    r"|sekarang|(?:tahun\s+)?lalu|sebelumnya)\b"
)
_OF_WISHES = re.compile(
    r"(?i)\b(?:(?:yang|yg)\s+)?(?:(?:di)?(?:usul|butuh|minta|aju)(?:kan|an)?|kebutuhan|permintaan"
    r"|baru|rencana)\b"
)


def is_of_today(title: str) -> bool:
    """Whether a title announces what there is already, not what is proposed."""
    return bool(_OF_TODAY.search(title)) and not _OF_WISHES.search(title)


def is_of_wishes(title: str) -> bool:
    """Whether a title says in so many words that it is of what is proposed."""
    return bool(_OF_WISHES.search(title)) and not _OF_TODAY.search(title)


def is_plainly(role: str, title: str) -> bool:
    """Whether a heading is one of a role, but for words on what it is of."""
    bare = _OF_TODAY.sub(" ", _OF_WISHES.sub(" ", AGAIN.sub("", title)))
    for scores in map(heading_scores, (title, bare)):
        if scores.get(role, 0) == max(scores.values(), default=0) >= _PLAIN:
            return True
    return False


_PLAIN = 0.9
