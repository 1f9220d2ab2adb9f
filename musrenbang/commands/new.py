"""`new`: one new record, by options or by answering questions."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from musrenbang.commands import new_city, new_kecamatan, new_tahun
from musrenbang.commands.arguments import add_root, add_year, this_day
from musrenbang.commands.questions import (
    HOW,
    add_catat,
    ask,
    confirmed,
    is_interactive,
    line,
    offer_commit,
)
from musrenbang.commands.years import open_year
from musrenbang.deciding import clerk
from musrenbang.deciding.clerk import FIELDS, InvalidError, NewRecord
from musrenbang.deciding.recorder import Recorder, RefusedError, reviewed_tree
from musrenbang.deciding.submission import refuse_unready
from musrenbang.files.paths import kirim_path
from musrenbang.files.tree import Files, FolderTree
from musrenbang.importing.target_year import Target, ever_recorded
from musrenbang.records.fields import Field, Keys, Values, written
from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.text.errors import CommandError
from musrenbang.text.escaping import visible
from musrenbang.year.views import View

_FOUNDING = {"kecamatan": new_kecamatan, "tahun": new_tahun, "city": new_city}
"""What begins more than one record."""
_HELP = {
    "usulan": "usulan kelurahan, dengan nomor berikutnya yang belum pernah dipakai",
    "keputusan": "keputusan atas satu usulan",
    "kelurahan": "kelurahan pada tahun ini",
    "pengumuman": "pengumuman di situs",
    "tindak-lanjut": "kabar tentang usulan sesudah kecamatan: kota, RKPD, APBD, pelaksanaan",
    "koreksi": "keputusan lain sesudah Kirim, beserta barisnya dalam kirim.yaml",
}


_NUMBERED = frozenset({"keputusan", "koreksi", "tindak-lanjut"})
"""What is about one proposal that is there already."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments: those of a kind are the fields of its record."""
    parser.description = (
        "Tulis satu catatan baru. Isinya lewat pilihan, atau di terminal lewat pertanyaan bila "
        "yang wajib belum lengkap. Ctrl+C: tidak ada yang ditulis."
    )
    actions = parser.add_subparsers(dest="jenis", required=True, metavar="JENIS")
    for kind, text in _HELP.items():
        sub = actions.add_parser(kind, help=text, description=f"Tulis {text}.")
        add_root(sub, argparse.SUPPRESS)
        add_year(sub)
        if kind != "pengumuman":
            sub.add_argument("kelurahan", metavar="KELURAHAN", help="nama atau folder")
        if kind in _NUMBERED:
            sub.add_argument("nomor", metavar="NOMOR", help="nomor usulan, misalnya 0007")
        if kind == "koreksi":
            for name, field in clerk.CORRECTION_FIELDS.items():
                _add_field(sub, _CORRECTION_OPTIONS[name], f"koreksi_{name}", field)
        for field in FIELDS[kind]:
            _add_field(sub, field.option, _dest(field.keys), field)
        add_catat(sub)
    for kind, module in _FOUNDING.items():
        sub = actions.add_parser(kind, help=module.HELP, description=module.DESCRIPTION)
        add_root(sub, argparse.SUPPRESS)
        module.configure(sub)


_CORRECTION_OPTIONS = {
    "alasan": "--sebab",
    "tanggal": "--hari",
    "berita_acara": "--berita-acara",
}
"""The fields of a correction, by names that the decision's own fields do not have."""


def _add_field(parser: argparse.ArgumentParser, option: str, dest: str, field: Field) -> None:
    told = f"{field.title}. {field.description}"
    if field.choices:
        told += f" Pilihan: {', '.join(field.choices)}."
    parser.add_argument(option, dest=dest, metavar="ISI", help=told.replace("%", "%%"))


def _dest(keys: Keys) -> str:
    return "isi_" + "_".join(keys)


def run(arguments: argparse.Namespace) -> int:
    """Write the record, or say why not."""
    if arguments.jenis in _FOUNDING:
        code: int = _FOUNDING[arguments.jenis].run(arguments)
        return code
    root: Path = arguments.root
    if arguments.catat:
        refuse_unready(root)
    recorder = Recorder(root)
    said = {
        field.keys: written(field, text)
        for field in FIELDS[arguments.jenis]
        if (text := getattr(arguments, _dest(field.keys))) is not None
    }
    named = [arguments.kelurahan] if arguments.jenis in _FITTING else []
    year = open_year(recorder.snapshot, arguments.tahun, named, _FITTING.get(arguments.jenis))
    view = View(recorder.snapshot, year)
    entry = _entry(arguments, view)
    known = entry.values
    if arguments.jenis in {"keputusan", "koreksi"}:
        known = clerk.without_outdated(known, said)
    values: Values = {**known, **said}
    for told in entry.about:
        print(visible(told))
    values, files = _recorded(recorder, entry, values, list(said))
    for field in FIELDS[arguments.jenis]:
        gone = "" if values.get(field.keys) else entry.values.get(field.keys)
        # An amount that is not said follows the volume.
        if gone and not (field.keys == ("perkiraan_anggaran",) and values.get(("volume",))):
            print(visible(f"Tidak berlaku lagi, jadi dihapus: {field.title}: {gone}"))
    for path in files:
        print(f"Ditulis: {path}")
    offer_commit(
        root,
        view.year,
        list(files),
        branch=entry.branch,
        message=entry.message(values),
        trailers=entry.trailers,
        catat=arguments.catat,
    )
    return 0


_FITTING: dict[str, Callable[[KelurahanFolder], bool]] = {
    "keputusan": lambda folder: folder.dikirim_lurah is not None and folder.kirim is None,
    "koreksi": lambda folder: folder.kirim is not None,
}
"""In which of several unfinished years a kelurahan can have such a record."""


def _entry(arguments: argparse.Namespace, view: View) -> NewRecord:
    root: Path = arguments.root
    year = view.year
    # Decisions and notices carry the day they are made on.
    today = this_day()
    match arguments.jenis:
        case "usulan":
            history = ever_recorded(root, year.tahun)
            target = Target(FolderTree(root), year.tahun, history, reviewed_tree(root))
            return clerk.usulan(year, target, arguments.kelurahan)
        case "kelurahan":
            return clerk.kelurahan(year, arguments.kelurahan)
        case "pengumuman":
            known = (entry.path for entry in FolderTree(root).entries())
            return clerk.pengumuman(year, today, known)
        case "tindak-lanjut":
            return clerk.tindak_lanjut(
                view,
                arguments.kelurahan,
                arguments.nomor,
                lambda path: (root / path).read_text(encoding="utf-8"),
            )
        case "keputusan":
            meeting = year.jadwal.musrenbang
            on = meeting is not None and meeting.mulai <= today <= meeting.selesai
            return clerk.keputusan(
                view, arguments.kelurahan, arguments.nomor, today if on else None
            )
        case _:
            return clerk.koreksi(
                view,
                arguments.kelurahan,
                arguments.nomor,
                _correction(arguments, today),
                lambda slug: (root / kirim_path(year.tahun, slug)).read_text(encoding="utf-8"),
            )


def _correction(arguments: argparse.Namespace, today: date) -> dict[str, str]:
    row = {
        name: text
        for name in _CORRECTION_OPTIONS
        if (text := getattr(arguments, f"koreksi_{name}")) is not None
    }
    row.setdefault("tanggal", today.isoformat())
    if not row.get("alasan") and is_interactive():
        row["alasan"] = line("Sebab koreksi: ")
    if not row.get("alasan"):
        raise CommandError("Koreksi perlu sebab: tulis --sebab. Tidak ada yang ditulis.")
    return row


def _recorded(
    recorder: Recorder, entry: NewRecord, values: Values, fixed: list[Keys]
) -> tuple[Values, Files]:
    """Write the record; at a terminal ask for what is missing, refused, or changes nothing yet.

    Asked until it can be written or the clerk gives up; answers are kept meanwhile.
    """
    asking = is_interactive() and bool(entry.form.missing(values) or not fixed)
    while True:
        if asking:
            print(HOW)
            values = ask(entry.form, values, fixed)
        try:
            files = entry.files(values)
            recorder.write(files)
        except (InvalidError, RefusedError) as error:
            if not is_interactive():
                raise
            print(f"\n{error}")
            if not confirmed("Perbaiki jawabannya?"):
                raise CommandError("Dihentikan; tidak ada yang ditulis.") from None
            fixed, asking = [], True
        else:
            return values, files
