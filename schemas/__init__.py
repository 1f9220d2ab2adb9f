"""The record types, one pydantic model for every kind of YAML file."""

from schemas.juknis import Juknis
from schemas.keputusan import BeritaAcara, HasilSurvei, Keputusan, Kirim
from schemas.kota import DaftarWilayah
from schemas.musrenbang import DaftarSkpd, DaftarTemplate, Kelurahan, Musrenbang
from schemas.riwayat import RiwayatDiterima
from schemas.tindak_lanjut import TindakLanjut
from schemas.usulan import Usulan, UsulanLangsung

__all__ = [
    "BeritaAcara",
    "DaftarSkpd",
    "DaftarTemplate",
    "DaftarWilayah",
    "HasilSurvei",
    "Juknis",
    "Kelurahan",
    "Keputusan",
    "Kirim",
    "Musrenbang",
    "RiwayatDiterima",
    "TindakLanjut",
    "Usulan",
    "UsulanLangsung",
]
