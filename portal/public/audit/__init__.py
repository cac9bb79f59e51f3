"""The audit script that anyone can run on a copy of the published tree; it imports nothing of ours."""
