"""Let most changes of a contact touch no index: who waits is found among the open ones, and no index follows the state or the rank."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contacts", "0008_follow_links")]
    operations = [migrations.RemoveIndex(model_name="contact", name="contacts_waiting")]
