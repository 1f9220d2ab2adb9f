"""The commands, one module each: what it says and what it returns."""
