"""Founding a kecamatan's own repository; `isi/` holds what it starts with."""
