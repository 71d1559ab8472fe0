"""The people of the model, and where they belong."""

import datetime as dt

from municipalities.models import Municipality, MunicipalityName, Role, User
from reports.models import Report
from tests import factories

TOWNS = {"vyazma": "г. Вязьма", "rudnya": "г. Рудня"}
RENAMED_ON = dt.date(2020, 11, 1)  # within a quarter


class Cast:
    """Two clerks of Вязьма, who may meet in one event, and one of Рудня; two reviewers; an
    administrator. Вязьма gets another official name in the middle of a quarter."""

    def __init__(self):
        self.municipalities = [
            factories.make_municipality("vyazma", position=1),
            factories.make_municipality("rudnya", position=2),
        ]
        vyazma, rudnya = self.municipalities
        MunicipalityName.objects.create(
            municipality=vyazma,
            full_name="Вяземский муниципальный округ",
            short_name="Вяземский округ",
            valid_from=RENAMED_ON,
        )
        self._homes = {}
        self.clerks = [self._clerk(home) for home in (vyazma, vyazma, rudnya)]
        self.reviewers = [factories.make_user(Role.REGION) for _ in range(2)]
        self.administrator = factories.make_user(Role.ADMIN)

    def _clerk(self, home: Municipality) -> User:
        clerk = factories.make_user(municipality=home)
        self._homes[clerk.pk] = home
        return clerk

    @property
    def everybody(self) -> list[User]:
        return [*self.clerks, *self.reviewers, self.administrator]

    def home_of(self, clerk: User) -> Municipality:
        return self._homes[clerk.pk]

    @property
    def one_of_each(self) -> list[User]:
        """A clerk of each municipality."""
        return [self.clerks[0], self.clerks[-1]]

    def town_of(self, report: Report) -> str:
        """What stands as the place in events of its municipality alone."""
        return TOWNS[report.municipality.slug]

    def other_town(self, clerk: User) -> str:
        [town] = [town for slug, town in TOWNS.items() if slug != self.home_of(clerk).slug]
        return town

    def clerks_of(self, report: Report) -> list[User]:
        return [c for c in self.clerks if self.home_of(c).pk == report.municipality_id]

    def clerk_of(self, report: Report) -> User:
        return self.clerks_of(report)[0]

    def strangers_to(self, report: Report) -> list[User]:
        return [c for c in self.clerks if self.home_of(c).pk != report.municipality_id]
