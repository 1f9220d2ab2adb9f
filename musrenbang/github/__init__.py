"""What only makes sense on GitHub: releases per Kirim, answers to issues."""
