"""One page per proposal."""

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any, NamedTuple

from musrenbang.files.published_folder import Output
from musrenbang.history.history_model import Merge
from musrenbang.records.fields import further_texts
from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.review.words import volume
from musrenbang.site import addresses
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.entries import ListedProposal, names_rt, once
from musrenbang.site.history_pages import HistoryRecord, record_of
from musrenbang.site.life_story import (
    changed_since_survey,
    corrections,
    life_story,
    sent_undecided,
)
from musrenbang.site.onward import stage_name, stages_after
from musrenbang.site.page_facts import YearFacts
from musrenbang.text import indonesian
from musrenbang.year.cases import Case, Status, photo_files
from musrenbang.year.follow_up import is_done, newest
from musrenbang.year.guide import dasar
from schemas.musrenbang import Musrenbang

OPENSTREETMAP = "https://www.openstreetmap.org/"


class SizeAtStep(NamedTuple):
    """Volume and amount at one step of the way, as text."""

    tahap: str
    volume: str
    anggaran: str | None
    berubah: bool = False


def proposal_pages(engine: Engine, year: YearFacts, slug: str) -> Iterator[Output]:
    """The page of every proposal whose file stands in one folder."""
    # Many proposals share a merge: its record is the same on all their pages.
    recorded = once(partial(record_of, engine.site, year.history), attrgetter("commit"))
    folder = year.year.folder(slug) or KelurahanFolder(slug)
    for case in year.view.cases_by_folder[slug].values():
        entry = year.entry(case)
        yield engine.page(
            "usulan", _page(year, entry), year, **shown_of(year, folder, entry, recorded)
        )


def shown_of(
    year: YearFacts,
    folder: KelurahanFolder,
    entry: ListedProposal,
    recorded: Callable[[Merge], HistoryRecord],
) -> dict[str, Any]:
    """What a proposal's own page shows, by the names its template uses.

    Costs the same for a year of any size.
    """
    case = entry.case
    kirim = folder.kirim
    sender = folder if not case.langsung else KelurahanFolder(folder.slug)
    kisah = life_story(case, sender, year.history)
    # Who recorded what its story tells, in the order of the story's merges.
    catatan = [recorded(merge) for merge in kisah.merges]
    koreksi = corrections(case, folder)
    address = case.usulan.lokasi.alamat if case.usulan.lokasi else ""
    before, after = year.beside[case.id]
    return {
        "entry": entry,
        "alasan": case.alasan if case.status is Status.DITOLAK else None,
        "selesai": is_done(case),
        "dasar": dasar(case.alasan) if case.alasan else "",
        "ukuran": _measures(entry, year.musrenbang, corrected=bool(koreksi)),
        "tanpa_validasi": sent_undecided(case, folder),
        "dimaksud": year.siblings.dimaksud.get(case.meant),
        "disebut": year.siblings.disebut.get(case.id, ()),
        "kewajaran": year.view.flags.get(case.id, ()),
        "koreksi": koreksi,
        "kembar_lalu": year.siblings.sebelum.get(case.id),
        "kembar_depan": year.siblings.sesudah.get(case.id),
        "lanjut": stages_after(case, year.musrenbang, kirim.tanggal if kirim else None),
        "peta": _on_map(case),
        "bidang_lain": further_texts(case.usulan),
        "foto": [
            addresses.photo(year.tahun, path)
            for path in photo_files(case)
            if path in year.year.foto
        ],
        "kisah": kisah,
        "catatan": catatan,
        "melanggar": any(record.pelanggaran for record in catatan),
        "sebut_rt": case.usulan.rt and not names_rt(address),
        "sesudah_survei": changed_since_survey(case, year.history),
        "belum_disurvei": case.tipe == "fisik"
        and case.survei is None
        and case.status not in _NOT_SURVEYED,
        "satu_rw": year.same_rw.of(case),
        "sejenis": year.same_activity.of(case),
        "sebelum": year.entry(before) if before else None,
        "sesudah": year.entry(after) if after else None,
    }


def _page(year: YearFacts, entry: ListedProposal) -> Page:
    case = entry.case
    return Page(
        path=entry.path,
        judul=f"{entry.hasil_lengkap}: {entry.judul}",
        deskripsi=f"{'Data contoh. ' if year.contoh else ''}Usulan {case.id}, "
        f"Kelurahan {entry.wilayah}. {entry.hasil_lengkap}.",
        remah=_crumbs(year.tahun, case.kelurahan, case.nama_kelurahan, case.usulan.rw),
        bagian="usulan",
        gambar=entry.gambar,
    )


@lru_cache(maxsize=64)
def _crumbs(tahun: int, slug: str, nama: str, rw: str | None) -> tuple[Crumb, ...]:
    crumbs = (
        Crumb(str(tahun), addresses.year_page(tahun)),
        Crumb(nama, addresses.kelurahan_page(tahun, slug)),
    )
    return (*crumbs, Crumb(indonesian.rw(rw), addresses.rw_page(tahun, slug, rw))) if rw else crumbs


_NOT_SURVEYED = frozenset({Status.TIDAK_DITERUSKAN, Status.FORUM_UKPD})
"""What the camat neither surveys nor decides."""


def _measures(
    entry: ListedProposal, settings: Musrenbang | None, *, corrected: bool
) -> tuple[SizeAtStep, ...]:
    case, usulan = entry.case, entry.case.usulan
    proposed = usulan.perkiraan_anggaran
    rows = [
        SizeAtStep(
            "Diusulkan",
            volume(usulan.volume, case),
            None if proposed is None else indonesian.rupiah(proposed),
        )
    ]
    if case.survei and case.survei.volume_terukur is not None:
        rows.append(SizeAtStep("Hasil ukur ulang", volume(case.survei.volume_terukur, case), ""))
    if case.status is Status.DISETUJUI:
        rows.append(
            SizeAtStep(
                "Disetujui, sesudah dikoreksi" if corrected else "Disetujui camat",
                entry.volume,
                entry.anggaran,
                berubah=case.diubah,
            )
        )
    budget = newest(case.kabar).get("apbd")
    if budget and budget.hasil == "diterima" and budget.nilai is not None:
        step = f"Nilai dalam {stage_name('apbd', settings)}"
        rows.append(SizeAtStep(step, "", indonesian.rupiah(budget.nilai)))
    return tuple(rows)


def _on_map(case: Case) -> str | None:
    """The way to its place on a public map."""
    lokasi = case.usulan.lokasi
    if lokasi is None or lokasi.koordinat is None:
        return None
    latitude, longitude = lokasi.koordinat
    place = f"{latitude:.6f}/{longitude:.6f}"
    return f"{OPENSTREETMAP}?mlat={latitude:.6f}&mlon={longitude:.6f}#map=19/{place}"
