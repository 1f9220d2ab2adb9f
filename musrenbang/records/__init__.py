"""Records: from the bytes of a tree to one immutable Snapshot, and back to a file."""
