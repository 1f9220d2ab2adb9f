"""Review: a change between two snapshots, told in words and judged by its base."""
