"""Files: where each stands, how it is read, and the one place that writes any."""
