"""Agencies as the papers name and order them."""

from musrenbang.cases import Case

TANPA_SKPD = "SKPD/UKPD belum ditentukan"


def nama_skpd(case: Case) -> str:
    """The full name of the agency a proposal is for."""
    return case.skpd.nama if case.skpd else case.kode_skpd or TANPA_SKPD


def singkatan_skpd(case: Case) -> str:
    """The short name of the agency a proposal is for; empty where it names none."""
    return case.skpd.singkatan if case.skpd else case.kode_skpd or ""


def skpd_order(case: Case) -> tuple[bool, str, str]:
    """By name; proposals that name no agency come last."""
    kode = case.kode_skpd or ""
    return not kode, nama_skpd(case).casefold(), kode
