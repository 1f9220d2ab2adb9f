"""Made-up years built without files: small ones for one activity, and ones of any size."""

from dataclasses import replace
from datetime import date
from itertools import cycle

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
