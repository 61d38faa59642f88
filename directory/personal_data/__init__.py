"""What the site knows of a person: given to them on demand, and erased on demand."""
