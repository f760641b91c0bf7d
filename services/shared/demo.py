# SPDX-License-Identifier: MPL-2.0
"""Who is who in the demo municipality: what the portal (people) and booking (associations, roles) must agree on.

All of it is invented and says so: names end in "(demo)", addresses lie under `.example`, which nobody can own.
"""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from services.shared.identity import StaffRole


def demo_id(kind: str, key: str) -> UUID:
    """The same id for the same thing in every demo municipality, so that services agree without talking."""
    return uuid5(NAMESPACE_URL, f"https://aaben-kommune.example/{kind}/{key}")


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who can sign in."""

    email: str
    name: str
    staff_roles: frozenset[StaffRole] = frozenset()

    @property
    def id(self) -> UUID:
        """The person's id in the portal."""
        return demo_id("person", self.email)


@dataclass(frozen=True, slots=True)
class DemoAssociation:
    """An association; booking's own demo data says who holds which role in it."""

    key: str
    name: str

    @property
    def id(self) -> UUID:
        """The association's id in booking."""
        return demo_id("association", self.key)


def _staff(local_part: str, name: str, *roles: StaffRole) -> DemoPerson:
    return DemoPerson(f"{local_part}@kommune.example", f"{name} (demo)", frozenset(roles))


def _member(local_part: str, name: str) -> DemoPerson:
    return DemoPerson(f"{local_part}@forening.example", f"{name} (demo)")


DEMO_PERSONS: tuple[DemoPerson, ...] = (
    _staff("administrator", "Astrid Administrator", StaffRole.ADMINISTRATOR),
    _staff("sagsbehandler", "Søren Sagsbehandler", StaffRole.CASEWORKER),
    _staff("halinspektoer", "Hanne Halinspektør", StaffRole.CARETAKER),
    _staff("dialog", "Dorte Dialog", StaffRole.FACILITATOR),
    _member("haandbold-formand", "Kirsten Holm"),
    _member("haandbold-booking", "Jonas Møller"),
    _member("haandbold-traener", "Freja Lund"),
    _member("badminton-formand", "Henrik Dahl"),
    _member("badminton-booking", "Mette Bæk"),
    _member("gymnastik-formand", "Lone Krogh"),
    _member("gymnastik-booking", "Sofie Bang"),
    _member("volleyball-booking", "Anders Friis"),
    _member("boldklub-booking", "Thomas Juhl"),
    _member("kor-formand", "Birgit Søndergaard"),
    _member("skak-formand", "Poul Erik Vang"),
    _member("aftenskole-leder", "Inger Toft"),
    _member("aftenskole-booking", "Samira Hassan"),
    _member("spejder-formand", "Kasper Winther"),
    _member("pensionister-formand", "Aase Nygaard"),
    _member("teater-formand", "Julie Brandt"),
    _member("patient-formand", "Erik Overgaard"),
    _member("kultur-formand", "Nadia Petersen"),
    _member("esport-formand", "Oliver Kjær"),
    _member("dart-formand", "Bent Munk"),
)

DEMO_ASSOCIATIONS: tuple[DemoAssociation, ...] = (
    DemoAssociation("haandbold", "Fløjby Håndboldklub (demo)"),
    DemoAssociation("badminton", "Fløjby Badminton (demo)"),
    DemoAssociation("gymnastik", "Gymnastikforeningen Fremad (demo)"),
    DemoAssociation("volleyball", "Volleyklubben Nettet (demo)"),
    DemoAssociation("boldklub", "Fløjby Boldklub (demo)"),
    DemoAssociation("kor", "Koret Vokalen (demo)"),
    DemoAssociation("skak", "Skakklubben Springeren (demo)"),
    DemoAssociation("aftenskole", "Aftenskolen Lampen (demo)"),
    DemoAssociation("spejdere", "Spejdergruppen Ulvene (demo)"),
    DemoAssociation("pensionister", "Pensionistforeningen Solskin (demo)"),
    DemoAssociation("teater", "Amatørteatret Kulissen (demo)"),
    DemoAssociation("patientforening", "Diabetesgruppen Fløjby (demo)"),
    DemoAssociation("kulturforening", "Kulturforeningen Havnen (demo)"),
    DemoAssociation("esport", "Fløjby E-sport (demo)"),
    DemoAssociation("dart", "Dartklubben Tyren (demo)"),
)
