"""Process creation on Windows, as Sysmon and the collectors behind it write it: one object a line."""

import datetime
import json
import random

from generate.words import COMMON, FLAGS, FOLDERS, PROGRAMS, USERS

START = datetime.datetime(2026, 11, 1)


def command_line(draw, image):
    parts = [f'"{image}"' if draw.random() < 0.5 else image]
    for _ in range(draw.randint(0, 6)):
        kind = draw.random()
        word = COMMON.one(draw)
        if kind < 0.4:
            parts.append(draw.choice(FLAGS).strip())
        elif kind < 0.6:
            parts.append(rf"{draw.choice(FOLDERS)}\{word}.{draw.choice(('dll', 'ps1', 'txt', 'log', 'xml'))}")
        elif kind < 0.8:
            parts.append(f"--{word}={COMMON.one(draw)}")
        else:
            parts.append(f"{word}{draw.randint(0, 99999)}")
    return " ".join(parts)


def image(draw):
    return rf"{draw.choice(FOLDERS)}\{draw.choice(PROGRAMS)}"


def write_events(path, count, seed=1):
    draw = random.Random(seed)
    parents = [image(draw) for _ in range(60)]
    usual = [(path, command_line(draw, path)) for path in (image(draw) for _ in range(3_000))]
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            program, command = draw.choice(usual)
            if draw.random() < 0.4:  # commands repeat, but many are new
                command = command_line(draw, program)
            parent = draw.choice(parents)
            name = program.rpartition("\\")[2]
            time = START + datetime.timedelta(milliseconds=37 * number)
            file.write(json.dumps({
                "@timestamp": time.isoformat(timespec="milliseconds") + "Z",
                "EventID": 1,
                "Channel": "Microsoft-Windows-Sysmon/Operational",
                "Computer": f"WS-{draw.randint(1, 400):04}.corp.example",
                "ProcessGuid": f"{{{draw.getrandbits(128):032x}}}",
                "ProcessId": draw.randint(4, 65535),
                "Image": program,
                "OriginalFileName": name if draw.random() < 0.8 else name.upper(),
                "Description": f"{COMMON.one(draw)} {COMMON.one(draw)}",
                "Product": "Microsoft Windows Operating System",
                "Company": "Microsoft Corporation",
                "CommandLine": command,
                "CurrentDirectory": draw.choice(FOLDERS) + "\\",
                "User": draw.choice(USERS),
                "LogonId": f"0x{draw.getrandbits(20):x}",
                "IntegrityLevel": draw.choice(("Low", "Medium", "High", "System")),
                "Hashes": f"MD5={draw.getrandbits(128):032X},SHA256={draw.getrandbits(256):064X}",
                "ParentProcessId": draw.randint(4, 65535),
                "ParentImage": parent,
                "ParentCommandLine": command_line(draw, parent),
                "ParentUser": draw.choice(USERS),
            }, separators=(",", ":")) + "\n")
