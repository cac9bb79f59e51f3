"""What staff see of a publication before it happens: previews, held facts, the publisher's state."""
