"""One class per page type: which documents it is a template over, and what its twins hold."""
