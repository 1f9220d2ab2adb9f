"""Which proposals the technical team has to survey (juknis C.1.e), and which it has surveyed."""

from musrenbang.cases import Case, Status

_DECIDED_BY_THE_CAMAT = {
    Status.DISETUJUI,
    Status.DITOLAK,
    Status.BELUM_DIVALIDASI,
    Status.BELUM_DIKIRIM,
}


def to_survey(case: Case) -> bool:
    """Whether it is physical work that its lurah validated and the camat decides.

    The survey need not wait for the lurah to send: it comes before the meeting. Proposals for the
    UKPD forum have no decision that could hold its result (D.5).
    """
    validated = case.usulan.validasi_lurah
    return (
        case.tipe == "fisik"
        and case.usulan.template is not None
        and case.status in _DECIDED_BY_THE_CAMAT
        and (validated is not None or case.status is not Status.BELUM_DIKIRIM)
    )


def surveyed(case: Case) -> bool:
    """Whether the result, or why there can be none, is recorded."""
    decision = case.keputusan
    return decision is not None and bool(decision.survei or decision.tanpa_survei)


def survey_due(case: Case) -> bool:
    """Whether the team still has to go: not once the kelurahan is sent on (Kirim)."""
    return to_survey(case) and not surveyed(case) and not case.dikirim
