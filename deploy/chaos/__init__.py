"""The production form broken on purpose: `make chaos`. Every case says what it broke and asserts what still holds."""
