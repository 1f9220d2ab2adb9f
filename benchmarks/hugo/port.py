"""Writes years as a Hugo site: the layouts beside this, and one content file per proposal.

What Hugo cannot know (history, neighbours, texts in Indonesian) stands ready in each file's front
matter, so that Hugo only has to read, join into lists and render.
"""

import json
import shutil
from collections.abc import Iterator
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

from musrenbang.files.theme import Theme
from musrenbang.history.timeline import History
from musrenbang.records.snapshot import Snapshot
from musrenbang.site import addresses
from musrenbang.site.engine import Engine
from musrenbang.site.entries import ListedProposal, Window, once
from musrenbang.site.history_pages import record_of
from musrenbang.site.page_facts import YearFacts, facts_of, site_of
from musrenbang.site.proposal_pages import shown_of
from musrenbang.text import indonesian
from musrenbang.year.labels import TIPE
from musrenbang.year.views import views_of

HERE = Path(__file__).resolve().parent


def write(snapshot: Snapshot, history: History, theme: Theme, folder: Path) -> None:
    """A whole Hugo site below `folder`."""
    engine = Engine(site_of(snapshot, history, theme))
    views = views_of(snapshot)
    shutil.copytree(HERE / "layouts", folder / "layouts")
    shutil.copy(HERE / "hugo.toml", folder / "hugo.toml")
    for part in ("atas", "bawah"):
        frame = engine.text(f"bagian/{part}.html", bagian="usulan")
        (folder / "layouts/_partials" / f"{part}.html").write_text(frame.replace("@/", "/"))
    assets = folder / "static/aset"
    assets.mkdir(parents=True)
    for name, data in (*theme.below("aset").items(), *theme.below("fonts/web").items()):
        (assets / name).parent.mkdir(parents=True, exist_ok=True)
        (assets / name).write_bytes(data)
    for year in facts_of(views, history, {}):
        for path, values in contents(engine, year.value):
            file = folder / "content/usulan" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n")


def contents(engine: Engine, year: YearFacts) -> Iterator[tuple[str, dict[str, Any]]]:
    """The path and front matter of every proposal of a year."""
    recorded = once(partial(record_of, engine.site, year.history), attrgetter("commit"))
    for folder in year.year.folders:
        for case in year.view.cases_by_folder[folder.slug].values():
            shown = shown_of(year, folder, year.entry(case), recorded)
            yield f"{case.id}.md", _front_matter(shown)


def _front_matter(shown: dict[str, Any]) -> dict[str, Any]:
    entry: ListedProposal = shown["entry"]
    case, usulan = entry.case, entry.case.usulan
    decision = case.keputusan
    survey = decision.survei if decision else None
    reason = decision.alasan if decision else None
    return {
        "title": entry.judul,
        "id": case.id,
        "nomor": entry.nomor,
        "kode": case.status.value,
        "kelurahan": [f"{case.tahun}-{case.kelurahan}"],
        "rw": [f"{case.tahun}-{case.kelurahan}-{usulan.rw}"],
        "skpd": [f"{case.tahun}-{case.kode_skpd or addresses.NO_SKPD}"],
        "keputusan": [f"{case.tahun}-{case.status.value}"],
        "ringkasan": f"Usulan {case.id}, Kelurahan {entry.wilayah}. {entry.hasil_lengkap}.",
        "nama_kelurahan": case.nama_kelurahan,
        "nomor_rw": usulan.rw,
        "wilayah": entry.wilayah,
        "hasil": entry.hasil,
        "arti": entry.status.arti,
        "sementara": entry.sementara,
        "alasan": {
            "nama": shown["alasan"].nama,
            "dasar": shown["alasan"].dasar,
            "uraian": reason.uraian,
        }
        if shown["alasan"] and reason
        else None,
        "kode_alasan": reason.kode if reason else "",
        "alasan_perubahan": decision.alasan_perubahan if decision and case.diubah else None,
        "tanggal_keputusan": indonesian.hari_tanggal(decision.tanggal) if decision else None,
        "permasalahan": usulan.permasalahan,
        "alamat": usulan.lokasi.alamat if usulan.lokasi else None,
        "peta": shown["peta"],
        "nama_skpd": case.skpd.nama if case.skpd else None,
        "tipe": TIPE[case.tipe or ""],
        "isu": case.isu,
        "program": case.program,
        "kegiatan": case.template.kegiatan if case.template else "tanpa template",
        "validasi": usulan.validasi_lurah.hasil if usulan.validasi_lurah else "belum",
        "prioritas": usulan.prioritas,
        "volume": entry.volume,
        "anggaran": entry.anggaran,
        "anggaran_angka": case.anggaran,
        "diubah": case.diubah,
        "volume_angka": float(case.volume),
        "satuan": case.satuan,
        "koordinat": usulan.lokasi.koordinat if usulan.lokasi else None,
        "kata_kunci": f"{usulan.template} {case.isu} {case.program}",
        "ukuran": [
            {
                "tahap": step.tahap,
                "volume": step.volume,
                "anggaran": step.anggaran or "–",
                "berubah": step.berubah,
            }
            for step in shown["ukuran"]
        ],
        "survei": {
            "tanggal": indonesian.hari_tanggal(survey.tanggal),
            "lokasi_sesuai": survey.lokasi_sesuai,
            "layak_teknis": survey.layak_teknis,
            "layak_administratif": survey.layak_administratif,
            "volume": f"{survey.volume_terukur} {case.satuan}",
        }
        if survey
        else None,
        "kisah": [
            {
                "iso": moment.hari.isoformat(),
                "waktu": moment.waktu,
                "judul": moment.judul,
                "uraian": moment.uraian,
            }
            for moment, _, _ in shown["kisah"].steps
        ],
        "catatan": [
            {
                "iso": record.waktu.isoformat(),
                "waktu": indonesian.waktu_wib(record.waktu),
                "judul": record.judul,
                "siapa": record.siapa,
                "commit": record.pendek,
            }
            for record in shown["catatan"]
        ],
        "jumlah_rw": shown["satu_rw"].jumlah,
        "satu_rw": _near(shown["satu_rw"]),
        "jumlah_sejenis": shown["sejenis"].jumlah,
        "sejenis": _near(shown["sejenis"]),
        "sebelum": _step(shown["sebelum"]),
        "sesudah": _step(shown["sesudah"]),
    }


def _near(window: Window) -> list[dict[str, str]]:
    return [
        {
            "path": f"/usulan/{entry.case.id}/",
            "judul": entry.judul,
            "nomor": entry.nomor,
            "wilayah": entry.wilayah,
            "kode": entry.status.kode,
            "hasil": entry.hasil,
        }
        for entry in window.entries
    ]


def _step(entry: ListedProposal | None) -> dict[str, str] | None:
    return {"path": f"/usulan/{entry.case.id}/", "nomor": entry.case.nomor} if entry else None
