"""What happens in the demo: a kelurahan's proposals, a survey, decisions, Kirim, a correction.

One decision pull request is refused first: it changes the lurah's proposal instead of writing the
corrected volume into the decision. The second commit of its branch reworks it.
"""

from musrenbang.demo import demo_records
from musrenbang.demo.demo_records import approved, decision, drain, proposal, survey
from musrenbang.demo.signed_history import Recorder, Someone

CAMAT = Someone("Ratna Wulandari", "camat")
LURAH = Someone("Sri Handayani", "lurah")
OPERATOR = Someone("Agus Prasetyo", "operator")
STAFF = Someone("Staf Kelurahan Contoh", "staf")
PEOPLE = (CAMAT, LURAH, OPERATOR, STAFF)
OPEN = "keputusan-0004"
"""A branch that waits for its review, and would be refused."""


def message(number: int, title: str, reviewer: Someone) -> str:
    """The message of a merge: what it is about, then the trailers that an audit reads."""
    return (
        f"Gabungkan pull request #{number}: {title}\n\n"
        f"Reviewed-by: {reviewer.name} <{reviewer.email}>\nPull-Request: #{number}\n"
    )


def play(recorder: Recorder) -> None:
    """The honest history."""
    _settings(recorder)
    _proposals(recorder)
    _survey(recorder)
    _decisions(recorder)
    _kirim(recorder)
    _correction(recorder)
    _open_branch(recorder)


def _settings(recorder: Recorder) -> None:
    keys = "".join(
        f'{who.email} namespaces="git",valid-after="20160101",valid-before="20170101" '
        f"{recorder.make_key(who)}\n"
        for who in PEOPLE
    )
    files = {
        f"{demo_records.YEAR}/musrenbang.yaml": demo_records.MUSRENBANG,
        f"{demo_records.YEAR}/skpd.yaml": demo_records.SKPD,
        f"{demo_records.YEAR}/template-kegiatan.yaml": demo_records.TEMPLATE,
        demo_records.LURAH_FILE: demo_records.RAWASARI.replace(_MINUTES, ""),
        ".github/allowed_signers": keys,
    }
    recorder.commit(CAMAT, "2016-02-01T09:00:00+0700", "Pengaturan tahun 2016", files)


_MINUTES = "berita_acara: {nomor: 12/BA/2016, tanggal: 2016-02-24, ditandatangani: true}\n"


def _proposals(recorder: Recorder) -> None:
    recorder.branch("usulan-rawasari")
    recorder.commit(
        STAFF,
        "2016-02-24T16:10:00+0700",
        "Usulan hasil Musrenbang Kelurahan Rawasari",
        {proposal(nomor): text for nomor, text in demo_records.PROPOSALS.items()}
        | {demo_records.LURAH_FILE: demo_records.RAWASARI},
    )
    recorder.merge(
        "usulan-rawasari",
        LURAH,
        "2016-02-25T09:30:00+0700",
        message(1, "Usulan Kelurahan Rawasari", LURAH),
    )
    recorder.branch("kirim-lurah")
    recorder.commit(
        STAFF,
        "2016-02-26T08:05:00+0700",
        "Kirim usulan ke kecamatan",
        {demo_records.LURAH_FILE: demo_records.RAWASARI + demo_records.SENT},
    )
    recorder.merge(
        "kirim-lurah",
        LURAH,
        "2016-02-26T10:00:00+0700",
        message(2, "Kirim usulan Kelurahan Rawasari", LURAH),
    )


def _survey(recorder: Recorder) -> None:
    recorder.branch("survei")
    recorder.commit(
        OPERATOR,
        "2016-03-03T11:00:00+0700",
        "Hasil survei Tim Teknis",
        {
            decision("0001"): survey(100, demo_records.NOTE),
            decision("0003"): survey(80),
        },
    )
    recorder.merge(
        "survei", CAMAT, "2016-03-04T14:00:00+0700", message(3, "Hasil survei Rawasari", CAMAT)
    )


def _decisions(recorder: Recorder) -> None:
    recorder.branch("keputusan-rawasari")
    shorter = drain("003", "Jl. Rawasari Barat III", 100, "Saluran mampat dan meluap tiap hujan.")
    recorder.commit(
        OPERATOR,
        "2016-03-09T13:00:00+0700",
        "Keputusan hari pertama",
        {
            proposal("0001"): shorter,
            decision("0001"): approved(100, note=demo_records.NOTE),
            decision("0002"): demo_records.REJECTED,
        },
    )
    recorder.commit(
        OPERATOR,
        "2016-03-09T14:20:00+0700",
        "Usulan lurah dikembalikan; volume dikoreksi dalam keputusan",
        {
            proposal("0001"): demo_records.PROPOSALS["0001"],
            decision("0001"): approved(100, edited=True, note=demo_records.NOTE),
            decision("0003"): approved(80),
        },
    )
    recorder.merge(
        "keputusan-rawasari",
        CAMAT,
        "2016-03-09T15:45:00+0700",
        message(4, "Keputusan Kelurahan Rawasari", CAMAT),
    )


def _kirim(recorder: Recorder) -> None:
    recorder.branch("kirim-rawasari")
    recorder.commit(
        OPERATOR,
        "2016-03-10T15:00:00+0700",
        "Kirim Kelurahan Rawasari",
        {demo_records.KIRIM_FILE: demo_records.KIRIM},
    )
    recorder.merge(
        "kirim-rawasari",
        CAMAT,
        "2016-03-10T16:00:00+0700",
        message(5, "Kirim Kelurahan Rawasari", CAMAT),
    )


def _correction(recorder: Recorder) -> None:
    recorder.branch("koreksi-0001")
    recorder.commit(
        OPERATOR,
        "2016-03-15T09:00:00+0700",
        "Koreksi usulan 0001",
        {
            decision("0001"): approved(96, edited=True, note=demo_records.NOTE),
            demo_records.KIRIM_FILE: demo_records.KIRIM + demo_records.KOREKSI,
        },
    )
    recorder.merge(
        "koreksi-0001",
        CAMAT,
        "2016-03-15T13:30:00+0700",
        message(6, "Koreksi usulan 0001", CAMAT),
    )


def _open_branch(recorder: Recorder) -> None:
    recorder.branch(OPEN)
    recorder.commit(
        OPERATOR,
        "2016-03-16T10:00:00+0700",
        "Keputusan 0004, lupa bahwa kelurahannya sudah dikirim",
        {decision("0004"): approved(60)},
    )
    recorder.checkout_main()


def tamper(recorder: Recorder) -> None:
    """A few frauds on top of it, each of another kind."""
    recorder.commit(
        OPERATOR,
        "2016-03-17T08:00:00+0700",
        "Rapikan berkas",
        {decision("0003"): approved(180, edited=True)},
        signed=False,
    )
    recorder.branch("pengumuman")
    notice = f"{demo_records.DECISIONS}/pengumuman/2016-03-17-hasil.md"
    recorder.commit(
        OPERATOR,
        "2016-03-17T09:00:00+0700",
        "Pengumuman hasil",
        {notice: "# Hasil Musrenbang\n\nHasil Kelurahan Rawasari sudah dapat dilihat.\n"},
    )
    recorder.merge(
        "pengumuman",
        CAMAT,
        "2016-03-17T10:00:00+0700",
        message(7, "Pengumuman hasil", CAMAT),
        {decision("0002"): demo_records.APPROVED_TRAINING},
    )
    recorder.branch("pengumuman-2")
    recorder.commit(
        OPERATOR,
        "2016-03-18T09:00:00+0700",
        "Pengumuman kedua",
        {notice: "# Hasil Musrenbang\n\nHasil sudah final.\n"},
    )
    recorder.merge(
        "pengumuman-2",
        OPERATOR,
        "2016-03-08T09:30:00+0700",
        message(8, "Pengumuman kedua", CAMAT),
    )
