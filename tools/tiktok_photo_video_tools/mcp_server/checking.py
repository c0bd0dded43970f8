"""What may be spent, and whether this computer has all that is needed."""

from __future__ import annotations

import anyio
from pydantic import Field

from tiktok_photo_video import __version__
from tiktok_photo_video.assistant.conversation import Wishes
from tiktok_photo_video.language import language_from_code
from tiktok_photo_video_tools.mcp_server.schemas import Input, Output
from tiktok_photo_video_tools.mcp_server.tool import Call, Result
from tiktok_photo_video_tools.mcp_server.work import Job


class CreditsInput(Input):
    """What ``get_credits`` takes."""


class CreditFacts(Output):
    """What ``get_credits`` gives."""

    backend: str
    metered: bool = Field(description="false where everything is free, as on this computer.")
    available: float
    frozen: float
    total: float


class SetupInput(Input):
    """What ``check_setup`` takes."""


class CheckFacts(Output):
    """One check."""

    name: str
    ok: bool
    detail: str
    hint: str = Field(default="", description="What to do about it.")


class Setup(Output):
    """What ``check_setup`` gives."""

    ok: bool
    version: str
    backend: str
    read_roots: list[str] = Field(description="Photos are read in these folders only.")
    output_folder: str = Field(description="Everything is written into this folder.")
    checks: list[CheckFacts]


async def get_credits(call: Call, _: CreditsInput) -> Result:
    """Tell what may be spent."""

    async def asked(job: Job[tuple[str, CreditFacts]]) -> tuple[str, CreditFacts]:
        async with call.talk(job.listener, Wishes()) as talk:
            balance = await talk.client.credits()
            await talk.credits()
            facts = CreditFacts(
                backend=talk.backend.name,
                metered=talk.is_metered,
                available=balance.available,
                frozen=balance.frozen,
                total=balance.total,
            )
            return "\n".join(job.listener.said), facts

    words, facts = await call.in_time(asked)
    return Result(words, facts)


async def check_setup(call: Call, _: SetupInput) -> Result:
    """Check everything this program needs."""
    roots = await call.roots()

    async def checked(_: Job[list[CheckFacts]]) -> list[CheckFacts]:
        return await anyio.to_thread.run_sync(_checks, call)

    checks = await call.in_time(checked)
    values = Setup(
        ok=all(check.ok for check in checks),
        version=__version__,
        backend=call.backend.name,
        read_roots=[str(folder) for folder in roots.folders],
        output_folder=str(call.settings.output_folder),
        checks=checks,
    )
    lines = [
        f"{'ok' if check.ok else 'BAD'} {check.name}: {check.detail} {check.hint}".rstrip()
        for check in checks
    ]
    lines += [f"photos are read in: {', '.join(values.read_roots)}"]
    lines += [f"files are written to: {values.output_folder}"]
    return Result("\n".join(lines), values)


def _checks(call: Call) -> list[CheckFacts]:
    # Loads every library there is, which no other tool needs in this process.
    from tiktok_photo_video_tools.doctor import findings_of  # noqa: PLC0415

    findings = findings_of(call.settings, language_from_code(call.settings.language))
    return [CheckFacts(name=f.name, ok=f.ok, detail=f.detail, hint=f.hint) for f in findings]
