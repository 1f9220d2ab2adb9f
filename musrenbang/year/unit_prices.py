"""Unit prices: the estimate divided by the volume, against the template or against peers."""

from collections.abc import Iterator

from musrenbang.text.indonesian import angka, rupiah
from musrenbang.year.cases import Case
from musrenbang.year.robust_statistics import standard_value, usual_range

TOLERANCE = 0.10
AGREEMENT = 0.05
"""How near prices lie to count as the same."""
PRICE_SIGMAS = 3.5
PRICE_FACTOR = 2.0
_ROUNDING = 1e-9
_SLIPS = (10, 100, 1000)
"""A zero, two or three too many or too few."""


def unusual(group: list[Case], min_peers: int) -> Iterator[tuple[Case, bool, str]]:
    """Cases of one activity and unit with an unusual price: (case, slip of arithmetic?, message).

    The template's price is the measure; without one, the price most peers agree on; without that,
    the usual range of at least `min_peers` others.
    """
    yield from _against_template(group)
    unpriced = [case for case in group if not (case.template and case.template.harga_satuan)]
    proposed = [
        case.usulan.perkiraan_anggaran / float(case.usulan.volume)
        for case in unpriced
        if case.usulan.perkiraan_anggaran
    ]
    standard = standard_value(proposed, AGREEMENT)
    if standard is not None:
        yield from _against_standard(unpriced, standard, len(proposed))
    elif len(proposed) > min_peers:
        usual = usual_range(proposed, PRICE_SIGMAS, PRICE_FACTOR)
        for case, price in _priced(unpriced):
            if not usual.holds(price):
                figures = (
                    f"median {_rp(usual.median)} pada {angka(usual.jumlah - 1)} usulan sejenis "
                    f"lain, rentang wajar {_rp(usual.low)}–{_rp(usual.high)}"
                )
                yield case, False, f"Harga satuan {_rp(price)}; {figures}."


def _priced(group: list[Case]) -> Iterator[tuple[Case, float]]:
    for case in group:
        if case.anggaran:
            yield case, case.anggaran / float(case.volume)


def _against_template(group: list[Case]) -> Iterator[tuple[Case, bool, str]]:
    for case, price in _priced(group):
        template = case.template
        if template is None or not template.harga_satuan:
            continue
        if _is_near(price, template.harga_satuan):
            continue
        expected = round(template.harga_satuan * case.volume)
        source = f"harga template {rupiah(template.harga_satuan)}"
        if _is_slip(case, float(template.harga_satuan)):
            yield case, True, _slip_message(case, expected, source)
        else:
            difference = _percent(price, template.harga_satuan)
            message = (
                f"Harga satuan {_rp(price)} berbeda {difference} dari {source}; {_volume(case)} "
                f"menjadi {rupiah(expected)}."
            )
            yield case, False, message


def _against_standard(
    group: list[Case], standard: float, count: int
) -> Iterator[tuple[Case, bool, str]]:
    for case, price in _priced(group):
        if _is_near(price, standard):
            continue
        source = (
            f"harga {_rp(standard)} pada kebanyakan dari {angka(count - 1)} usulan sejenis lain"
        )
        if _is_slip(case, standard):
            yield case, True, _slip_message(case, round(standard * float(case.volume)), source)
        else:
            difference = _percent(price, standard)
            yield case, False, f"Harga satuan {_rp(price)} berbeda {difference} dari {source}."


def _is_near(price: float, reference: float) -> bool:
    return abs(price / reference - 1) <= TOLERANCE + _ROUNDING


def _is_slip(case: Case, price: float) -> bool:
    """Whether the amount is off by whole zeros, or is the price of one instead of all."""
    amount, expected = float(case.anggaran or 0), price * float(case.volume)
    guesses = [expected * slip for slip in _SLIPS] + [expected / slip for slip in _SLIPS]
    if case.volume != 1:
        guesses.append(price)
    return any(abs(amount / guess - 1) <= AGREEMENT for guess in guesses)


def _slip_message(case: Case, expected: int, source: str) -> str:
    return (
        f"Perkiraan anggaran {rupiah(case.anggaran or 0)} bukan {_volume(case)} kali {source}, "
        f"yaitu {rupiah(expected)}."
    )


def _volume(case: Case) -> str:
    return f"{angka(case.volume)} {case.satuan or ''}".rstrip()


def _rp(value: float) -> str:
    return rupiah(round(value))


def _percent(value: float, reference: float) -> str:
    return f"{angka(round(abs(value / reference - 1) * 100))} %"
