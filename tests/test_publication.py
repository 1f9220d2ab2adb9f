"""Whatever is edited between two builds, the second gives the bytes of a clean one."""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from musrenbang.files import memo
from musrenbang.files.published_folder import CHECKSUMS, Staging, checksums, content_of
from musrenbang.files.theme import Theme, read_theme
from musrenbang.files.tree import FolderTree
from musrenbang.history.timeline import read_history
from musrenbang.publish import publication
from musrenbang.records import loader
from musrenbang.records.loader import load
from musrenbang.records.strict_yaml import Document, parse
from musrenbang.text.errors import CommandError
from musrenbang.text.progress import Progress
from tests.conftest import GitFolder, write_files
from tests.pictures import photo
from tests.site_support import render_site
from tests.small_year import DITOLAK, KELURAHAN, KIRIM, PELATIHAN, SMALL_YEAR, USULAN

GALUR = KELURAHAN.replace("Rawasari", "Galur").replace("1003", "1004")
UNSURVEYED = DITOLAK + "tanpa_survei: Lokasinya tertutup bangunan.\n"
YEAR = {
    **SMALL_YEAR,
    ".gitignore": "_site/\n",
    "proposals/2016/galur/kelurahan.yaml": GALUR,
    **{f"proposals/2016/galur/{number:04d}.yaml": USULAN for number in range(1, 5)},
    "decisions/2016/galur/0003.yaml": UNSURVEYED,
    "proposals/2016/usulan-langsung/0001.yaml": USULAN.replace(
        "validasi_lurah: {hasil: diteruskan, tanggal: 2016-02-24}", "kelurahan: galur"
    ),
}


@dataclass
class Desk:
    """A repository under work, its published site, and what the theme and code are just now."""

    folder: GitFolder
    chance: random.Random
    theme: dict[str, bytes] = field(default_factory=lambda: dict(read_theme().files))
    code: str = "kode"

    @property
    def root(self) -> Path:
        return self.folder.root

    @property
    def site(self) -> Path:
        return self.root / "_site"

    def path(self, name: str) -> Path:
        return self.root / name

    def pick(self, pattern: str) -> Path:
        return self.chance.choice(sorted(self.root.glob(pattern)))

    def write(self, name: str, text: str | bytes) -> None:
        write_files(self.root, {name: text})

    def change(self, path: Path, old: str, new: str) -> None:
        path.write_text(path.read_text().replace(old, new))


def add_proposal(desk: Desk) -> None:
    slug = desk.pick("proposals/2016/*/kelurahan.yaml").parent.name
    number = max(int(path.stem) for path in desk.root.glob(f"proposals/2016/{slug}/0*.yaml")) + 1
    text = desk.chance.choice((USULAN, PELATIHAN))
    desk.write(f"proposals/2016/{slug}/{number:04d}.yaml", text)
    kirim = desk.path(f"decisions/2016/{slug}/kirim.yaml")
    if kirim.exists():
        kirim.unlink()


def change_proposal(desk: Desk) -> None:
    path = desk.pick("proposals/2016/galur/0*.yaml")
    volume = desk.chance.randint(50, 400)
    path.write_text(
        USULAN.replace("120", str(volume))
        .replace("96000000", str(volume * 800_000))
        .replace('"003"', f'"{desk.chance.randint(1, 4):03d}"')
    )


def place_proposal(desk: Desk) -> None:
    spot = f"[-6.19{desk.chance.randint(10, 99)}, 106.87{desk.chance.randint(10, 99)}]"
    desk.change(
        desk.pick("proposals/2016/galur/0*.yaml"),
        "{alamat: Jl. Rawasari Barat III}",
        f"{{alamat: Jl. Rawasari Barat III, koordinat: {spot}}}",
    )


def delete_proposal(desk: Desk) -> None:
    path = desk.pick("proposals/2016/galur/000[2-9].yaml")
    path.unlink()
    desk.path(f"decisions/2016/galur/{path.name}").unlink(missing_ok=True)


def decide(desk: Desk) -> None:
    path = desk.pick("proposals/2016/galur/0*.yaml")
    words = desk.chance.choice(("Akan", "Segera"))
    desk.write(f"decisions/2016/galur/{path.name}", UNSURVEYED.replace("Akan", words))


def undecide(desk: Desk) -> None:
    desk.pick("decisions/2016/*/000*.yaml").unlink()
    desk.path("decisions/2016/rawasari/kirim.yaml").unlink(missing_ok=True)


def send_on(desk: Desk) -> None:
    desk.path("decisions/2016/rawasari/kirim.yaml").unlink(missing_ok=True)
    decided = {path.name for path in desk.root.glob("decisions/2016/rawasari/0*.yaml")}
    proposed = {path.name for path in desk.root.glob("proposals/2016/rawasari/0*.yaml")}
    rest = "".join(
        f'  - {{nomor: "{name[:4]}", alasan: Menunggu keterangan.}}\n'
        for name in sorted(proposed - decided)
    )
    desk.write(
        "decisions/2016/rawasari/kirim.yaml", KIRIM + (f"tanpa_validasi:\n{rest}" if rest else "")
    )


def rename_kelurahan(desk: Desk) -> None:
    for side in ("proposals", "decisions"):
        old, new = (desk.path(f"{side}/2016/{slug}") for slug in ("rawasari", "serdang"))
        if new.exists():
            old, new = new, old
        if old.exists():
            old.rename(new)
    slug = "serdang" if desk.path("proposals/2016/serdang").exists() else "rawasari"
    desk.write(f"proposals/2016/{slug}/kelurahan.yaml", KELURAHAN.replace("Rawasari", slug.title()))
    if slug == "serdang":
        rename_kelurahan(desk) if desk.chance.random() < 0.5 else None


def name_a_kelurahan(desk: Desk) -> None:
    name = desk.chance.choice(("Galur", "Galur Baru"))
    desk.write("proposals/2016/galur/kelurahan.yaml", GALUR.replace("Galur", name))


def title_an_agency(desk: Desk) -> None:
    title = desk.chance.choice(("Suku Dinas Sumber Daya Air", "Suku Dinas Air"))
    desk.write(
        "proposals/2016/skpd.yaml",
        SMALL_YEAR["proposals/2016/skpd.yaml"].replace("Suku Dinas Sumber Daya Air", title),
    )


def announce(desk: Desk) -> None:
    desk.write(
        "decisions/2016/pengumuman/2016-03-01-jadwal.md",
        f"# Jadwal {desk.chance.randint(1, 9)}\n\nIsi pengumuman.\n",
    )


def photograph(desk: Desk) -> None:
    desk.write("proposals/2016/galur/0001.yaml", USULAN + "foto: [0001-a.jpg]\n")
    desk.write("proposals/2016/galur/0001-a.jpg", photo(8, 8, quality=desk.chance.randint(1, 95)))


def touch(desk: Desk) -> None:
    desk.pick("proposals/2016/*/0*.yaml").touch()


def change_a_template(desk: Desk) -> None:
    name = desk.chance.choice(("halaman/usulan.html", "bagian/makro.html", "bagian/atas.html"))
    desk.theme[name] = read_theme().files[name] + b"\n" * desk.chance.randint(0, 3)


def change_a_style(desk: Desk) -> None:
    desk.theme["aset/situs.css"] += b"\n/* . */\n"


def change_the_code(desk: Desk) -> None:
    desk.code = f"kode {desk.chance.random()}"


def commit(desk: Desk) -> None:
    desk.folder.commit(f"Perubahan {desk.chance.randint(1, 999)}")


def switch_branch(desk: Desk) -> None:
    desk.folder.commit("Sebelum pindah cabang")
    if "lain" in desk.folder.git("branch", "--format=%(refname:short)").split():
        here = desk.folder.git("rev-parse", "--abbrev-ref", "HEAD").strip()
        desk.folder.git("checkout", "--quiet", "main" if here == "lain" else "lain")
    else:
        desk.folder.git("checkout", "--quiet", "-b", "lain", "HEAD~1")


def lose_some_cache(desk: Desk) -> None:
    for path in sorted(desk.root.glob(".cache/*/*")):
        fate = desk.chance.random()
        if fate < 0.2:
            path.unlink()
        elif fate < 0.4 and path.is_file() and not path.is_symlink():
            path.write_bytes(path.read_bytes()[:-1])


def lose_the_cache(desk: Desk) -> None:
    shutil.rmtree(desk.path(".cache"))


def tamper_with_the_site(desk: Desk) -> None:
    page = desk.pick("_site/2016/usulan/galur/*/index.html")
    if desk.chance.random() < 0.5:
        page.write_text("dirusak")
    else:
        page.unlink()


EDITS: tuple[Callable[[Desk], None], ...] = (
    add_proposal,
    change_proposal,
    place_proposal,
    delete_proposal,
    decide,
    undecide,
    send_on,
    rename_kelurahan,
    name_a_kelurahan,
    title_an_agency,
    announce,
    photograph,
    touch,
    change_a_template,
    change_a_style,
    change_the_code,
    commit,
    switch_branch,
    lose_some_cache,
    lose_the_cache,
    tamper_with_the_site,
)


class InterruptedBuildError(Exception):
    """Stands for a kill."""


@pytest.fixture
def desk(
    git_folder: GitFolder, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Desk:
    git_folder.commit("Mulai", YEAR)
    git_folder.commit("Catatan", {"proposals/2016/arah-kebijakan.md": "Tangguh banjir.\n"})
    desk = Desk(git_folder, random.Random(request.param))  # noqa: S311 - the same edits every time
    monkeypatch.setattr(publication, "read_theme", lambda: Theme(desk.theme))
    monkeypatch.setattr(memo, "code_key", lambda: desk.code)
    return desk


def build(desk: Desk, workers: int = 1) -> None:
    publication.publish(desk.root, desk.site, Progress(), papers=False, workers=workers)


def published(desk: Desk) -> dict[str, bytes]:
    return {
        path.relative_to(desk.site).as_posix(): path.read_bytes()
        for path in desk.site.rglob("*")
        if path.is_file()
    }


def clean(desk: Desk) -> dict[str, bytes]:
    """What the whole site is, rendered at once from nothing but the files."""
    snapshot = load(FolderTree(desk.root))
    history = replace(read_history(desk.root), without_papers=True)
    outputs = render_site(snapshot, history, Theme(desk.theme), {})
    return {path: content_of(data, desk.root) for path, data in outputs}


def is_the_clean_site(desk: Desk) -> bool:
    found = published(desk)
    sums = checksums(found.pop(CHECKSUMS))
    expected = clean(desk)
    assert sorted(found) == sorted(expected)
    differing = [path for path in expected if found[path] != expected[path]]
    assert not differing
    assert sorted(sums) == sorted(expected)
    return not list(desk.root.glob("._site-*"))


@pytest.mark.parametrize("desk", range(1), indirect=True)
def test_any_edits_give_the_bytes_of_a_clean_build(desk: Desk) -> None:
    build(desk)
    assert is_the_clean_site(desk)
    edits = [*EDITS]
    desk.chance.shuffle(edits)
    refused = 0
    for edit in edits:
        edit(desk)
        before = published(desk)
        try:
            build(desk)
        except CommandError:
            refused += 1
            assert published(desk) == before
            desk.folder.git("checkout", "--quiet", "--", ".")
            desk.folder.git("clean", "-qfd")
            build(desk)
        assert is_the_clean_site(desk), edit.__name__
    assert refused < len(edits) / 3


@pytest.mark.parametrize("desk", [7], indirect=True)
@pytest.mark.parametrize(("owner", "name"), [(Staging, "write"), (Staging, "replace")])
def test_an_interrupted_build_leaves_the_old_site(
    desk: Desk, owner: type, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopping(*_: object) -> None:
        raise InterruptedBuildError

    build(desk)
    change_proposal(desk)
    old = published(desk)
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, stopping)
        with pytest.raises(InterruptedBuildError):
            build(desk)
    assert published(desk) == old
    build(desk)
    assert is_the_clean_site(desk)


@pytest.mark.parametrize("desk", [8], indirect=True)
def test_the_number_of_workers_never_shows(desk: Desk) -> None:
    build(desk, 1)
    alone = published(desk)
    for workers in (2, 5):
        shutil.rmtree(desk.site)
        shutil.rmtree(desk.path(".cache"))
        build(desk, workers)
        assert published(desk) == alone


@pytest.mark.parametrize("desk", [9], indirect=True)
def test_a_folder_that_cannot_keep_a_cache_is_built_all_the_same(desk: Desk) -> None:
    desk.path(".cache").write_text("bukan folder")
    for _ in range(2):
        build(desk)
        assert is_the_clean_site(desk)


@pytest.mark.parametrize("desk", [10], indirect=True)
def test_finished_years_are_not_read_as_yaml_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = {
        path.replace("2016", "2015"): text.replace("2016", "2015")
        .replace("2017", "2016")
        .replace("-02-29", "-02-28")
        for path, text in SMALL_YEAR.items()
    }
    desk.folder.commit("Tahun lalu", earlier)
    build(desk)
    parsed: list[bytes] = []

    def parsing(data: bytes, **how: bool) -> Document:
        parsed.append(data)
        return parse(data, **how)

    change_proposal(desk)
    monkeypatch.setattr(loader, "parse", parsing)
    build(desk)
    assert parsed
    assert not any(b"2015" in data for data in parsed)
    assert is_the_clean_site(desk)
