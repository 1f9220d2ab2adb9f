"""Demo: a small invented year whose history real Git merges make, for trying review and audit."""
