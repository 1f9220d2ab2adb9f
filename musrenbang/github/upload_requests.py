"""*Terima*: what was judged to be taken of an upload, as pull requests of commits from main.

What another job has judged is believed in nothing but the texts of records: each commit is made
here first and reviewed as every pull request is, then made by GitHub, which signs it, with the very
same tree. A pull request that a workflow opens starts no other one, so the outcome of the review is
put to its commit as a status under the name of the check.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from musrenbang.files.file_writer import write_records
from musrenbang.files.paths import UPLOADS, Kind, place_of
from musrenbang.git.objects import CommitObject, Objects, Person
from musrenbang.git.repository import MAIN, Repository
from musrenbang.git.runner import GitError
from musrenbang.github.gh import GitHub
from musrenbang.github.uploads import Handed, Judged, Step, told
from musrenbang.history.branches import whole_review
from musrenbang.review.formats import verdict
from musrenbang.review.review_model import Review
from musrenbang.review.summary import COMMENT_BYTES, as_markdown
from musrenbang.text.errors import CommandError
from musrenbang.text.escaping import markdown
from musrenbang.text.indonesian import angka
from musrenbang.text.name_keys import untaken

SUMMARY = "<!-- musrenbang: ringkasan -->"
"""What the comment begins with that holds the review of a pull request."""
RECEIPT = "<!-- musrenbang: terima -->"


@dataclass(frozen=True)
class Origin:
    """Where an upload comes from, and where its run can be looked at."""

    branch: str
    commit: str
    account: str
    """Who pushed it."""
    people: tuple[Person, ...]
    """Whose it is."""
    run: str
    books: str
    """Where the workbooks to mend can be had; empty where there are none."""


class _Opened(NamedTuple):
    number: int
    commit: CommitObject
    """As it is here."""
    hosted: str
    """The commit with the same tree that GitHub has."""


def hand_over(root: Path, judged: Judged, origin: Origin, check: str, hub: GitHub) -> str:
    """Ask for everything that was taken, and say what became of each file; that text.

    `check` is the check that main demands. Nothing is asked for twice.
    """
    repository = Repository(root)
    if not repository.contains(judged.main, MAIN):
        raise CommandError("Yang dinilai bukan main repositori ini.")
    (base,) = Objects(root).named([judged.main])
    requests = _Requests(root, base, origin, check, hub)
    lines = [f"{RECEIPT}", f"@{origin.account} – berkas yang Anda serahkan:", ""]
    if judged.refused:
        lines.append(f"⛔ {markdown(judged.refused)}")
    elif not judged.files:
        lines.append(f"Tidak ada berkas dalam folder {UPLOADS}/.")
    for file in judged.files:
        lines += [*told(file), *requests.of(file), ""]
    if any(file.books for file in judged.files) and origin.books:
        lines += [_BOOKS.format(address=origin.books), ""]
    is_left = bool(judged.refused) or not hub.has_branch(origin.branch)
    is_left = is_left or hub.tip(origin.branch) != origin.commit
    if not judged.refused:
        lines.append(_LEFT if is_left else _GONE)
    text = "\n".join(lines).rstrip() + "\n"
    comment = _cut(text).removeprefix(f"{RECEIPT}\n")
    numbers = hub.open_requests(origin.branch)
    for number in numbers:
        hub.comment(number, RECEIPT, comment)
    if not numbers:
        hub.remark(origin.commit, RECEIPT, comment)
    # Last of all: without it, a run that was broken off cannot be run again.
    if not is_left:
        hub.end_branch(origin.branch, origin.commit)
    return text


_BOOKS = (
    "**[Buku untuk diperbaiki]({address})**: buka, perbaiki sel berbingkai jingga (sebabnya ada "
    "pada catatannya), lalu serahkan lagi. Dapat diunduh selama 14 hari, oleh yang masuk dengan "
    "akunnya."
)
_GONE = "Cabang unggahan ini dihapus; isinya tidak masuk riwayat."
_LEFT = (
    "Cabangnya sementara itu sudah dihapus, atau ada unggahan baru padanya, yang dinilai sendiri."
)


def _cut(text: str) -> str:
    """A text short enough for a comment, whole lines of it."""
    data = text.encode()
    if len(data) <= COMMENT_BYTES:
        return text
    kept = data[: COMMENT_BYTES - 200].decode("utf-8", "ignore").rpartition("\n")[0]
    return f"{kept}\n\n**… sisanya ada pada ringkasan alur Terima.**\n"


class _Requests:
    def __init__(
        self, root: Path, base: CommitObject, origin: Origin, check: str, hub: GitHub
    ) -> None:
        self.root, self.base, self.origin, self.check, self.hub = root, base, origin, check, hub
        self.unsigned: set[str] = set()
        """Branches of this run whose commit GitHub has not signed."""
        self.known = {one.path for one in Repository(root).tree(MAIN).entries()}

    def _asked(self, files: Mapping[str, bytes | None]) -> list[tuple[str, bytes]]:
        """What files come to, whatever numbers new proposals have: others may have taken those."""
        return sorted(
            (path.rpartition("/")[0] if self._is_new_proposal(path) else path, data or b"")
            for path, data in files.items()
        )

    def _is_new_proposal(self, path: str) -> bool:
        place = place_of(path)
        return bool(place and place.kind is Kind.USULAN and path not in self.known)

    def of(self, file: Handed) -> Iterator[str]:
        """Ask for what was taken of a file, step by step; a line for each."""
        made: list[_Opened] = []
        for step in file.steps:
            before = None if step.after is None else made[step.after]
            branch, held, known = self._branch(step, before)
            commit = held or self._commit(step, before)
            review = whole_review(self.root, before.commit.id if before else MAIN, commit.id)
            hosted = commit.id if held else self._host(step, commit, before, branch)
            number = known[0] if known else self._open(file, step, before, branch)
            opened = _Opened(number, commit, hosted)
            made.append(opened)
            self.hub.comment(number, SUMMARY, as_markdown(review, COMMENT_BYTES))
            self._say(opened, review, before)
            asked = "Sudah diajukan" if known else "Diajukan"
            then = f" Sesudah #{before.number} digabung." if before else ""
            yield f"- {asked}: #{number}, {_title(step)}. {verdict(review)}.{then}"

    def _branch(
        self, step: Step, before: _Opened | None
    ) -> tuple[str, CommitObject | None, list[int]]:
        """The branch of a step, and what is there already: its last commit, its pull request.

        A branch that holds anything else than the step, or that somebody else has made and not
        asked for, is left alone.
        """
        name = f"{step.branch}-{_digest(self._asked(_bytes(step)))}"
        kind = name.partition("/")[0]
        if self.hub.has_branch(kind):  # Git has no folder and no file of one name
            name = name.replace("/", "-")
        found: list[tuple[CommitObject, list[int]]] = []

        def is_taken(name: str) -> bool:
            names = self.hub.branches(name)
            held = self._held(self.hub.tip(name), step, before) if name in names else None
            known = self.hub.open_requests(name, MAIN) if held else []
            message = _message(step, self.origin.people)
            if held and (known or held.message.strip() == message):
                found.append((held, known))
                return False
            return any(one == name or one.startswith(f"{name}/") for one in names)

        name = untaken(name, is_taken)
        return (name, *found[0]) if found else (name, None, [])

    def _held(self, tip: str, step: Step, before: _Opened | None) -> CommitObject | None:
        """A commit of the host if it changes what the step does, and nothing else."""
        objects = Objects(self.root)
        try:
            start = before.commit.id if before else Repository(self.root).merge_base(MAIN, tip)
            (commit,) = objects.named([tip])
            (changed,) = objects.differences([(tip, start)])
            kept = [one for one in changed if not one.is_gone]
            texts = objects.read(one.new_blob for one in kept)
        except GitError:  # the branch has moved since this run began
            return None
        held: dict[str, bytes | None] = {one.path: None for one in changed if one.is_gone}
        held |= {one.path: text for one, text in zip(kept, texts, strict=True)}
        is_plain = all(one.new_mode == "100644" for one in kept)
        return commit if is_plain and self._asked(held) == self._asked(_bytes(step)) else None

    def _commit(self, step: Step, before: _Opened | None) -> CommitObject:
        """The commit of a step, made here, on a branch of its own."""
        repository = Repository(self.root)
        name = untaken(f"terima/{step.branch}", repository.has_branch)
        repository.start_branch(name, before.commit.id if before else self.base.id)
        write_records(self.root, _bytes(step))
        name = repository.commit_files(
            sorted(step.files), _message(step, self.origin.people), trailers=()
        )
        (commit,) = Objects(self.root).named([name])
        return commit

    def _host(self, step: Step, commit: CommitObject, before: _Opened | None, branch: str) -> str:
        """The commit that GitHub makes of one made here, on a new branch."""
        parent = before.commit._replace(id=before.hosted) if before else self.base
        tree, name, is_signed = self.hub.commit(parent, step.files, commit.message.strip())
        if tree != commit.tree:
            raise CommandError("Peladen mencatat isi yang lain dari yang ditinjau.")
        self.hub.begin_branch(branch, name)
        if not is_signed:
            self.unsigned.add(branch)
        return name

    def _open(self, file: Handed, step: Step, before: _Opened | None, branch: str) -> int:
        body = [f"Diserahkan @{self.origin.account}.", "", *told(file), ""]
        if before:
            body.append(_STACKED.format(number=before.number))
        if branch in self.unsigned:
            body.append("⚠ Peladen tidak menandatangani commit ini.")
        text = _cut("\n".join(body).rstrip() + "\n")
        return int(self.hub.open_pull_request(branch, MAIN, _title(step), text)["number"])

    def _say(self, opened: _Opened, review: Review, before: _Opened | None) -> None:
        state, about = ("success", "Boleh digabung") if review.allowed else ("failure", "Ditolak")
        if before and review.allowed:
            state, about = "pending", f"Gabungkan dulu #{before.number}, lalu Update branch"
        self.hub.say(opened.hosted, self.check, state, about, self.origin.run)


_STACKED = (
    "Gabungkan #{number} lebih dahulu; sesudah itu tekan *Update branch* di sini, supaya "
    "pemeriksaannya berjalan."
)


def _digest(asked: object) -> str:
    """What tells the same step asked for twice from another one of the same name."""
    return sha256(str(asked).encode()).hexdigest()[:8]


def _bytes(step: Step) -> dict[str, bytes | None]:
    return {path: None if text is None else text.encode() for path, text in step.files.items()}


_WHAT = {
    "keputusan": "Keputusan",
    "usulan": "Usulan",
    "pengaturan": "Pengaturan",
    "berita-acara": "Berita Acara",
    "tindak-lanjut": "Tindak lanjut",
    "kelurahan": "Kelurahan",
}
_MOST_NAMED = 3


def _title(step: Step) -> str:
    """What a step changes, in words of which none come from what was uploaded."""
    years = sorted({place.tahun for path in step.files if (place := place_of(path))})
    names = [slug.replace("-", " ").title() for slug in _kelurahan(step)]
    what = _WHAT.get(step.branch.partition("/")[0], "Data")
    of = ", ".join(names) if len(names) <= _MOST_NAMED else f"{angka(len(names))} kelurahan"
    return f"{what} Musrenbang {', '.join(map(str, years))}{f': {of}' if of else ''}"


def _message(step: Step, people: Iterable[Person]) -> str:
    """The message of the commit of a step, by whom it was uploaded included."""
    trailers = [
        *(f"Kelurahan: {slug}" for slug in _kelurahan(step)),
        *(f"Diunggah-oleh: {one.name} <{one.email}>" for one in people),
    ]
    return "\n".join((_title(step), "", *trailers))


def _kelurahan(step: Step) -> list[str]:
    return sorted({place.kelurahan for path in step.files if (place := place_of(path))} - {""})
