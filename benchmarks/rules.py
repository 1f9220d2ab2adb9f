"""How long all rules take over one year of 1,000, 10,000 and 50,000 proposals.

Run as `python -m benchmarks.rules`. The proposals are made up from a few words by a seeded
generator, a third of them decided; loading is not measured.
"""

import random
import time
from collections.abc import Mapping
from datetime import date

from musrenbang.rules import RULES
from musrenbang.snapshot import KelurahanFolder, Snapshot, Year
from musrenbang.views import View
from schemas import Kelurahan, Keputusan, Musrenbang, Usulan
from schemas.musrenbang import Skpd, TemplateKegiatan

SIZES = (1_000, 10_000, 50_000)
PER_KELURAHAN = 250
STREETS = ("Mawar", "Melati", "Anggrek", "Kenanga", "Cempaka", "Dahlia", "Kamboja", "Seruni")
PROBLEMS = (
    "Saluran mampat dan meluap setiap hujan lebat sehingga air masuk ke halaman.",
    "Permukaan jalan retak dan berlubang, sering membuat pengendara terjatuh.",
    "Lampu jalan belum ada sehingga gang gelap pada malam hari.",
)
SURVEY = {
    "tanggal": date(2016, 3, 2),
    "lokasi_sesuai": True,
    "layak_teknis": True,
    "layak_administratif": True,
}


def main() -> None:
    """Measure and print one line for each size."""
    for size in SIZES:
        year = make_year(size)
        snapshot = Snapshot({2016: year})
        best, found = min(_run(snapshot, year) for _ in range(3))
        print(f"{size:>7,} usulan: {best:6.3f} s, {best / size * 1e6:5.1f} µs each, {found} hits")


def slowest(size: int = 50_000) -> list[tuple[float, str]]:
    """What each rule takes, slowest first; shared facts count for the rule that asks first."""
    year = make_year(size)
    view = View(Snapshot({2016: year}), year)
    times = []
    for rule in RULES:
        start = time.perf_counter()
        list(rule.problems(view))
        times.append((time.perf_counter() - start, rule.id))
    return sorted(times, reverse=True)


def _run(snapshot: Snapshot, year: Year) -> tuple[float, int]:
    start = time.perf_counter()
    view = View(snapshot, year)
    found = sum(1 for rule in RULES for _ in rule.problems(view))
    return time.perf_counter() - start, found


def make_year(size: int) -> Year:
    """A made-up year with this many proposals."""
    choose = random.Random(size)  # noqa: S311 - the same proposals every time
    template = {
        f"kegiatan-{number}": TemplateKegiatan(
            kegiatan=f"Kegiatan {number}",
            isu="Lingkungan",
            program="Program",
            tipe="fisik",
            satuan=choose.choice(("m", "m2", "unit")),
            harga_satuan=choose.choice((None, 500_000)),
            skpd="sudin",
        )
        for number in range(60)
    }
    kelurahan = {
        f"kelurahan-{number}": _folder(choose, number, min(PER_KELURAHAN, size), template)
        for number in range(max(1, size // PER_KELURAHAN))
    }
    settings = Musrenbang.model_validate(
        {
            "tahun": 2016,
            "tahun_rencana": 2017,
            "kecamatan": {"kode": "31.71.05", "nama": "Contoh"},
            "kota": {"kode": "31.71", "nama": "Contoh", "jenis": "Kota Administrasi"},
            "pejabat": {"camat": {}, "kepala_perencanaan": {"jabatan": "Kepala"}},
        }
    )
    skpd = {"sudin": Skpd(nama="Suku Dinas", singkatan="Sudin")}
    return Year(2016, musrenbang=settings, skpd=skpd, template=template, kelurahan=kelurahan)


def _folder(
    choose: random.Random, number: int, size: int, template: Mapping[str, TemplateKegiatan]
) -> KelurahanFolder:
    usulan = {f"{index:04d}": _usulan(choose, template) for index in range(1, size + 1)}
    keputusan = {
        nomor: Keputusan.model_validate(
            {
                "keputusan": "disetujui",
                "tanggal": date(2016, 3, 9),
                "survei": {**SURVEY, "volume_terukur": record.volume},
            }
        )
        for nomor, record in usulan.items()
        if choose.random() < 1 / 3
    }
    profil = Kelurahan.model_validate(
        {
            "nama": f"Kelurahan {number}",
            "jumlah_rw": 15,
            "berita_acara": {"nomor": "1", "tanggal": date(2016, 2, 24), "ditandatangani": True},
            "dikirim": date(2016, 2, 26),
        }
    )
    return KelurahanFolder(f"kelurahan-{number}", profil, usulan, keputusan)


def _usulan(choose: random.Random, template: Mapping[str, TemplateKegiatan]) -> Usulan:
    volume = round(choose.lognormvariate(4, 1)) + 1
    street = f"Jl. {choose.choice(STREETS)} {choose.choice(STREETS)} {choose.randint(1, 40)}"
    place = (-6.2 + choose.random() / 50, 106.8 + choose.random() / 50)
    return Usulan.model_validate(
        {
            "rw": f"{choose.randint(1, 15):03d}",
            "permasalahan": choose.choice(PROBLEMS),
            "usulan_kegiatan": "Perbaikan sarana lingkungan",
            "template": choose.choice(list(template)),
            "lokasi": {
                "alamat": f"{street} RT {choose.randint(1, 12):03d}",
                "koordinat": choose.choice((None, place)),
            },
            "volume": volume,
            "perkiraan_anggaran": volume * 500_000,
            "validasi_lurah": {"hasil": "diteruskan", "tanggal": date(2016, 2, 24)},
        }
    )


if __name__ == "__main__":
    main()
