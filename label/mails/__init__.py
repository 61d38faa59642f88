"""What the label writes to people: the words of each message, the day's mail, held messages."""
