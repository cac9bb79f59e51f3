"""Tabulation: from the accepted facts of precincts to the sums of territories, contests and the campaign.

Sums are made of documents: a precinct's document gives the sums of its territory, children give those of their parent.
A full build and an incremental one therefore run the same code on the same values.
"""
