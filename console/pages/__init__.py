"""One room for each part of the business; `parts` is what they have in common."""
