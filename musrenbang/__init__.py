"""Musrenbang Kecamatan as files and Git: load, check, render, publish."""
