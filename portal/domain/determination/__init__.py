"""From votes to who is elected (R139 ¶75-81): one module per kind of campaign, outcomes and explanations as data."""
