"""Other people's checklists, taken by `checklists adopt`: questions found, counted another way, and what was not kept.

    adopted_lists.py FOLDER

FOLDER has a clone of each repository of LISTS, called owner+name, or owner+name/repo where it is bare.
"""

import csv
import io
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faircopy.checklists.adopt.command import adopt
from faircopy.checklists.reading.parse import parse_checklists
from faircopy.markdown.document import parse_document

BOX = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+\[[ xX]\]\s", re.MULTILINE)
BULLET = re.compile(r"^(?:[-*+]|\d+[.)])\s+\S", re.MULTILINE)
ROW = re.compile(r"^.+\|\s*(?:Essential|Optional|Advanced|Basic)\s*\|", re.MULTILINE)
TEST_ROW = re.compile(r"^\| WSTG-\w+-\d+", re.MULTILINE)
LEVEL_ROW = re.compile(r"^\|(?! Check name| :-).*\|.*\|.*\|.*\|.*\|$", re.MULTILINE)
NUMBERED_ROW = re.compile(r"^\| *\**\d+\.\d+\.\d+", re.MULTILINE)
FIELD = re.compile(r'<input type="checkbox"')
CHOICE = re.compile(r'"id":\s*"\w+?\d+_')
LINE = re.compile(r"^\{", re.MULTILINE)
ASVS_4 = "4.0/docs_en/OWASP Application Security Verification Standard 4.0.3-en"
ASVS = "5.0/docs_en/OWASP_Application_Security_Verification_Standard_5.0.0_en"


def key_of(name: str) -> re.Pattern[str]:
    """Return the pattern of a key of YAML that each question has."""
    return re.compile(rf"^[ -]*{name}:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PublicList:
    repository: str
    commit: str
    path: str
    counted: re.Pattern[str] | str  # what is a question in the source: a pattern, or a key that each object of JSON has
    takes_bullets: bool = False


LISTS = (
    PublicList("OWASP/ASVS", "fe04986146", f"{ASVS}.csv", "rows"),
    PublicList("OWASP/ASVS", "fe04986146", f"{ASVS}.flat.json", "req_id"),
    PublicList("OWASP/ASVS", "fe04986146", f"{ASVS}.json", "L"),
    PublicList("OWASP/wstg", "2fab1ade82", "checklists/checklist.json", "objectives"),
    PublicList("OWASP/wstg", "2fab1ade82", "checklists/checklist.md", TEST_ROW),
    PublicList("Lissy93/personal-security-checklist", "6d4ea72450", "CHECKLIST.md", ROW),
    PublicList("elsewhencode/project-guidelines", "87c9014ec4", "README.md", BULLET, takes_bullets=True),
    PublicList("thedaviddias/Front-End-Checklist", "09d56dfe20", "README.md", BOX),
    PublicList("a11yproject/a11yproject.com", "030860afe8", "src/_data/checklists.json", "checkboxId"),
    PublicList("mgreiler/code-review-checklist", "bae5adc9fa", "README.md", BOX),
    PublicList("trimstray/linux-hardening-checklist", "6cfca08151", "README.md", BULLET, takes_bullets=True),
    PublicList("mtdvio/going-to-production", "9beac50e8b", "spa-checklist.md", BOX),
    PublicList("mtdvio/going-to-production", "9beac50e8b", "serverside-checklist.md", BOX),
    PublicList("Azure/review-checklists", "56cc3adc6e", "checklists/alz_checklist.en.json", "guid"),
    PublicList("Azure/review-checklists", "56cc3adc6e", "checklists/aks_checklist.en.json", "guid"),
    PublicList(
        "MarinJursic/production-readiness-checklist", "a00d4c8223", "docs/checklists/07-reliability-operations.md", BOX
    ),
    PublicList(
        "MarinJursic/production-readiness-checklist", "a00d4c8223", "docs/checklists/05-application-security.md", BOX
    ),
    PublicList(
        "coreinfrastructure/best-practices-badge", "074ec3d3ca", "criteria/baseline_criteria.yml", key_of("original_id")
    ),
    PublicList("shieldfy/API-Security-Checklist", "bd7a7d5d39", "README.md", BOX),
    PublicList("forter/security-101-for-saas-startups", "59acca9d1a", "security.md", BULLET),
    PublicList("patrickbatem5194/mcp-security-checklist", "13bcc43b2b", "checklist.json", "control"),
    PublicList("patrickbatem5194/mcp-security-checklist", "13bcc43b2b", "checklist.yaml", key_of("control")),
    PublicList("vivekbhr/reproChecklist", "434bc229df", "checklist.yaml", key_of("mandatory")),
    PublicList("drivendataorg/deon", "457aa98226", "deon/assets/checklist.yml", key_of("line_id")),
    PublicList("nielse63/site-launch-checklist", "6f1c60bc8f", "README.md", BULLET),
    PublicList("it255ru/container-security", "abaad34f4a", "Readme.md", BULLET),
    PublicList("GovindMalviya/password-security-checklist", "6bc20cecb4", "checklist.csv", "rows"),
    PublicList("ossf/scorecard", "40c1e35996", "docs/checks/internal/checks.yaml", key_of("short")),
    PublicList("ossf/security-baseline", "b834f71d9c", "baseline/OSPS-AC.yaml", key_of("text")),
    PublicList("ossf/security-baseline", "b834f71d9c", "docs/versions/2025-02-25-checklist.md", BOX),
    PublicList(
        "mercari/production-readiness-checklist", "5834a23b50", "docs/references/pre-production-checklist.md", LEVEL_ROW
    ),
    PublicList("brunofacca/zen-rails-security-checklist", "3e5d717946", "README.md", BOX),
    PublicList(
        "scipag/HardeningKitty",
        "92b8ef7d6a",
        "lists/finding_list_cis_microsoft_windows_11_enterprise_23h2_machine.csv",
        "rows",
    ),
    PublicList("OWASP/ASVS", "fe04986146", f"{ASVS_4}.csv", "rows"),
    PublicList("OWASP/ASVS", "fe04986146", f"{ASVS_4}.flat.json", "req_id"),
    PublicList("OWASP/AISVS", "94fbad5ace", "1.0/en/0x10-C10-MCP-Security.md", NUMBERED_ROW),
    PublicList(
        "OWASP/IoT-Security-Verification-Standard-ISVS",
        "edfda29ba8",
        "en/V4-Communication_Requirements.md",
        NUMBERED_ROW,
    ),
    PublicList("OWASP/Software-Component-Verification-Standard", "5d9dc6de3c", "OWASP_SCVS-1.0.csv", "rows"),
    PublicList("OWASP/masvs", "c0db792d48", "OWASP_MASVS.yaml", key_of("statement")),
    PublicList("drublic/checklist", "867f7c232a", "README.md", BOX),
    PublicList(
        "microsoft/code-with-engineering-playbook", "016770e43d", "docs/engineering-fundamentals-checklist.md", BOX
    ),
    PublicList(
        "microsoft/code-with-engineering-playbook", "016770e43d", "docs/ml-and-ai-projects/ml-model-checklist.md", BOX
    ),
    PublicList("sawyerwatts/Checklists", "8b3bdd4682", "repoHygiene.md", BOX),
    PublicList("Best-Runner/DSGVO", "5f0e5f7a27", "docs/doc1.md", FIELD),
    PublicList("0xStn/audit-checklist-UI", "813d587476", "checklist.json", "question"),
    PublicList("aws-samples/custom-lens-wa-hub", "780ae3df3a", "Amazon-ECS-Lens/Amazon_ECS_Lens.json", CHOICE),
    PublicList("yagneshl/apocalypse-bench", "d0a17165f1", "data/question_bank_v8_jsonl/ENG.jsonl", LINE),
    PublicList("Ali5829511/2025", "198504294d", "PRE_DEPLOYMENT_CHECKLIST.md", BOX),
    PublicList("bandicoooot/Lashgari_Mahdi_CarPro_GmbH", "4aa6e4cd41", "CHECKLIST.md", BOX),
    PublicList("hoyo0210/aigc-detector", "58744a0f94", "PUBLISH_CHECKLIST.md", BOX),
    PublicList("tonywangqd/rolloy-creativeos", "cf4150a9b7", "docs/SECURITY_AUDIT_CHECKLIST.md", BOX),
    PublicList("thedaviddias/Front-End-Performance-Checklist", "20ea2caa09", "README.md", BOX),
    PublicList("spatie/checklist-going-live", "e93481240e", "README.md", BOX),
    PublicList("IsabelleVizzu/SistemaDeNaoConformidades", "f64587d7bd", "checklist.csv", "rows"),
    PublicList("gsventura/checklist-diaconia", "0c235c34e9", "checklist.csv", "rows"),
    PublicList("richardlopezcaldera-code/Defensavenezuela", "40e08c8db3", "checklist.csv", "rows"),
    PublicList("dynamiteMOJO/code-review", "a3c7efbd56", "checklist.csv", "rows"),
)
HEAD = "| list | commit | found | counted otherwise | sections | words lost | notes | ms of processor |\n"


def count(text: str, by: re.Pattern[str] | str) -> int:
    if isinstance(by, re.Pattern):
        return len(by.findall(text))
    if by == "rows":
        return sum(1 for row in csv.reader(io.StringIO(text)) if row) - 1
    return objects_with(json.loads(text), by)


def objects_with(value: Any, key: str) -> int:
    if isinstance(value, list):
        return sum(objects_with(each, key) for each in value)
    if isinstance(value, dict):
        return (key in value) + sum(objects_with(each, key) for each in value.values())
    return 0


def words_of(text: str) -> Counter[str]:
    """Return the words of a text, without addresses, tags and code."""
    text = re.sub(r"```.*?```|<[^>]*>|\]\([^)]*\)|\]\[[^\]]*\]|https?://\S+|\{[^}]*\}", " ", text, flags=re.DOTALL)
    return Counter(re.findall(r"[a-z]{4,}", text.lower()))


def row_of(public: PublicList, folder: Path) -> str:
    clone = folder / public.repository.replace("/", "+")
    command = ["git", "-C", str(clone / "repo" if (clone / "repo").is_dir() else clone), "show"]
    named = f"{public.commit}:{public.path}"
    data = subprocess.run([*command, named], check=True, capture_output=True).stdout
    with tempfile.TemporaryDirectory() as room:
        file = Path(room, Path(public.path).name)
        file.write_bytes(data)
        start = time.process_time()
        post, notes = adopt(file, takes_bullets=public.takes_bullets)
        spent = round(1000 * (time.process_time() - start))
    document = parse_document("", post)
    (parsed,) = parse_checklists(document)
    checklist = parsed.checklist
    questions = sum(1 for _ in checklist.placed_items()) if checklist else 0
    source = data.decode("utf-8-sig")
    strings = " ".join(strings_in(json.loads(source))) if public.path.endswith(".json") else source
    lost = words_of(strings).keys() - words_of(post).keys()
    sections = len(checklist.sections) if checklist else 0
    cells = (
        f"{public.repository} {Path(public.path).name}", public.commit, questions, count(source, public.counted),
        sections, len(lost), len(notes.found), spent,
    )  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def strings_in(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    some = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in some for text in strings_in(each)]


def main(folder: str) -> None:
    print(f"{HEAD}|{' --- |' * 8}")
    for public in LISTS:
        if not (Path(folder) / public.repository.replace("/", "+")).is_dir():
            print(f"{public.repository} is not there", file=sys.stderr)
            continue
        print(row_of(public, Path(folder)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
