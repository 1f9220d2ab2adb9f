"""History: main walked once, told, and judged by the keys and rules of its time."""
