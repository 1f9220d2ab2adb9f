"""`merge`: what an official merges with a key of one's own leaves the audit clean, or nothing."""

from collections.abc import Callable

import pytest

from musrenbang.cli import main
from musrenbang.demo import demo_records
from tests.audit_support import KEYS, NOTICE, NOTICE_TEXT, PEOPLE, D, Story, honest_demo, story

__all__ = ["honest_demo", "story"]

Merge = Callable[..., tuple[int, str]]


@pytest.fixture
def merge(story: Story, capsys: pytest.CaptureFixture[str]) -> Merge:
    """Run `merge` as somebody whose Git knows name and key."""

    def run(branch: str, *options: str, who: str = "camat") -> tuple[int, str]:
        story.git("config", "user.name", PEOPLE[who])
        story.git("config", "user.email", f"{who}@contoh.example")
        story.git("config", "user.signingKey", f"{KEYS}/{who}")
        code = main(["--root", str(story.root), "merge", branch, *options])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, captured.out + captured.err

    return run


def propose(story: Story, who: str = "operator") -> None:
    story.propose("pengumuman", {NOTICE: NOTICE_TEXT}, who)


@pytest.fixture(autouse=True)
def in_its_time(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys of the demo count in 2016."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_DATE", "2016-03-17T09:00:00+07:00")
    monkeypatch.chdir(story.root)


def test_the_camat_merges_and_the_audit_is_clean(story: Story, merge: Merge) -> None:
    propose(story)
    code, said = merge("pengumuman", "--nomor", "9")
    assert code == 0, said
    assert "git push origin main" in said
    audit = story.audit()
    assert audit.violations == ()
    assert audit.merges[-1].pull_request == "9"
    assert (story.root / NOTICE).read_text("utf-8") == NOTICE_TEXT


@pytest.mark.parametrize(
    ("author", "who", "rule"),
    [
        ("operator", "operator", "riwayat.bukan-wewenang"),
        ("operator", "lurah", "riwayat.bukan-wewenang"),
        ("operator", "asing", "riwayat.kunci-tidak-dikenal"),
    ],
)
def test_nobody_else_merges_anything(
    story: Story, merge: Merge, author: str, who: str, rule: str
) -> None:
    propose(story, author)
    before = story.head
    if who == "asing":
        story.make_key("asing")
    code, said = merge("pengumuman", who=who)
    assert code == 1
    assert rule in said
    assert "Tidak ada yang digabung" in said
    assert story.head == before
    assert story.git("status", "--porcelain") == ""


def test_nobody_merges_a_change_of_ones_own(story: Story, merge: Merge) -> None:
    propose(story, "camat")
    before = story.head
    code, said = merge("pengumuman")
    assert (code, story.head) == (1, before)
    assert "tidak ada yang boleh menyetujui perubahannya sendiri" in said


def test_what_the_review_refuses_is_not_merged(story: Story, merge: Merge) -> None:
    story.propose("terkunci", {f"{D}/0002.yaml": demo_records.APPROVED_TRAINING})
    before = story.head
    code, said = merge("terkunci")
    assert (code, story.head) == (1, before)
    assert "penjaga.terkunci" in said


def dirty(story: Story) -> str:
    (story.root / "catatan.txt").write_text("x\n", encoding="utf-8")
    return "pengumuman"


def elsewhere(story: Story) -> str:
    story.git("switch", "--quiet", "pengumuman")
    return "pengumuman"


def behind(story: Story) -> str:
    story.git("update-ref", "refs/remotes/origin/main", "pengumuman")
    return "pengumuman"


def merged_already(story: Story) -> str:
    return "main~1"


def unknown(story: Story) -> str:
    return "tidak-ada"


UNREADY: dict[Callable[[Story], str], str] = {
    dirty: "belum dicatat",
    elsewhere: "git switch main",
    behind: "git pull",
    merged_already: "sudah termasuk",
    unknown: "tidak ditemukan",
}


@pytest.mark.parametrize("setting", UNREADY, ids=lambda setting: setting.__name__)
def test_a_folder_that_is_not_ready_is_said_and_left(
    setting: Callable[[Story], str], story: Story, merge: Merge
) -> None:
    propose(story)
    branch = setting(story)
    before = story.head
    code, said = merge(branch)
    assert code in {1, 2}
    assert UNREADY[setting] in said
    assert story.head == before


def test_a_key_that_is_not_there_is_said_in_indonesian(story: Story, merge: Merge) -> None:
    propose(story)
    code, said = merge("pengumuman", "--kunci", "tidak-ada")
    assert code == 1
    assert "tidak dapat menandatangani" in said
