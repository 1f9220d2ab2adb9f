"""Git on a repository's objects and files, but not by its configuration.

`.git/config` and `.git/info/attributes` can name programs that merge files or prepare them for
comparing. Whoever has got a whole repository as a folder has got those too.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from musrenbang.git.runner import run_git


@contextmanager
def apart(root: Path, *, with_files: bool = True) -> Iterator[Mapping[str, str]]:
    """What makes Git take an empty repository for that of a folder, as variables for `run_git`.

    New objects are written where the folder's own are. `with_files` says that its files are meant
    too; otherwise nothing in them, such as attributes, is looked at.
    """
    words = ("rev-parse", "--show-object-format", "--show-toplevel", "--git-path", "objects")
    kind, top, objects = run_git(root, words).decode("utf-8", "surrogateescape").splitlines()
    with tempfile.TemporaryDirectory(prefix="musrenbang-") as folder:
        made = ("init", "--quiet", "--bare", "--template=", f"--object-format={kind}")
        run_git(Path(folder), made)
        files = {"GIT_WORK_TREE": top} if with_files else {}
        yield {
            "GIT_DIR": folder,
            "GIT_OBJECT_DIRECTORY": str((root / objects).resolve()),
            **files,
        }
