"""The desk (Meja sidang): the e-Musrenbang screen of juknis C.2.c.3 as a page on this computer."""
