"""A repository: its commits, branches and files."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from musrenbang.files.paths import DECISIONS, PROPOSALS
from musrenbang.git.apart import apart
from musrenbang.git.differences import changed_files
from musrenbang.git.objects import Commit, GitTree, read_commit
from musrenbang.git.runner import GitError, refs, resolve, run_git

MAIN = "main"
"""The branch that holds what has been reviewed."""

MAIN_NAMES = (MAIN, "master")
"""What that branch may be called."""

_ELSEWHERE = (
    "Pengaturan repositori ini (core.worktree) menunjuk folder lain sebagai isinya, jadi tidak "
    "dapat diperiksa. Klon ulang dari asalnya."
)
_NO_MERGE = frozenset({1, 128})
"""How `git merge-tree` ends for conflicts, and for histories that have nothing in common."""

_ORIGIN = "refs/remotes/origin"
_PLACES = ("refs/heads", _ORIGIN)


class Repository:
    """A Git work tree, or a folder inside one; paths are relative to that folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def top(self) -> Path:
        """The folder of the work tree that this one belongs to; itself where it is in none."""
        folders = (self.root.resolve(), *self.root.resolve().parents)
        return next((folder for folder in folders if (folder / ".git").exists()), self.root)

    def exists(self) -> bool:
        """Whether the folder belongs to a Git work tree with at least one commit.

        Raises `GitError` where it does but Git is missing or refuses to open it.
        """
        if not (self.top / ".git").exists():
            return False
        try:
            self._run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        except GitError as error:
            if str(error):
                raise
            return False
        words = ("rev-parse", "--show-toplevel", "--absolute-git-dir")
        top, own = map(Path, self._run(*words).splitlines())
        found = top / ".git"  # A file where a folder of its own is lent to a branch.
        if not (found.is_file() or found.resolve() == own.resolve()):
            raise GitError(_ELSEWHERE)
        return True

    def resolve(self, revision: str) -> str:
        """The full name of the commit a revision means."""
        return resolve(self.root, revision)

    def commit(self, revision: str = "HEAD") -> Commit:
        """The commit a revision means."""
        return read_commit(self.root, revision)

    def is_dirty(
        self, commit: str = "HEAD", known: Mapping[str, str] = MappingProxyType({})
    ) -> bool:
        """Whether the folder holds anything, new files included, that a commit does not.

        `known` names contents that have been read already (`changed_files`).
        """
        return bool(changed_files(self.root, commit, known=known))

    def is_shallow(self) -> bool:
        """Whether older history was left out when the repository was cloned."""
        return self._run("rev-parse", "--is-shallow-repository").strip() == "true"

    def line(self, revision: str) -> list[str]:
        """The names of the first-parent history up to a revision, oldest first."""
        return self._run(
            "rev-list", "--first-parent", "--reverse", self.resolve(revision), "--"
        ).split()

    def commits_of(self, revision: str, path: str) -> list[str]:
        """The commits of the first-parent history that changed a path, newest first."""
        words = ("rev-list", "--first-parent", self.resolve(revision), "--", path)
        return self._run(*words).split()

    def had(self, revision: str, path: str) -> bool:
        """Whether any commit of the first-parent history up to a revision has a path."""
        return bool(self.commits_of(revision, path))

    def contains(self, revision: str, head: str = "HEAD") -> bool:
        """Whether a commit is part of the history of another."""
        try:
            self._run("merge-base", "--is-ancestor", self.resolve(revision), self.resolve(head))
        except GitError:
            return False
        return True

    def published_lines(self) -> list[list[str]]:
        """The first-parent history of main here and at the origin of this clone, where known.

        Nothing else was ever published: not another branch, not what a merge brought in.
        """
        found = refs(self.root, *(f"{place}/{name}" for place in _PLACES for name in MAIN_NAMES))
        name = self._main(found)
        tips = (found.get(f"{place}/{name}") for place in _PLACES)
        return [self.line(tip) for tip in tips if tip]

    def _main(self, found: Collection[str]) -> str:
        """What main is called. Whoever may push branches can make one of either name.

        Raises `GitError` where the origin has both and this clone does not know which is its own.
        """
        names = [name for name in MAIN_NAMES if f"{_ORIGIN}/{name}" in found]
        if len(names) > 1:
            try:
                default = self._run("symbolic-ref", "--quiet", f"{_ORIGIN}/HEAD").strip()
            except GitError:
                default = ""
            names = [name for name in names if default == f"{_ORIGIN}/{name}"]
            if not names:
                raise GitError(
                    "Asal salinan ini mempunyai cabang main dan master. Jalankan dulu: "
                    "git remote set-head origin --auto"
                )
        here = (name for name in MAIN_NAMES if f"refs/heads/{name}" in found)
        return next(iter((*names, *here, MAIN)))

    def clone(self, commit: str, target: Path) -> Path:
        """Check a commit out, with its history, into a new folder, without running any hook.

        Returns the folder in it that corresponds to this one.
        """
        top, prefix = self._run("rev-parse", "--show-toplevel", "--show-prefix").splitlines()
        words = ("clone", "--quiet", "--shared", "--no-checkout", "--template=")
        given = {"GIT_ALLOW_PROTOCOL": "file"}
        run_git(self.root, (*words, "--", top, str(target)), repository=given)
        run_git(
            target,
            (
                *("-c", "core.hooksPath=/dev/null", "-c", "core.autocrlf=false"),
                *("checkout", "--quiet", "--detach", commit),
            ),
        )
        return target / prefix

    def object_folders(self) -> list[Path]:
        """Where the objects lie: the folder of its own, and those it borrows from."""
        own = self.root / self._run("rev-parse", "--git-path", "objects").strip()
        lines = self._run("count-objects", "--verbose").splitlines()
        borrowed = (line.partition(": ")[2] for line in lines if line.startswith("alternate: "))
        known = (Path(folder) for folder in borrowed)
        return [own.resolve(), *(one for one in known if (one / "pack").is_dir())]

    def merge_base(self, one: str, other: str) -> str:
        """The commit at which two lines of history parted."""
        return self._run("merge-base", self.resolve(one), self.resolve(other)).strip()

    def merged(self, one: str, other: str) -> str | None:
        """The tree that merging two commits gives; `None` where they conflict or share nothing.

        Raises `GitError` where Git is too old to tell (before 2.38).
        """
        words = ("merge-tree", "--write-tree", self.resolve(one), self.resolve(other))
        with apart(self.root, with_files=False) as repository:
            try:
                return run_git(self.root, words, repository=repository).decode("ascii").strip()
            except GitError as error:
                if error.status in _NO_MERGE:
                    return None
                raise

    def file(self, revision: str, path: str) -> bytes | None:
        """The content of one file of a commit or tree; `None` where there is none."""
        name = f"{revision}:./{path}"
        try:
            return run_git(self.root, ("cat-file", "blob", name))
        except GitError:
            return None

    def tree(self, revision: str) -> GitTree:
        """The record files as one commit has them."""
        return GitTree(self.root, self.resolve(revision))

    def ever_added(self, *folders: str) -> set[str]:
        """Paths below some folders that any commit of any branch added, whatever became of them."""
        output = self._run(
            "log",
            *("--all", "-c", "--diff-filter=A", "--no-renames", "--name-only", "--relative"),
            *("-z", "--format=", "--", *folders),
        )
        return {path for path in output.split("\0") if path}

    def branch(self) -> str:
        """The branch that is checked out; empty where none is."""
        return self._run("branch", "--show-current").strip()

    def has_branch(self, name: str) -> bool:
        """Whether a local branch of this name exists."""
        try:
            self._run("show-ref", "--verify", "--quiet", f"refs/heads/{name}")
        except GitError:
            return False
        return True

    def begin(self) -> None:
        """Make the folder a repository of its own, without any commit yet."""
        self._run("init", "--quiet", f"--initial-branch={MAIN}", "--template=")

    def knows_author(self) -> bool:
        """Whether Git was told by whom commits are; what it would guess does not count."""
        try:
            for who in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"):
                self._run("-c", "user.useConfigOnly=true", "var", who)
        except GitError:
            return False
        return True

    def start_branch(self, name: str, at: str = "HEAD") -> None:
        """Begin a branch at a commit and go to it; where that is checked out, files stay."""
        self._run("switch", "--quiet", "--create", name, at, "--")

    def go_to(self, name: str) -> None:
        """Go to a branch that is there; what is not recorded yet comes along."""
        self._run("switch", "--quiet", name, "--")

    def go_back_to(self, name: str) -> None:
        """Go to a branch that is there, and undo whatever was done to records before."""
        self._run("switch", "--quiet", "--discard-changes", name, "--")
        self._run("clean", "--quiet", "--force", "-d", "--", PROPOSALS, DECISIONS)

    def commit_files(
        self, paths: Sequence[str], message: str, trailers: Sequence[tuple[str, str]]
    ) -> str:
        """Record these files alone, as they are, as one commit; its name.

        Raises `GitError` where there is nothing to record, or Git does not know by whom.
        """
        marked = [f"--trailer={name}: {value}" for name, value in trailers]
        self._run("add", "--all", "--", *paths)
        self._run("commit", "--quiet", f"--message={message}", *marked, "--only", "--", *paths)
        return self.resolve("HEAD")

    def _run(self, *arguments: str) -> str:
        return run_git(self.root, arguments).decode("utf-8", "replace")
