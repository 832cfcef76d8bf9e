"""One invented event as different papers told it, for the tests of what is a copy of what."""

from __future__ import annotations

import re


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text that is broken into lines."""
    return [re.sub(r"\s+", " ", part).strip() for part in re.split(r"\n\n+", text.strip())]


def joined(*parts: str) -> str:
    return "\n\n".join(parts)


SENTENCES = paragraphs(
    """
The port authority of Eastmere closed its two northern quays on Thursday after a survey found
cracks in the sea wall, forcing ferries to turn back with their passengers on board.

Around six hundred people, most of them seasonal workers returning from the islands, waited
overnight in a sports hall that the council opened shortly before midnight.

Engineers who dived along the wall at low tide said that three of its footings had been washed
out, probably during the storm that struck the coast in early spring.

“Nobody should come to the harbour before we have told them that a ship will leave, because
there is no shelter for them here and the road is closed,” said harbour master Ida Brandt, who
asked hauliers to use the crossing at Westhaven instead.

The wall was last repaired eleven years ago, when the then government cut the budget for coastal
works by a third and put off the second stage of the rebuilding.

Unions representing dock workers have warned since then that heavier ships were damaging the
quays, and they called on the transport ministry to publish the inspection reports.

A spokesman for the ministry said that the reports would be released once the survey was
complete, and that money for urgent repairs had been set aside in the current budget.

Farmers on the islands fear that soft fruit will rot in the sheds if the workers who pick it
cannot travel back and forth during the coming fortnight.

The growers' association is chartering two smaller boats, which can land at the old fishing
pier, but they carry no more than forty passengers each.

Weather forecasters expect calm seas until Sunday, which would allow divers to finish their work
before the next spring tide reaches the foot of the wall.

Similar damage was discovered last year at two ports further south, where repairs took five
months and cost far more than had been planned.

The authority said it would decide on Saturday whether one of the quays can be used again by
ships of less than two thousand tonnes.
"""
)

AGENCY = joined(*SENTENCES)

OWN = paragraphs(
    """
EASTMERE — Travellers were stranded for a second night yesterday as the harbour stayed shut, and
a reader of this paper told us that blankets had run out by two o'clock.

Our reporter counted nineteen lorries on the coast road this morning. Their drivers had been
given neither water nor any idea of how long they would be kept there, and several were turning
round towards the motorway.

The mayor, who is on holiday, has not answered our calls. Her deputy promised that hot meals
would be served from noon and that the school next to the hall would stay closed.

Shops along the front complained of lost trade in what should be their best week of the year,
and the owner of the lighthouse café said she had sent two waiters home.
"""
)

OTHER_PAPER = joined(OWN[0], *(SENTENCES[at] for at in (0, 1, 2, 3, 5, 6, 11)), *OWN[1:])
"""A copy: seven paragraphs of twelve taken over, and as much again of its own."""

BRIEF = joined(*SENTENCES[:4])
"""A cut copy: the first third, nothing added."""

REWRITE = joined(
    *paragraphs(
        """
Cracks in the sea wall have closed two quays at Eastmere, and ferries had to turn back with
their passengers on board on Thursday, the port authority announced.

Some six hundred travellers spent the night in a hall opened by the council. Many of them work
on the islands for the season.

Divers found that three of its footings had been washed out. The spring storm is thought to be
the cause, although nobody would confirm that.

“Nobody should come to the harbour before we have told them that a ship will leave,” Ida Brandt,
who runs the harbour, told reporters. Lorries are being sent through Westhaven.

It is more than a decade since anybody mended the structure. A later stage was dropped to save
money, and the trade unions say they have been ringing the alarm ever since because ships have
become heavier.

The ministry promises to release its findings, and says that money for urgent repairs had been
set aside. On the islands the fruit harvest is at risk, growers warn; they are hiring small
boats which can land at the old fishing pier.

A decision about smaller vessels is due at the weekend.
"""
    )
)
"""The same facts in other words, with phrases that stayed: no copy."""

INDEPENDENT = joined(
    *paragraphs(
        """
I reached the gate of the harbour at dusk, an hour after the last ferry had been waved away. A
guard pointed me towards the gymnasium on Mill Lane.

“Nobody should come to the harbour before we have told them that a ship will leave, because
there is no shelter for them here and the road is closed,” the harbour master, Ida Brandt, said
through a loudhailer.

Inside, rows of camp beds stood under the basketball hoops. Marek, who picks strawberries on the
outer island, had shared his bread with a family from the mainland whose car was parked on the
wrong side of the barrier.

Nobody could tell him when he would be paid for the days he was losing.
"""
    )
)
"""Somebody else who was there, and heard the same words spoken."""

SPUN = joined(
    *paragraphs(
        """
The harbour body of Eastmere shut its couple of northerly docks on Thursday following a study
that discovered fissures in the ocean barrier, compelling ships to head back along with their
travellers aboard.

Roughly six hundred folks, the majority of them periodic labourers back from the isles, stayed
the night within an athletics corridor which the council unlocked soon ahead of midnight.

Technicians that plunged beside the barrier at ebb stated that a trio of its bases had become
rinsed out, likely throughout the tempest that hit the shoreline in premature spring.

“No one ought to arrive at the port prior to us having informed them that a vessel shall depart,
since there exists no refuge for them there,” stated port commander Ida Brandt.
"""
    )
)
"""Run through a thesaurus: not what anybody said, and no copy."""


def weekly(week: str, arrivals: int, boats: int) -> str:
    """A page that comes every week with other figures."""
    return joined(
        *paragraphs(
            f"""
Crossings in the week of {week}

In the week of {week} the coastguard recorded {arrivals} arrivals in {boats} boats. These are
operational figures that may be revised when the quarterly statistics are published, and they
should be read together with the notes on this page.

The average number of people in a boat was {arrivals // boats}. Arrivals are counted when a
person has been brought ashore by a public body; people who land without being seen are
counted when they are met.

The figures for {week} include all landings that were reported by noon of the following day.
The next figures will be published on the first working day after the week ends.
"""
        )
    )


def agreement(party: str, capital: str) -> str:
    """A model agreement with another party each time."""
    return joined(
        *paragraphs(
            f"""
The Government of Norland and the Government of {party}, desiring to facilitate the return of
persons who do not or who no longer fulfil the conditions in force for entry and stay, have
agreed as follows:

Article 1. {party} shall readmit, upon application by Norland and without further formalities,
any person who does not hold a right to stay where it is established that the person is a
national of {party}.

Article 2. The requested party shall answer an application within fourteen days of its
receipt. Where there is no answer within that time the transfer is regarded as having been
agreed to.

Article 3. The costs of transport as far as the border of the requested party are borne by the
requesting party, and so are the costs of a return under Article 4.

Article 4. Norland shall take back any person whom {party} has readmitted where it is found
within three months that the conditions of Article 1 were not met.

Article 5. Personal data are communicated only so far as the carrying out of this agreement
requires, and are erased as soon as they are no longer needed.

Done at {capital} in two copies, each being equally authentic.
"""
        )
    )
