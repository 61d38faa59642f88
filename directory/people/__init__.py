"""Who tends a listing, how one comes to, and on whose behalf the team writes."""
