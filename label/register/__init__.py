"""The public register: what it lists, what an entry says, and what people may send from it."""
