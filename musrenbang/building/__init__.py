"""How a site is built: what changed, what follows from it, and who does the work.

Every step is a pure function of what its key names: the content of the files it reads, the code,
the theme. A step whose key was seen before is not done again, so that an incremental build gives
the bytes of a clean one by construction; nothing is judged by its time alone.
"""
