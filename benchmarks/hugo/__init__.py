"""The notice site built with Hugo instead, to measure beside ours."""
