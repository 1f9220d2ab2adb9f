"""*Terima*: what was judged to be taken of an upload, as pull requests of commits from main.

What another job has judged is believed in nothing but the texts of records.
"""

from dataclasses import dataclass
from pathlib import Path

from musrenbang.files.paths import UPLOADS
from musrenbang.git.objects import Objects
from musrenbang.git.repository import MAIN, Repository
from musrenbang.github.gh import GitHub
from musrenbang.github.record_requests import Asker, Requests, cut
from musrenbang.github.uploads import Judged, told
from musrenbang.text.errors import CommandError
from musrenbang.text.escaping import markdown

RECEIPT = "<!-- musrenbang: terima -->"


@dataclass(frozen=True)
class Origin(Asker):
    """Where an upload comes from; its people are those whose it is."""

    branch: str
    commit: str
    books: str
    """Where the workbooks to mend can be had; empty where there are none."""


def hand_over(root: Path, judged: Judged, origin: Origin, check: str, hub: GitHub) -> str:
    """Ask for everything that was taken, and say what became of each file; that text.

    `check` is the check that main demands. Nothing is asked for twice.
    """
    repository = Repository(root)
    if not repository.contains(judged.main, MAIN):
        raise CommandError("Yang dinilai bukan main repositori ini.")
    (base,) = Objects(root).named([judged.main])
    requests = Requests(root, base, origin, check, hub)
    lines = [f"{RECEIPT}", f"@{origin.account} – berkas yang Anda serahkan:", ""]
    if judged.refused:
        lines.append(f"⛔ {markdown(judged.refused)}")
    elif not judged.files:
        lines.append(f"Tidak ada berkas dalam folder {UPLOADS}/.")
    for file in judged.files:
        about = [f"Diserahkan @{origin.account}.", "", *told(file)]
        lines += [*told(file), *requests.of(file.steps, about), ""]
    if any(file.books for file in judged.files) and origin.books:
        lines += [_BOOKS.format(address=origin.books), ""]
    is_left = bool(judged.refused) or not hub.has_branch(origin.branch)
    is_left = is_left or hub.tip(origin.branch) != origin.commit
    if not judged.refused:
        lines.append(_LEFT if is_left else _GONE)
    text = "\n".join(lines).rstrip() + "\n"
    comment = cut(text).removeprefix(f"{RECEIPT}\n")
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
