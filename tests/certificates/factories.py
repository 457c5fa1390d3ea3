"""Certificates, templates and partners for tests, with the words of a real course."""

from datetime import UTC, date, datetime

import factory
from django.contrib.auth import get_user_model
from factory.django import DjangoModelFactory

from certificates.enums import PartnerKind
from certificates.facts import Count, FactSet
from certificates.models import (
    CertificateTemplate,
    CertificateTemplateVersion,
    Issuer,
    Membership,
    PartnerOrganisation,
    TemplateSignatory,
)
from certificates.services.issuing import issue_certificate
from certificates.services.producing import produce

ISSUED = datetime(2027, 4, 2, 9, 0, tzinfo=UTC)
BODY = {
    "fi": "{name} on suorittanut hyväksytysti valmennuksen {course} ({hours} h)",
    "sv": "{name} har med godkänt resultat genomfört coachningsprogrammet {course} ({hours} h)",
    "en": "{name} has successfully completed the training {course} ({hours} h)",
}
INNOVATION = {
    "fi": " ja laatinut innovaatiokuvauksen {innovation}.",
    "sv": " och utarbetat innovationsbeskrivningen {innovation}.",
    "en": " and written the innovation description {innovation}.",
}
DISCLAIMER = {
    "fi": "Todistus osoittaa suoritetun valmennuksen. Se ei ole innovaation validointi.",
    "sv": "Intyget visar att coachningsprogrammet har genomförts. "
    "Det är inte en validering av innovationen.",
    "en": "The certificate shows completed training. "
    "It is not a validation of the innovation.",
}
TITLE = {
    "fi": "johtaja, Harjuseudun innovaatiokeskus",
    "sv": "direktör, Harjuseudun innovaatiokeskus",
    "en": "director, Harjuseudun innovaatiokeskus",
}
FACTS = {
    "fi": FactSet(
        course="Sosiaalisten innovaatioiden laadukas kehittäminen ja kuvaaminen",
        hours=27,
        issued_on=date(2027, 4, 2),
        organiser="Harjuseudun innovaatiokeskus",
        country="Suomi",
        outcomes=(
            "Perustelee tarpeen tiedolla ja rajaa kohderyhmän.",
            "Kuvaa ratkaisun ja sen muutoslogiikan niin, että toinen voi toistaa sen.",
            "Laatii arviointisuunnitelman ja arvioi eettiset riskit, kustannukset ja "
            "siirrettävyyden.",
        ),
        learner_organisation="Rantaharjun työpajayhdistys ry",
        participation_form="Ohjattu verkkovalmennus tiimissä, 18.1.–28.3.2027",
        workload="27 tuntia",
        assessment="Valmentajan arviointi, arviointikehikon versio 1.0",
        framework_level="Ei sijoitettu tutkintojen viitekehykseen",
        quality_assurance="Kaksi arvioijaa otoksesta, kehikon vuosikatselmus",
        counts=(
            Count(value="27 h", label="työtä"),
            Count(value="2", label="annettua vertaispalautetta"),
            Count(value="13", label="hyväksyttyä harjoitusta"),
            Count(value="10", label="kriteeriä vähintään tasolla 2"),
        ),
        innovation="Työpari",
        rubric_version="1.0",
    ),
    "sv": FactSet(
        course="Att utveckla och beskriva sociala innovationer väl",
        hours=27,
        issued_on=date(2027, 4, 2),
        organiser="Harjuseudun innovaatiokeskus",
        country="Finland",
        outcomes=(
            "Motiverar behovet med kunskap och avgränsar målgruppen.",
            "Beskriver lösningen och dess förändringslogik så att någon annan kan "
            "upprepa den.",
        ),
        workload="27 timmar",
        counts=(Count(value="27 h", label="arbete"),),
        rubric_version="1.0",
    ),
    "en": FactSet(
        course="Developing and describing social innovations well",
        hours=27,
        issued_on=date(2027, 4, 2),
        organiser="Harjuseudun innovaatiokeskus",
        country="Finland",
        outcomes=("Supports the need with knowledge and delimits the target group.",),
        workload="27 hours",
        rubric_version="1.0",
    ),
}


class UserFactory(DjangoModelFactory):
    """Works with the site's own user and with Django's."""

    class Meta:
        model = get_user_model()

    first_name = "Aino"
    last_name = "Rautio"
    email = factory.Sequence("person{}@example.org".format)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        if model_class.USERNAME_FIELD == "username":
            kwargs.setdefault("username", kwargs["email"])
        return super()._create(model_class, *args, **kwargs)


class IssuerFactory(DjangoModelFactory):
    class Meta:
        model = Issuer
        django_get_or_create = ("slug",)

    slug = "harjuseutu"
    name = "Harjuseudun innovaatiokeskus"


class TemplateFactory(DjangoModelFactory):
    class Meta:
        model = CertificateTemplate

    slug = factory.Sequence("template-{}".format)
    name = "Todistus"


class TemplateVersionFactory(DjangoModelFactory):
    """A published version unless `published_at=None` is given."""

    class Meta:
        model = CertificateTemplateVersion

    template = factory.SubFactory(TemplateFactory)
    issuer = factory.SubFactory(IssuerFactory)
    number = 1
    body = {language: f"{text}." for language, text in BODY.items()}
    body_with_innovation = {lang: BODY[lang] + INNOVATION[lang] for lang in BODY}
    disclaimer = DISCLAIMER
    published_at = ISSUED
    signed_by = ("Eeva Pelkonen",)

    @classmethod
    def _create(cls, model_class, *args, signed_by, published_at, **kwargs):
        """Rows are added to a draft, which is then published."""
        version = super()._create(model_class, *args, published_at=None, **kwargs)
        for order, name in enumerate(signed_by):
            TemplateSignatory.objects.create(
                version=version, name=name, title=TITLE, sort_order=order
            )
        if published_at:
            version.published_at = published_at
            version.save(update_fields=["published_at"])
        return version


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = PartnerOrganisation

    slug = factory.Sequence("partner-{}".format)
    name = factory.Sequence("Kuntayhtymä {}".format)
    kind = PartnerKind.EMPLOYER


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    partner = factory.SubFactory(PartnerFactory)
    user = factory.SubFactory(UserFactory)


keys = iter(range(1, 1_000_000))


def issued(**changes):
    """Issue a certificate whose files are not made."""
    version = changes.pop("template_version", None) or TemplateVersionFactory()
    values = {
        "recipient": None,
        "template_version": version,
        "name": "Aino Áilu Rautio",
        "languages": ["fi"],
        "facts": FACTS,
        "issue_key": f"test:{next(keys)}",
        "at": ISSUED,
    }
    return issue_certificate(**values | changes)


def ready(**changes):
    """Issue a certificate and make its files."""
    certificate = issued(**changes)
    produce(certificate_id=certificate.pk)
    certificate.refresh_from_db()
    return certificate
