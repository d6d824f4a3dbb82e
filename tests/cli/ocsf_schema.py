"""Checks lines of OCSF findings against the published schema: ocsf_schema.py FILE...

The schema comes from the package `ocsf-json-schema`, the judge is `jsonschema`. Where one of them is
not installed the exit code is 77: skipped."""
import json
import sys

try:
    from jsonschema import Draft202012Validator
    from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema
except ImportError as missing:
    print(missing)
    sys.exit(77)

schemas = {}


def errors(finding):
    version = finding["metadata"]["version"]
    profiles = finding["metadata"].get("profiles", [])
    key = (version, finding["class_uid"], tuple(profiles))
    if key not in schemas:
        ocsf = OcsfJsonSchemaEmbedded(get_ocsf_schema(version=version))
        name = ocsf.lookup_class_name_from_uid(class_uid=finding["class_uid"])
        schemas[key] = Draft202012Validator(ocsf.get_class_schema(class_name=name, profiles=profiles))
    yield from schemas[key].iter_errors(finding)


wrong = checked = 0
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            checked += 1
            for error in errors(json.loads(line)):
                wrong += 1
                place = "/".join(str(part) for part in error.absolute_path)
                print(f"{path}:{number}: {place}: {error.message[:200]}")
print(f"{checked} findings, {wrong} errors")
sys.exit(1 if wrong or not checked else 0)
