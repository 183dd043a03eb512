"""Reads each example of schema.yml into the generated Python models, and back."""

from pathlib import Path

from blog_client import models
from ruamel.yaml import YAML

schema = YAML(typ="safe").load(Path("schema.yml"))


def bodies(operation):
    """Yield what is sent and what is answered, as JSON."""
    for place in (operation.get("requestBody", {}), *operation["responses"].values()):
        if content := place.get("content", {}).get("application/json"):
            yield content


read = 0
for path, operations in schema["paths"].items():
    for operation in operations.values():
        for content in bodies(operation):
            name = content["schema"].get("$ref", "").rpartition("/")[2]
            if "example" not in content or not hasattr(models, name):
                continue
            model = getattr(models, name)
            found = model.from_dict(content["example"])
            lost = getattr(found, "additional_properties", None)
            if lost or model.from_dict(found.to_dict()) != found:
                raise SystemExit(f"The model {name} of {path} loses what its example holds.")
            read += 1
if read < 50:
    raise SystemExit(f"Only {read} examples were read.")
