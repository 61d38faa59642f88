"""The label's demonstration: invented cases, played by the real verbs in the order of their dates.

`plot.py` says which cases there are; each is a generator that asks the agenda for the moment of its
next act and plays it. An act whose moment lies after the day of loading is not played: that is how
the cases stand in every state. Dates are relative to that day, so the demonstration never ages.
"""
