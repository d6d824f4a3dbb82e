"""Sigma rules of the size and make of public rule sets, from our own vocabulary, with a seed."""

import json
import random
import uuid
from pathlib import Path

from generate.words import ALL, COMMON, FLAGS, FOLDERS, PROGRAMS, USERS

LEVELS = ("low", "medium", "medium", "high", "critical")
CALLS = ("Create", "Delete", "Describe", "Get", "List", "Put", "Update")
CLOUD_FIELDS = """userAgent userIdentity.arn sourceIPAddress errorCode userIdentity.type userIdentity.accountId
awsRegion requestParameters.bucketName requestParameters.roleArn requestParameters.userName
userIdentity.sessionContext.sessionIssuer.userName requestParameters.instanceType
additionalEventData.SignatureVersion userIdentity.invokedBy requestParameters.key""".split()


def quoted(value):
    escaped = value.replace("'", "''").replace("*", r"\*").replace("?", r"\?")
    return f"'{escaped}'"


def text(draw, number, source, selections, filters):
    """One rule: an event needs every selection and none of the filters."""
    def block(name, items):
        lines = [f"    {name}:\n"]
        for field, values in items:
            lines.append(f"        {field}:\n" if len(values) > 1 else f"        {field}: {quoted(values[0])}\n")
            lines += [f"            - {quoted(value)}\n" for value in values] if len(values) > 1 else []
        return "".join(lines)

    detection = "".join(block(f"selection_{n}", items) for n, items in enumerate(selections))
    detection += "".join(block(f"filter_main_{n}", items) for n, items in enumerate(filters))
    condition = "all of selection_*" + (" and not 1 of filter_main_*" if filters else "")
    words = " ".join(COMMON.one(draw) for _ in range(20))
    logsource = "".join(f"    {key}: {value}\n" for key, value in source.items())
    return (f"title: Generated {source['product']} rule {number}\n"
            f"id: {uuid.UUID(int=draw.getrandbits(128), version=4)}\n"
            "status: test\n"
            f"description: Finds {words}.\n"
            f"references:\n    - https://example.org/{COMMON.one(draw)}/{number}\n"
            f"    - https://example.org/{COMMON.one(draw)}\n"
            "author: The generator\ndate: 2026-01-01\n"
            "tags:\n    - attack.execution\n    - attack.t1059.001\n"
            f"logsource:\n{logsource}detection:\n{detection}"
            f"    condition: {condition}\n"
            f"falsepositives:\n    - Unknown\nlevel: {draw.choice(LEVELS)}\n")


class Values:
    """Values of fields as they occur in a log, to cut predicates from."""

    def __init__(self, log):
        self.names, self.of = set(), {field: set() for field in CLOUD_FIELDS}
        with open(log, encoding="utf-8") as file:
            for number, line in enumerate(file):
                if number % 37:
                    continue
                record = json.loads(line)
                self.names.add(record["eventName"])
                for field, values in self.of.items():
                    value = record
                    for key in field.split("."):
                        value = value.get(key) if isinstance(value, dict) else None
                    if isinstance(value, str) and value and len(values) < 400:
                        values.add(value)
        self.names = sorted(self.names)
        self.of = {field: sorted(values) for field, values in self.of.items() if values}


def piece(draw, value):
    if len(value) < 8:
        return value
    size = draw.randint(5, min(24, len(value) - 1))
    begin = draw.randint(0, len(value) - size)
    return value[begin:begin + size]


def predicate(draw, values):
    field = draw.choice(sorted(values.of))
    some = lambda: draw.choice(values.of[field])
    kind = draw.random()
    if kind < 0.45:
        return field, [some()]
    if kind < 0.65:
        return field, sorted({some() for _ in range(draw.randint(2, 8))})
    if kind < 0.75:
        return field + "|startswith", [some()[:draw.randint(4, 20)]]
    if kind < 0.85:
        return field + "|endswith", [some()[-draw.randint(4, 20):]]
    return field + "|contains", sorted({piece(draw, some()) for _ in range(draw.randint(1, 3))})


def cloud_rules(folder, count, log, seed=1, generic=0.02):
    """On CloudTrail: one to four event names of 2,000, the log's own among them (a `generic` part of
    the rules names none), and predicates cut from the values of the log."""
    draw = random.Random(seed)
    values = Values(log)
    names = list(values.names)
    while len(names) < 2_000:
        names.append(draw.choice(CALLS) + COMMON.one(draw).title() + COMMON.one(draw).title())
    Path(folder).mkdir(parents=True)
    for number in range(count):
        items = {} if draw.random() < generic else {
            "eventName": draw.sample(names, draw.randint(1, 4))}
        for _ in range(draw.randint(2, 4)):
            field, texts = predicate(draw, values)
            items.setdefault(field, texts)
        filters = [[predicate(draw, values)]] if draw.random() < 0.4 else []
        write(folder, number, text(draw, number, {"product": "aws", "service": "cloudtrail"},
                                   [list(items.items())], filters))


def windows_rules(folder, count, seed=2):
    """On process creation: mostly `contains` on command lines, `endswith` on images; most texts do
    not occur in the events."""
    draw = random.Random(seed)

    def fragment():
        kind = draw.random()
        word = ALL.one(draw)
        if kind < 0.2:
            return f" {draw.choice(FLAGS)}{word[:4]}"
        if kind < 0.4:
            return rf"\{word}.{draw.choice(('dll', 'ps1', 'exe', 'bat'))}"
        if kind < 0.6:
            return f"{word}-{ALL.one(draw).title()}"
        if kind < 0.8:
            return rf"{draw.choice(FOLDERS)[2:]}\{word}"
        return f" -{word} "

    def program():
        return draw.choice(PROGRAMS) if draw.random() < 0.4 else f"{ALL.one(draw)}.exe"

    def images(field):
        return f"{field}|endswith", sorted({"\\" + program() for _ in range(draw.randint(1, 4))})

    def commands(field="CommandLine"):
        every = draw.random() < 0.3
        texts = sorted({fragment() for _ in range(draw.randint(2, 3) if every else draw.randint(1, 12))})
        return f"{field}|contains" + ("|all" if every and len(texts) > 1 else ""), texts

    Path(folder).mkdir(parents=True)
    for number in range(count):
        selections = [[images("Image")] if draw.random() < 0.7 else
                      [("OriginalFileName", [program() for _ in range(draw.randint(1, 2))])]]
        if draw.random() < 0.3:
            selections[0] = [images("ParentImage")]
        selections.append([commands()])
        if draw.random() < 0.25:
            selections.append([commands()])
        filters = []
        if draw.random() < 0.35:
            filters.append([images("ParentImage"), ("User", [draw.choice(USERS)])])
        if draw.random() < 0.15:
            filters.append([commands("ParentCommandLine")])
        write(folder, number, text(draw, number, {"category": "process_creation", "product": "windows"},
                                   selections, filters))


def keep_quiet(folder, count, loud):
    """Keeps the first `count` rules without those of these numbers."""
    for number, path in enumerate(sorted(Path(folder).iterdir())):
        if number in loud or count == 0:
            path.unlink()
        else:
            count -= 1


def write(folder, number, rule):
    (Path(folder) / f"r{number:05}.yml").write_text(rule, encoding="utf-8")
