"""Record one scanner report and publish nothing: `python -m bench.record CAMPAIGN NUMBER`."""

import sys

from bench.publisher import publication_of_documents, record_one_report, some_precincts


def main(campaign: str, number: int) -> None:
    """Record a report of a precinct that differs with the number."""
    with publication_of_documents() as publication, publication.store.write() as session:
        (precinct,) = some_precincts(session, campaign, number, 1)
        record_one_report(session, campaign, precinct, f"bench-cold-{number}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
