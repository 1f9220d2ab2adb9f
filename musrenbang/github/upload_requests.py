"""*Terima*: what was judged to be taken of an upload, as pull requests of commits from main.

What another job has judged is believed in nothing but the texts of records: each commit is made
here first and reviewed as every pull request is, then made by GitHub, which signs it, with the very
same tree. A pull request that a workflow opens starts no other one, so the outcome of the review is
put to its commit as a status under the name of the check.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from musrenbang.files.file_writer import write_records
from musrenbang.files.paths import UPLOADS
from musrenbang.git.objects import CommitObject, Objects, Person
from musrenbang.git.repository import MAIN, Repository
from musrenbang.github.gh import GitHub
from musrenbang.github.uploads import Handed, Judged, Step, told
from musrenbang.history.branches import whole_review
from musrenbang.review.formats import verdict
from musrenbang.review.review_model import Review
from musrenbang.review.summary import COMMENT_BYTES, as_markdown
from musrenbang.text.errors import CommandError
from musrenbang.text.escaping import markdown
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
    """As made here."""
    hosted: str
    """The commit that GitHub made with the same tree; empty where it was not made by this run."""


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
    numbers = hub.open_requests(origin.branch)
    if not judged.refused:
        lines.append(_GONE if hub.end_branch(origin.branch, origin.commit) else _LEFT)
    text = "\n".join(lines).rstrip() + "\n"
    for number in numbers:
        hub.comment(number, RECEIPT, _cut(text).removeprefix(f"{RECEIPT}\n"))
    if not numbers:
        hub.remark(origin.commit, _cut(text))
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

    def of(self, file: Handed) -> Iterator[str]:
        """Ask for what was taken of a file, step by step; a line for each."""
        made: list[_Opened] = []
        for step in file.steps:
            before = None if step.after is None else made[step.after]
            branch = f"{step.branch}-{_digest(step)}"
            known = self.hub.open_requests(branch)
            commit = self._commit(step, before)
            title = markdown(_first_line(step))
            if known:
                made.append(_Opened(known[0], commit, ""))
                yield f"- Sudah diajukan: #{known[0]}, {title}."
            elif before and not before.hosted:
                # Others may have gone on from that branch, so nothing is put on top of it.
                made.append(_Opened(before.number, commit, ""))
                yield _LATER.format(title=title, number=before.number)
            else:
                opened, review = self._open(file, step, commit, before, branch)
                made.append(opened)
                then = f" Sesudah #{before.number} digabung." if before else ""
                yield f"- Diajukan: #{opened.number}, {title}. {verdict(review)}.{then}"

    def _commit(self, step: Step, before: _Opened | None) -> CommitObject:
        """The commit of a step, made here, on a branch of its own."""
        repository = Repository(self.root)
        name = untaken(f"terima/{step.branch}", repository.has_branch)
        repository.start_branch(name, before.commit.id if before else self.base.id)
        write_records(
            self.root,
            {path: None if text is None else text.encode() for path, text in step.files.items()},
        )
        by = [(_UPLOADED_BY, f"{one.name} <{one.email}>") for one in self.origin.people]
        name = repository.commit_files(sorted(step.files), step.message, by)
        (commit,) = Objects(self.root).named([name])
        return commit

    def _open(
        self, file: Handed, step: Step, commit: CommitObject, before: _Opened | None, branch: str
    ) -> tuple[_Opened, Review]:
        review = whole_review(self.root, before.commit.id if before else MAIN, commit.id)
        parent = before.commit._replace(id=before.hosted) if before else self.base
        tree, name, is_signed = self.hub.commit(parent, step.files, commit.message.strip())
        if tree != commit.tree:
            raise CommandError("Peladen mencatat isi yang lain dari yang ditinjau.")
        branch = untaken(branch, self.hub.has_branch)
        self.hub.begin_branch(branch, name)
        body = [f"Diserahkan @{self.origin.account}.", "", *told(file), ""]
        if before:
            body.append(_STACKED.format(number=before.number))
        if not is_signed:
            body.append("⚠ Peladen tidak menandatangani commit ini.")
        asked = self.hub.open_pull_request(
            branch, MAIN, _first_line(step), _cut("\n".join(body).rstrip() + "\n")
        )
        opened = _Opened(int(asked["number"]), commit, name)
        self.hub.comment(opened.number, SUMMARY, as_markdown(review, COMMENT_BYTES))
        self._say(opened, review, before)
        return opened, review

    def _say(self, opened: _Opened, review: Review, before: _Opened | None) -> None:
        state, about = ("success", "Boleh digabung") if review.allowed else ("failure", "Ditolak")
        if before and review.allowed:
            state, about = "pending", f"Gabungkan dulu #{before.number}, lalu Update branch"
        self.hub.say(opened.hosted, self.check, state, about, self.origin.run)


_UPLOADED_BY = "Diunggah-oleh"
_LATER = "- Belum diajukan: {title}. Serahkan berkas ini lagi sesudah #{number} digabung."
_STACKED = (
    "Gabungkan #{number} lebih dahulu; sesudah itu tekan *Update branch* di sini, supaya "
    "pemeriksaannya berjalan."
)


def _digest(step: Step) -> str:
    """What tells the same step asked for twice from another one of the same name."""
    return sha256(str(sorted(step.files.items())).encode()).hexdigest()[:8]


def _first_line(step: Step) -> str:
    return step.message.partition("\n")[0]
