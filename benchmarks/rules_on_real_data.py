"""How often each rule fires on real proposals: the table of docs/rules-measured.md.

Run as `python -m benchmarks.rules_on_real_data [FOLDER]`. Each kecamatan becomes one year, each
stage of Sukabumi a year of its own; every activity becomes a template without a price, because
the real data has none. Nothing of the data is written anywhere.
"""

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from musrenbang.records.snapshot import KelurahanFolder, Snapshot, Year
from musrenbang.rules import RULES
from musrenbang.year.views import View
from schemas import Kelurahan, Usulan
from schemas.musrenbang import Skpd, TemplateKegiatan

FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
YEAR = 2018
SENT = {
    "dikirim": date(YEAR, 2, 20),
    "berita_acara": {"nomor": "1", "tanggal": date(YEAR, 2, 19), "ditandatangani": True},
}
LARGEST = 10**9


@dataclass(frozen=True)
class Row:
    """One real proposal in the words of the schema."""

    kelurahan: str
    rw: str
    permasalahan: str
    kegiatan: str
    lokasi: str
    volume: Decimal
    satuan: str
    anggaran: int | None


def kauman(folder: Path = FOLDER) -> View:
    """The proposals of Kauman."""
    with (folder / "usulan-kauman-malang-2023.csv").open(encoding="utf-8") as file:
        rows = [
            Row(
                kelurahan=row["kelurahan"],
                rw=row["rw"].zfill(3) if row["rw"] else "",
                permasalahan=row["permasalahan"],
                kegiatan=row["usulan_kegiatan"],
                lokasi=row["lokasi"],
                volume=Decimal(row["volume"]),
                satuan=row["satuan"],
                anggaran=int(row["anggaran_rp"]),
            )
            for row in csv.DictReader(file)
        ]
    return _view(rows)


def sukabumi(stage: str, folder: Path = FOLDER) -> dict[str, View]:
    """The proposals of one stage (Desa, Kecamatan) by kecamatan; only those with a volume."""
    rows: dict[str, list[Row]] = defaultdict(list)
    with (folder / "usulan-sukabumi-2019.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            volume = Decimal(row["volume"] or 0)
            if stage not in row["tahapan"] or not 0 < volume <= LARGEST:
                continue
            rows[row["kecamatan"]].append(
                Row(
                    kelurahan=row["desa_kelurahan"],
                    rw="",
                    permasalahan=row["kegiatan"],
                    kegiatan=f"{row['keluaran_utama']} ({row['kegiatan']})",
                    lokasi=" ".join(row["lokasi_detail"].split()),
                    volume=round(volume, 4),
                    satuan=row["satuan"],
                    anggaran=None,
                )
            )
    return {kecamatan: _view(group) for kecamatan, group in rows.items()}


def hits(views: Mapping[str, View]) -> Counter[str]:
    """How often each rule fires."""
    return Counter(
        rule.id for view in views.values() for rule in RULES for _ in rule.problems(view)
    )


def _view(rows: list[Row]) -> View:
    templates: dict[str, str] = {}
    known: dict[str, TemplateKegiatan] = {}
    folders: dict[str, dict[str, Usulan]] = defaultdict(dict)
    names: dict[str, str] = {}
    for row in rows:
        slug = templates.setdefault(row.kegiatan.lower(), f"kegiatan-{len(templates)}")
        known.setdefault(
            slug,
            TemplateKegiatan(
                kegiatan=row.kegiatan[:300],
                isu="-",
                program="-",
                tipe="fisik",
                satuan=row.satuan or "unit",
                skpd="skpd",
            ),
        )
        home = re.sub(r"[^a-z0-9]+", "-", row.kelurahan.lower()).strip("-")
        names[home] = row.kelurahan
        folders[home][f"{len(folders[home]) + 1:04d}"] = _usulan(row, slug)
    kelurahan = {
        slug: KelurahanFolder(
            slug, Kelurahan.model_validate({"nama": names[slug], **SENT}), records
        )
        for slug, records in folders.items()
    }
    skpd = {"skpd": Skpd(nama="SKPD", singkatan="SKPD")}
    year = Year(YEAR, skpd=skpd, template=known, kelurahan=kelurahan)
    return View(Snapshot({YEAR: year}), year)


def _usulan(row: Row, template: str) -> Usulan:
    return Usulan.model_validate(
        {
            "rw": row.rw or None,
            "permasalahan": row.permasalahan or row.kegiatan,
            "usulan_kegiatan": row.kegiatan[:300],
            "template": template,
            "lokasi": {"alamat": row.lokasi[:300]} if row.lokasi else None,
            "volume": row.volume,
            "satuan": row.satuan or None,
            "perkiraan_anggaran": row.anggaran,
            "validasi_lurah": {"hasil": "diteruskan"},
        }
    )


def _table(folder: Path) -> Iterator[str]:
    groups = {
        "Kauman": {"Kauman": kauman(folder)},
        "Sukabumi, desa": sukabumi("Desa", folder),
        "Sukabumi, kecamatan": sukabumi("Kecamatan", folder),
    }
    counts = {name: hits(views) for name, views in groups.items()}
    sizes = (sum(len(view.cases) for view in views.values()) for views in groups.values())
    yield f"| rule | {' | '.join(groups)} |"
    yield "|---|" + "---:|" * len(groups)
    yield f"| proposals | {' | '.join(f'{size:,}' for size in sizes)} |"
    for rule in RULES:
        row = [found[rule.id] for found in counts.values()]
        if any(row):
            yield f"| `{rule.id}` | {' | '.join(map(str, row))} |"


if __name__ == "__main__":
    print("\n".join(_table(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)))
