"""Campaign parameters that a package may set; what the law leaves open is here, never in the code (domain.md §2-3)."""

PARAMETERS: dict[str, tuple[tuple[str, ...], str]] = {
    "remote_count": (("scanner", "protocol"), "which count of remote votes is in force (R53 ¶24, R139 ¶50-51)"),
    "protocols_visible": (("on_receipt", "after_decision"), "when protocols are shown (R139 ¶82, R53 ¶52)"),
    "participation_basis": (("signatures", "ballots_found"), "who took part (R139 ¶47, ¶79)"),
    "double_entry": (("true", "false"), "protocols are typed twice by different people"),
    "retype_minutes": (
        (),
        "minutes in which a slip of typing may be retyped without a decision; 15 unless set, 0 never",
    ),
    "invalidity_scope": (("national", "district"), "scope of the one-third rule (R139 ¶81)"),
    "second_round_against_all": ((), "“against all” in the second round (R139 ¶78)"),
    "second_round_tie": ((), "a tie for second place (R139 ¶78)"),
    "max_one_sex": ((), "most seats of one sex in a contest, or none (R139 ¶79)"),
    "ties": ((), "how equal votes are decided (R139 ¶79)"),
    "against_all": ((), "what “against all” above the leader means (R139 ¶79)"),
    "turnout_minimum": ((), "share of voters who must take part"),
    "majority": ((), "share of votes that decides a question"),
    "majority_of": ((), "what the majority is a share of"),
    "majority_comparison": ((), "more_than or at_least"),
    "adopted_position": ((), "ballot position of the answer that adopts a question"),
    "method": ((), "how a list's seats are apportioned"),
    "threshold": ((), "share of votes that a list needs"),
    "threshold_of": ((), "what the threshold is a share of"),
    "threshold_comparison": ((), "more_than or at_least"),
    "party_cap": ((), "most seats of one list, or none"),
    "party_ties": ((), "how equal remainders of lists are decided"),
    "list_order": ((), "who takes a list's seats"),
    "preference_threshold": ((), "share of a list's votes that moves a person up"),
    "preference_ties": (
        ("list", "undetermined"),
        "equal preference votes: the place on the list decides, or the seats stay undetermined",
    ),
    "preference_marks": ((), "preference marks that a ballot may bear; 1 unless set, or none for no limit"),
    "list_sex_cap": ((), "largest share of one sex among a list's seats, or none"),
    "reserved_seats": ((), "seats kept for one sex in a contest, or none"),
    "reserved_sex": ((), "the sex for which reserved_seats are kept"),
    "reserved_unfilled": ((), "what becomes of reserved seats that nobody fills"),
    "marks_per_ballot": ((), "marks that a ballot may bear"),
}
"""Allowed values (none listed: the module `portal.domain.determination` reads them) and meaning. `key.CONTEST` sets one
contest's.
"""
