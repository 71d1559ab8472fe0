"""Files as foreign programs and typists make them, each by a builder of ours, and what is in them."""
