"""What an operator does for the label in « Mon espace »: apply, follow, answer, sign."""
