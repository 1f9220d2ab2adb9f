"""`verify` says whether a document is exactly what this repository produces, and if not, why."""

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from musrenbang.git.repository import Repository
from musrenbang.text.errors import CommandError
from musrenbang.verifying.documents import document_differences, judged, later_lines
from musrenbang.verifying.enclosure import enclosure
from musrenbang.verifying.pdf_content import read_pdf
from tests.conftest import ROOT, GitFolder, write_files
from tests.documents_support import BERITA_ACARA, FINISHED
from tests.small_year import SMALL_YEAR
from tests.verify_support import (
    ANNEX,
    REPORT,
    YEAR,
    Published,
    build_py,
    change_data,
    changed_pdf,
    foreign_pdf,
    published,
    refusal,
)

__all__ = ["published"]


def told_later(repository: GitFolder, name: str, document: str) -> list[str]:
    here = Repository(repository.root)
    return [*later_lines(here, f"2016/dokumen/{document}.pdf", here.commit(name))]


def test_a_paper_that_a_correction_or_an_adendum_overtook_says_so(git_folder: GitFolder) -> None:
    """Only the papers that it is about; and what is still so is said too."""
    minutes = "decisions/2016/berita-acara.yaml"
    first = git_folder.commit("Awal", {**FINISHED, minutes: BERITA_ACARA})
    assert told_later(git_folder, first, "lampiran-2") == []
    kirim, decided = (f"decisions/2016/rawasari/{name}.yaml" for name in ("kirim", "0001"))
    row = '  - {nomor: "0001", tanggal: 2016-03-15, alasan: Salah hitung.}\n'
    corrected = git_folder.commit(
        "Koreksi",
        {
            kirim: f"{FINISHED[kirim]}koreksi:\n{row}",
            decided: FINISHED[decided].replace("volume: 100", "volume: 99"),
        },
    )
    told = told_later(git_folder, first, "lampiran-2")
    assert told[0].startswith("SUDAH ADA YANG LEBIH BARU menurut commit terbaru dalam salinan ini")
    assert "  Koreksi usulan rawasari/0001, 15 Maret 2016: Salah hitung." in told
    assert any("99 dalam" not in line and "99 menurut repositori" in line for line in told)
    assert told_later(git_folder, corrected, "lampiran-2") == []
    added = "adendum:\n  - {tanggal: 2016-03-17, alasan: Salah tulis., isi: Dibetulkan.}\n"
    git_folder.commit("Adendum", {minutes: BERITA_ACARA + added})
    told = told_later(git_folder, corrected, "berita-acara")
    assert told[1:] == ["  Adendum Berita Acara, 17 Maret 2016: Salah tulis."]
    (still,) = told_later(git_folder, corrected, "lampiran-2")
    assert still.endswith("isinya belum berubah.")
    git_folder.commit("Catatan", {"README.md": "Catatan.\n"})
    newest = git_folder.git("rev-parse", "HEAD~1").strip()
    (still,) = told_later(git_folder, newest, "berita-acara")
    assert still.startswith("Sampai commit terbaru dalam salinan ini")
    assert still.endswith("isinya belum berubah.")


def test_a_paper_that_is_printed_no_more_says_so(git_folder: GitFolder) -> None:
    unsent = {path: text for path, text in FINISHED.items() if "/berita-acara" not in path}
    name = git_folder.commit("Awal", {**unsent})
    git_folder.commit("Berita Acara", {"decisions/2016/berita-acara.yaml": BERITA_ACARA})
    told = told_later(git_folder, name, "kesiapan")
    assert told[-1] == "  Dokumen ini tidak diterbitkan lagi."
    git_folder.commit("Rusak", {"decisions/2016/berita-acara.yaml": "nomor: [\n"})
    (unknown,) = told_later(git_folder, name, "kesiapan")
    assert unknown.endswith("datanya tidak terbaca seluruhnya.")


def test_a_document_verifies_later_on_another_machine(published: Published, tmp_path: Path) -> None:
    """With no fonts installed, another language, time zone and order of sets, and newer data."""
    clone = GitFolder(tmp_path / "lanjut")
    clone.git("pull", "--quiet", str(published.repository.root), "main")
    name = "decisions/2016/rawasari/0002.yaml"
    newest = clone.commit("Ubah", {name: YEAR[name].replace("kota tahun ini", "tahun depan")})
    fonts = tmp_path / "fonts.conf"
    fonts.write_text('<?xml version="1.0"?>\n<fontconfig></fontconfig>\n')
    file = tmp_path / "dari-surat.pdf"
    shutil.copyfile(published.site / REPORT, file)
    done = build_py(
        *("verify", file, "--root", clone.root),
        FONTCONFIG_FILE=str(fonts),
        LC_ALL="id_ID.UTF-8",
        TZ="America/Lima",
        PYTHONHASHSEED="7",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    later = (
        f"SUDAH ADA YANG LEBIH BARU menurut commit terbaru dalam salinan ini, {newest[:12]}, "
        "9 Maret 2016 pukul 10.00 WIB."
    )
    changed = (
        "  lampiran-3 > ditolak > 2016/rawasari/0002 > uraian: “Akan dilayani pelatihan kota tahun "
        "ini.” dalam berkas, “Akan dilayani pelatihan tahun depan.” menurut repositori"
    )
    assert done.stdout.splitlines() == [
        f"Dokumen: {REPORT}",
        f"Commit: {published.commit}, 9 Maret 2016 pukul 10.00 WIB",
        "COCOK: sama persis, byte demi byte, dengan yang dihasilkan commit itu.",
        enclosure(clone.root, []).told,
        later,
        changed,
        "Tanda tangan: tidak ada (dari-surat.pdf.sig tidak ditemukan).",
    ]


def test_a_repository_with_its_own_program_is_built_by_that(tmp_path: Path) -> None:
    """What the program looks like today does not matter to a document of that commit."""
    repository = GitFolder(tmp_path / "repo")
    for name in ("musrenbang", "schemas", "site_templates"):
        shutil.copytree(
            ROOT / name, repository.root / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in ("build.py", "pyproject.toml"):
        shutil.copyfile(ROOT / name, repository.root / name)
    template = repository.root / "site_templates/documents/berita-acara.html"
    template.write_text(template.read_text().replace("BERITA ACARA", "BERITA  ACARA lama"))
    repository.commit("Awal", YEAR)
    target = tmp_path / "situs"
    done = subprocess.run(
        [sys.executable, "-B", "build.py", "-o", target],
        cwd=repository.root,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    done_here = build_py("verify", target / REPORT, "--root", repository.root)
    assert done_here.returncode == 0, done_here.stdout + done_here.stderr


def test_a_changed_figure_is_named(published: Published, tmp_path: Path) -> None:
    def wrong_volume(value: Any) -> None:
        value["isi"]["kelompok"][0]["baris"][0]["volume"] = 120

    change = change_data("lampiran-2.json", wrong_volume)
    file = changed_pdf(published.site / ANNEX, tmp_path / "ubah.pdf", change)
    done = published.verify(file)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "TIDAK COCOK dengan yang dihasilkan commit itu.\nDatanya lain:\n" in done.stdout
    assert (
        "  lampiran-2 > kelompok > Suku Dinas Sumber Daya Air > 2016/rawasari/0001 > volume: "
        "120 dalam berkas, 100 menurut repositori\n"
    ) in done.stdout


def _missing_row(value: Any) -> None:
    value["isi"]["kelompok"][0]["baris"].clear()


def _other_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"0 0 10 10 re f")


def _more_pages(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page()


def _title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Lain"


def _no_data(pdf: pikepdf.Pdf) -> None:
    del pdf.attachments["lampiran-2.json"]


def _more_data(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["b.json"] = pikepdf.AttachedFileSpec(pdf, b"{}")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            change_data("lampiran-2.json", _missing_row),
            "2016/rawasari/0001: tidak ada dalam berkas, ada menurut repositori",
        ),
        (_no_data, "lampiran-2: lampiran data ini hilang"),
        (_more_data, "b: lampiran ini tidak ada pada dokumen terbitan"),
        (_other_page, "Yang tercetak lain pada halaman 1."),
        (_more_pages, "Jumlah halamannya 2, seharusnya 1."),
        (_title, "Teks halaman-halamannya sama"),
    ],
)
def test_whatever_was_changed_is_named(
    published: Published, tmp_path: Path, change: Callable[[pikepdf.Pdf], None], told: str
) -> None:
    source = published.site / ANNEX
    file = changed_pdf(source, tmp_path / "ubah.pdf", change)
    assert told in "\n".join(document_differences(file.read_bytes(), source.read_bytes()))


def test_one_changed_byte_is_noticed(published: Published, tmp_path: Path) -> None:
    data = (published.site / ANNEX).read_bytes()
    file = tmp_path / "satu.pdf"
    position = data.rindex(b"%%EOF")
    file.write_bytes(data[:position] + b"%%EOf" + data[position + 5 :])
    done = published.verify(file)
    assert done.returncode == 1, done.stdout
    assert "TIDAK COCOK" in done.stdout + done.stderr


def test_bytes_at_the_end_are_told_from_a_changed_document(published: Published) -> None:
    data = (published.site / ANNEX).read_bytes()
    genuine, told, _ = judged(data + b"% catatan\n", data, datetime.now(UTC))
    assert not genuine
    assert "10 byte ditambahkan sesudahnya, dan itu bukan tanda tangan elektronik" in told[-1]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"Bukan PDF.", "bukan PDF"),
        (b"%PDF-1.7\nrusak", "tidak dapat dibaca"),
        (foreign_pdf(), "tidak menyebut asalnya"),
        (
            foreign_pdf(encryption=pikepdf.Encryption(owner="a", user="b")),
            "terenkripsi",
        ),
        (foreign_pdf(encryption=pikepdf.Encryption(owner="a", user="")), "terenkripsi"),
    ],
    ids=["teks", "rusak", "asing", "sandi", "sandi-pemilik"],
)
def test_a_file_that_is_no_document_of_ours_is_refused_in_words(
    published: Published, tmp_path: Path, data: bytes, told: str
) -> None:
    file = tmp_path / "asing.pdf"
    file.write_bytes(data)
    assert told in refusal(published, file)


def test_a_truncated_document_is_refused(published: Published, tmp_path: Path) -> None:
    file = tmp_path / "potong.pdf"
    data = (published.site / REPORT).read_bytes()
    file.write_bytes(data[: len(data) // 2])
    done = published.verify(file)
    assert done.returncode == 1
    assert "rusak, terpotong" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_pdf_that_would_fill_the_memory_is_refused() -> None:
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["asal.json"] = pikepdf.AttachedFileSpec(pdf, bytes(200 * 2**20))
        pdf.save(target)
    assert len(target.getvalue()) < 2**20
    with pytest.raises(CommandError, match="tidak dapat dibaca"):
        read_pdf(target.getvalue())


def test_a_pdf_is_read_where_the_system_knows_no_limits() -> None:
    """As on Windows, which has no `resource`."""
    script = (
        "import runpy, sys; sys.modules['resource'] = None; "
        "runpy.run_module('musrenbang.verifying.pdf_content', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        input=foreign_pdf(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["halaman"]) == 1


@pytest.mark.parametrize(
    ("origin", "told"),
    [
        ({"commit": None}, "tanpa riwayat Git"),
        ({"belum_dicatat": True}, "belum dicatat"),
        ({"commit": "HEAD"}, "bukan nama lengkap"),
        ({"commit": "--output=x"}, "bukan nama lengkap"),
        ({"commit": "0" * 40}, "tidak ada dalam repositori ini"),
    ],
)
def test_an_origin_that_names_no_commit_here_is_refused_in_words(
    published: Published, tmp_path: Path, origin: dict[str, Any], told: str
) -> None:
    change = change_data("asal.json", lambda value: value["asal"].update(origin))
    file = changed_pdf(published.site / ANNEX, tmp_path / "asal.pdf", change)
    assert told in refusal(published, file)


NEVER_PUBLISHED = {
    "di luar setiap cabang": [],
    "pada cabang lain": [["branch", "lain", "ASING"]],
    "pada cabang bernama master di samping main": [["branch", "master", "ASING"]],
    "pada cabang bernama main/x": [["branch", "x/main", "ASING"]],
    "dibawa penggabungan": [["merge", "--quiet", "--no-ff", "-m", "Gabungkan", "ASING"]],
    "diambil dari fork": [["update-ref", "refs/remotes/fork/main", "ASING"]],
    "diambil sebagai pull request": [["update-ref", "refs/remotes/origin/pr/7", "ASING"]],
    "ditandai dengan tag bernama main": [["tag", "main", "ASING"]],
    "tempat HEAD berada": [["switch", "--quiet", "--detach", "ASING"]],
}


@pytest.mark.parametrize("words", NEVER_PUBLISHED.values(), ids=NEVER_PUBLISHED)
def test_code_of_a_commit_that_main_was_never_at_never_runs(
    published: Published, tmp_path: Path, words: list[list[str]]
) -> None:
    """Whoever could have it run could have any document judged right."""
    clone = GitFolder(tmp_path / "repo")
    clone.git("pull", "--quiet", str(published.repository.root), "main")
    mark = tmp_path / "dijalankan"
    clone.git("switch", "--quiet", "--detach")
    write_files(clone.root, {"build.py": f"open({str(mark)!r}, 'w')", "musrenbang/x.py": ""})
    stray = clone.commit("Asing")
    clone.git("rm", "--quiet", "-r", "build.py", "musrenbang")
    end = clone.commit("Kembali")
    clone.git("switch", "--quiet", "main")
    for word in words:
        place = end if word[0] == "merge" else stray
        clone.git(*(place if part == "ASING" else part for part in word))
    change = change_data("asal.json", lambda value: value["asal"].update(commit=stray))
    file = changed_pdf(published.site / ANNEX, tmp_path / "asing.pdf", change)
    done = build_py("verify", file, "--root", clone.root)
    assert not mark.exists()
    assert done.returncode == 1
    assert "tidak pernah terbit" in done.stderr


def test_a_clone_without_main_cannot_tell_what_was_published(
    published: Published, tmp_path: Path
) -> None:
    clone = GitFolder(tmp_path / "repo")
    clone.git("fetch", "--quiet", str(published.repository.root), "main")
    clone.git("switch", "--quiet", "--detach", "FETCH_HEAD")
    done = build_py("verify", published.site / ANNEX, "--root", clone.root)
    assert done.returncode == 2
    assert "fetch origin main" in done.stderr


def test_where_nobody_says_which_branch_is_main_nothing_is_run(
    published: Published, tmp_path: Path
) -> None:
    """As in the clones of some runners, which do not ask the origin for its own branch."""
    clone = GitFolder(tmp_path / "repo")
    clone.git("fetch", "--quiet", str(published.repository.root), "main:refs/remotes/origin/master")
    clone.git("update-ref", "refs/remotes/origin/main", published.commit)
    clone.git("checkout", "--quiet", "-B", "master", published.commit)
    done = build_py("verify", published.site / ANNEX, "--root", clone.root)
    assert done.returncode == 2
    assert "git remote set-head origin --auto" in done.stderr


def test_what_the_origin_calls_its_own_branch_is_main(published: Published, tmp_path: Path) -> None:
    origin = GitFolder(tmp_path / "asal")
    origin.git("fetch", "--quiet", str(published.repository.root), "main:master")
    origin.git("symbolic-ref", "HEAD", "refs/heads/master")
    origin.git("reset", "--quiet", "--hard")
    origin.git("branch", "main", "HEAD~1")  # anybody who may push can make one
    clone = tmp_path / "salinan"
    subprocess.run(["git", "clone", "--quiet", origin.root, clone], check=True)
    assert [line[-1] for line in Repository(clone).published_lines()] == [published.commit] * 2


def test_another_repository_cannot_vouch_for_a_document(
    published: Published, tmp_path: Path
) -> None:
    other = GitFolder(tmp_path / "lain")
    other.commit("Awal", SMALL_YEAR)
    done = build_py("verify", published.site / ANNEX, "--root", other.root)
    assert done.returncode == 1
    assert "tidak ada dalam repositori ini" in done.stderr


def test_what_this_copy_cannot_judge_is_no_verdict(published: Published, tmp_path: Path) -> None:
    """A folder without Git, or a clone that left the commit out, ends with 2 rather than 1."""
    done = build_py("verify", published.site / ANNEX, "--root", published.site)
    assert done.returncode == 2
    assert "bukan repositori Git" in done.stderr
    newer = GitFolder(tmp_path / "lanjut")
    newer.git("pull", "--quiet", str(published.repository.root), "main")
    newer.commit("Lanjut")
    shallow = tmp_path / "dangkal"
    subprocess.run(
        ["git", "clone", "--quiet", "--depth=1", newer.root.as_uri(), shallow], check=True
    )
    done = build_py("verify", published.site / ANNEX, "--root", shallow)
    assert done.returncode == 2
    assert "fetch --unshallow" in done.stderr


def test_a_missing_file_is_a_mistake_of_use(published: Published) -> None:
    done = published.verify(Path("tidak-ada.pdf"))
    assert done.returncode == 2
    assert "tidak-ada.pdf tidak ada" in done.stderr
