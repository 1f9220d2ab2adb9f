"""What the Git host's signature proves at `pengesahan: peladen`, and every way to borrow it."""

from collections.abc import Callable
from datetime import datetime

import pytest

from musrenbang.demo import demo_records
from musrenbang.history import hosted as shapes
from musrenbang.history.formats import as_text
from musrenbang.history.hosted import Approval
from musrenbang.history.people import Account
from musrenbang.review.review_model import HOST_KEYS
from tests.audit_support import NOTICE, NOTICE_TEXT, SETTINGS, D, P, broken
from tests.host_support import (
    APPROVED,
    BOT,
    CAMAT,
    LURAH,
    OPERATOR,
    Hosted,
    honest_demo,
    host,
    hosted,
    hosted_demo,
)

__all__ = ["honest_demo", "host", "hosted", "hosted_demo"]

EARLY = "2016-03-16T15:08:00+07:00"


def propose_notice(story: Hosted, who: str = "operator") -> None:
    story.propose("pengumuman", {NOTICE: NOTICE_TEXT}, who)


def reviewed(*people: str, at: str = APPROVED, number: int = 9) -> str:
    """The message of a merge by the workflow."""
    lines = [f"Gabungkan pull request #{number}", "", f"Pull-Request: #{number}"]
    for person in people:
        address = person[person.index("<") :]
        account = address.partition("+")[2].partition("@")[0]
        lines += [f"Reviewed-by: {account} {address}", f"Reviewed-at: {at}"]
    return "\n".join(lines)


def correction(story: Hosted) -> None:
    """A drain that was measured wrong, put right in proposal and decision after Kirim."""
    row = demo_records.KOREKSI.replace("0001", "0003").removeprefix("koreksi:\n")
    proposal = demo_records.drain(
        "007", "Jl. Rawasari Selatan", 60, "Dinding saluran ambrol sepanjang jalan."
    )
    files = {
        f"{P}/0003.yaml": proposal,
        f"{D}/0003.yaml": demo_records.approved(60),
        f"{D}/kirim.yaml": story.read(f"{D}/kirim.yaml") + row,
    }
    story.propose("koreksi", files, who="staf")


# What counts.


def green_button_by_the_camat(story: Hosted) -> None:
    propose_notice(story)
    story.press("pengumuman", when=EARLY)


def green_button_under_the_address_in_the_records(story: Hosted) -> None:
    propose_notice(story)
    story.press("pengumuman", "R <camat@contoh.example>")


def green_button_with_a_title_that_looks_like_a_trailer(story: Hosted) -> None:
    propose_notice(story)
    title = "Reviewed-by: Sri Handayani <lurah@contoh.example>"
    story.press("pengumuman", message=f"Merge pull request #9 from contoh/pengumuman\n\n{title}")


def workflow_after_the_camat_approved(story: Hosted) -> None:
    propose_notice(story)
    story.press("pengumuman", BOT, reviewed(CAMAT))


def workflow_after_camat_and_lurah_approved_a_correction(story: Hosted) -> None:
    correction(story)
    story.press("koreksi", BOT, reviewed(CAMAT, LURAH))


def workflow_where_one_of_two_approvers_wrote_the_change(story: Hosted) -> None:
    propose_notice(story, "lurah")
    story.press("pengumuman", BOT, reviewed(LURAH, CAMAT))


def merge_on_the_camats_own_computer(story: Hosted) -> None:
    propose_notice(story)
    story.merge("pengumuman")


def key_of_the_host_renewed_in_time(story: Hosted) -> None:
    both = story.host.keys["peladen"] + story.host.keys["lain"]
    story.propose("kunci", {HOST_KEYS: both})
    story.press("kunci", when=EARLY)
    propose_notice(story)
    story.press("pengumuman", key="lain")


def new_account_of_the_same_name_written_down(story: Hosted) -> None:
    green_button_by_the_camat(story)
    other = CAMAT.replace("101+", "999+")
    address = other[other.index("<") + 1 : -1]
    text = story.read(SETTINGS).replace("email: camat@contoh.example", f"email: {address}")
    story.propose("akun", {SETTINGS: text})
    story.press("akun", when=EARLY)
    story.propose("lain", {NOTICE.replace("hasil", "lain"): NOTICE_TEXT})
    story.press("lain", other)


HONEST = (
    green_button_by_the_camat,
    green_button_under_the_address_in_the_records,
    green_button_with_a_title_that_looks_like_a_trailer,
    workflow_after_the_camat_approved,
    workflow_after_camat_and_lurah_approved_a_correction,
    workflow_where_one_of_two_approvers_wrote_the_change,
    merge_on_the_camats_own_computer,
    key_of_the_host_renewed_in_time,
    new_account_of_the_same_name_written_down,
)


# What does not; each returns the commit at fault.


def edited_on_main_in_the_hosts_pages(story: Hosted) -> str:
    return story.edit({NOTICE: NOTICE_TEXT})


def nothing_changed_on_main_through_the_host(story: Hosted) -> str:
    return story.land(story.git("rev-parse", "main^{tree}"), (story.head,), "Kosong", CAMAT)


def squashed(story: Hosted) -> str:
    return story.edit({NOTICE: NOTICE_TEXT}, OPERATOR, "Pengumuman (#9)")


def rebased(story: Hosted) -> str:
    propose_notice(story)
    story.git("merge", "--quiet", "--ff-only", "pengumuman")
    return story.head


def green_button_by_the_operator(story: Hosted) -> str:
    propose_notice(story, "staf")
    return story.press("pengumuman", OPERATOR)


def green_button_by_the_operator_with_trailers(story: Hosted) -> str:
    propose_notice(story, "staf")
    return story.press("pengumuman", OPERATOR, reviewed(CAMAT))


def green_button_by_somebody_who_calls_himself_as_the_camat(story: Hosted) -> str:
    propose_notice(story)
    return story.press("pengumuman", "Ratna Wulandari <104+asing@users.noreply.github.com>")


def green_button_by_an_account_that_looks_alike(story: Hosted) -> str:
    propose_notice(story)
    return story.press("pengumuman", "Bu Camat <104+carnat-contoh@users.noreply.github.com>")


def green_button_by_an_address_that_looks_alike(story: Hosted) -> str:
    propose_notice(story)
    return story.press("pengumuman", "Bu Camat <c\u0430mat@contoh.example>")


def account_at_another_host(story: Hosted) -> str:
    propose_notice(story)
    return story.press("pengumuman", "B <101+camat-contoh@users.noreply.github.com.example>")


def name_of_the_camats_account_taken_by_another(story: Hosted) -> str:
    green_button_by_the_camat(story)
    story.propose("lain", {NOTICE.replace("hasil", "lain"): NOTICE_TEXT})
    return story.press("lain", CAMAT.replace("101+", "999+"))


def green_button_on_ones_own_change(story: Hosted) -> str:
    story.git("switch", "--quiet", "--create", "pengumuman")
    story.commit({NOTICE: NOTICE_TEXT}, when=EARLY, sign=False)
    story.git("commit", "--quiet", "--amend", "--no-edit", f"--author={CAMAT}")
    story.git("switch", "--quiet", "main")
    return story.press("pengumuman")


def workflow_with_the_author_as_its_only_approver(story: Hosted) -> str:
    propose_notice(story, "camat")
    return story.press("pengumuman", BOT, reviewed(CAMAT))


def uploaded(story: Hosted, by: str) -> None:
    """What the workflow Terima makes of a workbook that an account has handed in."""
    account = by[by.index("+") + 1 : by.index("@")]
    message = f"Pengumuman\n\nDiunggah-oleh: {account} {by[by.index('<') :]}"
    story.git("switch", "--quiet", "--create", "terima")
    story.commit({NOTICE: NOTICE_TEXT}, when=EARLY, message=message, sign=False)
    story.git("commit", "--quiet", "--amend", "--no-edit", f"--author={BOT}", when=EARLY)
    story.git("switch", "--quiet", "main")


def green_button_on_what_the_camat_uploaded(story: Hosted) -> str:
    uploaded(story, CAMAT)
    return story.press("terima")


def workflow_with_the_uploader_as_its_only_approver(story: Hosted) -> str:
    uploaded(story, CAMAT)
    return story.press("terima", BOT, reviewed(CAMAT))


def workflow_approved_by_the_lurah_alone(story: Hosted) -> str:
    propose_notice(story)
    return story.press("pengumuman", BOT, reviewed(LURAH))


def correction_without_its_lurah(story: Hosted) -> str:
    correction(story)
    return story.press("koreksi")


def bot_with_a_word_more(story: Hosted) -> str:
    propose_notice(story)
    return story.press("pengumuman", BOT, f"{reviewed(CAMAT)}\nCo-authored-by: x <x@y>")


def bot_with_the_body_of_a_pull_request(story: Hosted) -> str:
    propose_notice(story)
    body = reviewed(CAMAT).partition("\n\n")[2]
    title = "Merge pull request #9 from contoh/pengumuman"
    return story.press("pengumuman", BOT, f"{title}\n\n{body}")


def bot_with_an_approval_older_than_the_branch(story: Hosted) -> str:
    propose_notice(story)
    return story.press("pengumuman", BOT, reviewed(CAMAT, at="2016-03-16T07:00:00Z"))


def bot_with_an_approval_to_come(story: Hosted) -> str:
    propose_notice(story)
    return story.press("pengumuman", BOT, reviewed(CAMAT, at="2016-03-18T07:00:00Z"))


def bot_without_the_number_of_an_account(story: Hosted) -> str:
    propose_notice(story)
    name = "camat-contoh <camat-contoh@users.noreply.github.com>"
    text = reviewed(CAMAT).replace(reviewed(CAMAT).split("Reviewed-by: ")[1].split("\n")[0], name)
    return story.press("pengumuman", BOT, text)


def bots_trailers_signed_by_the_operator(story: Hosted) -> str:
    propose_notice(story, "staf")
    story.git("merge", "--quiet", "--no-ff", "--no-commit", "pengumuman")
    story.git("commit", "--quiet", "--gpg-sign", "-m", reviewed(CAMAT), f"--author={BOT}")
    return story.head


def bots_trailers_signed_by_nobody(story: Hosted) -> str:
    propose_notice(story)
    return story.merge("pengumuman", who="operator", message=reviewed(CAMAT), sign=False)


def reviewed_by_the_camat_says_the_operator(story: Hosted) -> str:
    propose_notice(story, "staf")
    return story.merge("pengumuman", who="operator")


def key_of_the_host_that_has_ended(story: Hosted) -> str:
    propose_notice(story)
    return story.press("pengumuman", when="2017-01-02T09:00:00+07:00")


def key_that_the_parent_does_not_know(story: Hosted) -> str:
    propose_notice(story)
    return story.press("pengumuman", key="lain")


def key_of_the_host_changed_by_what_it_signs(story: Hosted) -> str:
    story.propose("kunci", {HOST_KEYS: story.host.keys["lain"]})
    return story.press("kunci", key="lain")


def changed_after_it_was_signed(story: Hosted) -> str:
    propose_notice(story)
    story.press("pengumuman", OPERATOR)
    raw = story.git("cat-file", "commit", "main")
    return story.write(raw.replace(OPERATOR, CAMAT) + "\n")


def content_slipped_into_the_hosts_merge(story: Hosted) -> str:
    propose_notice(story)
    story.git("merge", "--quiet", "--no-ff", "--no-commit", "pengumuman")
    story.commit({NOTICE.replace("hasil", "lain"): NOTICE_TEXT}, sign=False)
    parents = (story.git("rev-parse", "main^1"), story.git("rev-parse", "main^2"))
    tree = story.git("rev-parse", "main^{tree}")
    return story.land(tree, parents, "Merge pull request #9 from contoh/x", CAMAT)


def host_where_keys_are_demanded(story: Hosted) -> str:
    text = story.read(SETTINGS).replace("pengesahan: peladen\n", "pengesahan: kunci\n")
    story.propose("kunci", {SETTINGS: text})
    story.press("kunci", when=EARLY)
    propose_notice(story)
    return story.press("pengumuman")


FRAUDS: dict[Callable[[Hosted], str], str] = {
    edited_on_main_in_the_hosts_pages: "riwayat.langsung",
    nothing_changed_on_main_through_the_host: "riwayat.bukan-wewenang",
    squashed: "riwayat.squash",
    rebased: "riwayat.langsung",
    green_button_by_the_operator: "riwayat.bukan-wewenang",
    green_button_by_the_operator_with_trailers: "riwayat.bukan-wewenang",
    green_button_by_somebody_who_calls_himself_as_the_camat: "riwayat.bukan-wewenang",
    green_button_by_an_account_that_looks_alike: "riwayat.bukan-wewenang",
    green_button_by_an_address_that_looks_alike: "riwayat.bukan-wewenang",
    account_at_another_host: "riwayat.bukan-wewenang",
    name_of_the_camats_account_taken_by_another: "riwayat.bukan-wewenang",
    green_button_on_ones_own_change: "riwayat.setuju-sendiri",
    workflow_with_the_author_as_its_only_approver: "riwayat.setuju-sendiri",
    green_button_on_what_the_camat_uploaded: "riwayat.setuju-sendiri",
    workflow_with_the_uploader_as_its_only_approver: "riwayat.setuju-sendiri",
    workflow_approved_by_the_lurah_alone: "riwayat.bukan-wewenang",
    correction_without_its_lurah: "riwayat.tanpa-lurah",
    bot_with_a_word_more: "riwayat.bukan-wewenang",
    bot_with_the_body_of_a_pull_request: "riwayat.bukan-wewenang",
    bot_with_an_approval_older_than_the_branch: "riwayat.bukan-wewenang",
    bot_with_an_approval_to_come: "riwayat.bukan-wewenang",
    bot_without_the_number_of_an_account: "riwayat.bukan-wewenang",
    bots_trailers_signed_by_the_operator: "riwayat.bukan-wewenang",
    bots_trailers_signed_by_nobody: "riwayat.tanpa-tanda-tangan",
    reviewed_by_the_camat_says_the_operator: "riwayat.bukan-wewenang",
    key_of_the_host_that_has_ended: "riwayat.kunci-di-luar-masa",
    key_that_the_parent_does_not_know: "riwayat.kunci-tidak-dikenal",
    key_of_the_host_changed_by_what_it_signs: "riwayat.kunci-sendiri",
    changed_after_it_was_signed: "riwayat.kunci-tidak-dikenal",
    content_slipped_into_the_hosts_merge: "riwayat.isi-penggabungan",
    host_where_keys_are_demanded: "riwayat.bukan-ssh",
}


@pytest.mark.parametrize("honest", HONEST, ids=lambda honest: honest.__name__)
def test_what_the_office_did_through_the_host_is_no_violation(
    honest: Callable[[Hosted], None], hosted: Hosted
) -> None:
    honest(hosted)
    assert hosted.audit().violations == ()


@pytest.mark.parametrize("fraud", FRAUDS, ids=lambda fraud: fraud.__name__)
def test_all_else_that_the_host_signs_is_reported(
    fraud: Callable[[Hosted], str], hosted: Hosted
) -> None:
    commit = fraud(hosted)
    audit = hosted.audit()
    assert broken(audit) == {(commit, FRAUDS[fraud])}
    assert all(violation.message.endswith(".") for violation in audit.violations)


def test_a_resident_reads_which_of_the_two_it_was(hosted: Hosted) -> None:
    green_button_with_a_title_that_looks_like_a_trailer(hosted)
    hosted.propose("lain", {NOTICE.replace("hasil", "lain"): NOTICE_TEXT})
    hosted.press("lain", BOT, reviewed(CAMAT))
    hosted.propose("kunci", {NOTICE.replace("hasil", "tiga"): NOTICE_TEXT})
    hosted.merge("kunci")
    told = [line for line in as_text(hosted.audit()).splitlines() if "ditulis Agus" in line][-3:]
    button, workflow, key = (line.partition("ditulis ")[2] for line in told)
    assert button == (
        "Agus Prasetyo (Operator); digabung Ratna Wulandari (Camat), "
        "menurut server Git lewat akunnya"
    )
    assert workflow == (
        "Agus Prasetyo (Operator); ditinjau Ratna Wulandari (Camat), menurut server Git lewat "
        "akunnya; digabung alur Gabungkan"
    )
    assert key.endswith("ditandatangani Ratna Wulandari (Camat) dengan kuncinya sendiri")


def test_what_an_operator_uploaded_is_the_operators(hosted: Hosted) -> None:
    uploaded(hosted, OPERATOR)
    hosted.press("terima")
    audit = hosted.audit()
    assert audit.violations == ()
    assert [one.nama for one in audit.merges[-1].penulis] == ["Agus Prasetyo"]


def test_without_the_hosts_key_nothing_is_claimed(hosted: Hosted) -> None:
    """As before there was a way to judge it: what a history then was it stays."""
    hosted.git("reset", "--quiet", "--hard", "main~1")
    text = hosted.read(SETTINGS).replace("pengesahan: kunci\n", "pengesahan: peladen\n")
    hosted.propose("lagi", {SETTINGS: text})
    hosted.merge("lagi", when=EARLY)
    propose_notice(hosted)
    assert broken_rules(hosted, hosted.press("pengumuman")) == {"riwayat.bukan-ssh"}


def broken_rules(story: Hosted, commit: str) -> set[str]:
    return {rule for name, rule in broken(story.audit()) if name == commit}


def test_the_program_writes_the_message_that_the_audit_reads(hosted: Hosted) -> None:
    when = datetime.fromisoformat(APPROVED)
    made = shapes.message(9, [Approval(Account("camat-contoh", "101"), when)])
    assert made == reviewed(CAMAT)
