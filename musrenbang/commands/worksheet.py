"""`worksheet`: what a clerk fills in, as one XLSX file: decisions, survey, settings, minutes."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from musrenbang.commands.arguments import (
    add_year,
    data_folder_of,
    left_out,
    origin_of,
    year_number,
)
from musrenbang.commands.years import open_year
from musrenbang.deciding.recorder import Recorder
from musrenbang.files.file_writer import replace_file
from musrenbang.files.program import COMMAND, with_command
from musrenbang.files.theme import THEME_FOLDER
from musrenbang.records.snapshot import Snapshot, Year, chosen_kelurahan
from musrenbang.text.errors import CommandError, UsageError, reason
from musrenbang.worksheets.book_plan import refuse_broken
from musrenbang.worksheets.book_writer import record_workbook
from musrenbang.worksheets.follow_up_book import TINDAK_LANJUT, follow_up_book
from musrenbang.worksheets.proposals_sheet import proposals_workbook
from musrenbang.worksheets.record_book import NEW, Book, rows_of
from musrenbang.worksheets.workbook import Sheets, workbook
from musrenbang.worksheets.year_books import BERITA_ACARA, minutes_book, settings_book
from musrenbang.year.cases import Status
from musrenbang.year.views import View


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Buat buku kerja (XLSX) dari yang tercatat, untuk diisi dengan Excel atau LibreOffice: "
        "lembar keputusan (satu lembar per kelurahan, satu baris per usulan), hasil survei, "
        "pengaturan tahun, Berita Acara, tindak lanjut, atau tabel usulan kosong. Sesudah diisi, "
        f"serahkan dengan `{COMMAND} accept`."
    )
    parser.add_argument(
        "kelurahan", nargs="*", metavar="KELURAHAN", help="nama atau folder kelurahan"
    )
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument(
        "--pengaturan",
        nargs="?",
        type=year_number,
        const=0,
        metavar="TAHUN",
        help="pejabat, jadwal, tim, undangan, dinas, kegiatan dan harga, kelurahan, delegasi",
    )
    kinds.add_argument(
        "--berita-acara",
        action="store_true",
        help="isi Berita Acara, kehadiran, foto, adendum dan pengumuman",
    )
    kinds.add_argument(
        "--tindak-lanjut",
        action="store_true",
        help="kabar sesudah kecamatan, satu baris satu usulan; boleh dengan KELURAHAN",
    )
    kinds.add_argument(
        "--survei", action="store_true", help="lembar yang sama dengan kolom survei saja"
    )
    kinds.add_argument(
        "--usulan", action="store_true", help="tabel kosong untuk usulan sebuah kelurahan"
    )
    add_year(parser)
    parser.add_argument(
        *("-o", "--output"),
        type=Path,
        metavar="BERKAS",
        help="nama berkasnya (bawaan: menurut isinya, di folder ini)",
    )
    parser.add_argument(
        "--timpa", action="store_true", help="ganti berkas yang sudah ada, berikut isiannya"
    )


@dataclass(frozen=True)
class Made:
    """A workbook: the name it gets, its bytes, and what is said of it."""

    name: str
    data: bytes
    told: tuple[str, ...] = ()


def run(arguments: argparse.Namespace) -> int:
    """Write the workbook."""
    recorder = Recorder(arguments.root)
    wanted = arguments.pengaturan or arguments.tahun
    if arguments.tindak_lanjut and wanted is None:
        wanted = _newest_followed(recorder.snapshot)
    year = open_year(recorder.snapshot, wanted)
    origin = origin_of(arguments.root)
    if arguments.pengaturan is not None:
        made = _book(settings_book(recorder.snapshot, year.tahun), recorder.snapshot, origin)
    elif arguments.berita_acara:
        made = _book(minutes_book(recorder.snapshot, year.tahun), recorder.snapshot, origin)
    elif arguments.tindak_lanjut:
        slugs = [chosen_kelurahan(year, name).slug for name in arguments.kelurahan]
        book = follow_up_book(recorder.snapshot, year.tahun, slugs)
        made = _book(book, recorder.snapshot, origin)
    else:
        slugs = _slugs(arguments, year)
        if arguments.usulan:
            made = _proposals(year, slugs, origin)
        else:
            made = _decisions(arguments, recorder, year, slugs, origin)
    path = _target(arguments, made.name)
    try:
        replace_file(path, made.data)
    except OSError as error:
        raise UsageError(
            f"{path} tidak dapat ditulis: {reason(error)}. Atau pilih tempat lain dengan -o."
        ) from None
    print(f"{path} dibuat.")
    for line in made.told:
        print(f"  {line}")
    print(f"Sesudah diisi dan disimpan: {COMMAND} accept {path}")
    return 0


def _newest_followed(snapshot: Snapshot) -> int:
    """The newest year in which a kelurahan was sent on to the city."""
    for tahun, year in sorted(snapshot.years.items(), reverse=True):
        if any(folder.kirim for folder in year.folders):
            return tahun
    raise CommandError(_NOTHING_FOLLOWED)


_NOTHING_FOLLOWED = (
    f"belum ada usulan yang sampai ke tingkat kota; tindak lanjut diisi sesudah {COMMAND} send."
)


def _book(book: Book, snapshot: Snapshot, origin: str) -> Made:
    refuse_broken(book, snapshot)
    year = snapshot.years[book.tahun]
    if (year.musrenbang is None) and book.jenis == BERITA_ACARA:
        raise CommandError(
            f"Pengaturan {year.tahun} belum ada: {COMMAND} worksheet --pengaturan {year.tahun}"
        )
    data = record_workbook(book, _text("buku.md"), origin, _paper(year))
    rows = [one for table in book.tables for one in rows_of(table)]
    if book.jenis == TINDAK_LANJUT and not rows:
        raise CommandError(f"Tahun {year.tahun}: {_NOTHING_FOLLOWED}")
    told = f"{book.judul}: {len(book.tables)} lembar"
    if book.jenis == TINDAK_LANJUT:
        told += f", {len(rows)} usulan."
    else:
        recorded = sum(not one.at.startswith(NEW) for one in rows)
        told += f", {recorded} baris tercatat, {len(rows) - recorded} baris baru sudah diisikan."
    return Made(f"{book.jenis}-{year.tahun}.xlsx", data, (told,))


def _slugs(arguments: argparse.Namespace, year: Year) -> list[str]:
    if not arguments.kelurahan and not arguments.survei:
        wanted = "KELURAHAN, --pengaturan, --berita-acara, atau --tindak-lanjut"
        raise UsageError(f"Argumen ini wajib: {wanted}")
    folders = [chosen_kelurahan(year, name) for name in arguments.kelurahan]
    return list(dict.fromkeys(folder.slug for folder in folders)) or list(year.kelurahan)


def _decisions(
    arguments: argparse.Namespace,
    recorder: Recorder,
    year: Year,
    slugs: list[str],
    origin: str,
) -> Made:
    view = View(recorder.snapshot, year)
    told = []
    for slug in slugs:
        cases = view.cases_by_folder[slug].values()
        broken = left_out(recorder.snapshot, year, slug)
        if not cases and not broken:
            raise CommandError(f"Kelurahan {year.kelurahan[slug].nama} belum memuat usulan.")
        waiting = sum(case.status is Status.BELUM_DIVALIDASI for case in cases)
        nama = year.kelurahan[slug].nama
        told.append(f"{nama}: {len(cases)} usulan, {waiting} belum diputuskan.")
        told += broken
    only_survey: bool = arguments.survei
    text = _text("petunjuk.md")
    sheets = Sheets(view, tuple(slugs), only_survey)
    data = workbook(sheets, recorder.content_version, text, origin)
    kind = "survei" if only_survey else "lembar"
    name = f"{kind}-{slugs[0]}-{year.tahun}" if len(slugs) == 1 else f"{kind}-{year.tahun}"
    return Made(f"{name}.xlsx", data, tuple(told))


def _proposals(year: Year, slugs: list[str], origin: str) -> Made:
    if len(slugs) != 1:
        raise UsageError("--usulan: sebut satu kelurahan.")
    folder = year.kelurahan[slugs[0]]
    data = proposals_workbook(year, folder, _text("usulan.md"), origin, _paper(year))
    return Made(f"usulan-{folder.slug}-{year.tahun}.xlsx", data)


def _text(name: str) -> str:
    """Instructions as the theme tells them, with the command as it is typed here."""
    return with_command((THEME_FOLDER / "lembar" / name).read_text(encoding="utf-8"))


def _paper(year: Year) -> str:
    return year.musrenbang.kertas if year.musrenbang else "A4"


def _target(arguments: argparse.Namespace, name: str) -> Path:
    path: Path = arguments.output or Path(name)
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"-o {path}: pakai nama yang berakhir .xlsx.")
    inside = data_folder_of(path, arguments.root)
    if inside:
        raise UsageError(f"-o {path}: jangan di dalam {inside}/. Pilih tempat lain.")
    if path.exists() and (path.is_dir() or not arguments.timpa):
        raise CommandError(
            f"{path} sudah ada dan mungkin sudah diisi. Pilih nama lain dengan -o, atau ganti "
            "berikut isiannya dengan --timpa."
        )
    return path
