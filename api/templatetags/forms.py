"""Fields of forms: label, control, hint and mistakes, tied together for every reader."""

from typing import Any

from django import template

from api.forms import Form

register = template.Library()


@register.filter
def at(errors: dict[str, list[str]], name: str) -> list[str]:
    """Return the mistakes of a field, or with "" those that no field is to blame for."""
    return errors.get(name, [])


@register.filter
def ticked(form: Form, pk: int) -> bool:
    """Whether the box of this row was ticked when the form was sent."""
    return str(pk) in form.all("ids")


@register.inclusion_tag("blog/_field.html")
def field(
    form: Form, name: str, label: str, kind: str = "text", hint: str = "", **attributes: Any
) -> dict[str, Any]:
    """Return what a field shows; other attributes go to its control, `choices` to a select."""
    choices = attributes.pop("choices", ())
    value = form.values.get(name)
    return {
        "name": name,
        "id": f"field-{name.replace('.', '-')}",
        "label": label,
        "kind": kind,
        "hint": hint,
        # A password that was wrong is typed anew.
        "value": "" if value is None or kind == "password" else value,
        "choices": choices,
        "errors": form.errors.get(name, ()),
        "attributes": attributes,
    }
