"""A repository handed over as a folder: whatever its `.git` says, nothing of it is believed."""

import shutil
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.audit_support import (
    AFTER_DECISIONS,
    NOTICE,
    NOTICE_TEXT,
    D,
    Story,
    honest_demo,
    story,
)
from tests.conftest import RunBuild, write_files

__all__ = ["honest_demo", "story"]


def trap(story: Story) -> tuple[Path, Path]:
    """A program that must not run, and the mark it would leave."""
    mark, program = story.root.parent / "jalan", story.root.parent / "jebakan"
    program.write_text(f"#!/bin/sh\ntouch {mark}\ncat\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    return program, mark


def merge_program(story: Story, program: Path) -> None:
    story.git("config", "merge.x.driver", f"{program} %O %A %B")
    write_files(story.root, {".git/info/attributes": "* merge=x\n"})


def filters(story: Story, program: Path) -> None:
    for name in ("clean", "smudge", "process"):
        story.git("config", f"filter.x.{name}", str(program))
    write_files(story.root, {".git/info/attributes": "* filter=x\n"})
    (story.root / "CATATAN.md").write_text("Baru.\n", encoding="utf-8")


def comparing(story: Story, program: Path) -> None:
    story.git("config", "diff.external", str(program))
    story.git("config", "diff.x.textconv", str(program))
    write_files(story.root, {".git/info/attributes": "* diff=x\n"})


def watching(story: Story, program: Path) -> None:
    story.git("config", "core.fsmonitor", str(program))


def hooks(story: Story, program: Path) -> None:
    folder = story.root / ".git/hooks"
    folder.mkdir(exist_ok=True)
    for name in ("post-checkout", "reference-transaction", "post-index-change"):
        shutil.copy(program, folder / name)


def fetching_what_is_missing(story: Story, program: Path) -> None:
    blob = story.git("rev-parse", f"HEAD:{D}/0001.yaml")
    (story.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    for name, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "x",
        "remote.x.url": str(story.root),
        "remote.x.promisor": "true",
        "remote.x.uploadpack": str(program),
    }.items():
        story.git("config", name, value)


def submodule_with_filters(story: Story, program: Path) -> None:
    inner = story.root / "sub"
    inner.mkdir()
    for words in (("init", "--quiet"), ("config", "filter.x.clean", str(program))):
        subprocess.run(["git", *words], cwd=inner, check=True)
    (inner / "a").write_text("1\n", encoding="utf-8")
    (inner / ".gitattributes").write_text("* filter=x\n", encoding="utf-8")
    subprocess.run(["git", "-c", "filter.x.clean=cat", "add", "-A"], cwd=inner, check=True)
    story.git("-C", "sub", "commit", "--quiet", "--no-gpg-sign", "-m", "isi")
    story.git("-c", "advice.addEmbeddedRepo=false", "add", "sub")
    story.record("Submodul")
    (inner / "a").write_text("2\n", encoding="utf-8")


TRAPS = (
    *(merge_program, filters, comparing, watching, hooks),
    *(fetching_what_is_missing, submodule_with_filters),
)


@pytest.mark.parametrize("set_trap", TRAPS, ids=lambda one: one.__name__)
def test_no_program_that_a_repository_names_is_run(
    set_trap: Callable[[Story, Path], None], story: Story, run_build: RunBuild
) -> None:
    story.propose("lain", {f"{D}/0003.yaml": story.read(f"{D}/0003.yaml") + "# satu\n"})
    story.commit({f"{D}/0003.yaml": "# dua\n" + story.read(f"{D}/0003.yaml")})
    program, mark = trap(story)
    set_trap(story, program)
    mark.unlink(missing_ok=True)
    for words in (
        ("audit",),
        ("review", "main", "lain"),
        ("review", "main~1"),
        ("check",),
        ("build", "--tanpa-dokumen", "-o", str(story.root.parent / "situs")),
    ):
        done = run_build(*words, "--root", str(story.root))
        assert "Traceback" not in done.stderr
        assert not mark.exists(), words


def forged(story: Story, path: str, content: bytes) -> None:
    """Put another content under the name of a stored file."""
    name = story.git("rev-parse", f"HEAD:{path}")
    place = story.root / ".git/objects" / name[:2] / name[2:]
    place.chmod(0o644)
    place.write_bytes(zlib.compress(b"blob %d\0" % len(content) + content))


def test_an_object_that_is_not_what_its_name_says_is_not_believed(
    story: Story, run_build: RunBuild
) -> None:
    path = f"{D}/0003.yaml"
    false = story.read(path).replace("disetujui", "ditolak").encode()
    forged(story, path, false)
    done = run_build("audit", "--root", str(story.root))
    assert done.returncode == 2
    assert "isinya lain daripada namanya" in done.stderr
    site = story.root.parent / "situs"
    done = run_build("build", "--tanpa-dokumen", "-o", str(site), "--root", str(story.root))
    assert done.returncode == 0, "the file itself is what was decided"
    (story.root / path).write_bytes(false)
    story.git("update-index", "--assume-unchanged", path)
    shutil.rmtree(site)
    done = run_build("build", "--tanpa-dokumen", "-o", str(site), "--root", str(story.root))
    assert done.returncode or '"belum_dicatat": true' in (site / VERSION).read_text()


VERSION = "api/v1/versi.json"


def test_a_repository_that_says_its_files_are_elsewhere_is_not_judged(
    story: Story, run_build: RunBuild
) -> None:
    story.commit({NOTICE: NOTICE_TEXT}, sign=False)
    assert run_build("audit", "--root", str(story.root)).returncode == 1
    story.git("config", "core.worktree", "../..")
    for words in (("audit",), ("review", "HEAD~1", "HEAD")):
        done = run_build(*words, "--root", str(story.root))
        assert done.returncode == 2
        assert "core.worktree" in done.stderr


def test_merges_are_judged_whatever_lies_in_the_folder(story: Story) -> None:
    """A conflict settled inside a merge stays one where an attribute would have settled it."""
    story.rewind(AFTER_DECISIONS)
    story.propose("satu", {NOTICE: NOTICE_TEXT + "\nSatu.\n"})
    story.propose("dua", {NOTICE: NOTICE_TEXT + "\nDua.\n"})
    story.merge("satu")
    merged = subprocess.run(
        ["git", "merge", "--no-ff", "--no-commit", "dua"], cwd=story.root, check=False
    )
    assert merged.returncode
    story.commit({NOTICE: NOTICE_TEXT + "\nSatu.\n\nDua.\n"}, who="camat")
    before = story.audit().violations
    assert {violation.rule for violation in before} >= {"riwayat.isi-penggabungan"}
    (story.root / ".gitattributes").write_text("* merge=union\n", encoding="utf-8")
    assert story.audit().violations == before
