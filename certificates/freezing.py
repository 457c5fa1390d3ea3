"""Which rows of this app the database itself refuses to change."""

from valmentamo.freezing import FrozenTable

from .doors import TURNS

APP = "valmentamo_certificates"
ALWAYS = "1 = 1"
IN_PUBLISHED_VERSION = (
    "EXISTS (SELECT 1 FROM valmentamo_certificates_certificatetemplateversion v "
    "WHERE v.id = {row}.version_id AND v.published_at IS NOT NULL)"
)
#: What is closed for good is opened by nobody, whatever door is tried.
STATUS_MOVES = frozenset(
    (before.value, after.value) for froms, after in TURNS.values() for before in froms
)

FROZEN_TABLES = (
    FrozenTable(
        model=f"{APP}.Certificate",
        # A refused one was never public: staff may correct its name and try again.
        frozen="{row}.state <> 'refused'",
        free=frozenset({"refusal_reason"}),
        people=frozenset({"recipient"}),
        erasable=frozenset({"printed_name", "holder_salt", "holder_hash"}),
        moves={
            "state": frozenset({("pending", "ready"), ("pending", "refused")}),
            "status": STATUS_MOVES,
        },
    ),
    FrozenTable(model=f"{APP}.CertificateFile", frozen=ALWAYS),
    FrozenTable(model=f"{APP}.StatusEvent", frozen=ALWAYS, people=frozenset({"by"})),
    FrozenTable(
        model=f"{APP}.PartnerGrant",
        frozen=ALWAYS,
        people=frozenset({"given_by"}),
        once=frozenset({"withdrawn_at"}),
    ),
    FrozenTable(
        model=f"{APP}.DownloadLog",
        frozen=ALWAYS,
        people=frozenset({"user"}),
        # Old lines are pruned when their time of keeping is over.
        deletable=True,
    ),
    FrozenTable(
        model=f"{APP}.PartnerChange",
        frozen=ALWAYS,
        # Old lines are pruned; a reader whose place is gone is told to list again.
        deletable=True,
    ),
    FrozenTable(
        model=f"{APP}.CertificateTemplateVersion",
        frozen="{row}.published_at IS NOT NULL",
        people=frozenset({"published_by"}),
    ),
    *(
        FrozenTable(
            model=f"{APP}.{model}",
            frozen=IN_PUBLISHED_VERSION,
            closed=IN_PUBLISHED_VERSION,
        )
        for model in ("TemplateSignatory", "TemplateLogo")
    ),
)
