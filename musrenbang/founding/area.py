"""Names and codes of kota, kecamatan and kelurahan, as the Ministry of Home Affairs numbers them.

DKI Jakarta whole, and the kecamatan of the few other places that have used this. What is not listed
is asked for.
"""

from dataclasses import dataclass
from functools import cache

from musrenbang.importing import region
from musrenbang.text.name_keys import squeezed

_IS_UNIQUE = "Administrasi"
_KOTA, _KECAMATAN, _KELURAHAN = 2, 3, 4


@dataclass(frozen=True)
class Place:
    """One listed place; `jenis` is what a kota or kabupaten is called before its name."""

    kode: str
    nama: str
    jenis: str = ""

    @property
    def full(self) -> str:
        """Its name with the word that tells it from others of that name, where it may have some.

        Outside DKI a Kota and a Kabupaten may bear one name.
        """
        return self.nama if _IS_UNIQUE in self.jenis else f"{self.jenis} {self.nama}".strip()

    @property
    def level(self) -> int:
        """How many parts its code has."""
        return self.kode.count(".") + 1


@cache
def _places() -> tuple[Place, ...]:
    return tuple(_place(kode, nama) for kode, nama in region.listed().items())


def _place(kode: str, text: str) -> Place:
    jenis = next((one for one in region.KINDS if text.startswith(f"{one} ")), "")
    if kode.count(".") + 1 > _KOTA or not jenis:
        return Place(kode, text)
    return Place(kode, text.removeprefix(jenis).strip(), jenis)


def all_kota() -> list[Place]:
    """Every listed kota and kabupaten."""
    return [one for one in _places() if one.level == _KOTA]


def kota_named(text: str, jenis: str = "") -> Place | None:
    """The kota of this name, with the words before it there or in `jenis`.

    `None` also for a bare name that may be another's: there are a Kota and a Kabupaten Malang.
    """
    key = squeezed(text)
    return next(
        (
            one
            for one in all_kota()
            if key in {squeezed(one.full), squeezed(one.jenis + one.nama)}
            or (jenis == one.jenis and key == squeezed(one.nama))
        ),
        None,
    )


def namesakes(text: str) -> tuple[str, str] | None:
    """What a bare name may mean: a Kota or a Kabupaten; `None` where it is listed as neither."""
    one = named(all_kota(), text)
    return (
        None
        if one is None or one.full == one.nama
        else (f"Kota {one.nama}", f"Kabupaten {one.nama}")
    )


def kecamatan_of(kota: Place) -> list[Place]:
    """The listed kecamatan of a kota."""
    return _below(kota, _KECAMATAN)


def kelurahan_of(kecamatan: Place) -> list[Place]:
    """The listed kelurahan of a kecamatan."""
    return _below(kecamatan, _KELURAHAN)


def kecamatan_named(kota: str, text: str, jenis: str = "") -> Place | None:
    """The listed kecamatan of this name in a kota."""
    around = kota_named(kota, jenis)
    return named(kecamatan_of(around), text) if around else None


def named(places: list[Place], text: str) -> Place | None:
    """Which of some places bears a name."""
    return next((one for one in places if squeezed(one.nama) == squeezed(text)), None)


def _below(around: Place, level: int) -> list[Place]:
    inside = f"{around.kode}."
    return [one for one in _places() if one.level == level and one.kode.startswith(inside)]
