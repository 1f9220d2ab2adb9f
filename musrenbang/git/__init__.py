"""The only place that runs Git and ssh-keygen."""
