"""*Kirim* and *Koreksi*: workflows that staff start by hand, each for one commit from main.

What was typed into their form arrives as one JSON object in the environment (`ISIAN`), so that no
shell and no expression ever sees it. The answer is the summary of the run, in Markdown on standard
output: what was asked for, or everything that is in the way, and then nothing was made.
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from musrenbang.commands import send
from musrenbang.commands.arguments import day
from musrenbang.commands.years import fitting_year
from musrenbang.deciding import clerk
from musrenbang.deciding.kirim_gates import totals
from musrenbang.deciding.submission import MOST_NAMES, branch_name
from musrenbang.files.paths import kirim_path
from musrenbang.files.tree import Files, FolderTree
from musrenbang.git.objects import Objects, Person
from musrenbang.git.repository import MAIN, Repository
from musrenbang.github.gh import GitHub
from musrenbang.github.host_run import COMMITTER, run_address, starter
from musrenbang.github.record_requests import Asker, Requests, UnfitError
from musrenbang.github.uploads import Step
from musrenbang.history import hosted
from musrenbang.importing.sheet_files import masked
from musrenbang.records.fields import Keys, written
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Year, chosen_year
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.escaping import markdown
from musrenbang.text.indonesian import WIB, angka
from musrenbang.year.views import View

Typed = Mapping[str, str]
"""What was typed, by the name of the input."""


@dataclass(frozen=True)
class _Wanted:
    """What is to be asked for, and what it comes to, in lines of Markdown."""

    year: Year
    step: Step
    about: tuple[str, ...]


class _OpenError(CommandError):
    """What keeps kelurahan from being sent on."""

    def __init__(self, found: send.Open) -> None:
        self.found = found
        super().__init__("Belum semuanya siap untuk Kirim.")


def dispatched(root: Path, kind: str, check: str, hub: GitHub) -> int:
    """Ask for a Kirim or a koreksi as it was typed; 1 where something is in the way.

    `check` is the check that main demands.
    """
    os.environ.update(COMMITTER)
    account, address, typed = starter(), run_address(), _typed(kind)
    people = (Person(account.name, hosted.address(account)),)
    title = kind.capitalize()
    then = _NOTHING_MADE
    try:
        wanted = _WANTED[kind](root, typed)
        (base,) = Objects(root).named([Repository(root).resolve(MAIN)])
        requests = Requests(root, base, Asker(account.name, people, address), check, hub)
        about = [f"Dimulai @{account.name} lewat alur {title}.", "", *wanted.about]
        then = _BROKEN_OFF
        asked = list(requests.of([wanted.step], about, only_fit=True))
    except CommandError as error:
        then = _NOTHING_MADE if isinstance(error, UnfitError) else then
        print("\n".join((f"## ⛔ {title}: belum dapat diajukan", "", *_told(error), then)))
        print("Sebabnya ada pada ringkasan alur ini.", file=sys.stderr)
        return 1
    pulls = f"{address.rpartition('/actions/')[0]}/pull"
    linked = [re.sub(r"#([0-9]+)", rf"[#\1]({pulls}/\1)", line) for line in asked]
    print("\n".join((f"## {title}: diajukan", "", *linked, *wanted.about, "", _next(wanted.year))))
    return 0


def _typed(kind: str) -> Typed:
    """What the host hands over of the form; `UsageError` if it is not what it should be."""
    try:
        found = json.loads(os.environ.get("ISIAN", ""))
    except ValueError:
        found = None
    is_form = isinstance(found, dict) and found.keys() == INPUTS[kind]
    if not is_form or not all(isinstance(text, str) for text in found.values()):
        raise UsageError("ISIAN tidak seperti yang diisi GitHub.")
    return {name: text.strip() for name, text in found.items()}


INPUTS = {
    "kirim": {"kelurahan", "tanggal", "tanpa_keputusan"},
    "koreksi": {
        *("usulan", "sebab", "berita_acara", "hari", "keputusan", "volume", "alasan_perubahan"),
        *("kode", "uraian"),
    },
}
"""What the forms of the workflows ask for."""


def _told(error: CommandError) -> Iterator[str]:
    """Everything that is in the way, as lines of Markdown."""
    if isinstance(error, UnfitError):
        errors = (one for one in error.review.findings if one.level == "error")
        for one in (*error.review.refusals, *errors):
            yield f"- {_plain(f'{one.message} {one.hint}')}"
        yield ""
    elif isinstance(error, _OpenError):
        for name, shut in error.found.items():
            yield f"**{markdown(name)}** belum dapat dikirim:"
            yield ""
            for gate in shut:
                yield f"- {markdown(gate.judul)} ({angka(len(gate.butir))}):"
                yield from (f"  - {_plain(item)}" for item in gate.butir)
            yield ""
    else:
        for line in str(error).replace(_NOTHING, "").strip().splitlines():
            text = _OPTION.sub(lambda match: _TITLES.get(match[0], match[0]), line.strip())
            yield f"- {_plain(text)}"
        yield ""


def _plain(text: str) -> str:
    """A text as Markdown, without numbers that name a person: what was typed may hold them."""
    return markdown(masked(text.replace("`", "")))


_NOTHING_MADE = "Tidak ada yang dibuat. Sesudah itu beres, jalankan alur ini sekali lagi."
_BROKEN_OFF = (
    "Pengajuannya terputus. Jalankan alur ini sekali lagi dengan isian yang sama: yang sudah "
    "dibuat diteruskan. Bila tetap begini, minta pemelihara melihat catatannya."
)
_NOTHING = "Tidak ada yang ditulis."
_OPTION = re.compile(r"--[a-z][a-z-]*")
_TITLES = {
    "--tahun": "Tahun",
    "--keputusan": "“Keputusan”",
    "--volume": "“Volume”",
    "--alasan-perubahan": "“Alasan perubahan”",
    "--alasan-kode": "“Kode alasan”",
    "--alasan-uraian": "“Uraian”",
    "--penjelasan": "“Uraian”",
}
"""What the form calls the options of the command for a koreksi."""


def _next(year: Year) -> str:
    by_host = year.musrenbang is not None and year.musrenbang.pengesahan == "peladen"
    merging = (
        "*Actions*, *Gabungkan*, *Run workflow*, nomornya"
        if by_host
        else "camat menggabungkannya di komputernya"
    )
    return f"Berikutnya: pilih camat pada *Reviewers* di sana; sesudah disetujui, {merging}."


def _day(text: str, title: str) -> date | None:
    try:
        return day(text) if text else None
    except argparse.ArgumentTypeError as error:
        raise CommandError(f"“{title}”: {error}") from None


def _today() -> date:
    return datetime.now(WIB).date()


def _step(branch: str, files: Files) -> Step:
    texts = {path: data.decode() if data else None for path, data in files.items()}
    return Step(branch=branch, after=None, files=texts)


_ALL = "semua"
_SEPARATED = re.compile(r"[;\n]")


def _kirim(root: Path, typed: Typed) -> _Wanted:
    """Kirim of the kelurahan named, or of all that wait for it; raises `CommandError`."""
    snapshot = load(FolderTree(root))
    names = [name for name in map(str.strip, re.split(r"[,;\n]", typed["kelurahan"])) if name]
    is_all = [name.lower() for name in names] == [_ALL]
    every = {slug for one in snapshot.years.values() for slug in one.kelurahan}
    year = fitting_year(snapshot, every if is_all else names, send.may_be_sent)
    if is_all:
        folders = [folder for folder in year.kelurahan.values() if folder.kirim is None]
    else:
        folders = send.chosen(year, names)
    if not folders:
        raise CommandError(f"Tidak ada kelurahan yang menunggu Kirim pada tahun {year.tahun}.")
    view = View(snapshot, year)
    words = [word for word in map(str.strip, _SEPARATED.split(typed["tanpa_keputusan"])) if word]
    reasons = send.reasons_of([_unquoted(word) for word in words], folders, "“Tanpa keputusan”:")
    found = send.still_open(view, folders, reasons)
    if found:
        raise _OpenError(found)
    days = (_day(typed["tanggal"], "Hari Kirim"), _today())
    files = send.kirim_files(view, folders, reasons, days, "pada “Hari Kirim”")
    slugs = [folder.slug for folder in folders]
    of = slugs if len(slugs) <= MOST_NAMES else ["kecamatan"]
    return _Wanted(
        year,
        _step(branch_name("kirim", year.tahun, *of), files),
        tuple(f"- {markdown(f'{one.nama}, {totals(view, one)}.')}" for one in folders),
    )


def _unquoted(word: str) -> str:
    name, equals, reason = word.partition("=")
    return f"{name}{equals}{reason.strip().strip(_QUOTES)}"


_QUOTES = "\"“”'"
_AS_NOW = "tetap"
_CASE = re.compile(r"\s*(20[0-9]{2})\s*/\s*([^/]+?)\s*/\s*([0-9]{1,4})\s*")


def _koreksi(root: Path, typed: Typed) -> _Wanted:
    """Another decision on a proposal after Kirim; raises `CommandError`."""
    named = _CASE.fullmatch(typed["usulan"])
    if named is None:
        raise CommandError(_WHICH)
    snapshot = load(FolderTree(root))
    year = chosen_year(snapshot, int(named[1]))
    view = View(snapshot, year)
    row = {
        "tanggal": (_day(typed["hari"], "Hari koreksi") or _today()).isoformat(),
        "alasan": typed["sebab"],
        "berita_acara": typed["berita_acara"],
    }
    row = {name: text for name, text in row.items() if text}
    if "alasan" not in row:
        raise CommandError("Isi “Sebab koreksi”.")

    def kirim_text(slug: str) -> str:
        return (root / kirim_path(year.tahun, slug)).read_text(encoding="utf-8")

    entry = clerk.koreksi(view, named[2], named[3], row, kirim_text)
    known = dict(entry.values)
    decision = typed["keputusan"]
    if decision == _AS_NOW:
        decision = known.get(("keputusan",), "")
    if not decision:
        raise CommandError("Usulan ini belum berkeputusan; pilih “Keputusan”.")
    explained: Keys = ("alasan", "uraian") if decision == "ditolak" else ("penjelasan",)
    inputs: dict[Keys, str] = {
        ("keputusan",): decision,
        ("volume",): typed["volume"],
        ("alasan_perubahan",): typed["alasan_perubahan"],
        ("alasan", "kode"): typed["kode"],
        explained: typed["uraian"],
    }
    fields = {field.keys: field for field in entry.form.fields}
    said = {keys: written(fields[keys], text) for keys, text in inputs.items() if text}
    values = {**clerk.without_outdated(known, said), **said}
    if decision == "ditolak" and not all(values.get(("alasan", key)) for key in ("kode", "uraian")):
        codes = ", ".join(view.guide.alasan)
        raise CommandError(f"Untuk menolak, isi “Kode alasan” ({codes}) dan “Uraian”.")
    return _Wanted(
        year,
        _step(entry.branch, entry.files(values)),
        tuple(
            f"- {markdown(line.strip().replace('Kini:', 'Sebelum koreksi ini:'))}"
            for line in entry.about
        ),
    )


_WHICH = (
    "“Usulan” ditulis TAHUN/kelurahan/nomor seperti pada alamat halamannya, misalnya "
    "2016/rawasari/0007."
)
_WANTED: Mapping[str, Callable[[Path, Typed], _Wanted]] = {
    "kirim": _kirim,
    "koreksi": _koreksi,
}
