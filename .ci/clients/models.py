"""Reads each example of schema.yml into the generated Python models, and back."""

from pathlib import Path

from blog_client import models
from ruamel.yaml import YAML

schema = YAML(typ="safe").load(Path("schema.yml"))
for path, operations in schema["paths"].items():
    content = operations["get"]["responses"]["200"]["content"]["application/json"]
    shape, name = content["schema"], content["schema"].get("$ref", "").rpartition("/")[2]
    if "example" not in content or not hasattr(models, name):
        continue
    model = getattr(models, name)
    read = model.from_dict(content["example"])
    if read.additional_properties or model.from_dict(read.to_dict()) != read:
        raise SystemExit(f"The model {name} of {path} loses what its example holds.")
