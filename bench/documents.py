"""Publish a campaign's first release without bulk files: `python -m bench.documents CAMPAIGN`."""

import sys

from bench.publisher import publication_of_documents


def main(campaign: str) -> None:
    """Publish; raises CheckFailed or StorageError as the publisher does."""
    with publication_of_documents() as publication:
        assert publication.publish(campaign) == 1


if __name__ == "__main__":
    main(sys.argv[1])
