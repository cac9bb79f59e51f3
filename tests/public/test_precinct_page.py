"""The page of one precinct."""


def test_voters_of_the_hours_and_the_number_of_the_scanners_are_named_apart(client):
    text = client.get("/en/kg2025/precinct/1002/").text
    assert "<span>Voters identified, by hourly reports</span>" in text
    assert '<tr class="final"><th scope="row">Final, by the ballot scanners (ASU)</th><td class="n">371</td>' in text
    assert ">Voters identified<" not in text
