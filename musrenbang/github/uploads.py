"""What somebody has put into `masuk/` on a branch, and what became of each file of it.

The branch is read from Git's objects and never checked out. Names, sizes and the number of files
are bounded before anything is opened.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, field_validator

from musrenbang.files.paths import UPLOADS, Kind, is_upload, place_of
from musrenbang.git.objects import Objects, Person
from musrenbang.git.repository import Repository
from musrenbang.git.runner import GitError
from musrenbang.history import hosted
from musrenbang.history.people import BOT, Account, account_of, officials
from musrenbang.records.loader import load
from musrenbang.review.review_model import CODEOWNERS
from musrenbang.text.errors import CommandError
from musrenbang.text.escaping import code, markdown, visible
from musrenbang.text.indonesian import angka

MOST_FILES = 20
MOST_BYTES = 10 * 1024 * 1024
_NAME = re.compile(r"[A-Za-z0-9_(][A-Za-z0-9 ._()+,&'-]{0,99}")
_PLAIN = {"100644", "100755"}


class Upload(NamedTuple):
    """One file as it was handed in; `fault` says why it is not even opened."""

    name: str
    data: bytes
    fault: str = ""


def uploads(root: Path, main: str, commit: str) -> Iterator[Upload]:
    """The files that a commit has below `masuk/` and main has not.

    Raises `CommandError` where the branch changes anything else, or holds too many of them.
    """
    objects = Objects(root)
    try:
        start = Repository(root).merge_base(main, commit)
    except GitError:
        raise CommandError(_UNRELATED) from None
    (changed,) = objects.differences([(commit, start)])
    others = [one.path for one in changed if not is_upload(one.path)]
    if others:
        more = f" dan {angka(len(others) - 1)} lagi" if others[1:] else ""
        raise CommandError(_ELSEWHERE.format(path=visible(others[0]), more=more))
    found = [one for one in changed if not one.is_gone]
    if len(found) > MOST_FILES:
        raise CommandError(_TOO_MANY.format(count=angka(len(found)), most=MOST_FILES))
    sizes = objects.sizes(one.new_blob for one in found)
    for file, size in zip(found, sizes, strict=True):
        name = file.path.rpartition("/")[2]
        if file.new_mode not in _PLAIN or size is None:
            yield Upload(name, b"", "Bukan berkas biasa.")
        elif not _NAME.fullmatch(name):
            yield Upload(name, b"", _BAD_NAME)
        elif size > MOST_BYTES:
            yield Upload(name, b"", f"Lebih besar dari {MOST_BYTES // 1024**2} MB.")
        else:
            (data,) = objects.read([file.new_blob])
            yield Upload(name, data)


_UNRELATED = (
    "Cabang ini sudah tidak ada, atau tidak berasal dari main. Unggah lagi pada cabang baru dari "
    "main."
)
_ELSEWHERE = (
    f"Cabang ini juga mengubah {{path}}{{more}} di luar folder {UPLOADS}/, jadi tidak ada yang "
    f"diambil dan cabangnya dibiarkan. Unggah berkasnya pada cabang baru dari main, yang tidak "
    "mengubah apa pun selain itu."
)
_TOO_MANY = (
    "Ada {count} berkas; paling banyak {most} sekali serah, jadi tidak ada yang diambil. Unggah "
    "lagi sebagian-sebagian, masing-masing pada cabang baru."
)
_BAD_NAME = (
    "Namanya terlalu panjang atau memuat tanda lain dari huruf, angka, spasi dan tanda baca biasa. "
    "Ganti namanya, lalu unggah lagi."
)


def people(root: Path, main: str, commit: str, pusher: Account) -> list[Person]:
    """Whose upload a branch is: who pushed it, and whoever its commits name, by name and address.

    A name that is no official's is told by the account, where there is one. Raises `CommandError`
    where the commits are gone, or name somebody who cannot be told.
    """
    try:
        commits = Objects(root).commits(commit, main).values()
    except GitError:
        raise CommandError(_UNRELATED) from None
    names = officials(load(Repository(root).tree(main))).roles
    found = [Person(pusher.name, hosted.address(pusher))]
    for person in (one for commit in commits for one in (commit.author, commit.committer)):
        email, account = person.email.strip().lower(), account_of(person.email)
        if email in _HOST:
            continue
        if not _ADDRESS.fullmatch(email):
            raise CommandError(_NOBODY.format(email=visible(person.email)))
        is_told = _PLAIN_NAME.fullmatch(person.name) and (
            person.name.casefold() in names or not account
        )
        found.append(Person(person.name if is_told else (account or (email,))[0], email))
    found = list(dict.fromkeys(found))
    if len(found) > MOST_FILES:
        raise CommandError(_TOO_MANY_PEOPLE.format(count=angka(len(found))))
    return found


_HOST = {"noreply@github.com", BOT}
"""Who commits what people do in the host's pages."""
_ADDRESS = re.compile(r"[!-~]{1,200}@[!-~]{1,100}")
_PLAIN_NAME = re.compile(r"[^\W_](?:[\w .,'()-]{0,98}[\w.)])?")
_NOBODY = (
    "Commit pada cabang ini menyebut penulis yang alamatnya bukan alamat surel ({email}), jadi "
    "tidak dapat dicatat siapa yang menyerahkan. Unggah lagi lewat halaman GitHub, pada cabang "
    "baru dari main."
)
_TOO_MANY_PEOPLE = (
    f"Commit pada cabang ini menyebut {{count}} orang; paling banyak {MOST_FILES}. Unggah lagi "
    "pada cabang baru dari main."
)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


_COMMIT = r"^(?:[0-9a-f]{40}|[0-9a-f]{64})$"
_MOST_RECORDS = 2_000
_MOST_TEXT = 1024 * 1024


class Step(_Strict):
    """One commit: the record files it writes, or removes where they are `None`.

    With the officials goes the file of owners; the review says where it does not follow from them.
    """

    branch: str = Field(pattern=r"^[a-z-]{1,30}/[a-z0-9-]{1,120}$")
    after: int | None
    """Which step of the same file it comes after; else it begins at main."""
    files: dict[str, str | None] = Field(min_length=1, max_length=_MOST_RECORDS)

    @field_validator("files")
    @classmethod
    def _records(cls, files: dict[str, str | None]) -> dict[str, str | None]:
        for path, text in files.items():
            place = place_of(path)
            is_record = place.kind is not Kind.FOTO if place else path == CODEOWNERS
            if not is_record or len(text or "") > _MOST_TEXT:
                raise ValueError(f"not a record: {path}")
        return files


class Handed(_Strict):
    """What became of one file; where nothing could be taken, `error` says why."""

    name: str = Field(max_length=400)
    jenis: str = ""
    taken: str = ""
    left: str = ""
    removed: str = ""
    remarks: list[str] = []
    error: str = ""
    books: list[str] = []
    """The workbooks that were made of it, to mend and hand in again."""
    steps: list[Step] = []


class Judged(_Strict):
    """What became of everything that one push handed in, judged at one commit of main."""

    main: str = Field(pattern=_COMMIT)
    refused: str = ""
    files: list[Handed] = Field(default=[], max_length=MOST_FILES)


_MOST_LINES = 40
_HINT = "    "


def told(file: Handed) -> Iterator[str]:
    """What became of a file, as lines of Markdown; nothing in it is markup or a mention."""
    yield f"**{code(file.name)}**{f': {_plain(file.jenis)}' if file.jenis else ''}"
    yield ""
    if file.error:
        yield "- ⛔ Tidak ada yang diambil."
        for line in file.error.splitlines()[:_MOST_LINES]:
            yield f"{'    ' if line.startswith(_HINT) else '  '}- {_plain(line.strip())}"
    else:
        yield f"- Diambil: {_plain(file.taken)}"
        if file.removed:
            yield f"- Dihapus: {_plain(file.removed)}"
        yield f"- Tidak diambil: {_plain(file.left or '–')}"
        yield from (f"- Periksa: {_plain(line)}" for line in file.remarks[:_MOST_LINES])
    if any(" --" in text for text in (file.error, *file.remarks)):
        yield f"- {_BY_OPTION}"
    rest = max(len(file.error.splitlines()), len(file.remarks)) - _MOST_LINES
    if rest > 0:
        yield f"- **… dan {angka(rest)} baris lagi.**"


_BY_OPTION = (
    "Pilihan yang diawali dua tanda hubung hanya ada pada program di komputer. Lewat unggahan, "
    "tulis keterangannya di atas tabel, misalnya “Kelurahan Rawasari”, lalu serahkan lagi."
)


def _plain(text: str) -> str:
    return markdown(text.replace("`", ""))
