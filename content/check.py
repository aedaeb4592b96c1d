"""Finds everything that is wrong in a content folder, all at once.

Rules:
- A fault names its file and line, says in a plain sentence what is wrong and what to do; one mistake is one fault
  wherever that can be told.
- Nothing raises, however broken the content is: it is edited by people who are no programmers.
- The program never starts on content with a fault, so whoever uses the catalog need not look again.

The work is done in content.structure and content.occupations (the TOML files), content.wording (the texts),
content.limits (lengths and labels) and content.keying (texts that point another way than the numbers).
"""

from collections.abc import Iterator, Mapping

from content.folder import Fault, Folder
from content.keying import keying_faults
from content.limits import limit_faults
from content.occupations import occupation_faults
from content.outline import Need, Outline, needs_of, outline_of
from content.spoken import voice_of
from content.structure import structure_faults
from content.wording import folder_faults, locale_of, tongue_of, wording_faults


def faults_of(folder: Folder) -> tuple[Fault, ...]:
    """Return all faults of a folder by file and line, those that could not be read among them."""
    outline = outline_of(folder)
    needs = needs_of(outline)
    found = {*folder.faults, *structure_faults(folder), *occupation_faults(folder)}
    for language in folder.resources:
        found.update(_language(folder, language, outline, needs))
    return tuple(sorted(found, key=lambda fault: (fault.file, fault.line, fault.what)))


def _language(
    folder: Folder, language: str, outline: Outline, needs: Mapping[str, Need]
) -> Iterator[Fault]:
    yield from folder_faults(folder, language)
    locale = locale_of(language)
    if locale is None or not folder.resources[language]:
        return
    tongue = tongue_of(folder, language, locale, outline, needs)
    voice = voice_of(folder, language, outline, needs)
    found = {*wording_faults(tongue, voice), *limit_faults(tongue, voice)}
    yield from found
    # A text with another fault is mended first; it may well point the wrong way because of that.
    faulty = {(fault.file, fault.line) for fault in found}
    for fault in keying_faults(tongue, voice):
        if (fault.file, fault.line) not in faulty:
            yield fault
