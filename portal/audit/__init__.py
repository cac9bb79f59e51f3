"""The hash chain over audit events and raw messages: one sequencer builds it, `audit verify` reads it."""
