"""Founding: a repository of one's own, and each year after the first."""
