"""The feed of changes, with what is scheduled already; the admin role may look at it."""

from importlib import import_module

from django.db import migrations, models
from django.utils import timezone

ROLES = {"admin": {"blog.change": [f"{do}_change" for do in ("add", "change", "delete", "view")]}}


def open_to_admins(apps, schema_editor):
    """Give the role what the admin site asks for."""
    import_module("blog.migrations.0003_roles").give(apps, schema_editor, ROLES)


def write_scheduled(apps, schema_editor):
    """Write a row for each post that will appear: by time alone, so that no write would do it."""
    using, now = schema_editor.connection.alias, timezone.now()
    Post = apps.get_model("blog", "Post")
    Change = apps.get_model("blog", "Change")
    scheduled = Post.objects.using(using).filter(status="published", published_at__gt=now)
    Change.objects.using(using).bulk_create(
        (
            Change(post_id=pk, slug=slug, kind="published", at=now, due=due)
            for pk, slug, due in scheduled.values_list("pk", "slug", "published_at")
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0006_suggestions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post_id', models.BigIntegerField()),
                ('slug', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('published', 'Published'), ('updated', 'Updated'), ('withdrawn', 'Withdrawn'), ('deleted', 'Deleted'), ('tags', 'Tags')], max_length=10)),
                ('at', models.DateTimeField()),
                ('due', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('due__isnull', False)), fields=['due', 'id'], name='change_due'), models.Index(condition=models.Q(('due__isnull', False), ('id__lt', 0), _connector='OR'), fields=['post_id'], name='change_waits')],
            },
        ),
        migrations.RunPython(open_to_admins, migrations.RunPython.noop),
        migrations.RunPython(write_scheduled, migrations.RunPython.noop),
    ]
