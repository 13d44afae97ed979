"""What this room holds about people: nothing of citizens. A recording is the voice of somebody who works there, and can be removed."""

from guichet.records.privacy import declare
from guichet.records.prompts import models

declare(models.VoiceChoice, "id organisation voice pace lexicon music music_name edition made_for trouble changed_at")
declare(models.Prompt, "id organisation digest key language voice audio milliseconds made_at")
declare(models.Recording, "id organisation key language text place audio milliseconds recorded_at recorded_by")
