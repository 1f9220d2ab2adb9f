"""The review of a change with its signed papers: each ours to the byte, and signed behind that."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from musrenbang.files.paths import Kind, Place, place_of
from musrenbang.files.tree import FolderTree
from musrenbang.git.objects import GitTree
from musrenbang.git.repository import Repository
from musrenbang.history.branches import whole_review
from musrenbang.records.findings import Finding
from musrenbang.review.review_model import Action, Review
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.indonesian import angka
from musrenbang.text.progress import Progress

MOST = 8
"""Signed papers of one change: each is built again."""


def reviewed(root: Path, base: str, head: str | None) -> Review:
    """As `whole_review`; signed papers that the change records are verified as well."""
    found = whole_review(root, base, head)
    places = {
        one.file: place
        for one in found.changes
        if one.action is not Action.DITARIK
        and (place := place_of(one.file))
        and place.kind is Kind.BERTANDA_TANGAN
    }
    if not places:
        return found
    tree = GitTree(root, Repository(root).resolve(head)) if head else FolderTree(root)
    if len(places) > MOST:
        message = f"Perubahan ini membawa {angka(len(places))} dokumen; paling banyak {MOST}."
        faults = {next(iter(places)): message}
    else:
        with Progress() as progress:
            faults = {
                path: fault
                for path, data in tree.read(sorted(places))
                for fault in _faults(Repository(root), places[path], data or b"", progress)
            }
    told = (Finding(path, 1, 1, _RULE, "error", fault, _HINT) for path, fault in faults.items())
    return replace(found, refusals=(*found.refusals, *told))


_RULE = "penjaga.dokumen-bertanda-tangan"
_HINT = "Catat dokumen terbitan yang hanya ditambah tanda tangan elektronik, dengan nama aslinya."


def _faults(repository: Repository, place: Place, data: bytes, progress: Progress) -> Iterator[str]:
    # Few changes record signed papers, and only those need what reads PDFs.
    from musrenbang.verifying.documents import judged, rebuilt  # noqa: PLC0415 - as above

    try:
        wanted = f"{place.tahun}/dokumen/{place.name}"
        paper = rebuilt(repository, data, progress, wanted)
    except (CommandError, UsageError) as error:
        yield str(error)
        return
    genuine, told, signed = judged(data, paper.data, paper.commit.time)
    if not genuine:
        yield " ".join(told)
    elif not signed:
        yield "Dokumen ini belum ditandatangani."
