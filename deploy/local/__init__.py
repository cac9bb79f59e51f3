"""The whole production form on loopback, from Debian's packages, in one folder."""
