"""The roles as groups, with the permissions that the rights of blog/models/person.py ask for."""

from django.db import migrations

CONTRIBUTOR = {"blog.post": ["add_post"]}
AUTHOR = {"blog.post": ["add_post", "publish_post"], "blog.media": ["add_media"]}
EDITOR = {
    "blog.post": ["add_post", "publish_post", "edit_any_post"],
    "blog.media": ["add_media", "change_media", "delete_media"],
    "blog.comment": ["moderate_comments"],
    "blog.category": ["add_category", "change_category", "delete_category"],
    "blog.tag": ["add_tag", "change_tag", "delete_tag"],
}
MODELS = (
    *("blog.accesstoken", "blog.category", "blog.comment", "blog.formerslug", "blog.media"),
    *("blog.idempotentrequest", "blog.importedpost", "blog.like", "blog.outgoingmail"),
    *("blog.person", "blog.post", "blog.posttag", "blog.revision", "blog.tag", "auth.group"),
)
OWN = {
    "blog.person": ["use_admin_site"],
    "blog.post": ["publish_post", "edit_any_post"],
    "blog.comment": ["moderate_comments"],
}
# What the admin site asks for, model by model.
ADMIN = {
    label: [
        *(f"{action}_{label.partition('.')[2]}" for action in ("add", "change", "delete", "view")),
        *OWN.get(label, []),
    ]
    for label in MODELS
}
ROLES = {"contributor": CONTRIBUTOR, "author": AUTHOR, "editor": EDITOR, "admin": ADMIN}
# Those that Django does not name itself.
NAMES = {
    "publish_post": "Can publish own posts",
    "edit_any_post": "Can see, edit, publish and delete any post",
    "moderate_comments": "Can moderate, edit and delete any comment",
    "use_admin_site": "Can use the admin site, with its people and roles",
}


def make_roles(apps, schema_editor):
    """Make the groups with what their roles may do."""
    give(apps, schema_editor, ROLES)


def give(apps, schema_editor, roles):
    """Make groups and permissions; Django itself makes the latter only after the migrations."""
    using = schema_editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    types = apps.get_model("contenttypes", "ContentType").objects.using(using)
    for role, models in roles.items():
        group, _ = groups.get_or_create(name=role)
        for label, codenames in models.items():
            app, _, model = label.partition(".")
            content_type, _ = types.get_or_create(app_label=app, model=model)
            for codename in codenames:
                name = NAMES.get(codename, f"Can {codename.replace('_', ' ')}")
                permission, _ = permissions.get_or_create(
                    codename=codename, content_type=content_type, defaults={"name": name}
                )
                group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0002_writing"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # Backwards nothing is taken away: people hold these groups.
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
