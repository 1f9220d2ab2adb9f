"""`merge`: a branch merged by an official's own key, if the audit has nothing to say of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from musrenbang.deciding.recorder import main_of
from musrenbang.deciding.submission import refuse_unready
from musrenbang.git.refusals import NO_KEY
from musrenbang.git.repository import Repository
from musrenbang.git.runner import GitError, refs, run_git
from musrenbang.history.branches import whole_review
from musrenbang.history.history_model import Violation
from musrenbang.history.replay import read_audit
from musrenbang.review.review_model import Review
from musrenbang.text.errors import CommandError
from musrenbang.text.escaping import visible


@dataclass(frozen=True)
class Outcome:
    """What became of a merge: its commit, or why there is none."""

    main: str
    review: Review
    commit: str = ""
    violations: Sequence[Violation] = ()
    """What an audit would say of it."""


def merge(
    root: Path,
    branch: str,
    *,
    number: int | None,
    key: str,
    review_of: Callable[[Path, str, str], Review] = whole_review,
) -> Outcome:
    """Merge a branch into the main one that is checked out, signed by a key.

    The merge is made beside the branch, judged as an audit judges it, and only then taken. `key` is
    the file of an SSH key; empty for the one in Git's settings. Raises `CommandError` where the
    folder is not ready for it.
    """
    refuse_unready(root)
    repository = Repository(root)
    main = main_of(repository)
    head, tip = _ends(repository, main, branch)
    settings = _signing(repository, key)
    review = review_of(root, head, tip)
    if not review.allowed:
        return Outcome(main, review)
    tree = run_git(root, ("merge-tree", "--write-tree", head, tip)).decode("ascii").strip()
    title = f"Gabungkan {branch.removeprefix('origin/')}"
    message = f"{title}\n\nPull-Request: #{number}\n" if number else f"{title}\n"
    words = ("commit-tree", "--gpg-sign", "-p", head, "-p", tip, "-m", message, tree)
    try:
        commit = run_git(root, (*settings, *words)).decode("ascii").strip()
    except GitError:
        raise CommandError(_UNSIGNED) from None
    found = [one for one in read_audit(root, commit).violations if one.commit == commit]
    if found:
        return Outcome(main, review, violations=found)
    run_git(root, ("merge", "--quiet", "--ff-only", commit))
    return Outcome(main, review, commit)


def _ends(repository: Repository, main: str, branch: str) -> tuple[str, str]:
    """The commits to merge, where nothing stands in the way of it."""
    if repository.branch() != main:
        raise CommandError(f"Pindah dulu ke cabang {main}: git switch {main}")
    if repository.is_dirty():
        raise CommandError("Ada perubahan yang belum dicatat di folder ini; catat atau buang dulu.")
    head, tip = repository.resolve("HEAD"), repository.resolve(branch)
    for newest in refs(repository.root, f"refs/remotes/origin/{main}").values():
        if not repository.contains(newest, head):
            raise CommandError(f"Cabang {main} di sini tertinggal. Ambil dulu: git pull --ff-only")
    if repository.contains(tip, head):
        raise CommandError(f"{visible(branch)} sudah termasuk dalam {main}.")
    return head, tip


def _signing(repository: Repository, key: str) -> tuple[str, ...]:
    """The settings with which Git signs by an SSH key."""
    words = ("config", "--type=path", "--default=", "--get", "user.signingKey")
    found = key or run_git(repository.root, words).decode("utf-8", "surrogateescape").strip()
    if not found:
        raise CommandError(f"{NO_KEY}. Atau sebut di sini: --kunci JALUR")
    return "-c", "gpg.format=ssh", "-c", f"user.signingKey={found}"


_UNSIGNED = (
    "Git tidak dapat menandatangani dengan kunci itu, jadi tidak ada yang digabung. Periksa jalur "
    "kunci SSH-nya, atau kata sandinya, lalu ulangi."
)
