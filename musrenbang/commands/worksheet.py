"""`worksheet`: the decision worksheets of some kelurahan, as one XLSX file."""

import argparse
from pathlib import Path

from musrenbang.commands.arguments import add_year, data_folder_of
from musrenbang.deciding.recorder import Recorder
from musrenbang.files.file_writer import replace_file
from musrenbang.files.program import COMMAND, with_command
from musrenbang.files.theme import THEME_FOLDER
from musrenbang.git.repository import Repository
from musrenbang.records.snapshot import chosen_kelurahan, chosen_year
from musrenbang.text.errors import CommandError, UsageError, reason
from musrenbang.worksheets.workbook import INSTRUCTIONS_FILE, workbook
from musrenbang.year.cases import Status
from musrenbang.year.views import View


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Buat lembar keputusan: satu lembar per kelurahan, satu baris per usulan, berisi yang "
        f"sudah disurvei dan diputuskan. Sesudah diisi, baca kembali dengan `{COMMAND} decide`."
    )
    parser.add_argument(
        "kelurahan", nargs="+", metavar="KELURAHAN", help="nama atau folder kelurahan"
    )
    add_year(parser)
    parser.add_argument(
        *("-o", "--output"),
        type=Path,
        metavar="BERKAS",
        help="nama berkasnya (bawaan: lembar-KELURAHAN-TAHUN.xlsx di folder ini)",
    )
    parser.add_argument(
        "--timpa", action="store_true", help="ganti berkas yang sudah ada, berikut isiannya"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the worksheet."""
    recorder = Recorder(arguments.root)
    year = chosen_year(recorder.snapshot, arguments.tahun)
    folders = (chosen_kelurahan(year, name) for name in arguments.kelurahan)
    slugs = list(dict.fromkeys(folder.slug for folder in folders))
    view = View(recorder.snapshot, year)
    for slug in slugs:
        if not view.cases_by_folder[slug]:
            raise CommandError(f"Kelurahan {year.kelurahan[slug].nama} belum memuat usulan.")
    path = _target(arguments, slugs, year.tahun)
    text = with_command((THEME_FOLDER / INSTRUCTIONS_FILE).read_text(encoding="utf-8"))
    data = workbook(view, slugs, recorder.content_version, text, _origin(arguments.root))
    try:
        replace_file(path, data)
    except OSError as error:
        raise UsageError(
            f"{path} tidak dapat ditulis: {reason(error)}. Atau pilih tempat lain dengan -o."
        ) from None
    print(f"{path} dibuat.")
    for slug in slugs:
        cases = view.cases_by_folder[slug].values()
        waiting = sum(case.status is Status.BELUM_DIVALIDASI for case in cases)
        print(f"  {year.kelurahan[slug].nama}: {len(cases)} usulan, {waiting} belum diputuskan.")
    print(f"Sesudah diisi dan disimpan: {COMMAND} decide {path}")
    return 0


def _target(arguments: argparse.Namespace, slugs: list[str], tahun: int) -> Path:
    name = f"lembar-{slugs[0]}-{tahun}.xlsx" if len(slugs) == 1 else f"lembar-{tahun}.xlsx"
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


def _origin(root: Path) -> str:
    """Which state of the records a worksheet is made from."""
    repository = Repository(root)
    if not repository.exists():
        return "Dibuat dari berkas tanpa riwayat Git"
    unrecorded = " dan perubahan yang belum dicatat" if repository.is_dirty() else ""
    return f"Dibuat dari catatan {repository.commit().id[:12]}{unrecorded}"
