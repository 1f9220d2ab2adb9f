"""The printed documents of a year: Forms 1-4 of the juknis and all papers around them.

    records → naskah (plain values) → HTML → sheets → bound PDF

Each document is one small function that turns a year into a `Naskah`, listed in `daftar`; its
template is in `site_templates/documents/`. Nothing here reads record files, Git or the clock.
"""
