"""`verify` says whether a folder is exactly the site that this repository produces."""

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.verify_support import ANNEX, Published, build_py, copied, published, refusal

__all__ = ["published"]


def renew_checksums(site: Path) -> None:
    """What somebody would do who forges a site with care."""
    files = sorted(path for path in site.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    (site / "SHA256SUMS").write_text(
        "".join(
            f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(site)}\n"
            for path in files
        )
    )


def test_a_site_verifies_in_another_clone(published: Published) -> None:
    done = published.verify(published.site, LC_ALL="C", TZ="UTC")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Commit: {published.commit}" in done.stdout
    assert "COCOK: semua berkas sama persis" in done.stdout


def test_files_changed_after_publishing_are_named_without_building(
    published: Published, tmp_path: Path
) -> None:
    site = copied(published.site, tmp_path / "situs")
    (site / "index.html").write_text("lain")
    (site / "2016/dokumen/laporan.pdf").unlink()
    (site / "tambahan.html").write_text("baru")
    (site / "tautan").symlink_to("/")
    done = published.verify(site)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "TIDAK COCOK: folder ini tidak utuh sejak terbit.",
        "Berubah (1 berkas):",
        "  index.html",
        "Hilang (1 berkas):",
        "  2016/dokumen/laporan.pdf",
        "Tidak dikenal (2 berkas):",
        "  tambahan.html",
        "  tautan",
    ]


def test_a_forged_site_with_renewed_checksums_is_found_out(
    published: Published, tmp_path: Path
) -> None:
    site = copied(published.site, tmp_path / "situs")
    page = site / "2016/usulan/rawasari/0001/index.html"
    page.write_text(page.read_text().replace("Rp80.000.000", "Rp90.000.000"))
    for number in range(12):
        (site / f"baru-{number:02}.html").write_text("x")
    renew_checksums(site)
    done = published.verify(site)
    assert done.returncode == 1
    assert "TIDAK COCOK dengan yang dihasilkan commit itu." in done.stdout
    assert "Berubah (1 berkas):\n  2016/usulan/rawasari/0001/index.html\n" in done.stdout
    assert "  baru-09.html\n  … dan 2 berkas lagi\n" in done.stdout
    assert "baru-10.html" not in done.stdout


@pytest.mark.parametrize(
    ("origin", "told"),
    [
        ({"asal": {"commit": None, "waktu": None, "belum_dicatat": False}}, "tanpa riwayat Git"),
        ({"asal": {"commit": "0" * 40, "waktu": None, "belum_dicatat": True}}, "belum dicatat"),
        ({"riwayat": "dangkal"}, "salinan dangkal"),
        ({"asal": None}, "tidak menyebut asal situs"),
    ],
)
def test_a_site_that_no_commit_can_produce_is_refused_in_words(
    published: Published, tmp_path: Path, origin: dict[str, Any], told: str
) -> None:
    site = copied(published.site, tmp_path / "situs")
    file = site / "api/v1/versi.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **origin}))
    renew_checksums(site)
    assert told in refusal(published, site)


def test_a_shallow_clone_verifies_documents_but_not_pages_with_history(
    published: Published, tmp_path: Path
) -> None:
    shallow = tmp_path / "dangkal"
    subprocess.run(
        ["git", "clone", "--quiet", "--depth=1", published.repository.root.as_uri(), shallow],
        check=True,
    )
    done = build_py("verify", published.site, "--root", shallow)
    assert done.returncode == 2
    assert "fetch --unshallow" in done.stderr
    document = build_py("verify", published.site / ANNEX, "--root", shallow)
    assert document.returncode == 0, document.stderr


def test_a_folder_that_was_never_published_is_refused(published: Published, tmp_path: Path) -> None:
    assert "bukan folder terbitan" in refusal(published, tmp_path)
    (tmp_path / "SHA256SUMS").write_bytes(b"\xff\n")
    assert "SHA256SUMS rusak" in refusal(published, tmp_path)
