"""Records asked for by a workflow: commits from main, their pull requests, their review.

Each commit is made here first and reviewed as every pull request is, then made by GitHub, which
signs it, with the very same tree. A pull request that a workflow opens starts no other one, so the
outcome of the review is put to its commit as a status under the name of the check.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from musrenbang.files.file_writer import write_records
from musrenbang.files.paths import Kind, place_of
from musrenbang.git.objects import CommitObject, Objects, Person
from musrenbang.git.repository import MAIN, Repository
from musrenbang.git.runner import GitError
from musrenbang.github.gh import GitHub
from musrenbang.github.uploads import Step
from musrenbang.history.branches import whole_review
from musrenbang.review.formats import verdict
from musrenbang.review.review_model import Review
from musrenbang.review.summary import COMMENT_BYTES, as_markdown
from musrenbang.text.errors import CommandError
from musrenbang.text.indonesian import angka
from musrenbang.text.name_keys import untaken

SUMMARY = "<!-- musrenbang: ringkasan -->"
"""What the comment begins with that holds the review of a pull request."""


@dataclass(frozen=True)
class Asker:
    """Who asks by a workflow, and where its run can be looked at."""

    account: str
    """Who started it."""
    people: tuple[Person, ...]
    """Who counts as author besides the host's bot."""
    run: str


class UnfitError(CommandError):
    """What is asked for could not be merged; nothing was made on the host."""

    def __init__(self, review: Review) -> None:
        self.review = review
        super().__init__(verdict(review))


class _Opened(NamedTuple):
    number: int
    commit: CommitObject
    """As it is here."""
    hosted: str
    """The commit with the same tree that GitHub has."""


class Requests:
    """Asks for steps on commits from main, and for none twice.

    `check` is the check that main demands.
    """

    def __init__(
        self, root: Path, base: CommitObject, asker: Asker, check: str, hub: GitHub
    ) -> None:
        self.root, self.base, self.asker, self.check, self.hub = root, base, asker, check, hub
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

    def of(
        self, steps: Iterable[Step], about: Sequence[str], *, only_fit: bool = False
    ) -> Iterator[str]:
        """Ask for steps one by one; a line for each. `about` begins their pull requests.

        `only_fit` raises `UnfitError` before the first that may not be merged is made on the host.
        """
        made: list[_Opened] = []
        for step in steps:
            before = None if step.after is None else made[step.after]
            branch, held, known = self._branch(step, before)
            commit = held or self._commit(step, before)
            review = whole_review(self.root, before.commit.id if before else MAIN, commit.id)
            if only_fit and not review.allowed:
                raise UnfitError(review)
            hosted = commit.id if held else self._host(step, commit, before, branch)
            number = known[0] if known else self._open(about, step, before, branch)
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
            message = _message(step, self.asker.people)
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
            sorted(step.files), _message(step, self.asker.people), trailers=()
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

    def _open(self, about: Sequence[str], step: Step, before: _Opened | None, branch: str) -> int:
        body = [*about, ""]
        if before:
            body.append(_STACKED.format(number=before.number))
        if branch in self.unsigned:
            body.append("⚠ Peladen tidak menandatangani commit ini.")
        text = cut("\n".join(body).rstrip() + "\n")
        return int(self.hub.open_pull_request(branch, MAIN, _title(step), text)["number"])

    def _say(self, opened: _Opened, review: Review, before: _Opened | None) -> None:
        state, about = ("success", "Boleh digabung") if review.allowed else ("failure", "Ditolak")
        if before and review.allowed:
            state, about = "pending", f"Gabungkan dulu #{before.number}, lalu Update branch"
        self.hub.say(opened.hosted, self.check, state, about, self.asker.run)


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
    "kirim": "Kirim",
    "koreksi": "Koreksi",
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


def cut(text: str) -> str:
    """A text short enough for a comment, whole lines of it."""
    data = text.encode()
    if len(data) <= COMMENT_BYTES:
        return text
    kept = data[: COMMENT_BYTES - 200].decode("utf-8", "ignore").rpartition("\n")[0]
    return f"{kept}\n\n**… sisanya ada pada ringkasan alurnya.**\n"
