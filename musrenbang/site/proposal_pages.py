"""One page per proposal."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from musrenbang.files.published_folder import Output
from musrenbang.history.history_model import Merge
from musrenbang.records.fields import further_texts
from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.review.words import volume
from musrenbang.site import addresses
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.entries import ListedProposal, Window, names_rt
from musrenbang.site.history_pages import HistoryRecord, record_of
from musrenbang.site.life_story import Story, corrections, life_story, sent_undecided
from musrenbang.site.page_facts import Site, YearFacts
from musrenbang.site.place_map import Dot
from musrenbang.text import indonesian
from musrenbang.year.cases import Case, Status, photo_files
from musrenbang.year.labels import ALASAN, ReasonLabel
from musrenbang.year.outliers import Flag
from schemas.keputusan import Koreksi

OPENSTREETMAP = "https://www.openstreetmap.org/"


class SizeAtStep(NamedTuple):
    """Volume and amount at one step of the way, as text."""

    tahap: str
    volume: str
    anggaran: str | None
    berubah: bool = False


class Detail(NamedTuple):
    """What a proposal's own page shows beyond its entry."""

    entry: ListedProposal
    case: Case
    alasan: ReasonLabel | None
    ukuran: tuple[SizeAtStep, ...]
    tanpa_validasi: str | None
    dimaksud: ListedProposal | None
    """The proposal that a rejection points to."""
    kewajaran: tuple[Flag, ...]
    """What the fairness check notes of its figures (juknis C.1.f)."""
    koreksi: tuple[Koreksi, ...]
    peta: str | None
    titik: Dot | None
    """Its place on the schematic map."""
    bidang_lain: list[tuple[str, str]]
    """Title and text of the fields that this page does not lay out itself."""
    foto: tuple[str, ...]
    kisah: Story
    catatan: tuple[HistoryRecord, ...]
    """Who recorded what its story tells, in the order of the story's merges."""
    sebut_rt: bool
    """Whether its RT still have to be named beside the address."""
    belum_disurvei: bool
    satu_rw: Window
    sejenis: Window
    sebelum: ListedProposal | None
    sesudah: ListedProposal | None

    @property
    def melanggar(self) -> bool:
        """Whether something that recorded it broke the rules."""
        return any(record.pelanggaran for record in self.catatan)


def proposal_pages(engine: Engine, year: YearFacts, slug: str) -> Iterator[Output]:
    """The page of every proposal whose file stands in one folder."""
    recorded: dict[str, HistoryRecord] = {}
    folder = year.year.folder(slug) or KelurahanFolder(slug)
    for case in year.view.cases_by_folder[slug].values():
        entry = year.entry(case)
        detail = detail_of(engine.site, year, folder, entry, recorded)
        yield engine.page("usulan", _page(year, entry), year, usulan=detail)


def detail_of(
    site: Site,
    year: YearFacts,
    folder: KelurahanFolder,
    entry: ListedProposal,
    recorded: dict[str, HistoryRecord],
) -> Detail:
    """Gather what one proposal page shows; costs the same for a year of any size.

    `recorded` keeps the records of merges, which many proposals share, from page to page.
    """
    case = entry.case
    alasan = case.keputusan.alasan if case.keputusan else None
    sender = folder if not case.langsung else KelurahanFolder(folder.slug)
    kisah = life_story(case, sender, year.history)
    koreksi = corrections(case, folder)
    before, after = year.beside[case.id]
    return Detail(
        entry=entry,
        case=case,
        alasan=ALASAN[alasan.kode] if alasan and case.status is Status.DITOLAK else None,
        ukuran=_measures(entry, corrected=bool(koreksi)),
        tanpa_validasi=sent_undecided(case, folder),
        dimaksud=year.meant.get(alasan.usulan) if alasan and alasan.usulan else None,
        kewajaran=year.view.flags.get(case.id, ()),
        koreksi=koreksi,
        peta=_map_link(case),
        titik=_dot(year, case),
        bidang_lain=further_texts(case.usulan),
        foto=_photos(year, case),
        kisah=kisah,
        catatan=tuple(_record(site, year, merge, recorded) for merge in kisah.merges),
        sebut_rt=bool(case.usulan.rt)
        and not (case.usulan.lokasi and names_rt(case.usulan.lokasi.alamat)),
        belum_disurvei=case.tipe == "fisik" and case.survei is None,
        satu_rw=year.same_rw(case.kelurahan).of(case),
        sejenis=year.same_activity.of(case),
        sebelum=year.entry(before) if before else None,
        sesudah=year.entry(after) if after else None,
    )


def _record(
    site: Site, year: YearFacts, merge: Merge, recorded: dict[str, HistoryRecord]
) -> HistoryRecord:
    found = recorded.get(merge.commit)
    if found is None:
        found = recorded[merge.commit] = record_of(site, year.history, merge)
    return found


def _page(year: YearFacts, entry: ListedProposal) -> Page:
    case = entry.case
    return Page(
        path=entry.path,
        judul=f"{entry.hasil_lengkap}: {entry.judul}",
        deskripsi=f"Usulan {case.id}, Kelurahan {entry.wilayah}. {entry.hasil_lengkap}.",
        remah=_crumbs(year.tahun, case.kelurahan, case.nama_kelurahan, case.usulan.rw),
        bagian="usulan",
    )


@lru_cache(maxsize=64)
def _crumbs(tahun: int, slug: str, nama: str, rw: str | None) -> tuple[Crumb, ...]:
    crumbs = (
        Crumb(str(tahun), addresses.year_page(tahun)),
        Crumb(nama, addresses.kelurahan_page(tahun, slug)),
    )
    return (*crumbs, Crumb(f"RW {rw}", addresses.rw_page(tahun, slug, rw))) if rw else crumbs


def _measures(entry: ListedProposal, *, corrected: bool) -> tuple[SizeAtStep, ...]:
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
    return tuple(rows)


def _map_link(case: Case) -> str | None:
    lokasi = case.usulan.lokasi
    if lokasi is None or lokasi.koordinat is None:
        return None
    latitude, longitude = lokasi.koordinat
    return (
        f"{OPENSTREETMAP}?mlat={latitude:.6f}&mlon={longitude:.6f}"
        f"#map=19/{latitude:.6f}/{longitude:.6f}"
    )


def _dot(year: YearFacts, case: Case) -> Dot | None:
    lokasi = case.usulan.lokasi
    if year.map is None or lokasi is None or lokasi.koordinat is None:
        return None
    return year.map.place(lokasi.koordinat)


def _photos(year: YearFacts, case: Case) -> tuple[str, ...]:
    named = photo_files(case)
    return tuple(addresses.photo(year.tahun, path) for path in named if path in year.year.foto)
