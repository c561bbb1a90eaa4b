"""The kernel made ready for one process: keys, files and notices from the settings."""

from portal.kernel import likeness, links, notices, secrets, storage
from portal.settings import Settings

_MB = 1_000_000


def lay(settings: Settings) -> None:
    """Install keys, store and carriers; every process calls it before it reads a row."""
    secrets.install(secrets.FieldCipher(secrets.KeyRing.parse(settings.key_ring)))
    scanner = storage.Scanner(settings.scanner) if settings.scanner else None
    limit = settings.upload_megabytes * _MB
    likeness.install(
        likeness.Limits(
            settings.likeness_days,
            settings.cluster_people,
            settings.cluster_days,
            settings.cluster_phone_names,
            settings.cluster_agent_cases,
        )
    )
    links.install(settings.public_url)
    storage.install(storage.Store(settings.files_url, limit=limit, scanner=scanner))
    notices.install(
        email=notices.Smtp(settings.smtp_url, settings.mail_from) if settings.smtp_url else None,
        sms=notices.Gateway(settings.sms_url, settings.sms_token) if settings.sms_url else None,
        mailbox=settings.demo,
    )
