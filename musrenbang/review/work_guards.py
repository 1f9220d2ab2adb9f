"""Guards on who changes what together with what."""

from collections.abc import Iterator

from musrenbang.files.paths import Kind
from musrenbang.review.areas import CODEOWNERS, RECORDS, Area
from musrenbang.review.facts import Facts
from musrenbang.review.guard import Refusal, guard
from musrenbang.review.locks import same_but_lurah


@guard(
    "campuran",
    "DESIGN 8",
    "Pengaturan, pejabat, kunci dan perangkat lunak tidak berubah bersama usulan atau keputusan.",
)
def protected_files_change_alone(facts: Facts) -> Iterator[Refusal]:
    if facts.initial or not facts.areas & RECORDS:
        return
    for item in facts.protected:
        what = "Perangkat lunak" if item.area is Area.PERANGKAT_LUNAK else "Pengaturan"
        yield (
            item.path,
            f"{what} berubah bersama usulan atau keputusan.",
            "Ajukan perubahan ini sebagai pull request tersendiri.",
        )


@guard(
    "wewenang",
    "DESIGN 8",
    "Pejabat, lurah dan kunci tanda tangan tidak berubah bersama hal lain.",
)
def authority_changes_alone(facts: Facts) -> Iterator[Refusal]:
    if facts.initial:
        return
    for item in facts.touched:
        if item.area is not Area.PENGATURAN or item.path == CODEOWNERS:
            continue
        if Area.PERANGKAT_LUNAK in facts.areas:
            yield (
                item.path,
                "Pengaturan berubah bersama perangkat lunak yang memeriksanya.",
                "Ajukan keduanya sebagai pull request terpisah.",
            )
        if (
            item.place
            and item.place.kind is Kind.KELURAHAN
            and item.before is not None
            and not same_but_lurah(item.before, item.after)
        ):
            yield (
                item.path,
                "Lurah diganti bersama isian lain kelurahannya.",
                "Ganti lurah dalam pull request tersendiri.",
            )


@guard(
    "usulan-dalam-keputusan",
    "DESIGN 4, juknis C.1.d",
    "Usulan lurah tidak berubah bersama keputusan camat.",
)
def proposals_and_decisions_change_apart(facts: Facts) -> Iterator[Refusal]:
    if facts.initial or not facts.camat_side:
        return
    for item in facts.unlocked_usulan:
        yield (
            item.path,
            "Usulan lurah berubah bersama keputusan camat.",
            "Kembalikan usulannya; camat mengubah volume dan anggaran dalam keputusan (Edit).",
        )


@guard("satu-tahun", "DESIGN 4", "Satu perubahan hanya menyentuh satu tahun, dan bukan yang lewat.")
def other_years_stay(facts: Facts) -> Iterator[Refusal]:
    if facts.initial:
        return
    items = {item.place.tahun: item for item in reversed(facts.records) if item.place}
    decided = [
        tahun
        for tahun, year in facts.base.years.items()
        if any(folder.keputusan or folder.survei or folder.kirim for folder in year.folders)
    ]
    if len(items) > 1:
        years = " dan ".join(map(str, sorted(items)))
        yield (
            items[min(items)].path,
            f"Perubahan ini menyentuh tahun {years} sekaligus.",
            "Ajukan perubahan setiap tahun sebagai pull request tersendiri.",
        )
    for item in facts.records:
        place = item.place
        if place and place.tahun in decided and place.tahun < max(decided):
            locked = facts.is_locked(place)
            if not locked:
                yield (
                    item.path,
                    f"Tahun {place.tahun} sudah lewat: keputusan tahun {max(decided)} sudah ada.",
                    "Kembalikan; yang sudah dikirim hanya berubah lewat koreksi.",
                )


@guard("satu-kelurahan", "DESIGN 4", "Usulan diajukan per kelurahan, karena lurahnya berbeda.")
def one_kelurahan_at_a_time(facts: Facts) -> Iterator[Refusal]:
    if facts.initial:
        return
    items = {item.place.kelurahan: item for item in reversed(facts.unlocked_usulan) if item.place}
    for slug in sorted(items)[1:]:
        yield (
            items[slug].path,
            f"Perubahan ini menyentuh usulan {len(items)} kelurahan sekaligus.",
            "Ajukan usulan setiap kelurahan sebagai pull request tersendiri.",
        )
