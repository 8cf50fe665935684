"""What to gather, to ask and to avoid in one case, ticked off and kept."""
