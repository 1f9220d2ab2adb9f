"""Frauds, each made with plain Git on a real repository, and its honest neighbour.

Every fraud must be reported with its own commit and its clause, and nothing else with it; every
neighbour, which looks much the same, must not be reported.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from musrenbang.commands.demo import make
from musrenbang.demo import demo_records
from musrenbang.files.program import PIN
from musrenbang.files.tree import FolderTree
from musrenbang.history.formats import as_text
from musrenbang.history.history_model import RULES
from musrenbang.history.people import officials
from musrenbang.history.replay import read_audit
from musrenbang.history.rules_replay import UNREADABLE
from musrenbang.records.loader import load
from musrenbang.review.guards import GUARDS
from musrenbang.rules import RULES as RULE_BOOK
from tests.audit_support import (
    AFTER_DECISIONS,
    AFTER_KIRIM,
    AFTER_PROPOSALS,
    LATER,
    NOTICE,
    NOTICE_TEXT,
    SETTINGS,
    SIGNERS,
    D,
    P,
    Story,
    broken,
    honest_demo,
    reviewed,
    story,
)
from tests.conftest import ROOT, MakeTree

__all__ = ["honest_demo", "story"]


def propose_notice(story: Story) -> None:
    story.propose("pengumuman", {NOTICE: NOTICE_TEXT})


# Each fraud returns the commit at fault.


def key_added_by_the_change_it_signs(story: Story) -> str:
    key = f"camat@contoh.example {story.make_key('asing')}\n"
    story.propose("kunci", {SIGNERS: story.read(SIGNERS) + key}, who="asing")
    return story.merge("kunci", who="asing")


def new_key_signed_by_the_old_one(story: Story) -> None:
    key = f"camat@contoh.example {story.make_key('asing')}\n"
    story.propose("kunci", {SIGNERS: story.read(SIGNERS) + key})
    propose_notice(story)
    story.merge("kunci")
    # The camat with the new key.
    shutil.copy(story.root / ".git/kunci/asing", story.root / ".git/kunci/camat")
    shutil.copy(story.root / ".git/kunci/asing.pub", story.root / ".git/kunci/camat.pub")
    story.merge("pengumuman")


def unknown_key(story: Story) -> str:
    story.make_key("camat")
    propose_notice(story)
    return story.merge("pengumuman")


def known_key(story: Story) -> None:
    propose_notice(story)
    story.merge("pengumuman")


def backdated_merge(story: Story) -> str:
    propose_notice(story)
    return story.merge("pengumuman", when="2016-03-14T09:00:00+07:00")


def clocks_a_few_minutes_apart(story: Story) -> None:
    propose_notice(story)
    story.merge("pengumuman", when="2016-03-16T14:55:00+07:00")


def evil_merge_after_kirim(story: Story) -> str:
    propose_notice(story)
    return story.merge("pengumuman", files={f"{D}/0002.yaml": demo_records.APPROVED_TRAINING})


def merge_of_a_branch_that_is_behind(story: Story) -> None:
    story.rewind(AFTER_DECISIONS)
    propose_notice(story)
    # Both sides change other lines of the same file, and other files.
    text = story.read(f"{P}/kelurahan.yaml")
    story.propose("nomor", {f"{P}/kelurahan.yaml": text.replace("12/BA/2016", "12/BA-1/2016")})
    story.propose(
        "ejaan", {f"{P}/kelurahan.yaml": text.replace("nama: Rawasari", "nama: Rawa Sari")}
    )
    for name in ("pengumuman", "nomor", "ejaan"):
        story.merge(name)


def merge_that_drops_what_was_reviewed(story: Story) -> str:
    story.rewind(AFTER_DECISIONS)
    decided = {f"{D}/0004.yaml": demo_records.approved(60), f"{D}/0002.yaml": demo_records.REJECTED}
    story.propose("keputusan", decided)
    story.git("merge", "--quiet", "--no-ff", "--no-commit", "keputusan", who="camat")
    story.git("reset", "--quiet", "HEAD", f"{D}/0004.yaml")
    return story.record(reviewed("keputusan"), "camat")


def decision_merged_whole(story: Story) -> None:
    story.rewind(AFTER_DECISIONS)
    story.propose("keputusan", {f"{D}/0004.yaml": demo_records.approved(60)})
    story.merge("keputusan")


def octopus(story: Story) -> str:
    propose_notice(story)
    other = NOTICE.replace("hasil", "lain")
    story.propose("lain", {other: NOTICE_TEXT})
    story.git("merge", "--quiet", "--no-ff", "--no-commit", "pengumuman", "lain", who="camat")
    return story.record(reviewed("dua sekaligus"), "camat")


def two_merges_in_turn(story: Story) -> None:
    propose_notice(story)
    story.propose("lain", {NOTICE.replace("hasil", "lain"): NOTICE_TEXT})
    story.merge("pengumuman")
    story.merge("lain")


def squash(story: Story) -> str:
    propose_notice(story)
    story.git("merge", "--quiet", "--squash", "pengumuman")
    return story.record("Pengumuman hasil (#9)", "camat")


def direct_push(story: Story) -> str:
    return story.commit({NOTICE: NOTICE_TEXT}, who="camat")


def rename_in_a_merge(story: Story) -> str:
    story.rewind(AFTER_DECISIONS)
    story.git("switch", "--quiet", "--create", "ganti-nama")
    story.git("mv", f"{D}/0002.yaml", f"{D}/0004.yaml")
    story.record("Ganti nama")
    story.git("switch", "--quiet", "main")
    return story.merge("ganti-nama")


def in_place_of_a_record(story: Story, mode: str, target: str) -> str:
    story.rewind(AFTER_DECISIONS)
    story.git("switch", "--quiet", "--create", "ganti")
    blob = target
    if mode == "120000":
        (story.root / "isi").write_text(target, encoding="utf-8")
        blob = story.git("hash-object", "-w", "isi")
        (story.root / "isi").unlink()
    story.git("update-index", "--add", "--cacheinfo", f"{mode},{blob},{D}/0002.yaml")
    story.record("Ganti")
    story.git("reset", "--quiet", "--hard")
    story.git("switch", "--quiet", "--force", "main")
    story.git("merge", "--quiet", "--no-ff", "--no-commit", "ganti", who="camat")
    return story.record(reviewed("ganti"), "camat")


def symlink_for_a_record(story: Story) -> str:
    return in_place_of_a_record(story, "120000", "0003.yaml")


def submodule_for_a_record(story: Story) -> str:
    return in_place_of_a_record(story, "160000", story.head)


def rejection_changed_before_kirim(story: Story) -> None:
    story.rewind(AFTER_DECISIONS)
    story.propose("keputusan", {f"{D}/0002.yaml": demo_records.APPROVED_TRAINING})
    story.merge("keputusan")


def unsigned_merge(story: Story) -> str:
    propose_notice(story)
    return story.merge("pengumuman", sign=False)


def expired_key(story: Story) -> str:
    propose_notice(story)
    return story.merge("pengumuman", when="2017-01-02T09:00:00+07:00")


def last_day_of_a_key(story: Story) -> None:
    propose_notice(story)
    story.merge("pengumuman", when="2016-12-31T23:00:00+07:00")


def signed_by_its_author(story: Story) -> str:
    story.propose("pengumuman", {NOTICE: NOTICE_TEXT}, who="camat")
    return story.merge("pengumuman")


def signed_by_its_author_whose_name_has_a_letter_nobody_sees(story: Story) -> str:
    propose_notice(story)
    story.git("switch", "--quiet", "pengumuman")
    author = "Ratna Wu\u3164landari <rumah@contoh.example>"
    story.git("commit", "--quiet", "--amend", "--no-edit", f"--author={author}", when=LATER)
    story.git("switch", "--quiet", "main")
    return story.merge("pengumuman", when=LATER)


def signed_by_its_author_under_another_name(story: Story) -> str:
    story.git("switch", "--quiet", "--create", "pengumuman")
    story.commit({NOTICE: NOTICE_TEXT}, who="camat")
    other = "Orang Lain <lain@contoh.example>"
    story.git(
        "commit", "--quiet", "--amend", "--no-edit", "--gpg-sign", f"--author={other}", who="camat"
    )
    story.git("switch", "--quiet", "main")
    return story.merge("pengumuman")


def approval_in_prose_only(story: Story) -> str:
    story.propose("pengumuman", {NOTICE: NOTICE_TEXT}, who="staf")
    prose = (
        "Gabungkan pengumuman\n\nReviewed-by: Ratna Wulandari <camat@contoh.example> kata staf,\n"
    )
    return story.merge("pengumuman", who="operator", message=f"{prose}lewat telepon.\n")


def approval_in_a_trailer_of_somebody_else(story: Story) -> str:
    story.propose("pengumuman", {NOTICE: NOTICE_TEXT}, who="staf")
    return story.merge("pengumuman", who="operator")


def set_up(story: Story, files: Mapping[str, str]) -> None:
    """Change settings as the camat may."""
    story.propose("pengaturan", files, who="staf")
    story.merge("pengaturan", when="2016-03-16T15:05:00+07:00")


def keys_without(story: Story, who: str, instead: str = "") -> dict[str, str]:
    """The registered keys, with another line or none in place of somebody's."""
    lines = story.read(SIGNERS).splitlines(keepends=True)
    return {SIGNERS: "".join(instead if line.startswith(who) else line for line in lines)}


def without_pengesahan(story: Story) -> None:
    """Take back how offices are exercised, as a year before it was asked would have it."""
    text = story.read(SETTINGS).replace("pengesahan: kunci\n", "")
    story.propose("tanpa-pengesahan", {SETTINGS: text}, who="staf")
    story.merge("tanpa-pengesahan", when="2016-03-16T15:02:00+07:00")


def approval_in_a_trailer_of_a_camat_without_key(story: Story) -> str:
    set_up(story, keys_without(story, "camat"))
    return approval_in_a_trailer_of_somebody_else(story)


def approval_in_a_trailer_of_a_camat_with_a_key_for_papers(story: Story) -> str:
    key = f'camat@contoh.example namespaces="berita-acara" {story.make_key("asing")}\n'
    set_up(story, keys_without(story, "camat", key))
    return approval_in_a_trailer_of_somebody_else(story)


def trailer_of_a_camat_without_key_before_pengesahan(story: Story) -> None:
    without_pengesahan(story)
    approval_in_a_trailer_of_a_camat_without_key(story)


def trailer_of_a_camat_with_a_key_for_papers_before_pengesahan(story: Story) -> None:
    without_pengesahan(story)
    approval_in_a_trailer_of_a_camat_with_a_key_for_papers(story)


def appoint_those_who_may_recover(story: Story) -> None:
    """A head of planning and a second lurah, each with a key."""
    settings = story.read(SETTINGS).replace(
        "nama: Bambang Sutrisno}", "nama: Bambang Sutrisno, email: perencana@contoh.example}"
    )
    second = demo_records.RAWASARI.replace("1003", "1004").replace("Rawasari", "Cempaka")
    second = second.replace("Sri Handayani", "Dewi Lestari").replace("lurah", "lurah-dua")
    second = second.replace("lurah-dua: {", "lurah: {")
    keys = "".join(
        f'{who}@contoh.example namespaces="git" {story.make_key(who)}\n'
        for who in ("perencana", "lurah-dua")
    )
    set_up(
        story,
        {
            SETTINGS: settings,
            "proposals/2016/cempaka/kelurahan.yaml": second,
            SIGNERS: story.read(SIGNERS) + keys,
        },
    )


def lost_key(story: Story, who: str = "staf") -> None:
    """A new key for the camat, who has lost the old one, on a branch."""
    appoint_those_who_may_recover(story)
    key = f"camat@contoh.example {story.make_key('asing')}\n"
    story.propose("kunci-hilang", keys_without(story, "camat", key), who=who)


def recovered_by_the_head_of_planning(story: Story) -> None:
    lost_key(story)
    story.merge("kunci-hilang", who="perencana")


def recovered_by_two_lurah(story: Story) -> None:
    lost_key(story, who="lurah-dua")
    story.merge("kunci-hilang", who="lurah")


def recovered_by_one_lurah(story: Story) -> str:
    lost_key(story)
    return story.merge("kunci-hilang", who="lurah")


def recovered_by_two_lurah_of_whom_one_signed_nothing(story: Story) -> str:
    appoint_those_who_may_recover(story)
    key = f"camat@contoh.example {story.make_key('asing')}\n"
    story.git("switch", "--quiet", "--create", "kunci-hilang")
    story.commit(keys_without(story, "camat", key), "lurah-dua", sign=False)
    story.git("switch", "--quiet", "main")
    return story.merge("kunci-hilang", who="lurah")


def one_lurah_known_in_two_ways(story: Story) -> None:
    """The same lurah for a second kelurahan, under the address alone."""
    path = "proposals/2016/cempaka/kelurahan.yaml"
    other = demo_records.RAWASARI.replace("1003", "1004").replace("Rawasari", "Cempaka")
    set_up(story, {path: other.replace("akun: lurah-contoh, ", "")})


def recovered_by_one_lurah_of_two_kelurahan(story: Story) -> str:
    one_lurah_known_in_two_ways(story)
    key = f"camat@contoh.example {story.make_key('asing')}\n"
    story.propose("kunci-hilang", keys_without(story, "camat", key), who="lurah")
    return story.merge("kunci-hilang", who="lurah")


def memory_of_a_computer_in_the_repository(story: Story) -> str:
    text = f'{{"main": ["{"f" * 40}"]}}'
    story.propose("tembolok", {".cache/ujung.json": text}, who="staf")
    return story.merge("tembolok")


def workbook_on_a_branch_that_was_merged(story: Story) -> str:
    story.propose("unggahan", {"masuk/lembar.xlsx": "x"}, who="staf")
    return story.merge("unggahan")


def workbook_taken_away_before_its_branch_was_merged(story: Story) -> str:
    story.git("switch", "--quiet", "--create", "unggahan")
    story.commit({"masuk/lembar.xlsx": "x"}, when="2016-03-16T15:00:00+07:00")
    story.git("rm", "--quiet", "masuk/lembar.xlsx")
    story.commit({NOTICE: NOTICE_TEXT}, when="2016-03-16T15:01:00+07:00")
    story.git("switch", "--quiet", "main")
    return story.merge("unggahan")


def workbook_in_a_folder_of_another_case(story: Story) -> str:
    """Whose branch merges another one and drops its file in that very merge."""
    when = "2016-03-16T15:00:00+07:00"
    story.propose("unggahan", {"Masuk/lembar.xlsx": "x"}, who="staf")
    story.propose("pengumuman", {NOTICE: NOTICE_TEXT})
    story.git("switch", "--quiet", "pengumuman")
    story.git("merge", "--quiet", "--strategy=ours", "--message=Gabung", "unggahan", when=when)
    story.git("switch", "--quiet", "main")
    return story.merge("pengumuman")


def upload_of_the_camats_account_approved_with_the_camats_key(story: Story) -> str:
    """The one is known by the account, the other by the address of the key."""
    by = "Diunggah-oleh: camat-contoh <101+camat-contoh@users.noreply.github.com>"
    story.git("switch", "--quiet", "--create", "terima")
    when = "2016-03-16T15:00:00+07:00"
    story.commit({NOTICE: NOTICE_TEXT}, "staf", when, f"Pengumuman\n\n{by}", sign=False)
    story.git("switch", "--quiet", "main")
    return story.merge("terima")


def branch_that_grew_from_a_main_with_a_workbook(story: Story) -> str:
    """Which is not to blame for it."""
    found = workbook_on_a_branch_that_was_merged(story)
    story.git("switch", "--quiet", "--create", "pengumuman")
    story.commit({NOTICE: NOTICE_TEXT}, when="2016-03-18T09:00:00+07:00")
    story.git("switch", "--quiet", "main")
    story.merge("pengumuman", when="2016-03-18T09:00:00+07:00")
    return found


PINNED = {PIN: "https://alat.example/musrenbang-1.2.0-py3-none-any.whl#sha256=" + "a" * 64}
CODE = {"build.py": "print()\n", "musrenbang/cli.py": "print()\n"}


def pin_taken_away(story: Story) -> str:
    set_up(story, PINNED)
    story.propose("pin", {PIN: "tidak ada\n"})
    return story.merge("pin")


def program_beside_the_pin(story: Story) -> str:
    set_up(story, PINNED)
    story.propose("program", CODE)
    return story.merge("program")


def pin_raised(story: Story) -> None:
    set_up(story, PINNED)
    story.propose("versi", {PIN: PINNED[PIN].replace("1.2.0", "1.3.0")})
    story.merge("versi")


def notice_slipped_into_a_recovery(story: Story) -> str:
    appoint_those_who_may_recover(story)
    story.propose("pengumuman", {NOTICE: NOTICE_TEXT}, who="staf")
    return story.merge("pengumuman", who="perencana")


def locked_proposal_corrected(story: Story, who: str) -> str:
    """A drain that was measured wrong, put right in proposal and decision after Kirim."""
    row = demo_records.KOREKSI.replace("0001", "0003")
    proposal = demo_records.drain(
        "007", "Jl. Rawasari Selatan", 60, "Dinding saluran ambrol sepanjang jalan."
    )
    files = {
        f"{P}/0003.yaml": proposal,
        f"{D}/0003.yaml": demo_records.approved(60),
        f"{D}/kirim.yaml": demo_records.KIRIM + row,
    }
    story.rewind(AFTER_KIRIM)
    story.propose("koreksi", files, who=who)
    return story.merge("koreksi")


def locked_proposal_corrected_without_its_lurah(story: Story) -> str:
    return locked_proposal_corrected(story, "staf")


def locked_proposal_corrected_with_its_lurah(story: Story) -> None:
    locked_proposal_corrected(story, "lurah")


def far_too_dear(story: Story) -> str:
    story.rewind(AFTER_DECISIONS)
    text = demo_records.approved(59, edited=True).replace("47200000", "4720000000")
    story.propose("keputusan", {f"{D}/0004.yaml": text})
    return story.merge("keputusan")


def dear_and_explained(story: Story) -> None:
    story.rewind(AFTER_DECISIONS)
    text = demo_records.approved(59, edited=True).replace("47200000", "472000000")
    why = "penjelasan: Saluran ini melintas di bawah rel, jadi harus dikerjakan dengan bor.\n"
    story.propose("keputusan", {f"{D}/0004.yaml": text + why})
    story.merge("keputusan")


def number_reused_over_an_unreadable_version(story: Story) -> str:
    story.rewind(AFTER_PROPOSALS)
    without_pengesahan(story)
    story.propose("rusak", {f"{P}/0002.yaml": "rw: [\n"}, who="staf")
    story.merge("rusak", when="2016-03-16T15:10:00+07:00")
    other = demo_records.drain("001", "Jl. Lain", 900, "Saluran buntu dan meluap ke jalan.")
    story.propose("lain", {f"{P}/0002.yaml": other}, who="staf")
    return story.merge("lain")


def unreadable_record(story: Story) -> str:
    story.rewind(AFTER_PROPOSALS)
    story.propose("rusak", {f"{P}/0002.yaml": "rw: [\n"}, who="staf")
    return story.merge("rusak")


def proposal_changed_while_it_was_decided(story: Story) -> None:
    """Two branches begun at once: the proposal grows on one, the other decides on it."""
    story.rewind(AFTER_DECISIONS)
    text = demo_records.PROPOSALS["0004"]
    larger = text.replace("volume: 60", "volume: 90").replace("48000000", "72000000")
    story.propose("usulan", {f"{P}/0004.yaml": larger}, who="staf")
    rejected = demo_records.REJECTED + demo_records.survey(60)
    story.propose("keputusan", {f"{D}/0004.yaml": rejected})
    story.merge("usulan", who="lurah", when="2016-03-16T15:30:00+07:00")


def decided_on_what_was_not_seen(story: Story) -> str:
    proposal_changed_while_it_was_decided(story)
    return story.merge("keputusan")


def decided_on_a_branch_stacked_on_the_proposal(story: Story) -> None:
    """The operator takes in the lurah's branch before it lands, and decides on what it says."""
    story.rewind(AFTER_DECISIONS)
    text = demo_records.PROPOSALS["0004"]
    larger = text.replace("volume: 60", "volume: 90").replace("48000000", "72000000")
    story.propose("usulan", {f"{P}/0004.yaml": larger}, who="staf")
    story.git("switch", "--quiet", "--create", "keputusan")
    story.git("merge", "--quiet", "--no-ff", "-m", "Ambil usulan", "usulan")
    story.commit({f"{D}/0004.yaml": demo_records.REJECTED + demo_records.survey(90)})
    story.git("switch", "--quiet", "main")
    story.merge("usulan", who="lurah", when="2016-03-17T10:00:00+07:00")
    story.merge("keputusan", when="2016-03-17T11:00:00+07:00")


def decided_after_main_was_merged_in(story: Story) -> None:
    proposal_changed_while_it_was_decided(story)
    story.git("switch", "--quiet", "keputusan")
    story.git("merge", "--quiet", "--no-ff", "-m", "Ambil main", "main")
    story.git("switch", "--quiet", "main")
    story.merge("keputusan")


def attributes(story: Story, text: str) -> str:
    story.propose("atribut", {".gitattributes": text}, who="staf")
    return story.merge("atribut")


def attribute_that_rewrites_records(story: Story) -> str:
    return attributes(story, "*.md text\n/decisions/** working-tree-encoding=SHIFT-JIS\n")


def attribute_on_a_line_that_only_looks_like_two(story: Story) -> str:
    return attributes(story, "*.md\rworking-tree-encoding=UTF-16LE\n")


def attribute_in_what_looks_like_a_comment(story: Story) -> str:
    return attributes(story, "*.md text\x0c# working-tree-encoding=UTF-16LE\n")


def attributes_that_leave_records_as_they_are(story: Story) -> None:
    attributes(story, "* text=auto eol=lf\n*.jpg binary\n*.yaml text eol=crlf -diff\n")


def dated_after_today(story: Story) -> str:
    keys = story.read(SIGNERS).replace('"20170101"', '"21000101"')
    set_up(story, {SIGNERS: keys})
    propose_notice(story)
    return story.merge("pengumuman", when="2099-03-09T16:20:00+07:00")


def approval_in_a_trailer_of_a_camat_whose_key_expired(story: Story) -> str:
    key = f'camat@contoh.example valid-before="20160301" {story.make_key("asing")}\n'
    set_up(story, keys_without(story, "camat", key))
    return approval_in_a_trailer_of_somebody_else(story)


def new_proposal(story: Story) -> None:
    story.rewind(AFTER_PROPOSALS)
    text = demo_records.drain("008", "Jl. Rawasari Utara", 40, "Saluran tertimbun sampah pasar.")
    story.propose("usulan", {f"{P}/0005.yaml": text}, who="staf")


def proposal_that_the_lurah_is_said_to_have_reviewed(story: Story) -> str:
    new_proposal(story)
    return story.merge("usulan", who="operator", message=reviewed("usulan", "lurah"))


def proposal_of_a_lurah_whose_account_nobody_wrote_down(story: Story) -> str:
    story.rewind(AFTER_PROPOSALS)
    path = f"{P}/kelurahan.yaml"
    text = story.read(path).replace(", akun: lurah-contoh, email: lurah@contoh.example", "")
    set_up(story, {path: text})
    text = demo_records.drain("008", "Jl. Rawasari Utara", 40, "Saluran tertimbun sampah pasar.")
    story.propose("usulan", {f"{P}/0005.yaml": text}, who="staf")
    return story.merge("usulan", who="operator", message="Gabungkan")


def proposal_signed_by_the_lurah(story: Story) -> None:
    new_proposal(story)
    story.merge("usulan", who="lurah", message=reviewed("usulan", "lurah"))


def signed_with_one_of_two_names(story: Story) -> None:
    key = (story.root / ".git/kunci/camat.pub").read_text(encoding="utf-8")
    set_up(story, keys_without(story, "camat", f"kantor@contoh.example,camat-contoh {key}"))
    propose_notice(story)
    story.merge("pengumuman")


NEXT_YEAR = (
    demo_records.MUSRENBANG.replace("2017", "2018")
    .replace("2016", "2017")
    .replace("02-29", "02-27")
)


def year_that_does_not_say_how_the_camat_is_known(story: Story) -> str:
    text = NEXT_YEAR.replace(", akun: camat-contoh, email: camat@contoh.example", "")
    year = "proposals/2017"
    lists = {"skpd": demo_records.SKPD, "template-kegiatan": demo_records.TEMPLATE}
    files = {f"{year}/{name}.yaml": content for name, content in lists.items()}
    set_up(story, {f"{year}/musrenbang.yaml": text, **files})
    story.propose("pengumuman", {NOTICE: NOTICE_TEXT}, who="staf")
    return story.merge("pengumuman", who="operator", message="Gabungkan")


def camat_made_unknown(story: Story) -> str:
    text = story.read(SETTINGS).replace(", akun: camat-contoh, email: camat@contoh.example", "")
    story.propose("pengaturan", {SETTINGS: text}, who="staf")
    return story.merge("pengaturan")


def camat_known_by_address_alone(story: Story) -> None:
    set_up(story, {SETTINGS: story.read(SETTINGS).replace(", akun: camat-contoh", "")})


def written_in_a_merge_on_the_branch(story: Story) -> str:
    story.rewind(AFTER_DECISIONS)
    propose_notice(story)
    story.git("switch", "--quiet", "--create", "keputusan")
    story.merge(
        "pengumuman",
        message="Gabungkan main",
        sign=False,
        files={f"{D}/0004.yaml": demo_records.approved(60)},
    )
    story.git("switch", "--quiet", "main")
    return story.merge("keputusan")


def main_merged_into_the_branch(story: Story) -> None:
    story.rewind(AFTER_DECISIONS)
    story.propose("keputusan", {f"{D}/0004.yaml": demo_records.approved(60)})
    propose_notice(story)
    story.merge("pengumuman")
    story.git("switch", "--quiet", "keputusan")
    story.merge("main", message="Gabungkan main", sign=False)
    story.git("switch", "--quiet", "main")
    story.merge("keputusan")


def with_header(story: Story, commit: str, line: str) -> str:
    """The commit with one more line after its committer."""
    head, _, rest = story.git("cat-file", "commit", commit).partition(" +0700\n\n")
    mentah = story.root / "mentah"
    mentah.write_text(f"{head} +0700\n{line}\n\n{rest}\n", encoding="utf-8")
    name = story.git("hash-object", "-t", "commit", "-w", "mentah")
    mentah.unlink()
    return name


def parent_where_git_does_not_look(story: Story) -> str:
    propose_notice(story)
    story.git("switch", "--quiet", "pengumuman")
    story.git("commit", "--quiet", "--amend", "--no-edit", "--no-gpg-sign")
    forged = with_header(story, "HEAD", f"parent {'1' * 40}")
    story.git("reset", "--quiet", "--hard", forged)
    story.git("switch", "--quiet", "main")
    return story.merge("pengumuman")


def tree_that_git_does_not_take(story: Story) -> str:
    """A reader who takes the last one sees the records as they were."""
    story.rewind(AFTER_DECISIONS)
    story.propose("keputusan", {f"{D}/0004.yaml": demo_records.approved(60)})
    merge = story.merge("keputusan", sign=False)
    old = story.git("rev-parse", "main~1^{tree}")
    forged = with_header(story, merge, f"tree {old}")
    story.git("update-ref", "refs/heads/main", forged)
    return forged


def decision_before_the_lurah_sent(story: Story) -> str:
    story.rewind(AFTER_PROPOSALS)
    story.propose("keputusan", {f"{D}/0002.yaml": demo_records.REJECTED})
    return story.merge("keputusan")


def decision_of_a_day_to_come(story: Story) -> str:
    story.rewind(AFTER_DECISIONS)
    text = demo_records.REJECTED.replace("2016-03-09", "2016-03-18")
    story.propose("keputusan", {f"{D}/0002.yaml": text})
    return story.merge("keputusan")


def decision_of_the_same_day(story: Story) -> None:
    story.rewind(AFTER_DECISIONS)
    text = story.read(SETTINGS).replace("selesai: 2016-03-10", "selesai: 2016-03-17")
    set_up(story, {SETTINGS: text.replace("2016-03-18", "2016-03-25")})
    text = demo_records.REJECTED.replace("2016-03-09", "2016-03-17")
    story.propose("keputusan", {f"{D}/0002.yaml": text})
    story.merge("keputusan", when="2016-03-17T00:01:00+07:00")


def decision_withdrawn_to_its_survey(story: Story) -> str:
    story.rewind(AFTER_DECISIONS)
    story.propose("tarik", {f"{D}/0003.yaml": demo_records.survey(80)})
    return story.merge("tarik")


def edit_after_kirim(story: Story) -> str:
    story.rewind(AFTER_KIRIM)
    story.propose("keputusan", {f"{D}/0003.yaml": demo_records.approved(79, edited=True)})
    return story.merge("keputusan")


def correction_after_kirim(story: Story) -> None:
    story.rewind(AFTER_KIRIM)
    row = demo_records.KOREKSI.replace("0001", "0003")
    files = {
        f"{D}/0003.yaml": demo_records.approved(79, edited=True),
        f"{D}/kirim.yaml": demo_records.KIRIM + row,
    }
    story.propose("koreksi", files)
    story.merge("koreksi")


def commit_changed_after_it_was_signed(story: Story) -> str:
    propose_notice(story)
    merge = story.merge("pengumuman")
    raw = story.git("cat-file", "commit", merge) + "\n"
    (story.root / "mentah").write_text(raw.replace("#9", "#8"), encoding="utf-8")
    forged = story.git("hash-object", "-t", "commit", "-w", "mentah")
    (story.root / "mentah").unlink()
    story.git("update-ref", "refs/heads/main", forged)
    return forged


def branch_pushed_after_it_was_merged_by_fast_forward(story: Story) -> str:
    propose_notice(story)
    story.git("merge", "--quiet", "--ff-only", "pengumuman")
    return story.head


def fraud_under_a_replacement(story: Story) -> str:
    """What `git log` then shows is an honest merge."""
    bad = evil_merge_after_kirim(story)
    story.git("branch", "curang", bad)
    story.rewind("main~1")
    good = story.merge("pengumuman")
    story.rewind("curang")
    story.git("replace", bad, good)
    return bad


EVIL = {"penjaga.terkunci", "riwayat.isi-penggabungan"}
FRAUDS: dict[Callable[[Story], str], set[str]] = {
    key_added_by_the_change_it_signs: {"riwayat.kunci-sendiri"},
    unknown_key: {"riwayat.kunci-tidak-dikenal"},
    backdated_merge: {"riwayat.waktu-mundur"},
    evil_merge_after_kirim: EVIL,
    fraud_under_a_replacement: EVIL,
    merge_that_drops_what_was_reviewed: {"riwayat.isi-penggabungan"},
    pin_taken_away: {"penjaga.program"},
    program_beside_the_pin: {"penjaga.program"},
    octopus: {"riwayat.banyak-induk"},
    squash: {"riwayat.squash"},
    direct_push: {"riwayat.langsung"},
    branch_pushed_after_it_was_merged_by_fast_forward: {"riwayat.langsung"},
    rename_in_a_merge: {"penjaga.hapus", "keputusan.survei"},
    symlink_for_a_record: {"penjaga.jenis-berkas"},
    submodule_for_a_record: {"penjaga.jenis-berkas"},
    unsigned_merge: {"riwayat.tanpa-tanda-tangan"},
    expired_key: {"riwayat.kunci-di-luar-masa"},
    signed_by_its_author: {"riwayat.setuju-sendiri"},
    signed_by_its_author_under_another_name: {"riwayat.setuju-sendiri"},
    signed_by_its_author_whose_name_has_a_letter_nobody_sees: {"riwayat.setuju-sendiri"},
    approval_in_prose_only: {"riwayat.bukan-wewenang"},
    approval_in_a_trailer_of_somebody_else: {"riwayat.bukan-wewenang"},
    approval_in_a_trailer_of_a_camat_whose_key_expired: {"riwayat.bukan-wewenang"},
    approval_in_a_trailer_of_a_camat_without_key: {"riwayat.bukan-wewenang"},
    approval_in_a_trailer_of_a_camat_with_a_key_for_papers: {"riwayat.bukan-wewenang"},
    recovered_by_one_lurah: {"riwayat.bukan-wewenang"},
    recovered_by_two_lurah_of_whom_one_signed_nothing: {"riwayat.bukan-wewenang"},
    notice_slipped_into_a_recovery: {"riwayat.bukan-wewenang"},
    recovered_by_one_lurah_of_two_kelurahan: {"riwayat.bukan-wewenang", "riwayat.setuju-sendiri"},
    memory_of_a_computer_in_the_repository: {"penjaga.tembolok"},
    workbook_on_a_branch_that_was_merged: {"penjaga.masuk"},
    workbook_taken_away_before_its_branch_was_merged: {"penjaga.masuk"},
    workbook_in_a_folder_of_another_case: {"penjaga.masuk"},
    branch_that_grew_from_a_main_with_a_workbook: {"penjaga.masuk"},
    upload_of_the_camats_account_approved_with_the_camats_key: {"riwayat.setuju-sendiri"},
    attribute_on_a_line_that_only_looks_like_two: {"penjaga.atribut"},
    attribute_in_what_looks_like_a_comment: {"penjaga.atribut"},
    locked_proposal_corrected_without_its_lurah: {"riwayat.tanpa-lurah"},
    far_too_dear: {"kewajaran.anggaran"},
    number_reused_over_an_unreadable_version: {"penjaga.nomor-dipakai-ulang"},
    unreadable_record: {"yaml.sintaks"},
    decided_on_what_was_not_seen: {"penjaga.usulan-berubah"},
    attribute_that_rewrites_records: {"penjaga.atribut"},
    dated_after_today: {"riwayat.waktu-mendatang"},
    proposal_that_the_lurah_is_said_to_have_reviewed: {"riwayat.bukan-wewenang"},
    proposal_of_a_lurah_whose_account_nobody_wrote_down: {"riwayat.bukan-wewenang"},
    year_that_does_not_say_how_the_camat_is_known: {"riwayat.bukan-wewenang"},
    camat_made_unknown: {"riwayat.tanpa-camat"},
    written_in_a_merge_on_the_branch: {"riwayat.setuju-sendiri"},
    parent_where_git_does_not_look: {"riwayat.commit-janggal"},
    tree_that_git_does_not_take: {"riwayat.commit-janggal", "riwayat.tanpa-tanda-tangan"},
    decision_before_the_lurah_sent: {"penjaga.belum-dikirim"},
    decision_of_a_day_to_come: {"riwayat.tanggal-mendahului"},
    decision_withdrawn_to_its_survey: {"penjaga.hapus"},
    edit_after_kirim: {"penjaga.terkunci"},
    commit_changed_after_it_was_signed: {"riwayat.tanda-tangan-rusak"},
}
NEIGHBOURS: tuple[Callable[[Story], None], ...] = (
    new_key_signed_by_the_old_one,
    known_key,
    clocks_a_few_minutes_apart,
    pin_raised,
    merge_of_a_branch_that_is_behind,
    decision_merged_whole,
    two_merges_in_turn,
    rejection_changed_before_kirim,
    last_day_of_a_key,
    trailer_of_a_camat_without_key_before_pengesahan,
    trailer_of_a_camat_with_a_key_for_papers_before_pengesahan,
    recovered_by_the_head_of_planning,
    recovered_by_two_lurah,
    locked_proposal_corrected_with_its_lurah,
    dear_and_explained,
    decided_after_main_was_merged_in,
    decided_on_a_branch_stacked_on_the_proposal,
    attributes_that_leave_records_as_they_are,
    proposal_signed_by_the_lurah,
    signed_with_one_of_two_names,
    camat_known_by_address_alone,
    main_merged_into_the_branch,
    decision_of_the_same_day,
    correction_after_kirim,
)


def basis_of(rule: str) -> str:
    """The clause or principle of a rule of the history, a guard, or a rule of the rule book."""
    if rule in RULES or rule in GUARDS:
        return RULES.get(rule) or GUARDS[rule].basis
    clauses = next((known.clauses for known in RULE_BOOK if known.id == rule), ())
    return f"juknis {', '.join(clauses)}" if clauses else UNREADABLE


@pytest.mark.parametrize("fraud", FRAUDS, ids=lambda fraud: fraud.__name__)
def test_a_fraud_is_reported_with_its_commit_and_clause(
    fraud: Callable[[Story], str], story: Story
) -> None:
    commit = fraud(story)
    audit = story.audit()
    assert broken(audit) == {(commit, rule) for rule in FRAUDS[fraud]}
    for violation in audit.violations:
        assert violation.dasar == basis_of(violation.rule)
        assert violation.message.endswith(".")


def test_a_program_is_refused_long_after_the_pin_is_gone(story: Story) -> None:
    taken = pin_taken_away(story)
    story.git("rm", "--quiet", PIN)
    gone = story.record("Hapus pin", "camat")
    story.propose("program", CODE, who="staf")
    brought = story.merge("program", when="2016-03-16T15:20:00+07:00")
    found = {commit for commit, rule in broken(story.audit()) if rule == "penjaga.program"}
    assert found == {taken, gone, brought}


@pytest.mark.parametrize("neighbour", NEIGHBOURS, ids=lambda neighbour: neighbour.__name__)
def test_its_honest_neighbour_is_not_reported(
    neighbour: Callable[[Story], None], story: Story
) -> None:
    neighbour(story)
    assert story.audit().violations == ()


def test_what_was_allowed_and_should_be_known_is_noted(story: Story) -> None:
    recovered_by_the_head_of_planning(story)
    audit = story.audit()
    assert [(note.commit, note.rule) for note in audit.notes] == [(story.head, "riwayat.pemulihan")]
    assert "✔ Tidak ada pelanggaran" in as_text(audit)
    assert "Catatan, bukan pelanggaran pada waktunya" in as_text(audit)


@pytest.mark.parametrize(
    ("fraud", "rule"),
    [
        (decided_on_what_was_not_seen, "penjaga.usulan-berubah"),
        (attribute_that_rewrites_records, "penjaga.atribut"),
        (workbook_taken_away_before_its_branch_was_merged, "penjaga.masuk"),
        (locked_proposal_corrected_without_its_lurah, "riwayat.tanpa-lurah"),
    ],
)
def test_what_a_later_rule_forbids_is_noted_before_any_year_says_how_offices_are_exercised(
    fraud: Callable[[Story], str], rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = demo_records.MUSRENBANG.replace("pengesahan: kunci\n", "")
    monkeypatch.setattr(demo_records, "MUSRENBANG", old)
    make(tmp_path / "demo", tampered=False)
    story = Story(tmp_path / "demo")
    commit = fraud(story)
    audit = story.audit()
    assert audit.violations == ()
    assert [(note.commit, note.rule) for note in audit.notes] == [(commit, rule)]


def test_a_demo_of_the_program_before_pengesahan_stays_clean(tmp_path: Path) -> None:
    before = "b0604ec2b53845b2a940ff5907cf262d80d468fa"
    program = tmp_path / "program"
    program.mkdir()
    archive = subprocess.run(["git", "archive", before], cwd=ROOT, capture_output=True, check=False)
    if archive.returncode:
        pytest.skip("riwayat klon ini tidak memuat program lama")
    subprocess.run(["tar", "-x", "-C", program], input=archive.stdout, check=True)
    target = tmp_path / "demo"
    subprocess.run([sys.executable, "build.py", "demo", str(target)], cwd=program, check=True)
    audit = read_audit(target)
    assert (audit.violations, audit.notes) == ((), ())


def test_a_kelurahan_that_names_no_lurah_keeps_the_one_of_the_year_before(
    make_tree: MakeTree,
) -> None:
    profile = "kode: '31.71.05.1001'\nnama: Rawasari\n"
    lurah = "lurah: {nama: Sri, akun: '@Sri-H'}\n"
    files = {f"proposals/{year}/rawasari/kelurahan.yaml": profile for year in (2016, 2017)}
    files["proposals/2016/rawasari/kelurahan.yaml"] += lurah
    named = officials(load(FolderTree(make_tree(files))))
    assert named.lurah[2016, "rawasari"] == named.lurah[2017, "rawasari"] == {"sri-h"}


def test_a_rewritten_history_is_noticed_by_whoever_audited_before(story: Story) -> None:
    propose_notice(story)
    merged = story.merge("pengumuman")
    assert read_audit(story.root, remember=True).violations == ()
    story.rewind("main~1")
    for _ in range(2):
        # Not only once: looking does not make it good.
        assert broken(read_audit(story.root, remember=True)) == {(merged, "riwayat.hilang")}
    story.rewind(merged)
    assert read_audit(story.root, remember=True).violations == ()


def test_a_rewritten_history_lacks_the_commit_printed_on_paper(story: Story) -> None:
    printed = story.head
    known_key(story)
    assert story.audit(printed, printed[:12]).violations == ()
    story.rewind("main~2")
    known = story.audit(printed)
    assert broken(known) == {(printed, "riwayat.hilang")}
    for kind in ("tag", "branch"):
        # Whoever may push either could otherwise say which commit a paper means.
        story.git(kind, printed[:12])
        assert broken(story.audit(printed[:12])) == {(printed[:12], "riwayat.hilang")}
        story.git(kind, "-d", printed[:12])
    never = "f" * 40
    assert broken(story.audit(never)) == {(never, "riwayat.hilang")}


def test_a_rewritten_history_does_not_forgive_itself(story: Story) -> None:
    known_key(story)
    printed = story.head
    assert read_audit(story.root, remember=True).violations == ()
    story.rewind("main~1")
    text = f"diterima:\n  - {{commit: {printed}, alasan: Riwayat dirapikan.}}\n"
    set_up(story, {".github/riwayat-diterima.yaml": text})
    expected = {(printed, "riwayat.hilang"), (story.head, "riwayat.terima")}
    assert broken(story.audit(printed)) == expected
    assert broken(read_audit(story.root, remember=True)) == expected
