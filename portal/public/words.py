"""Words for the states and kinds that documents hold, in the language of the page; the glossary is binding."""

from dataclasses import dataclass

from flask_babel import gettext, pgettext

from portal.languages import Language
from portal.public import status_words
from portal.public.status_words import Word


@dataclass(frozen=True)
class Words:
    """All words of one language; a value that is not known stands as it is."""

    progress: dict[str, Word]
    flags: dict[str, Word]
    flags_within: dict[str, Word]
    campaign_kinds: dict[str, str]
    contest_kinds: dict[str, str]
    precinct_kinds: dict[str, str]
    precincts_of_kind: dict[str, str]
    protocol_kinds: dict[str, str]
    counts: dict[str, str]
    counts_short: dict[str, str]
    turnout_sources: dict[str, str]
    release_kinds: dict[str, str]
    series: dict[str, str]
    missing: dict[str, str]
    shows: dict[str, str]
    schedule: dict[str, str]
    decisions: dict[str, str]
    scans: dict[str, str]
    bodies: dict[str, str]
    continues: dict[str, str]
    remote_counts: dict[str, str]
    key_roles: dict[str, str]
    key_holders: dict[str, str]
    elected_of_sex: dict[str, str]
    """That somebody is elected, by sex as packages write it; "" where the sex is not known."""
    nothing: dict[str, str]
    """What is said where votes, results, turnout or scans are not there."""
    force: Word
    """What the figures are worth before their official publication."""

    def progress_word(self, value: str) -> Word:
        """Progress of the count of a unit."""
        return self.progress.get(value) or Word(value, "")

    def flag_word(self, value: str, within: bool = False) -> Word:
        """A flag of a precinct's figures; with `within`, of something that holds such precincts."""
        return (self.flags_within if within else self.flags).get(value) or Word(value, "")

    def elected(self, sex: str) -> str:
        """That a person of this sex is elected: by the official act only."""
        return self.elected_of_sex.get(sex) or self.elected_of_sex[""]

    def contest_kind(self, value: str, seats: int) -> str:
        """What a contest is; a district in which one seat is filled is not called one of several."""
        kind = "one_seat" if value == "multi_member" and seats == 1 else value
        return self.contest_kinds.get(kind, value)

    @staticmethod
    def vote(number: int) -> str:
        """Which vote of a precinct: the first one, or a re-vote (R139 ¶75)."""
        if number == 0:
            return str(gettext("First vote"))
        return str(gettext("Re-vote")) if number == 1 else str(gettext("Re-vote %(number)s", number=number))


_cache: dict[tuple[Language, bool], Words] = {}


def words(language: Language, archive: bool = False) -> Words:
    """The words of a language, made once; to be called while a page in this language is made.

    With `archive` of a campaign that was over before it came here: nothing more of it is still to come.
    """
    found = _cache.get((language, archive))
    if found is None:
        found = _cache[language, archive] = _make(archive)
    return found


def _make(archive: bool) -> Words:
    return Words(
        progress=status_words.progress_of_archive() if archive else status_words.progress(),
        flags=status_words.flags(),
        flags_within=status_words.flags_within(),
        campaign_kinds=_campaign_kinds(),
        contest_kinds=_contest_kinds(),
        precincts_of_kind={
            "ordinary": gettext("Precincts in the country"),
            "remote": gettext("Remote precincts"),
            "abroad": gettext("Precincts abroad"),
        },
        precinct_kinds={
            "ordinary": gettext("precinct"),
            "remote": gettext("remote precinct"),
            "abroad": gettext("precinct abroad"),
        },
        protocol_kinds=_protocol_kinds(),
        counts={"scanner": gettext("Ballot scanners (ASU)"), "protocol": gettext("Protocols (hand count)")},
        counts_short={"scanner": gettext("ASU"), "protocol": gettext("Protocol")},
        turnout_sources={
            "online": gettext("identification system"),
            "manual": gettext("entered by the territorial commission"),
            "scanner_final": gettext("ballots taken by the scanners"),
        },
        release_kinds=_release_kinds(),
        series={
            "identified": pgettext("series", "identified voters"),
            "turnout": pgettext("series", "turnout"),
            "scanner": gettext("ballot-scanner (ASU) report"),
            "protocol": gettext("protocol (hand count)"),
        },
        missing=status_words.missing(archive),
        shows=_shows(archive),
        schedule=_schedule(),
        decisions=_decisions(),
        scans=_scans(),
        remote_counts={
            "scanner": gettext(
                "Remote votes: in this campaign the count of the ballot scanners (ASU) is in force (R53 ¶24)."
            ),
            "protocol": gettext("Remote votes: in this campaign the hand count is in force (R139 ¶50-51, ¶56)."),
        },
        bodies={"cec": gettext("Central Election Commission")},
        key_roles=_key_roles(),
        key_holders={"Central Election Commission": gettext("Central Election Commission")},
        continues={
            "second_round": gettext("second round"),
            "re_vote": gettext("re-vote"),
            "repeat": gettext("repeat election"),
        },
        elected_of_sex=_elected(),
        nothing=status_words.nothing_in_archive() if archive else status_words.nothing_yet(),
        force=status_words.force(archive),
    )


def _contest_kinds() -> dict[str, str]:
    return {
        "president": gettext("Election of the President"),
        "multi_member": gettext("Multi-member district"),
        "one_seat": gettext("Election district"),
        "party_list": gettext("Party lists"),
        "question": gettext("Referendum question"),
    }


def _elected() -> dict[str, str]:
    woman, man = pgettext("woman", "elected"), pgettext("man", "elected")
    return {
        **dict.fromkeys(("f", "female", "ж"), woman),
        **dict.fromkeys(("m", "male", "м"), man),
        "": pgettext("sex not known", "elected"),
    }


def _protocol_kinds() -> dict[str, str]:
    return {
        "ordinary": gettext("protocol of ordinary voting"),
        "remote": gettext("protocol of remote voting"),
        "recount": gettext("protocol of an ordered recount"),
    }


def _key_roles() -> dict[str, str]:
    return {"log": gettext("log"), "publisher": gettext("publisher"), "approver": gettext("approver")}


def _shows(archive: bool) -> dict[str, str]:
    return {
        "differences": gettext("Protocol and ASU report differ"),
        "findings": gettext("With findings"),
        "corrected": gettext("Corrected"),
        "recounted": gettext("Recounted"),
        "held": gettext("Held for checking"),
        "invalidated": gettext("Declared invalid"),
        "no_machine_result": gettext("Without an ASU report for good"),
        "missing_scanner": gettext("ASU report missing") if archive else gettext("ASU report not in yet"),
        "missing_protocol": gettext("Protocol missing") if archive else gettext("Protocol not in yet"),
        "with_scans": gettext("With scans"),
        "without_scans": gettext("Without scans"),
    }


def _schedule() -> dict[str, str]:
    return {
        "turnout": gettext("Turnout"),
        "results": gettext("Ballot-scanner (ASU) reports"),
        "protocols": gettext("Protocols"),
        "scans": gettext("Scans"),
        "official": gettext("Official results"),
        "campaign": gettext("Publication date of the campaign's data"),
    }


def _campaign_kinds() -> dict[str, str]:
    return {
        "president": gettext("Election of the President"),
        "parliament": gettext("Election of deputies of the Jogorku Kenesh"),
        "local_aiyl": gettext("Elections of deputies of aiyl keneshes"),
        "local_city": gettext("Elections of deputies of city keneshes"),
        "referendum": gettext("Referendum"),
        "local": gettext("Elections of deputies of local keneshes"),
        "other": gettext("Vote other than an election or referendum"),
    }


def _release_kinds() -> dict[str, str]:
    return {
        "archive": pgettext("release", "archive"),
        "opening": pgettext("release", "opening of the campaign"),
        "automatic": pgettext("release", "automatic, by the approved schedule"),
        "correction": pgettext("release", "correction"),
        "official": pgettext("release", "official publication"),
        "withdrawal": pgettext("release", "withdrawal"),
        "pause": pgettext("release", "pause"),
        "redaction": pgettext("release", "redaction"),
    }


def _decisions() -> dict[str, str]:
    return {
        "permit_reentry": gettext("second entry of a protocol permitted"),
        "recount": gettext("recount ordered"),
        "invalidate_precinct": gettext("voting totals of the precinct declared invalid"),
        "set_re_vote": gettext("re-vote called"),
        "invalidate_candidate": gettext("candidate's votes declared invalid"),
        "withdraw_candidate": gettext("candidate withdrawn"),
        "determine": gettext("election results determined"),
        "set_second_round": gettext("second round called"),
        "declare_invalid": gettext("election declared invalid"),
        "declare_not_held": gettext("election declared not held"),
        "set_repeat_election": gettext("repeat election called"),
        "suspend_by_appeal": gettext("suspended by an appeal"),
        "resume": gettext("resumed after the appeal"),
        "reverse": gettext("earlier decision reversed"),
        "official": gettext("official publication of the results"),
    }


def _scans() -> dict[str, str]:
    return {
        "protocol": gettext("protocol"),
        "protocol_ordinary": gettext("protocol of ordinary voting"),
        "protocol_remote": gettext("protocol of remote voting"),
        "asu_initial": gettext("zero report"),
        "asu_final": gettext("ballot-scanner (ASU) report"),
        "identification_initial": gettext("first identification report"),
        "identification_final": gettext("final identification report"),
        "outside_initial": gettext("first report of voting outside the room"),
        "outside_final": gettext("final report of voting outside the room"),
        "act": gettext("act"),
        "meeting": gettext("protocol of the final meeting"),
        "opinion": gettext("separate opinion"),
    }
