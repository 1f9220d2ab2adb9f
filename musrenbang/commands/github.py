"""`github`: what only GitHub has, run by its workflows.

`usulan-langsung N` turns issue N into a pull request with one proposal; `rilis` publishes the
documents of every Kirim since a revision; `versi` asks for the newest release of the program;
`komentar N` leaves the review of pull request N, whose result is checked out, in one comment;
`gabungkan N` merges pull request N, likewise, once the offices have approved it; `nilai` judges
what a pushed branch hands in, without any right, and `ajukan` asks for what was taken; `kirim`
and `koreksi` ask for what was typed into the form of the workflow of that name.
"""

import argparse
import os
import re
from pathlib import Path

from musrenbang.commands.dispatched import dispatched
from musrenbang.commands.terima import judge, request
from musrenbang.files.file_writer import replace_file
from musrenbang.files.program import PIN, read_pin
from musrenbang.files.tree import FolderTree, blob_id
from musrenbang.git.differences import changed_files
from musrenbang.git.repository import MAIN, MAIN_NAMES, Repository
from musrenbang.github.gh import GitHub, Proposed, releases
from musrenbang.github.pull_requests import CHECK, ready
from musrenbang.github.record_requests import SUMMARY
from musrenbang.importing.issue_form import proposal
from musrenbang.records.changed_snapshot import load_changed
from musrenbang.records.loader import load
from musrenbang.review.summary import COMMENT_BYTES, as_markdown
from musrenbang.rules import rule_check
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.escaping import visible
from musrenbang.verifying.recorded import reviewed


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="TINDAKAN")
    issue = actions.add_parser("usulan-langsung", help="jadikan isu sebuah pull request")
    issue.add_argument("nomor", type=int, metavar="ISU", help="nomor isu")
    merge = actions.add_parser("gabungkan", help="gabungkan pull request yang sudah disetujui")
    merge.add_argument("nomor", type=int, metavar="NOMOR", help="nomor pull request")
    comment = actions.add_parser("komentar", help="tulis ringkasan dalam pull request-nya")
    comment.add_argument("nomor", type=int, metavar="NOMOR", help="nomor pull request")
    for name, what in (
        ("nilai", "nilai berkas yang diserahkan pada cabang yang dikirim"),
        ("ajukan", "ajukan yang diambil dari berkas itu sebagai pull request"),
    ):
        upload = actions.add_parser(name, help=what)
        upload.add_argument("hasil", type=Path, metavar="FOLDER", help="tempat hasil penilaian")
        if name == "ajukan":
            _add_check(upload)
    for name, what in (
        ("kirim", "ajukan Kirim yang diisikan pada formulir alurnya"),
        ("koreksi", "ajukan koreksi yang diisikan pada formulir alurnya"),
    ):
        _add_check(actions.add_parser(name, help=what))
    actions.add_parser("versi", help="ajukan versi program yang baru sebagai pull request")
    release = actions.add_parser("rilis", help="terbitkan dokumen setiap Kirim sebagai rilis")
    release.add_argument(
        "--sejak", default="HEAD^1", metavar="REVISI", help="bawaan: commit utama sebelum ini"
    )
    release.add_argument(
        "--situs", type=Path, default=Path("_site"), metavar="FOLDER", help="situs yang terbit"
    )


def _add_check(parser: argparse.ArgumentParser) -> None:
    told = "pemeriksaan yang diwajibkan"
    parser.add_argument("--pemeriksaan", default=CHECK, metavar="NAMA", help=told)


def run(arguments: argparse.Namespace) -> int:
    """Do one of them."""
    repository = os.environ.get("GITHUB_REPOSITORY", "")
    if repository.count("/") != 1:
        raise UsageError("GITHUB_REPOSITORY belum diisi dengan PEMILIK/NAMA.")
    root, hub = arguments.root, GitHub(repository)
    match arguments.action:
        case "rilis":
            code = _release(root, arguments.sejak, arguments.situs, hub)
        case "versi":
            code = _raise_version(root, hub)
        case "komentar":
            code = _comment(root, arguments.nomor, hub)
        case "gabungkan":
            code = _merge(root, arguments.nomor, hub)
        case "nilai":
            code = judge(root.resolve(), arguments.hasil.resolve())
        case "kirim" | "koreksi" as kind:
            code = dispatched(root, kind, arguments.pemeriksaan, hub)
        case "ajukan":
            code = request(root, arguments.hasil, arguments.pemeriksaan, hub)
        case _:
            code = _propose(root, arguments.nomor, hub)
    return code


def _comment(root: Path, number: int, hub: GitHub) -> int:
    text = as_markdown(reviewed(root, "HEAD^1", "HEAD"), COMMENT_BYTES)
    hub.comment(number, SUMMARY, text)
    return 0


def _merge(root: Path, number: int, hub: GitHub) -> int:
    branch = os.environ.get("GITHUB_REF_NAME", MAIN)
    if branch not in MAIN_NAMES:
        raise CommandError(f"Jalankan alur ini dari cabang {MAIN}, bukan dari {visible(branch)}.")
    found = ready(root, number, branch, hub)
    title, _, message = found.message.partition("\n\n")
    commit = hub.merge(number, found.head, title, message)
    print(f"Pull request {number} digabung: {commit}")
    try:
        hub.start(_PUBLISH, branch)
    except CommandError as error:
        raise CommandError(
            f"Sudah digabung, tetapi Terbitkan belum dimulai; jalankan alur itu sendiri. {error}"
        ) from None
    return 0


_PUBLISH = "terbitkan.yml"

_RELEASE = re.compile(r"https://github\.com/([A-Za-z0-9-]+/[A-Za-z0-9._-]+)/releases/download/")


def _raise_version(root: Path, hub: GitHub) -> int:
    """Where the software has a newer release, propose the pin that names its wheel."""
    file = root / PIN
    if not file.is_file():
        raise UsageError(f"{PIN} tidak ada: repositori ini tidak menetapkan versi program.")
    data = file.read_bytes()
    pin = read_pin(data.decode("utf-8", "replace"))
    where = _RELEASE.match(pin.address) if pin else None
    if pin is None or where is None:
        raise CommandError(
            f"{PIN} tidak menyebut roda dari rilis GitHub, jadi versi baru tidak dapat dicari. "
            "Ganti alamat dan SHA-256-nya dengan tangan, lewat pull request."
        )
    found = GitHub(where[1]).newest_files().items()
    pins = [one for one in (read_pin(f"{name}#sha256={sha}") for name, sha in found) if one]
    if len(pins) != 1:
        raise CommandError(f"Rilis terbaru {where[1]} tidak memuat satu roda dengan SHA-256-nya.")
    fresh = pins[0]
    if fresh.version == pin.version:
        print(f"Sudah versi terbaru: {pin.version}.")
        return 0
    branch = f"musrenbang-{fresh.version.number}"
    if hub.has_branch(branch):
        print(f"Cabang {branch} sudah ada.")
        return 0
    text = data.decode("utf-8").replace(pin.address, fresh.address)
    text = text.replace(pin.version.sha256, fresh.version.sha256)
    title = f"Musrenbang {pin.version.number} menjadi {fresh.version.number}"
    head = Repository(root).resolve("HEAD")
    hub.propose(branch, head, Proposed(PIN, text.encode(), blob_id(data)), title)
    asked = hub.open_pull_request(
        branch, os.environ.get("GITHUB_REF_NAME", "main"), title, _CLOSE_AND_REOPEN
    )
    print(f"{fresh.version} diajukan: {asked['html_url']}")
    return 0


_CLOSE_AND_REOPEN = (
    "Tutup lalu buka lagi pull request ini supaya diperiksa: oleh versi lama dan oleh versi baru, "
    "yang menyebut catatannya. Tidak digabung bersama usulan atau keputusan."
)


def _propose(root: Path, number: int, hub: GitHub) -> int:
    issue = hub.issue(number)
    if "pull_request" in issue:
        raise CommandError(f"Nomor {number} adalah pull request, bukan isu.")
    tree = FolderTree(root)
    before = load(tree)
    if not before.years:
        raise CommandError("Belum ada data.")
    path, text = proposal(str(issue.get("body") or ""), number, before.years[max(before.years)])
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    replace_file(root / path, text.encode())
    findings = rule_check.check(tree, load_changed(before, tree, {path}), {path})
    errors = [item for item in findings if item.level == "error" and item.file == path]
    if errors:
        (root / path).unlink()
        raise CommandError(f"Isu ini belum dapat menjadi usulan.\n{rule_check.as_text(errors)}")
    name = path.removesuffix(".yaml").rsplit("/", 1)[-1]
    branch, title = f"usulan-langsung-{number}", f"Usulan langsung {name} dari isu {number}"
    head = Repository(root).resolve("HEAD")
    hub.propose(branch, head, Proposed(path, text.encode()), title)
    asked = hub.open_pull_request(
        branch, os.environ.get("GITHUB_REF_NAME", "main"), title, f"Closes #{number}"
    )
    print(f"{path} diajukan: {asked['html_url']}")
    return 0


def _release(root: Path, since: str, site: Path, hub: GitHub) -> int:
    repository = Repository(root)
    base, head = repository.resolve(since), repository.resolve("HEAD")
    changed = changed_files(root, base, head)
    before, after = load(repository.tree(base)), load(repository.tree(head))
    for item in releases(before, after, changed):
        files = sorted((site / str(item.tahun) / "dokumen").glob("*.pdf"))
        if hub.has_release(item.tag):
            print(f"{item.tag} sudah ada.")
            continue
        hub.release(item.tag, head, item.title, item.notes, [*files, site / "SHA256SUMS"])
        print(f"{item.tag} terbit dengan {len(files)} dokumen.")
    return 0
