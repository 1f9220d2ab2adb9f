"""How long `build.py review` takes: 200 decisions in a year of 1,000 proposals, and of 50,000.

The years are made up by a seeded generator and recorded by `git fast-import`. Half of the
proposals outside the change are decided already. Each round starts `build.py` anew, as a user
does; the median and the slowest of the rounds are reported in seconds.
"""

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = ((1_000, 5), (50_000, 3))
DECISIONS = 200
APPROVED = 0.75
SETTINGS = {
    "musrenbang.yaml": """\
tahun: 2016
tahun_rencana: 2017
contoh: true
kecamatan: {kode: "31.71.05", nama: Ukuran}
kota: {kode: "31.71", nama: Jakarta Pusat, jenis: Kota Administrasi}
pejabat:
  camat: {nama: Camat Ukuran}
  kepala_perencanaan: {jabatan: Kepala Kanppeko}
jadwal:
  survei: {mulai: 2016-02-29, selesai: 2016-03-05}
  musrenbang: {mulai: 2016-03-09, selesai: 2016-03-10, jam: "08.00", tempat: Aula}
""",
    "skpd.yaml": "sudin-sda: {nama: Suku Dinas Sumber Daya Air, singkatan: Sudin SDA}\n",
}
WORKS = ("saluran", "jalan", "trotoar", "taman", "lampu", "pos", "gapura", "sumur")
STREETS = ("Melati", "Kenanga", "Mawar", "Cempaka", "Anggrek", "Dahlia", "Flamboyan", "Teratai")


def template(index: int) -> str:
    """One standard activity of the year."""
    return (
        f"perbaikan-{WORKS[index]}: {{kegiatan: Perbaikan {WORKS[index]}, isu: Lingkungan, "
        f"program: Program {WORKS[index]}, tipe: fisik, satuan: m, "
        f"harga_satuan: {(index + 1) * 100_000}, skpd: sudin-sda}}\n"
    )


def proposal(chance: random.Random, index: int) -> tuple[str, int]:
    """One proposal and its volume."""
    work = index % len(WORKS)
    volume = chance.randint(40, 160)
    street = chance.choice(STREETS)
    return (
        f'rw: "{chance.randint(1, 12):03d}"\n'
        f"permasalahan: Keadaan {WORKS[work]} nomor {index} mengganggu kegiatan warga.\n"
        f"usulan_kegiatan: Perbaikan {WORKS[work]} {street} {index}\n"
        f"template: perbaikan-{WORKS[work]}\n"
        f"lokasi: {{alamat: Jl. {street} {index}}}\n"
        f"volume: {volume}\nperkiraan_anggaran: {volume * (work + 1) * 100_000}\n"
        "validasi_lurah: {hasil: diteruskan, tanggal: 2016-02-24}\n"
    ), volume


def decision(chance: random.Random, volume: int) -> str:
    """One decision."""
    survey = (
        "survei: {tanggal: 2016-03-02, lokasi_sesuai: true, layak_teknis: true, "
        f"layak_administratif: true, volume_terukur: {volume}}}\n"
    )
    if chance.random() < APPROVED:
        return f"keputusan: disetujui\ntanggal: 2016-03-09\n{survey}"
    return (
        "keputusan: ditolak\ntanggal: 2016-03-09\n"
        "alasan: {kode: bukan-prioritas, uraian: Ditangani lebih dahulu di RW lain tahun ini.}\n"
        + survey
    )


def commits(size: int) -> Iterator[dict[str, str]]:
    """The files of the base and then those that the change adds."""
    chance = random.Random(size)  # noqa: S311 - the same year every time, no secret
    base = {f"proposals/2016/{name}": text for name, text in SETTINGS.items()}
    base["proposals/2016/template-kegiatan.yaml"] = "".join(map(template, range(len(WORKS))))
    change = {}
    folders = max(3, size // 190)
    for folder in range(folders):
        base[f"proposals/2016/kelurahan-{folder}/kelurahan.yaml"] = (
            f"nama: Kelurahan {folder}\njumlah_rw: 12\ndikirim: 2016-02-26\n"
            "berita_acara: {nomor: 1/BA, tanggal: 2016-02-24, ditandatangani: true}\n"
        )
    for index in range(size):
        place = f"2016/kelurahan-{index % folders}/{index // folders + 1:04d}.yaml"
        base[f"proposals/{place}"], volume = proposal(chance, index)
        if index < DECISIONS:
            change[f"decisions/{place}"] = decision(chance, volume)
        elif index % 2:
            base[f"decisions/{place}"] = decision(chance, volume)
    yield base
    yield change


def record(root: Path, size: int) -> None:
    """A repository whose last commit is the change to review."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", root], check=True)
    stream = bytearray()
    for files in commits(size):
        stream += b"commit refs/heads/main\ncommitter A <a@contoh.example> 1457500000 +0700\n"
        stream += b"data 0\n"
        for path, text in files.items():
            data = text.encode()
            stream += f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"
        stream += b"\n"
    command = ["git", "-C", root, "fast-import", "--quiet"]
    subprocess.run(command, input=bytes(stream), check=True)


def main() -> None:
    """Print the table."""
    print(
        f"review of {DECISIONS} decisions\n\n| proposals | median s | slowest s |\n|---:|---:|---:|"
    )
    for size, rounds in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            record(root, size)
            seconds = []
            for _ in range(rounds):
                start = time.perf_counter()
                done = subprocess.run(
                    [sys.executable, ROOT / "build.py", "--root", root, "review", "main~1", "main"],
                    capture_output=True,
                    text=True,
                    check=False,
                )
                seconds.append(time.perf_counter() - start)
                if done.returncode not in {0, 1} or "200 usulan diputuskan" not in done.stdout:
                    sys.exit(done.stdout[:2000] + done.stderr)
            print(f"| {size:,} | {statistics.median(seconds):.2f} | {max(seconds):.2f} |")


if __name__ == "__main__":
    main()
