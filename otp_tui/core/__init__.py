"""What a walkthrough is: pure values, one step function and the Protocols that others fill.

Nothing in this room does I/O, reads a clock or knows a framework. It is the reference for the rest of the
program: a screen, a script and a report all describe the same `walk.Walk`.
"""
