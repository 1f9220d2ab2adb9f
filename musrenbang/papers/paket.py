"""All papers of a year, and what C.3.b asks to be handed in, as one file with its checksums."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from musrenbang.files.memo import Memo
from musrenbang.files.theme import Theme
from musrenbang.history.timeline import History
from musrenbang.papers.daftar import Cetakan, cetakan_of
from musrenbang.papers.penerima import WIDTHS, table_of
from musrenbang.papers.press import Paper, Press, moment_of
from musrenbang.site.api import api_year
from musrenbang.site.engine import Engine
from musrenbang.site.open_data import data_package, open_data
from musrenbang.site.page_facts import facts_of, site_of
from musrenbang.worksheets.printed_table import printed_table
from musrenbang.year.views import View

_DOKUMENTASI = "dokumentasi.pdf"
CHECKSUMS = "SHA256SUMS"
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""A ZIP archive knows no earlier moment."""
_UNIX = 3
_FILE_MODE = 0o100644


def render_documents(
    view: View,
    history: History,
    theme: Theme,
    photos: Mapping[str, bytes],
    memo: Memo | None = None,
) -> list[Paper]:
    """All papers of a year, set anew or as the memo has them: the bytes are the same.

    `photos` has the content of those that `photos_of` names; one that is missing or no picture
    is printed as a frame that says so. A list for a recipient is a workbook too. Once the Berita
    Acara is established they are delivered as an archive too: a draft is not handed in.
    """
    files = cetakan_of(view)
    papers = list(Press(view, history, theme, photos, memo).papers(files))
    papers += (workbook_of(file) for file in files if file.kelompok == "penerima")
    minutes = view.year.berita_acara
    if papers and minutes and minutes.ditetapkan:
        papers.append(delivery(view, history, theme, papers))
    return papers


def workbook_of(file: Cetakan) -> Paper:
    (naskah,) = file.naskah
    rows = table_of(naskah)
    about = naskah.kepala
    title = f"{'CONTOH ' * about.contoh}{'KONSEP ' * naskah.konsep}Usulan {about.tahun}"
    mark = f"{'CONTOH: ' * about.contoh}{'KONSEP: ' * naskah.konsep}"
    data = printed_table(title, rows, WIDTHS, about.kertas, f"{mark}{naskah.judul}")
    return Paper(f"{file.nama}.xlsx", file.judul, file.kelompok, data, None)


def delivery(view: View, history: History, theme: Theme, papers: Iterable[Paper]) -> Paper:
    """What is handed in after the meeting (C.3.b) as one archive, from the papers of a year."""
    files = {
        paper.name: paper.data
        for paper in papers
        if paper.kelompok == "hasil" or paper.name == _DOKUMENTASI
    }
    files |= _year_data(view, history, theme)
    title = f"Paket laporan Musrenbang Tahun {view.year.tahun}: dokumen, data dan sidik jarinya"
    data = _package(files, moment_of(view.year.tahun, history))
    return Paper("laporan.zip", title, "hasil", data, None)


def _year_data(view: View, history: History, theme: Theme) -> dict[str, bytes]:
    """The data files of a year as the site publishes them: CSV, XLSX, their description, JSON."""
    engine = Engine(site_of(view.snapshot, history, theme))
    (year,) = facts_of({view.year.tahun: view}, history, {})
    published = (
        *open_data(engine, year.value),
        *data_package(engine, year.value, history),
        *api_year(engine, year.value, history),
    )
    return {
        f"data/{path.rpartition('/')[2]}": data
        for path, data in published
        if isinstance(data, bytes)
    }


def _package(files: Mapping[str, bytes], moment: datetime) -> bytes:
    """A ZIP archive of files by path; the same files and moment give the same bytes.

    Files are stored, not compressed: PDF and XLSX are compressed already, and what compression
    makes of the rest differs between versions of zlib.
    """
    sums = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items())
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for path, data in (*sorted(files.items()), (CHECKSUMS, sums.encode())):
            info = zipfile.ZipInfo(path, max(moment.astimezone(UTC), _EARLIEST).timetuple()[:6])
            info.create_system = _UNIX
            info.external_attr = _FILE_MODE << 16
            archive.writestr(info, data)
    return stream.getvalue()
