"""Made-up years built without files: small ones for one activity, and ones of any size."""

from dataclasses import replace
from datetime import date
from itertools import cycle
from random import Random

from benchmarks.made_up import KINDS, PER_KELURAHAN, STREETS, WORKS
from musrenbang.records.snapshot import KelurahanFolder, Snapshot, Year
from musrenbang.year.views import View
from schemas import Kelurahan, Keputusan, Usulan
from schemas.musrenbang import TemplateKegiatan

TEMPLATE = TemplateKegiatan(
    kegiatan="Perbaikan jalan", isu="Jalan", program="P", tipe="fisik", satuan="m2", skpd="s"
)


def usulan(volume: str, address: str = "", **fields: object) -> Usulan:
    return Usulan.model_validate(
        {
            "permasalahan": "Jalan rusak.",
            "usulan_kegiatan": "Perbaikan jalan",
            "template": "jalan",
            "volume": volume,
            "lokasi": {"alamat": address} if address else None,
            **fields,
        }
    )


def view_of(
    records: dict[str, dict[str, Usulan]], decisions: dict[str, Keputusan] | None = None
) -> View:
    """A year of these proposals by kelurahan; decisions are on those of kelurahan a."""
    profil = Kelurahan.model_validate({"nama": "X", "dikirim": date(2016, 2, 20)})
    folders = {
        slug: KelurahanFolder(slug, profil, found, (decisions or {}) if slug == "a" else {})
        for slug, found in records.items()
    }
    year = Year(2016, template={"jalan": TEMPLATE}, kelurahan=folders)
    return View(Snapshot({2016: year}), year)


def located(address: str, north: float) -> Usulan:
    return usulan("10", lokasi={"alamat": address, "koordinat": [-6.2 + north, 106.8]})


def enlarged(sample: Year, size: int) -> Snapshot:
    """The proposals of a sample year again and again, in as many kelurahan as it takes."""
    folders = cycle(sample.kelurahan.values())
    found: dict[str, KelurahanFolder] = {}
    while size > 0:
        folder = next(folders)
        usulan = dict(list(folder.usulan.items())[:size])
        slug = f"{folder.slug}-{len(found) + 1}"
        found[slug] = replace(folder, slug=slug, usulan=usulan, kirim=None)
        size -= len(usulan)
    return Snapshot({sample.tahun: replace(sample, kelurahan=found, langsung=KelurahanFolder("x"))})


def crowded(sample: Snapshot, size: int) -> Snapshot:
    """The sample years, each with made-up proposals of other kelurahan up to this size."""
    return Snapshot({tahun: _crowd(year, size) for tahun, year in sample.years.items()})


def _crowd(year: Year, size: int) -> Year:
    chance = Random(year.tahun)  # noqa: S311 - the same crowd every time, no secret
    missing = size - sum(len(folder.usulan) for folder in year.kelurahan.values())
    found = dict(year.kelurahan)
    for start in range(0, missing, PER_KELURAHAN):
        slug = f"kampung-{start // PER_KELURAHAN + 1}"
        made = {f"{number:04d}": _noise(chance) for number in range(1, PER_KELURAHAN + 1)}
        profil = Kelurahan.model_validate({"nama": f"Kampung {slug[8:]}", "jumlah_rw": 12})
        found[slug] = KelurahanFolder(slug, profil, made)
    return replace(year, kelurahan=found)


def _noise(chance: Random) -> Usulan:
    work, tipe, satuan, price, lack = chance.choice(WORKS)
    street = f"{chance.choice(STREETS)} {chance.choice(('I', 'II', 'III', 'IV', 'Raya', 'Barat'))}"
    return Usulan.model_validate(
        {
            "rw": f"{chance.randint(1, 12):03d}",
            "permasalahan": f"{work.capitalize()} {lack}.",
            "usulan_kegiatan": f"{chance.choice(KINDS)} {work}",
            "tipe": tipe,
            "satuan": satuan,
            "volume": chance.randint(1, 200),
            "perkiraan_anggaran": price * chance.randint(1, 200),
            "lokasi": {"alamat": f"{chance.choice(('Jl.', 'Gang'))} {street}"},
        }
    )
