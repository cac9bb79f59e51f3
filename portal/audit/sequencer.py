"""The one sequencer: links audit events and raw messages in sequence order, after they were committed.

Inside the writes a chain would make every write wait for the one before; here it costs them nothing (design, rules of
the store). Several processes may call it: a lock lets one work at a time.
"""

from pathlib import Path

from portal.audit.chain import START, next_link, row_digest
from portal.audit.heads import KEY_NAME, Head, write_head
from portal.audit.keys import load_or_make
from portal.store.engine import Store
from portal.store.queries.chain import Link, highest, last_link, last_refs, rows_after
from portal.store.record.chain import insert_links, lock_sequencing, settled


def sequence(store: Store, home: Path, private: Path) -> int:
    """Link what is new and settled, and sign the head; how many links were added.

    0 also when writers leave no gap at the moment: call it again. Raises StorageError.
    """
    with store.read() as session:
        fresh = highest(session) != last_refs(session)
    added = _link(store) if fresh else 0
    with store.read() as session:
        last = last_link(session)
    if last is not None:
        write_head(private, Head(last.n, last.link), load_or_make(home, KEY_NAME))
    return added


def _link(store: Store) -> int:
    with store.write() as session:
        until = settled(session)
    if until is None:
        return 0
    with store.write() as session:
        lock_sequencing(session)
        last = last_link(session)
        n, link = (last.n, last.link) if last is not None else (0, START)
        added: list[Link] = []
        for kind, ref in last_refs(session).items():
            for row in rows_after(session, kind, ref, until[kind]):
                n, digest = n + 1, row_digest(row)
                link = next_link(link, n, kind, row["seq"], digest)
                added.append(Link(n, kind, row["seq"], digest, link))
        insert_links(session, added)
    return len(added)
