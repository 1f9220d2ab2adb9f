"""The two halves of the workflow *Terima*: judging an upload, and asking for what was taken of it.

The first runs without any right, by the program and the records of main, as `accept` would; the
second has rights and gets nothing from the first but the texts of records and what to say.
"""

import argparse
import contextlib
import os
import re
import sys
import tempfile
import traceback
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from musrenbang.commands import accept
from musrenbang.deciding.submission import HandedIn
from musrenbang.files.file_writer import replace_file
from musrenbang.git.objects import Objects, Person
from musrenbang.git.repository import MAIN, Repository
from musrenbang.github.gh import GitHub
from musrenbang.github.host_run import COMMIT, COMMITTER, given, run_address, starter
from musrenbang.github.upload_requests import RECEIPT, Origin, hand_over
from musrenbang.github.uploads import Handed, Judged, Step, Upload, people, told, uploads
from musrenbang.importing.sheet_files import masked
from musrenbang.text.errors import CommandError
from musrenbang.text.escaping import markdown, visible
from musrenbang.text.indonesian import angka
from musrenbang.worksheets.complaints import RefusedSheetError
from musrenbang.worksheets.marked_copy import marked_copy

_RESULT = "hasil.json"
_BOOKS = "buku"


def judge(root: Path, target: Path) -> int:
    """Take every file of the pushed commit, each as if nothing else had been handed in."""
    repository = Repository(root)
    main, files, refused = repository.resolve(MAIN), [], ""
    os.environ.update(COMMITTER)
    (target / _BOOKS).mkdir(parents=True, exist_ok=True)
    try:
        found = list(uploads(root, main, given("GITHUB_SHA", COMMIT)))
    except CommandError as error:
        found, refused = [], str(error)
    for number, upload in enumerate(found, 1):
        with tempfile.TemporaryDirectory(prefix="terima-") as folder:
            files.append(_handed(root, upload, Path(folder), target / _BOOKS, f"{number:02}"))
        repository.go_back_to(MAIN)
    files = [*_contradicting(files)]
    judged = Judged(main=main, refused=refused, files=files)
    replace_file(target / _RESULT, judged.model_dump_json().encode())
    text = "\n".join([markdown(refused), *(line for one in files for line in (*told(one), ""))])
    print(text)
    return 0


def _handed(root: Path, upload: Upload, folder: Path, books: Path, number: str) -> Handed:
    """What becomes of one file, which is alone in a folder of its own."""
    name = upload.name
    if upload.fault:
        return Handed(name=masked(visible(name))[:_LONGEST_NAME], error=upload.fault)
    path = Path(name)
    parser = argparse.ArgumentParser()
    accept.configure(parser)
    words = parser.parse_args(
        ["--catat", "--lewati-usang", "--", name], argparse.Namespace(root=root)
    )
    mended: dict[str, bytes] = {}
    try:
        with contextlib.chdir(folder):
            replace_file(path, upload.data)
            taken = accept.take(words, path)
            done = [*taken.record()] if taken.record else []
            mended = {one.name: one.read_bytes() for one in Path().iterdir() if one != path}
        handed = Handed(
            name=name,
            jenis=taken.jenis,
            taken=taken.taken,
            left=taken.left,
            removed=taken.removed,
            remarks=[*taken.remarks],
            steps=[*_steps(root, done)],
        )
    except CommandError as error:
        found = error.complaints if isinstance(error, RefusedSheetError) else ()
        copy = marked_copy(upload.data, name, found)
        mended = {f"{path.stem}-perbaiki.xlsx": copy} if copy else {}
        text = str(error).removeprefix("Tidak ada yang ditulis.\n")
        handed = Handed(name=name, error=text)
    except Exception as stop:  # noqa: BLE001 - whatever one file does, the others are taken
        print(type(stop).__name__, file=sys.stderr)
        traceback.print_tb(stop.__traceback__)  # what it says may hold what was uploaded
        handed = Handed(name=name, error=_UNREADABLE)
    for one, data in mended.items():
        replace_file(books / masked(f"{number}-{one}").replace("•", "x"), data)
    return _discreet(handed).model_copy(update={"books": [*map(masked, mended)]})


def _discreet(handed: Handed) -> Handed:
    """Without the numbers that name a person, which names of files may hold too."""
    texts = {key: masked(text) for key, text in handed if isinstance(text, str) and key != "steps"}
    return handed.model_copy(update={**texts, "remarks": [*map(masked, handed.remarks)]})


def _contradicting(files: Sequence[Handed]) -> Iterator[Handed]:
    """The files, told of each record that another one gives another text."""
    texts: dict[str, dict[str, str | None]] = defaultdict(dict)
    for file in files:
        for step in file.steps:
            for path, text in step.files.items():
                texts[path][file.name] = text
    for file in files:
        found: dict[str, list[str]] = defaultdict(list)
        for path in (path for step in file.steps for path in step.files):
            for other, text in texts[path].items():
                if text != texts[path][file.name]:
                    found[other].append(path)
        told = [
            _OTHERWISE.format(name=other, count=angka(len(paths)), path=paths[0])
            for other, paths in found.items()
        ]
        yield file.model_copy(update={"remarks": [*told, *file.remarks]})


_OTHERWISE = (
    "{name} dalam unggahan ini mengisi {count} berkas yang sama secara lain ({path}). Hanya satu "
    "dari pengajuannya yang dapat digabung; tutup yang lain."
)


_LONGEST_NAME = 400
_UNREADABLE = (
    "Berkas ini tidak dapat dinilai: programnya berhenti padanya. Simpan ulang sebagai XLSX, "
    "lalu serahkan lagi; bila tetap begini, minta pemelihara melihat catatan alurnya."
)


def _steps(root: Path, done: Sequence[HandedIn]) -> Iterator[Step]:
    if Repository(root).is_dirty():
        raise CommandError("Isinya tidak tercatat seluruhnya.")
    objects = Objects(root)
    commits = objects.named([one.commit for one in done])
    for one, commit in zip(done, commits, strict=True):
        (changed,) = objects.differences([(commit.id, commit.parents[0])])
        kept = [file for file in changed if not file.is_gone]
        texts = objects.read(file.new_blob for file in kept)
        files = {file.path: None for file in changed if file.is_gone} | {
            file.path: data.decode("utf-8") for file, data in zip(kept, texts, strict=True)
        }
        before = [at for at, other in enumerate(commits) if other.id == commit.parents[0]]
        after = before[0] if before else None
        yield Step(branch=one.branch, after=after, files=files)


def request(root: Path, target: Path, check: str, hub: GitHub) -> int:
    os.environ.update(COMMITTER)
    commit, address, pusher = given("GITHUB_SHA", COMMIT), run_address(), starter()
    books = os.environ.get("BUKU", "")
    named: tuple[Person, ...] = ()
    unnamed = ""
    try:
        named = tuple(people(root, MAIN, commit, pusher))
    except CommandError as error:
        unnamed = str(error)
    origin = Origin(
        pusher.name,
        named,
        address,
        branch=os.environ.get("GITHUB_REF_NAME", ""),
        commit=commit,
        books=books if re.fullmatch(rf"{re.escape(address)}/artifacts/[0-9]+", books) else "",
    )
    if unnamed and not hub.has_branch(origin.branch) and hub.has_remark(commit, RECEIPT):
        print(_DONE)
        return 0
    file = target / _RESULT
    try:
        judged = Judged.model_validate_json(file.read_bytes())
    except (OSError, ValueError):
        hub.remark(commit, RECEIPT, _UNJUDGED.format(name=origin.account, address=address))
        raise CommandError("Tidak ada hasil penilaian.") from None
    if unnamed:
        judged = Judged(main=judged.main, refused=unnamed)
    try:
        print(hand_over(root, judged, origin, check, hub))
    except CommandError:
        hub.remark(commit, RECEIPT, _NOT_ASKED.format(name=origin.account, address=address))
        raise
    return 0


_DONE = "Unggahan ini sudah diterima dan cabangnya sudah dihapus; catatannya dibiarkan."
_NOT_ASKED = (
    "@{name} – berkas yang Anda serahkan sudah dinilai, tetapi belum semuanya dapat diajukan "
    "([catatan alurnya]({address})). Minta pemelihara repositori melihatnya; cabangnya dibiarkan."
)
_UNJUDGED = (
    "@{name} – berkas yang Anda serahkan tidak selesai dinilai: terlalu besar, rusak, atau alurnya "
    "terganggu ([catatannya]({address})). Cabangnya dibiarkan; jalankan alur itu sekali lagi, atau "
    "simpan ulang berkasnya dan unggah lagi."
)
