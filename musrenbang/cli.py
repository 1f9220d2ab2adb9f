"""The command line: which command, which folder, and how errors end it."""

import argparse
import gettext
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from musrenbang.commands.arguments import add_root
from musrenbang.files.program import COMMAND, addressed
from musrenbang.git.runner import GitError
from musrenbang.text.errors import CommandError, UsageError, reason
from musrenbang.text.outlet import guarded, reword

COMMANDS = {
    "build": "periksa lalu terbitkan situs, dokumen dan data (bawaan)",
    "check": "periksa semua berkas dan sebutkan yang perlu diperbaiki",
    "review": "jelaskan perubahan sejak sebuah cabang, dan apakah boleh digabung",
    "merge": "gabungkan cabang yang sudah ditinjau, dengan kunci pejabat di komputer ini",
    "verify": "pastikan dokumen atau situs persis seperti yang dihasilkan sebuah commit",
    "audit": "putar ulang riwayat dan sebutkan setiap perubahan serta pelanggaran",
    "demo": "buat repositori contoh dengan riwayat bertanda tangan untuk mencoba review dan audit",
    "import": "jadikan lembar kerja (CSV, XLSX) berkas usulan",
    "desk": "meja sidang: putuskan usulan di layar proyektor, dengan papan ketik",
    "worksheet": "buat buku kerja (XLSX): keputusan, pengaturan, Berita Acara, tindak lanjut, …",
    "accept": "terima yang diserahkan: buku kerja yang sudah diisi, atau lembar usulan kelurahan",
    "decide": "terima lembar keputusan yang sudah diisi, dan tidak yang lain",
    "send": "Kirim: teruskan hasil kelurahan ke tingkat kota, lalu kunci berkasnya",
    "status": "sampai mana tahun ini menurut juknis, dan apa berikutnya",
    "new": "mulai kecamatan atau tahun baru, atau tulis satu catatan: usulan, keputusan, …",
    "fmt": "tulis berkas catatan dalam bentuk bakunya, atau sebutkan yang belum (--check)",
    "city": "jumlahkan situs semua kecamatan menjadi situs kota, dan kota menjadi provinsi",
    "serve": "tampilkan situs di komputer ini dan perbarui bila berkas berubah",
    "codeowners": "tulis .github/CODEOWNERS dari pejabat, atau pastikan sudah sesuai (--check)",
    "github": "jadikan isu sebuah usulan, atau terbitkan rilis (dijalankan oleh GitHub)",
    "schema": "tulis JSON Schema ke schemas/json/, atau pastikan sudah sesuai (--check)",
}
DEFAULT_COMMAND = "build"
_PROGRAM = COMMAND.removeprefix("python ")
INTERRUPTED = 130

_INDONESIAN = {
    "usage: ": "Pemakaian: ",
    "positional arguments": "Argumen",
    "options": "Pilihan",
    "show this help message and exit": "tampilkan bantuan ini",
    "%(prog)s: error: %(message)s\n": "Galat: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "argumen %(argument_name)s: %(message)s",
    "the following arguments are required: %s": "argumen ini wajib: %s",
    "one of the arguments %s is required": "salah satu argumen ini wajib: %s",
    "unrecognized arguments: %s": "argumen tidak dikenal: %s",
    "not allowed with argument %s": "tidak boleh bersama argumen %s",
    "ignored explicit argument %r": "tidak memakai nilai, jadi %r tidak berlaku",
    "ambiguous option: %(option)s could match %(matches)s": (
        "pilihan %(option)s dapat berarti %(matches)s"
    ),
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "pilihan tidak dikenal: %(value)r (pilih dari %(choices)s)"
    ),
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "pilihan tidak dikenal: %(parser_name)r (pilih dari %(choices)s)"
    ),
    "invalid %(type)s value: %(value)r": "nilai %(value)r tidak sesuai",
    "can't open '%(filename)s': %(error)s": "%(filename)s tidak dapat dibuka: %(error)s",
    "expected one argument": "perlu satu nilai",
    "expected at most one argument": "perlu paling banyak satu nilai",
    "expected at least one argument": "perlu sedikitnya satu nilai",
    "expected %s argument": "perlu %s nilai",
}
"""What argparse says to users, by its own English; the rest are mistakes of a programmer."""


class _Indonesian(gettext.NullTranslations):
    """The words of argparse, which has no translation of its own."""

    def gettext(self, message: str) -> str:
        return _INDONESIAN.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _INDONESIAN.get(msgid1, msgid1 if n == 1 else msgid2)


def _translate_argparse() -> None:
    words = _Indonesian()
    vars(argparse).update(_=words.gettext, ngettext=words.ngettext)


def _overview() -> argparse.ArgumentParser:
    width = max(map(len, COMMANDS)) + 2
    listing = "\n".join(f"  {name:<{width}}{text}" for name, text in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog=_PROGRAM,
        usage=f"{_PROGRAM} [PERINTAH] [pilihan]",
        description="Musrenbang Kecamatan: usulan, keputusan, Berita Acara dan papan pengumuman.",
        epilog=f"Perintah:\n{listing}\n\nRincian satu perintah: {_PROGRAM} PERINTAH --help",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_root(parser, Path())
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    with guarded():
        return _ended(list(sys.argv[1:] if arguments is None else arguments))


def _ended(words: list[str]) -> int:
    try:
        code = _outcome(words)
        _flush()
    except OSError as error:
        what = [error.filename] if error.filename else _unwritten_output()
        print(f"Galat: {': '.join([*map(str, what), reason(error)])}.", file=sys.stderr)
        return UsageError.exit_code
    return code


def _outcome(words: list[str]) -> int:
    try:
        return _run(words)
    except SystemExit as end:  # argparse's way to end, with a number
        return int(end.code or 0)
    except CommandError as error:
        print(f"Galat: {error}", file=sys.stderr)
        return error.exit_code
    except GitError as error:
        print(f"Galat: {error}", file=sys.stderr)
        return UsageError.exit_code
    except MemoryError:
        print("Galat: memori komputer ini habis; tutup program lain, lalu ulangi.", file=sys.stderr)
        return UsageError.exit_code
    except KeyboardInterrupt:
        print("Dihentikan.", file=sys.stderr)
        return INTERRUPTED


def _flush() -> None:
    print(end="", flush=True)  # does nothing where there is no standard output


def _close_output() -> None:
    """Let what cannot be written any more go nowhere, so that nothing else fails for it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unwritten_output() -> list[str]:
    """The name of standard output where an error may have come from there: it still fails."""
    try:
        _flush()
    except OSError:
        _close_output()
        return ["keluaran tidak dapat ditulis"]
    return []


def _run(words: list[str]) -> int:
    _translate_argparse()
    root_words, words = split_root(words)
    if words[:1] in (["-h"], ["--help"]):
        _overview().parse_args(words)
    name = words.pop(0) if words and not words[0].startswith("-") else DEFAULT_COMMAND
    if name not in COMMANDS:
        _overview().error(f"pilihan tidak dikenal: {name} (pilih dari {', '.join(COMMANDS)})")
    module, parser = command_of(name)
    parsed = parser.parse_args([*root_words, *words])
    if not parsed.root.is_dir():
        parser.error(f"{parsed.root} tidak ada atau bukan folder")
    is_for_readers = name != "github" and getattr(parsed, "format", "text") == "text"
    if is_for_readers and parsed.root.resolve() != Path.cwd():
        reword(lambda text: addressed(text, str(parsed.root), COMMANDS))
    code: int = module.run(parsed)
    return code


def command_of(name: str) -> tuple[Any, argparse.ArgumentParser]:
    """The module of a command, and what reads its arguments."""
    module = importlib.import_module(f"musrenbang.commands.{_MODULES.get(name, name)}")
    parser = argparse.ArgumentParser(prog=f"{_PROGRAM} {name}", description=COMMANDS[name])
    add_root(parser, Path())
    module.configure(parser)
    return module, parser


_MODULES = {"import": "import_"}


def split_root(words: list[str]) -> tuple[list[str], list[str]]:
    """Allow --root before the command as well as after it."""
    if words[:1] == ["--root"]:
        return words[:2], words[2:]
    if words and words[0].startswith("--root="):
        return words[:1], words[1:]
    return [], words
