"""Pure arithmetic and rules of an election: no Flask, no SQL, no clock, no float.

Everything that the public sees as a number is computed here, once (docs/decisions/0003-one-arithmetic.md).
"""
