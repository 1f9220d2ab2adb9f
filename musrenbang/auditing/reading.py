"""The edge of an audit: from a folder to its retold history."""

from pathlib import Path

from musrenbang.auditing.model import Merge
from musrenbang.auditing.retelling import Reteller
from musrenbang.auditing.walking import Walker, chain
from musrenbang.git import Repository
from musrenbang.git_objects import Objects


def read_merges(root: Path) -> tuple[Merge, ...]:
    """The first-parent history retold, oldest first, nothing judged.

    Empty where the folder is not in a Git repository, or in one that lacks its older history.
    """
    repository = Repository(root)
    if not repository.exists() or repository.is_shallow():
        return ()
    head = repository.resolve("HEAD")
    retell = Reteller()
    with Objects(root) as objects:
        links = chain(objects.commits(head), head)
        return tuple(retell.merge(step) for step in Walker(objects).walk(links))
