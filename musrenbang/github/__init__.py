"""What only makes sense on GitHub: issues that become proposals, releases per Kirim."""
