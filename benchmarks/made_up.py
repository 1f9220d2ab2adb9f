"""Made-up years of any size, with decisions and history: the same files for the same size.

The mix follows published results of kecamatan in DKI Jakarta: most proposals are approved, one in
ten rejected or corrected, a few never reach the camat. Nobody in them exists.
"""

import random
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

TAHUN = 2016
PER_KELURAHAN = 250
WIB = timezone(timedelta(hours=7))
SETTINGS = """\
tahun: 2016
tahun_rencana: 2017
contoh: true
kecamatan: {kode: "31.71.05", nama: Ukuran}
kota: {kode: "31.71", nama: Jakarta Pusat, jenis: Kota Administrasi}
pejabat:
  camat: {nama: Camat Ukuran, nip: "197001011995032000"}
  kepala_perencanaan: {jabatan: Kepala Kanppeko Jakarta Pusat, nama: Kepala Ukuran}
jadwal:
  penetapan_tim: 2016-03-04
  survei: {mulai: 2016-02-29, selesai: 2016-03-05}
  musrenbang: {mulai: 2016-03-09, selesai: 2016-03-10, jam: 08.00–15.30, tempat: Aula Kecamatan}
  batas_laporan: 2016-03-18
situs: {alamat: "https://musrenbang.example/", repositori: "https://git.example/musrenbang"}
"""
AGENCIES = (
    ("sudin-sda", "Suku Dinas Sumber Daya Air", "Sudin SDA"),
    ("sudin-binamarga", "Suku Dinas Bina Marga", "Sudin Bina Marga"),
    ("sudin-lh", "Suku Dinas Lingkungan Hidup", "Sudin LH"),
    ("sudin-tamhut", "Suku Dinas Kehutanan dan Pertamanan", "Sudin Tamhut"),
    ("sudin-dik", "Suku Dinas Pendidikan", "Sudin Dik"),
    ("sudin-kes", "Suku Dinas Kesehatan", "Sudin Kes"),
    ("sudin-sosial", "Suku Dinas Sosial", "Sudin Sosial"),
    ("sudin-gulkarmat", "Suku Dinas Penanggulangan Kebakaran", "Sudin Gulkarmat"),
)
WORKS = (
    ("saluran tepi jalan", "fisik", "m", 800_000, "mampat dan meluap setiap hujan lebat"),
    ("jalan lingkungan", "fisik", "m2", 280_000, "retak dan berlubang sehingga warga jatuh"),
    ("lampu jalan", "fisik", "titik", 4_500_000, "belum ada sehingga gang gelap di malam hari"),
    ("trotoar", "fisik", "m2", 350_000, "pecah dan tidak dapat dilalui kursi roda"),
    ("taman lingkungan", "fisik", "m2", 225_000, "gersang dan tidak dapat dipakai anak-anak"),
    ("pos keamanan", "fisik", "unit", 18_000_000, "rusak berat dan atapnya bocor"),
    ("pelatihan keterampilan", "non-fisik", "orang", 1_500_000, "dibutuhkan pemuda putus sekolah"),
    ("penyuluhan gizi", "non-fisik", "orang", 250_000, "dibutuhkan karena balita kurang gizi"),
    ("tong sampah", "barang", "unit", 250_000, "kurang sehingga sampah menumpuk di tepi jalan"),
    ("alat pemadam ringan", "barang", "unit", 900_000, "belum tersedia di permukiman padat"),
)
Work = tuple[str, str, str, int, str]
"""What is worked on, its type, unit and unit price, and what is wrong with it."""
KINDS = ("Perbaikan", "Pembangunan", "Pengadaan", "Peningkatan", "Pemeliharaan", "Penambahan")
STREETS = (
    *("Mawar", "Melati", "Anggrek", "Kenanga", "Cempaka", "Dahlia", "Kamboja", "Seruni", "Teratai"),
    *("Rajawali", "Merpati", "Kutilang", "Cendrawasih", "Garuda", "Elang", "Kepodang", "Nuri"),
    *("Mangga", "Rambutan", "Jambu", "Belimbing", "Durian", "Kelapa", "Pisang", "Nangka"),
)
REASONS = (
    ("bukan-prioritas", "Ditangani lebih dahulu di RW lain sesuai prioritas tahun rencana."),
    ("kewenangan-kecamatan", "Dapat dikerjakan kecamatan dengan anggarannya sendiri."),
    ("sasaran-tidak-jelas", "Sasaran kegiatan belum dapat ditunjukkan pengusul saat survei."),
    ("pendanaan-lain", "Dibiayai program tanggung jawab sosial perusahaan di wilayah ini."),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One commit: who, when, why, and the files it adds or changes."""

    author: str
    time: datetime
    subject: str
    files: dict[str, str]


def steps(size: int) -> Iterator[Step]:
    """The history of a year with this many proposals, oldest first."""
    chance = random.Random(size)  # noqa: S311 - the same year every time, no secret
    yield Step("Operator Ukuran", _at(date(2016, 2, 1)), "Siapkan tahun 2016", _settings())
    slugs = [f"kelurahan-{number:03d}" for number in range(max(3, size // PER_KELURAHAN))]
    sizes = {slug: len(range(index, size, len(slugs))) for index, slug in enumerate(slugs)}
    decisions: dict[str, dict[str, str]] = {}
    waiting: dict[str, list[str]] = {}
    for index, slug in enumerate(slugs):
        files, decisions[slug], waiting[slug] = _kelurahan(chance, index, slug, sizes[slug])
        yield Step("Operator Ukuran", _at(date(2016, 2, 26), index), f"Usulan {slug}", files)
    for day in (9, 10):
        for index, slug in enumerate(slugs):
            files = {
                path: text
                for path, text in decisions[slug].items()
                if f"tanggal: 2016-03-{day:02d}" in text[:45]
            }
            if files:
                at = _at(date(2016, 3, day), index)
                yield Step("Operator Ukuran", at, f"Keputusan {slug} hari {day}", files)
    sent = slugs[: len(slugs) * 4 // 5]
    for index, slug in enumerate(sent):
        files = {f"decisions/{TAHUN}/{slug}/kirim.yaml": _kirim(waiting[slug])}
        yield Step("Camat Ukuran", _at(date(2016, 3, 11), index), f"Kirim {slug}", files)


def archive(size: int, years: int) -> Iterator[Step]:
    """The history of so many years, each of this size, the last of them `TAHUN`."""
    for back in reversed(range(years)):
        for step in steps(size):
            yield Step(
                step.author,
                step.time.replace(year=step.time.year - back),
                _earlier(step.subject, back),
                {_earlier(path, back): _earlier(text, back) for path, text in step.files.items()},
            )


def _earlier(text: str, back: int) -> str:
    """A text of the made-up year as an earlier one has it."""
    shifted = _YEARS.sub(lambda year: str(int(year[0]) - back), text)
    return shifted.replace("-02-29", "-02-28") if back else shifted


_YEARS = re.compile(f"{TAHUN}|{TAHUN + 1}")


def files(size: int) -> dict[str, str]:
    """The whole year by path, as its history ends."""
    return {path: text for step in steps(size) for path, text in step.files.items()}


def before_kirim(size: int) -> tuple[dict[str, str], dict[str, str]]:
    """The year on the days of the meeting: its decisions, and all else that is there by then."""
    decisions: dict[str, str] = {}
    others: dict[str, str] = {}
    for path, text in files(size).items():
        if not path.endswith("/kirim.yaml"):
            (decisions if _DECISION.fullmatch(path) else others)[path] = text
    return others, decisions


_DECISION = re.compile(r"decisions/[0-9]+/[^/]+/[0-9]+\.yaml")


def one_more(size: int) -> tuple[str, str]:
    """A decision that the camat has still to take: its path and text."""
    slug = f"kelurahan-{max(3, size // PER_KELURAHAN) - 1:03d}"
    return f"decisions/{TAHUN}/{slug}/0001.yaml", _rejected("2016-03-10", REASONS[0], None)


def record(root: Path, size: int, years: int = 1) -> None:
    """A repository in `root` with years of this size committed and checked out."""
    store(root, archive(size, years))
    subprocess.run(["git", "-C", root, "reset", "--quiet", "--hard", "main"], check=True)


def store(root: Path, history: Iterable[Step]) -> None:
    """A repository in `root` with this history, nothing checked out."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", root], check=True)
    stream = bytearray()
    for step in history:
        seconds = int(step.time.timestamp())
        subject = step.subject.encode()
        mail = f"{step.author} <{step.author.partition(' ')[0].lower()}@contoh.example>"
        stream += f"commit refs/heads/main\ncommitter {mail} {seconds} +0700\n".encode()
        stream += b"data %d\n%b\n" % (len(subject), subject)
        for path, text in step.files.items():
            data = text.encode()
            stream += b"M 100644 inline %b\ndata %d\n%b\n" % (path.encode(), len(data), data)
    command: list[str | Path] = ["git", "-C", root, "fast-import", "--quiet"]
    subprocess.run(command, input=bytes(stream), check=True)


def _at(day: date, minutes: int = 0) -> datetime:
    return datetime.combine(day, time(9), WIB) + timedelta(minutes=minutes)


def _settings() -> dict[str, str]:
    folder = f"proposals/{TAHUN}"
    templates = "".join(
        f"{kind.lower()}-{work.replace(' ', '-')}: {{kegiatan: {kind} {work}, isu: Lingkungan, "
        f"program: Program {work.title()}, tipe: {tipe}, satuan: {satuan}, harga_satuan: {price}, "
        f"skpd: {AGENCIES[index % len(AGENCIES)][0]}}}\n"
        for kind in KINDS
        for index, (work, tipe, satuan, price, _) in enumerate(WORKS)
    )
    return {
        ".gitignore": "/_site/\n",
        f"{folder}/musrenbang.yaml": SETTINGS,
        f"{folder}/skpd.yaml": "".join(
            f"{kode}: {{nama: {nama}, singkatan: {short}}}\n" for kode, nama, short in AGENCIES
        ),
        f"{folder}/template-kegiatan.yaml": templates,
        f"{folder}/arah-kebijakan.md": "Kota yang tangguh banjir dan ramah pejalan kaki.\n",
        f"{folder}/program-prioritas.md": "1. Pengendalian banjir.\n2. Jalan lingkungan.\n",
        f"decisions/{TAHUN}/pengumuman/2016-03-01-jadwal.md": "# Jadwal\n\nPada 9 Maret 2016.\n",
    }


def _kelurahan(
    chance: random.Random, index: int, slug: str, size: int
) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """The files of one kelurahan, the decisions on its proposals, and what waits for one."""
    place = f"{TAHUN}/{slug}"
    files = {
        f"proposals/{place}/kelurahan.yaml": (
            f"nama: Kelurahan {index:03d}\njumlah_rw: 15\ndikirim: 2016-02-26\n"
            f"berita_acara: {{nomor: {index}/BA/2016, tanggal: 2016-02-24, ditandatangani: true}}\n"
        )
    }
    decisions: dict[str, str] = {}
    waiting: list[str] = []
    south, west = -6.1 - index % 15 * 0.01, 106.7 + index // 15 * 0.01
    for number in range(1, size + 1):
        work = WORKS[-1] if number == 1 else chance.choice(WORKS)
        passed = number == 1 or chance.random() > 0.03  # noqa: PLR2004 - the mix
        text, volume = _proposal(chance, work, (south, west), passed=passed)
        files[f"proposals/{place}/{number:04d}.yaml"] = text
        if number > 1 and passed and chance.random() < 0.95:  # noqa: PLR2004 - the mix
            decisions[f"decisions/{place}/{number:04d}.yaml"] = _decision(chance, work, volume)
        elif passed:
            waiting.append(f"{number:04d}")
    return files, decisions, waiting


def _proposal(
    chance: random.Random, work: Work, corner: tuple[float, float], *, passed: bool
) -> tuple[str, int]:
    """One proposal: its file and volume."""
    name, tipe, satuan, price, problem = work
    kind, street = chance.choice(KINDS), f"{chance.choice(STREETS)} {chance.choice(STREETS)}"
    volume = round(chance.lognormvariate(3.5, 0.5)) + 2
    rw, rt = chance.randint(1, 15), chance.randint(1, 12)
    house = chance.randint(1, 99)
    point = ""
    if chance.random() < 0.6:  # noqa: PLR2004 - the mix
        north, east = (degree + chance.random() / 100 for degree in corner)
        point = f", koordinat: [{north:.6f}, {east:.6f}]"
    note = "" if passed else ", catatan: Lahannya bukan aset pemerintah daerah."
    text = (
        f'rw: "{rw:03d}"\nrt: ["{rt:03d}"]\n'
        f"permasalahan: >-\n  Di Jalan {street} RT {rt:03d}, {name} {problem}. Diminta sejak\n"
        f"  {chance.randint(2, 9)} tahun lalu dan dipakai {chance.randint(20, 400)} keluarga.\n"
        f"usulan_kegiatan: {kind} {name} Jalan {street}\n"
        f"template: {kind.lower()}-{name.replace(' ', '-')}\ntipe: {tipe}\n"
        f"lokasi: {{alamat: 'Jl. {street} No. {house}, RT {rt:03d}'{point}}}\n"
        f"volume: {volume}\nsatuan: {satuan}\nperkiraan_anggaran: {volume * price}\n"
        f"prioritas: {chance.randint(1, 20)}\n"
        f"validasi_lurah: {{hasil: {'diteruskan' if passed else 'tidak-diteruskan'}, "
        f"tanggal: 2016-02-24{note}}}\n"
    )
    return text, volume


def _decision(chance: random.Random, work: Work, volume: int) -> str:
    _, tipe, _, price, _ = work
    day = f"2016-03-{chance.choice((9, 10)):02d}"
    measured = volume - 1 if chance.random() < 0.08 and volume > 8 else volume  # noqa: PLR2004 - the mix
    survey = None if tipe != "fisik" else measured
    if chance.random() < 0.11:  # noqa: PLR2004 - the mix
        return _rejected(day, chance.choice(REASONS), survey)
    text = f"keputusan: disetujui\ntanggal: {day}\n"
    if measured != volume:
        text += (
            f"volume: {measured}\nperkiraan_anggaran: {measured * price}\n"
            "alasan_perubahan: Hasil ukur ulang Tim Teknis di lapangan.\n"
        )
    return text + _survey(survey)


def _rejected(day: str, reason: tuple[str, str], survey: int | None) -> str:
    kode, uraian = reason
    return (
        f"keputusan: ditolak\ntanggal: {day}\nalasan: {{kode: {kode}, uraian: {uraian}}}\n"
        + _survey(survey)
    )


def _survey(measured: int | None) -> str:
    if measured is None:
        return ""
    return (
        "survei: {tanggal: 2016-03-02, lokasi_sesuai: true, layak_teknis: true, "
        f"layak_administratif: true, volume_terukur: {measured}}}\n"
    )


def _kirim(waiting: list[str]) -> str:
    lines = "".join(
        f'  - {{nomor: "{nomor}", alasan: Menunggu keterangan pengusul.}}\n' for nomor in waiting
    )
    return "tanggal: 2016-03-11\n" + (f"tanpa_validasi:\n{lines}" if lines else "")
