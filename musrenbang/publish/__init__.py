"""Publishing: from a data folder to a published site."""
