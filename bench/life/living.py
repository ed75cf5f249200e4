"""Eighteen months, day after day: mails are answered or not, people leave, files come, fiches are handed over."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from bench.life.people import Habit, Person, habit_of, hire, institutions
from bench.life.world import World
from directory.domain.actors import Actor, ActorKind, Duty, Profile
from directory.domain.changes import Author
from directory.domain.freshness import Rung
from directory.domain.resource import Origin, SaveOrigin
from directory.services.accounts.callers import COMMAND
from directory.services.fiches.writing import Writer
from directory.services.freshness.links import LinkRefused
from fiche.content import Content
from fiche.parts import Place, Structure
from search.places.clock import local_day

LINK = re.compile(r"/v/([a-z0-9]+)")
EDITED = re.compile(r"/ressources/(\d+)/modifier")
TOWNS = (("13200", "Arles"), ("13500", "Martigues"), ("13300", "Salon-de-Provence"), ("13100", "Aix-en-Provence"))
LEAVERS_A_MONTH = 0.02
REPLACED_AFTER_DAYS = 45
DISBANDED = (3, 6, 9, 12)
"""Months in which an institution loses all its editors at once, and nobody is to replace them."""


@dataclass(slots=True)
class Month:
    """What is printed of a month."""

    day: date
    fiches: int
    verified: float
    mails: int
    most_to_one: int
    refused: int
    left: int
    orphans: int
    given: dict[str, int]
    shown: int
    faults: list[str] = field(default_factory=list)


class Life:
    def __init__(self, world: World, *, fiches: int, editors: int, places: int, seed: int) -> None:
        self.world = world
        self.chance = Random(seed)
        self.people: dict[int, Person] = {}
        self.homes: dict[int, list[tuple[date, str]]] = defaultdict(list)
        self.rows: dict[str, dict[str, str]] = {}
        self.to_hire: list[tuple[date, str]] = []
        self.given: Counter[str] = Counter()
        self.closed: list[str] = []
        self.read = 0
        self.secrets: dict[int, str] = {}
        self.names = 0
        self._settle(fiches, editors, places)

    def _settle(self, fiches: int, editors: int, places: int) -> None:
        owners = institutions(places)
        with self.world.database.write() as uow:
            for each in owners:
                uow.institutions.save(each)
        self.codes = [each.code for each in owners]
        self.partner_of = {each.code: each.partner_of for each in owners}
        for code in self.codes[:2]:
            self._hire(code, is_rgc=True)
        for rank in range(editors):
            # One at least in each; the others rather where there are many already.
            self._hire(self.codes[rank if rank < places else int(places * self.chance.random() ** 3)])
        people = [each for each in self.people.values() if not each.account.is_rgc]
        for number in range(fiches // 2):
            by = people[number % len(people)]
            # Typed over the years before: each on a day of its own.
            at = self.world.clock() - timedelta(days=self.chance.randrange(1, 170))
            self.world.resources.create(
                self._content(number, by.account.institution), author=Author(by.account.id, by.account.name),
                origin=Origin(SaveOrigin.FORM), now=at, confirmed=self.chance.random() < 0.8,
            )  # fmt: skip
        for number in range(fiches - fiches // 2):
            self.rows[f"s{number}"] = self._row(number)
        self.world.import_file(self.rows.values(), "base.csv")
        self.world.indexer.rebuild()

    def live(self, months: int) -> Iterator[Month]:
        """Give each month once it is over."""
        for month in range(1, months + 1):
            begun, sent, refused = self.world.clock().month, len(self.world.postbox.taken), self.world.postbox.refused
            left = self._disbands() if month in DISBANDED else 0
            while self.world.clock().month == begun:
                self.world.night()
                left += self._day()
            self._monthly_file()
            yield self._told(sent, refused, left)

    def _day(self) -> int:
        today = local_day(self.world.clock())
        taken = self.world.postbox.taken
        by_mail = {each.account.mail: each for each in self.people.values()}
        for _, letter in taken[self.read :]:
            person = by_mail[letter.to]
            if "/v/" in letter.text:
                self._promise(person, letter.text, today)
            else:
                self._rgc_acts(person, [int(number) for number in EDITED.findall(letter.text)] or None)
        self.read = len(taken)
        for person in list(self.people.values()):
            if person.later and not person.left:
                self._keep_promises(person, today)
            if person.habit is Habit.WEEKLY and not person.left and (today.toordinal() + person.account.id) % 14 == 0:
                self._sees_list(person, today)
        for day, code in [each for each in self.to_hire if each[0] <= today]:
            self.to_hire.remove((day, code))
            self._hire(code)
            self.given["embauche"] += 1
        return sum(self._leaves(person, today) for person in list(self.people.values()) if self._is_leaving(person))

    def _promise(self, person: Person, text: str, today: date) -> None:
        """Decide, mail in hand, what will be seen to and when."""
        odds, least, most = {
            Habit.PROMPT: (0.97, 0, 4), Habit.WEEKLY: (0.5, 1, 10), Habit.LATE: (0.4, 10, 45),
            Habit.FORGETFUL: (0.1, 1, 60),
        }[person.habit]  # fmt: skip
        if self.chance.random() < odds:
            for secret in LINK.findall(text):
                day = today.toordinal() + self.chance.randint(least, most)
                person.later[hash(secret)] = day
                self.secrets[hash(secret)] = secret

    def _keep_promises(self, person: Person, today: date) -> None:
        for key in [key for key, day in person.later.items() if day <= today.toordinal()]:
            del person.later[key]
            try:
                opened = self.world.links.look(self.secrets[key])
                if self.chance.random() < 0.12:
                    self._modifies(person, opened.fiche.id)
                else:
                    self.world.links.confirm(self.secrets[key], expected_version=opened.fiche.version)
            except LinkRefused:
                self.given["lien refusé"] += 1

    def _sees_list(self, person: Person, today: date) -> None:
        """Confirm what waits in À faire, as its lines show it."""
        code = person.account.institution
        with self.world.database.read() as uow:
            waiting = uow.dues.up_to({code}, today + timedelta(days=15))[:10]
            fiches = uow.resources.by_ids([each.resource_id for each in waiting])
        for fiche in fiches:
            self.world.writing.confirm(self._writer(person), fiche.id, expected_version=fiche.version)

    def _modifies(self, person: Person, number: int) -> None:
        fiche = self.world.resources.get(number)
        phone = f"04 65 71 {self.chance.randrange(10, 99)} {self.chance.randrange(10, 99)}"
        self.world.writing.revise(
            self._writer(person), number, replace(fiche.content, phone=phone), expected_version=fiche.version,
            confirmed=True,
        )  # fmt: skip

    def _is_leaving(self, person: Person) -> bool:
        return not person.left and not person.account.is_rgc and self.chance.random() < LEAVERS_A_MONTH / 30

    def _leaves(self, person: Person, today: date) -> int:
        """Leave: half are suspended by their RGC, the others say nothing and their mailbox is closed."""
        person.left = True
        if self.chance.random() < 0.5:
            self.world.accounts.people.suspend(COMMAND, person.account.id)
        else:
            self.world.postbox.nobody.add(person.account.mail)
        if self.chance.random() < 0.5:
            self.to_hire.append((today + timedelta(days=REPLACED_AFTER_DAYS), person.account.institution))
        return 1

    def _disbands(self) -> int:
        """Close the team of one institution, a partner of middling size that was not closed before."""
        teams: dict[str, list[Person]] = defaultdict(list)
        for each in self.people.values():
            code = each.account.institution
            if not each.left and not each.account.is_rgc and self.partner_of[code] and code not in self.closed:
                teams[code].append(each)
        code = sorted(teams, key=lambda code: (len(teams[code]), code))[len(teams) // 2]
        self.closed.append(code)
        today = local_day(self.world.clock())
        for person in teams[code]:
            self._leaves(person, today)
        self.to_hire = [each for each in self.to_hire if each[1] != code]
        return len(teams[code])

    def _rgc_acts(self, person: Person, _numbers: list[int] | None) -> None:
        """Do something, once told, about each institution whose fiches nobody answers for."""
        today = local_day(self.world.clock())
        with self.world.database.read() as uow:
            reach = {person.account.institution} | uow.institutions.partners_of(person.account.institution)
            waiting = uow.dues.up_to(reach, today, rung=Rung.RGC)
            fiches = {each.id: each for each in uow.resources.by_ids([each.resource_id for each in waiting])}
        for code in sorted({each.institution for each in waiting}):
            present = [each for each in self.people.values() if each.account.institution == code and not each.left]
            mine = [each.resource_id for each in waiting if each.institution == code]
            if not present and self.chance.random() < 0.5:
                self._hire(code)
                self.given["accès donné"] += 1
            elif not present:
                self._hand_over(person, code)
            else:
                for number in mine:
                    self.world.writing.confirm(self._writer(person), number, expected_version=fiches[number].version)
                    self.given["vérifiée par le RGC"] += 1

    def _hand_over(self, person: Person, code: str) -> None:
        """Hand all that an institution has over to that of the RGC; the file says so from then on."""
        heir = person.account.institution
        self.given["transférée"] += self.world.transfers.transfer_all(self._writer(person), COMMAND, code, heir)
        for row in self.rows.values():
            if row["tenue"] == code:
                row["tenue"] = heir

    def _monthly_file(self) -> None:
        """Import the file of the month: some rows changed, some new, some gone."""
        keys = sorted(self.rows)
        for key in self.chance.sample(keys, len(keys) // 20):
            self.rows[key]["tel"] = f"04 65 71 {self.chance.randrange(10, 99)} {self.chance.randrange(10, 99)}"
        for key in self.chance.sample(keys, len(keys) // 200):
            del self.rows[key]
        for _ in range(len(keys) // 200):
            self.names += 1
            self.rows[f"n{self.names}"] = self._row(100_000 + self.names)
        self.world.import_file(self.rows.values(), f"mois-{self.world.clock():%Y-%m}.csv")

    def _told(self, sent: int, refused: int, left: int) -> Month:
        today = local_day(self.world.clock())
        with self.world.database.read() as uow:
            dues = uow.dues.up_to(self.codes, date.max)
        present = {
            each.account.institution for each in self.people.values() if not each.left and not each.account.is_rgc
        }
        letters = Counter(letter.to for _, letter in self.world.postbox.taken[sent:])
        fresh = sum(each.on > today for each in dues)
        never = self._never(today)
        given, self.given = dict(self.given), Counter()
        return Month(
            today, len(dues), (fresh - never) / len(dues), sum(letters.values()), max(letters.values(), default=0),
            self.world.postbox.refused - refused, left, sum(each.institution not in present for each in dues), given,
            sum(each.rung is Rung.STEERING for each in dues),
        )  # fmt: skip

    def _never(self, today: date) -> int:
        """Return how many fiches are not due yet though nobody ever confirmed them."""
        count, after = 0, 0
        while True:
            with self.world.database.read() as uow:
                some = uow.resources.iterate(after_id=after, limit=900)
                dues = uow.dues.by_ids([each.id for each in some])
            if not some:
                return count
            after = some[-1].id
            count += sum(each.verified_at is None and each.id in dues and dues[each.id].on > today for each in some)

    def _hire(self, code: str, *, is_rgc: bool = False) -> None:
        self.names += 1
        with self.world.database.write() as uow:
            account = hire(uow, self.world.clock(), f"p{self.names}", code, is_rgc=is_rgc)
        self.people[account.id] = Person(account, Habit.PROMPT if is_rgc else habit_of(self.chance))
        since = local_day(self.world.clock()) if self.rows else date.min
        reach = {code} | (
            {each for each, signatory in self.partner_of.items() if signatory == code} if is_rgc else set()
        )
        self.homes[account.id] += [(since, each) for each in sorted(reach)]

    def _writer(self, person: Person) -> Writer:
        account = person.account
        partners = frozenset(code for code, signatory in self.partner_of.items() if signatory == account.institution)
        duties = frozenset({Duty.RGC}) if account.is_rgc else frozenset()
        actor = Actor(ActorKind.ACCOUNT, account.id, Profile.UPDATE, duties, account.institution, partners)
        return Writer(actor, Author(account.id, account.name), Origin(SaveOrigin.FORM))

    def _content(self, number: int, institution: str) -> Content:
        postcode, town = TOWNS[number % len(TOWNS)]
        return Content(
            f"Service {number}", Structure(f"Structure {number}"), "Ce que fait le service.", ("mobilite-permis",),
            phone="04 65 71 00 00", hours="Mo-Fr 09:00-12:00", institution=institution, receptions=("sur-place",),
            audiences=("jeunes",), access_modes=("sur-rendez-vous",), mobilisations=("information",),
            places=(Place(address=f"{number} rue des Lilas", postcode=postcode, commune_name=town),),
        )  # fmt: skip

    def _row(self, number: int) -> dict[str, str]:
        postcode, town = TOWNS[number % len(TOWNS)]
        return {
            "id": f"s{number}", "titre": f"Service importé {number}", "structure": f"Association {number}",
            "description": "Ce que fait le service.", "besoins": "mobilite-permis", "tel": "04 65 71 00 00",
            "horaires": "Lundi au vendredi : 9h-12h", "adresse": f"{number} rue du Port", "cp": postcode,
            "commune": town, "tenue": self.codes[number % len(self.codes)],
        }  # fmt: skip
