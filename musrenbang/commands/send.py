"""`send`: Kirim; the gates of juknis C.2.c.4, then `kirim.yaml`."""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from musrenbang.commands.arguments import add_year, day, this_day
from musrenbang.commands.questions import add_catat, is_interactive, line, offer_commit
from musrenbang.commands.years import open_year
from musrenbang.deciding.kirim_gates import (
    Gate,
    Reasons,
    first_day,
    gates,
    kirim_of,
    last_usual_day,
    totals,
    undecided_cases,
)
from musrenbang.deciding.recorder import Recorder
from musrenbang.deciding.submission import branch_name, refuse_unready
from musrenbang.files.paths import DECISIONS, kirim_path
from musrenbang.files.tree import Files
from musrenbang.git.differences import changed_paths
from musrenbang.git.repository import Repository
from musrenbang.records import canonical
from musrenbang.records.snapshot import KelurahanFolder, Year, chosen_kelurahan
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import tanggal
from musrenbang.text.name_keys import slug_of
from musrenbang.year.views import View

Open = Mapping[str, tuple[Gate, ...]]


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Kirim: hasil kelurahan diteruskan ke tingkat kota dan terkunci. "
        "Semua yang masih terbuka disebut sekaligus; selama ada, tidak ada yang ditulis. Usulan "
        "yang tetap tidak diputuskan menjadi tanggung jawab camat dan disebut alasannya."
    )
    parser.add_argument("kelurahan", nargs="+", metavar="KELURAHAN", help="nama atau folder")
    parser.add_argument(
        "--tanpa-validasi",
        action="append",
        default=[],
        metavar='NOMOR="ALASAN"',
        help="usulan yang dikirim tanpa keputusan; dapat diulang. Bila kelurahannya lebih dari "
        'satu, tulis KELURAHAN/NOMOR="ALASAN"',
    )
    parser.add_argument(
        "--tanggal", type=day, metavar="TANGGAL", help="hari Kirim (bawaan: hari ini)"
    )
    add_year(parser)
    add_catat(parser)


def run(arguments: argparse.Namespace) -> int:
    """Send on, or say everything that is still open."""
    root: Path = arguments.root
    recorder = Recorder(root)
    year = open_year(recorder.snapshot, arguments.tahun, arguments.kelurahan, may_be_sent)
    view = View(recorder.snapshot, year)
    folders = chosen(year, arguments.kelurahan)
    reasons = reasons_of(arguments.tanpa_validasi, folders, "--tanpa-validasi")
    found = still_open(view, folders, reasons)
    if found and is_interactive() and _only_undecided(found):
        _print_open(found)
        reasons = _asked(view, folders, reasons)
        found = still_open(view, folders, reasons)
    if found:
        _print_open(found)
        print("Tidak ada yang ditulis.")
        return 1
    days = (arguments.tanggal, this_day())
    files = kirim_files(view, folders, reasons, days, "dengan --tanggal")
    drafted = _drafted_decisions(root, year.tahun, folders)
    if arguments.catat:
        refuse_unready(root)
    recorder.write(files)
    for folder in folders:
        print(f"{folder.nama} dikirim. {totals(view, folder)}.")
    print("Sesudah digabung, berkasnya terkunci dan hanya berubah lewat koreksi.")
    names = ", ".join(folder.nama for folder in folders)
    offer_commit(
        root,
        year,
        [*files, *drafted],
        branch=branch_name("kirim", year.tahun, *(folder.slug for folder in folders)),
        message=f"Kirim Musrenbang {year.tahun}: {names}\n\n"
        + "\n".join(f"{folder.nama}, {totals(view, folder)}." for folder in folders),
        trailers=[("Kelurahan", folder.slug) for folder in folders],
        catat=arguments.catat,
    )
    return 0


def chosen(year: Year, names: Iterable[str]) -> list[KelurahanFolder]:
    """The kelurahan named, each once; `UsageError` where there is none of a name."""
    found = (chosen_kelurahan(year, name) for name in names)
    return list({folder.slug: folder for folder in found}.values())


def may_be_sent(folder: KelurahanFolder) -> bool:
    """Whether a kelurahan waits for Kirim."""
    return folder.dikirim_lurah is not None and folder.kirim is None


def reasons_of(
    words: Sequence[str], folders: Sequence[KelurahanFolder], name: str
) -> dict[str, Reasons]:
    """Why proposals go out undecided, by kelurahan, each as `NOMOR=ALASAN` after a `name`."""
    found: dict[str, dict[str, str]] = {folder.slug: {} for folder in folders}
    slugs = {slug_of(text): one.slug for one in folders for text in (one.nama, one.slug)}
    for word in words:
        whose, equals, reason = word.partition("=")
        of, slash, nomor = whose.strip().rpartition("/")
        slug = slugs.get(slug_of(of)) if slash else folders[0].slug if len(folders) == 1 else None
        if not equals or not reason.strip() or slug is None:
            form = "NOMOR" if len(folders) == 1 else "KELURAHAN/NOMOR"
            raise UsageError(
                f'{name} {word}: tulis {form}="ALASAN", misalnya '
                f'{"" if len(folders) == 1 else folders[0].slug + "/"}0031="Menunggu ukur ulang."'
            )
        number = f"{int(nomor):04d}" if nomor.strip().isdecimal() else nomor
        if number in found[slug]:
            raise UsageError(f"{name} {word}: usulan {number} disebut dua kali.")
        found[slug][number] = reason.strip()
    return {**found}


def still_open(
    view: View, folders: Sequence[KelurahanFolder], reasons: Mapping[str, Reasons]
) -> Open:
    """What keeps kelurahan from being sent on, by their names; empty where nothing does."""
    found = {folder.nama: gates(view, folder, reasons[folder.slug]) for folder in folders}
    return {name: still for name, still in found.items() if still}


def _only_undecided(found: Open) -> bool:
    return all(gate.hanya_keputusan for of_one in found.values() for gate in of_one)


def _print_open(found: Open) -> None:
    for name, shut in found.items():
        print(f"{name} tidak dikirim:")
        for gate in shut:
            print(f"  {gate.judul} ({len(gate.butir)}):")
            for item in gate.butir:
                print(f"    {visible(item)}")


def _asked(
    view: View, folders: Sequence[KelurahanFolder], reasons: Mapping[str, Reasons]
) -> dict[str, Reasons]:
    print(
        "Usulan ini dapat dikirim tanpa keputusan; menjadi tanggung jawab camat. "
        "Tulis alasannya satu per satu, atau kosongkan untuk berhenti."
    )
    found = {slug: dict(known) for slug, known in reasons.items()}
    for folder in folders:
        for case in undecided_cases(view, folder):
            if case.nomor in found[folder.slug]:
                continue
            title = visible(case.usulan.usulan_kegiatan)
            reason = line(f"  {folder.nama} {case.nomor} {title}: ")
            if not reason:
                return {**found}
            found[folder.slug][case.nomor] = reason
    return {**found}


def kirim_files(
    view: View,
    folders: Sequence[KelurahanFolder],
    reasons: Mapping[str, Reasons],
    days: tuple[date | None, date],
    where: str,
) -> Files:
    """The records of Kirim, by path.

    `days` are the day that was said, and today. Raises `CommandError` where nothing was said and
    Kirim is not usual today; `where` tells where to say the day.
    """
    return {
        kirim_path(view.year.tahun, folder.slug): canonical.dump(
            kirim_of(_day(days, view, folder, where), reasons[folder.slug])
        ).encode()
        for folder in folders
    }


def _day(days: tuple[date | None, date], view: View, folder: KelurahanFolder, where: str) -> date:
    said, today = days
    if said is not None:
        return said
    # The day of Kirim is the day somebody sends; the records hold it from then on.
    first, last = first_day(view, folder), last_usual_day(view)
    if (first and today < first) or (last and today > last):
        usual = " sampai ".join(tanggal(one) for one in (first, last) if one)
        raise CommandError(
            f"Hari ini {tanggal(today)}, sedangkan Kirim {folder.nama} lazimnya {usual}. "
            f"Sebut harinya {where}. Tidak ada yang ditulis."
        )
    return today


def _drafted_decisions(root: Path, tahun: int, folders: Sequence[KelurahanFolder]) -> list[str]:
    """Decisions that no commit has yet: Kirim without them would not be complete."""
    repository = Repository(root)
    if not repository.exists():
        return []
    here = tuple(f"{DECISIONS}/{tahun}/{folder.slug}/" for folder in folders)
    return sorted(path for path in changed_paths(root, "HEAD") if path.startswith(here))
