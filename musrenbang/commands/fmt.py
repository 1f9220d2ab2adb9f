"""`fmt`: record files in their canonical form."""

import argparse
import sys
from pathlib import Path

from musrenbang.commands.arguments import is_below
from musrenbang.files.file_writer import locked, write_records
from musrenbang.files.paths import Kind, place_of
from musrenbang.files.photos import bare, burden, fault
from musrenbang.files.tree import FolderTree
from musrenbang.git.differences import ChangedFile
from musrenbang.records.canonical import FaultyError, LeftAloneError, formatted
from musrenbang.records.loader import MODELS, load
from musrenbang.records.snapshot import Snapshot
from musrenbang.review.facts import Facts
from musrenbang.review.guards import refusals
from musrenbang.text.errors import UsageError
from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import angka

_PLAIN = "100644"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Tulis berkas catatan dalam bentuk bakunya: urutan bidang, tanda kutip dan lipatan baris "
        "yang sama di mana-mana. Artinya tidak pernah berubah. Dari foto dibuang tempat "
        "pengambilan (GPS) dan nama orang, dan yang terlalu besar dikecilkan. Komentar di atas "
        "bidang terluar dan "
        "di akhir berkas ikut; berkas dengan komentar di tempat lain, berkas yang salah, dan "
        "berkas yang sudah terkunci dibiarkan dan disebut."
    )
    parser.add_argument(
        "files", nargs="*", metavar="BERKAS", help="berkas atau folder (bawaan: semua)"
    )
    parser.add_argument(
        "--check", action="store_true", help="sebutkan saja yang belum baku; tidak menulis apa pun"
    )
    parser.add_argument(
        "--hapus-komentar",
        action="store_true",
        help="buang komentar yang tidak punya tempat dalam bentuk baku",
    )


def run(arguments: argparse.Namespace) -> int:
    """Format; 1 where a file is faulty or, with `--check`, not in its form."""
    root: Path = arguments.root
    tree = FolderTree(root)
    snapshot = load(tree)
    paths = [
        entry.path
        for entry in tree.entries()
        if entry.is_plain and (place := place_of(entry.path)) and place.kind in _FORMATTED
    ]
    if arguments.files:
        paths = _asked_for(arguments.files, root, paths)
    changes: dict[str, bytes] = {}
    faulty = False
    for path, data in tree.read(paths):
        place = place_of(path)
        if place is None or data is None:
            continue
        try:
            if place.kind is Kind.FOTO:
                done, same = _lightened(path, data), data
            else:
                done = formatted(data, place, drop_comments=arguments.hapus_komentar)
                same = data.replace(b"\r\n", b"\n")  # Git on Windows may have put them there
            if done == same:
                continue
            _refuse_guarded(snapshot, path)
        except LeftAloneError as error:
            faulty |= isinstance(error, FaultyError)
            print(f"Dibiarkan: {visible(path)}: {visible(str(error))}.", file=sys.stderr)
            continue
        changes[path] = done
    if arguments.check:
        return _check(changes, faulty=faulty)
    return _write(root, changes, faulty=faulty)


_FORMATTED = {*MODELS, Kind.FOTO}


def _lightened(path: str, data: bytes) -> bytes:
    """A photo without what it should not carry; raises `FaultyError` where it cannot be shown."""
    found = fault(path, data)
    if found:
        raise FaultyError(found[0].rstrip("."))
    return (bare(data) or data) if burden(data) else data


def _asked_for(words: list[str], root: Path, known: list[str]) -> list[str]:
    """Files by name, from here or below the data folder; folders stand for what they hold."""
    found: list[str] = []
    for word in words:
        candidates = [word.strip("/")]
        resolved = Path(word).resolve()
        if resolved.is_relative_to(root.resolve()):
            candidates.append(resolved.relative_to(root.resolve()).as_posix())
        below = [path for path in known if is_below(path, candidates)]
        if not below:
            raise UsageError(f"{word}: bukan berkas catatan (YAML) atau foto di folder data ini.")
        found += below
    return sorted(set(found))


def _refuse_guarded(snapshot: Snapshot, path: str) -> None:
    """Leave alone what no pull request may touch: locked kelurahan, years gone by."""
    for refusal in refusals(Facts(snapshot, snapshot, [ChangedFile(path, _PLAIN, _PLAIN)])):
        raise LeftAloneError(refusal.message.rstrip("."))


def _check(changes: dict[str, bytes], *, faulty: bool) -> int:
    for path in changes:
        print(visible(path))
    if changes:
        print(
            f"{angka(len(changes))} berkas belum dalam bentuk baku; jalankan fmt.", file=sys.stderr
        )
    return 1 if changes or faulty else 0


def _write(root: Path, changes: dict[str, bytes], *, faulty: bool) -> int:
    # Not through Recorder: the meaning stays, so faults that were there must not stop it.
    with locked(root):
        write_records(root, changes)
    for path in changes:
        print(f"Dirapikan: {visible(path)}")
    print(f"{angka(len(changes))} berkas dirapikan.")
    return 1 if faulty else 0
