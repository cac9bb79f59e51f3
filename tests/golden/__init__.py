"""The golden campaign: small, invented, every total computed by hand (README.md)."""
