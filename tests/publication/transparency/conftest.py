"""Go's implementation of transparency logs reads ours only where it is installed; elsewhere that one file is not
collected, and the summary of the run says so.
"""

from tests.services.go import INSTALLED

collect_ignore = [] if INSTALLED else ["test_go_client.py"]
