"""The pages of one year that are about the whole: report, search, documents.

Every picture of the report is a table whose rows carry a bar: the numbers always stand beside it.
"""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from musrenbang.files.paths import UPLOADS
from musrenbang.files.published_folder import Output
from musrenbang.review.words import listed
from musrenbang.site import addresses, metadata
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.page_facts import Site, YearFacts
from musrenbang.year.cases import Status
from musrenbang.year.figures import Ringkasan, Shift, Tally
from musrenbang.year.labels import CHANGED, STATUS
from musrenbang.year.steps import is_ready


class FunnelStep(NamedTuple):
    """One step of the way from the RW to the city, and what did not come this far."""

    nama: str
    kode: str
    """The colour of its bar."""
    tally: Tally
    sisih: str


class ShiftRow(NamedTuple):
    """Approvals corrected in one direction."""

    nama: str
    kode: str
    shift: Shift

    @property
    def selisih(self) -> int:
        return self.shift.menjadi - self.shift.semula


class YearMeasure(NamedTuple):
    """One measure of two years; shares are in whole percent, `None` where nothing is counted."""

    nama: str
    lalu: int | None
    kini: int | None
    satuan: str = ""

    @property
    def puncak(self) -> int:
        """The larger of the two, which fills its bar."""
        return max(self.lalu or 0, self.kini or 0)


def funnel_steps(
    found: Ringkasan,
    langsung: int,
    waiting: str = "belum diputuskan",
    discussed: str = "dibahas forum",
) -> Iterator[FunnelStep]:
    """The steps of `figures.Ringkasan.corong` in words; so many came from residents directly."""
    came = {name: tally.jumlah for name, tally in found.corong.items()}
    states = {status: tally.jumlah for status, tally in found.semua.status.items()}
    stopped = states[Status.TIDAK_DITERUSKAN]
    unjudged = came["diusulkan"] - came["diteruskan"] - stopped
    undecided = states[Status.BELUM_DIVALIDASI]
    forum = states[Status.FORUM_UKPD] - langsung
    rejected = states[Status.DITOLAK]

    def step(name: str, nama: str, *lost: tuple[int, str]) -> FunnelStep:
        kode = "disetujui" if name in {"disetujui", "kirim"} else "forum-ukpd"
        return FunnelStep(nama, kode, found.corong[name], listed(lost))

    yield step("diusulkan", "Diusulkan RW")
    yield step(
        *("diteruskan", "Diteruskan lurah"),
        (stopped, "tidak diteruskan lurah"),
        (unjudged, "belum divalidasi lurah"),
    )
    yield step(
        *("dikirim", "Dikirim lurah ke kecamatan"),
        (came["diteruskan"] - came["dikirim"], "belum dikirim lurah"),
    )
    yield step(
        *("diputuskan", "Diputuskan camat"),
        (undecided, f"{waiting} camat"),
        (forum, discussed),
    )
    yield step("disetujui", "Disetujui camat", (rejected, "ditolak camat"))
    yield step(
        *("kirim", "Dikirim camat ke tingkat kota"),
        (came["disetujui"] - came["kirim"], "masih sementara, belum dikirim camat"),
    )


def shift_rows(found: Ringkasan) -> tuple[ShiftRow, ...]:
    """The corrections of a year by direction."""
    return tuple(
        ShiftRow(nama, kode, found.perubahan[name])
        for name, nama, kode in (
            ("turun", "Volume dikurangi", "ditolak"),
            ("naik", "Volume ditambah", "disetujui"),
            ("tetap", "Volume tetap, anggaran diubah", "belum-dikirim"),
        )
    )


def compared(before: Ringkasan, now: Ringkasan) -> Iterator[YearMeasure]:
    """Two years by the same measures."""
    for (nama, satuan, lalu), (_, _, kini) in zip(_measures(before), _measures(now), strict=True):
        yield YearMeasure(nama, lalu, kini, satuan)


def _measures(found: Ringkasan) -> Iterator[tuple[str, str, int | None]]:
    """Name, unit and value of each measure of a year."""
    states = found.semua.status
    approved = states[Status.DISETUJUI]
    decided = approved.jumlah + states[Status.DITOLAK].jumlah
    share = round(100 * approved.jumlah / decided) if decided else None
    yield "Semua usulan", "", found.semua.total.jumlah
    for status, label in STATUS.items():
        nama = "Belum atau tidak diputuskan" if status is Status.BELUM_DIVALIDASI else label.nama
        yield nama, "", states[status].jumlah
    yield CHANGED, "", found.diubah.jumlah
    yield "Bagian yang disetujui dari yang diputuskan", "%", share
    yield "Rupiah disetujui", "rupiah", approved.anggaran


def on_host(site: Site, path: str) -> str | None:
    """A page of the repository at GitHub; `None` where it is not known to be there."""
    repository = site.situs.repositori
    if repository is None or urlsplit(repository).netloc.lower() != "github.com":
        return None
    return f"{repository.rstrip('/')}/{path}"


def year_pages(engine: Engine, year: YearFacts) -> Iterator[Output]:
    """Report, search, kelurahan overview and documents of a year."""
    crumbs = (Crumb(str(year.tahun), year.path),)
    judul = f"Musrenbang {year.nama} {year.tahun}"
    before, figures = year.before or (None, None)
    found = year.view.ringkasan
    yield engine.page(
        "tahun",
        Page(
            year.path,
            judul,
            f"Hasil dan perkembangan {judul}.",
            bagian="beranda",
            data=metadata.of_year(engine.site, year),
        ),
        year,
        sebelumnya=before,
        banding=tuple(compared(figures, found)) if figures else (),
        corong=tuple(
            funnel_steps(
                found,
                year.langsung(),
                year.labels[Status.BELUM_DIVALIDASI].nama.lower(),
                year.view.guide.worded("dibahas forum UKPD"),
            )
        ),
        perubahan=shift_rows(found),
        golongan=year.view.guide.group,
    )
    yield engine.page(
        "cari",
        Page(
            addresses.find_page(year.tahun),
            f"Cari usulan {year.tahun}",
            f"Cari dan saring semua usulan {judul}.",
            crumbs,
            "usulan",
            ("aset/kata.js", "aset/cari.js"),
        ),
        year,
    )
    yield engine.page(
        "kelurahan-semua",
        Page(
            addresses.kelurahan_list(year.tahun),
            f"Kelurahan dan RW {year.tahun}",
            f"Usulan {judul} menurut kelurahan.",
            crumbs,
            "kelurahan",
        ),
        year,
    )
    yield engine.page(
        "kerja",
        Page(
            addresses.workroom_page(year.tahun),
            f"Ruang kerja {year.tahun}",
            f"Untuk petugas: keadaan, lembar kerja dan Meja sidang {judul}.",
            crumbs,
        ),
        year,
        permintaan=on_host(engine.site, "pulls"),
        unggah=on_host(engine.site, f"upload/main/{UPLOADS}"),
        kirim=on_host(engine.site, "actions/workflows/kirim.yml"),
        koreksi=on_host(engine.site, "actions/workflows/koreksi.yml"),
        siap={one.slug for one in year.view.standings if is_ready(one)},
    )
    yield engine.page(
        "dokumen",
        Page(
            addresses.documents_page(year.tahun),
            f"Dokumen {year.tahun}",
            f"Berita Acara, lampiran dan data {judul}.",
            crumbs,
            "dokumen",
        ),
        year,
    )
