"""Secrets are never shown again: what was typed and not kept is typed once more, and the page says which."""

from django import forms


def list_to_retype(form: forms.Form) -> str:
    """The labels of the secrets that were sent and are not in the page that answers, with commas between."""
    bound = (form[name] for name, field in form.fields.items() if isinstance(field.widget, forms.PasswordInput))
    return ", ".join(str(each.label) for each in bound if form.is_bound and each.data)
