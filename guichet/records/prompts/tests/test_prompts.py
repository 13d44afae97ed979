"""Callers hear what is published today, in the best voice there is, and never nothing."""

import os
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from guichet.decisions.dialogue.words import Medium as ScriptMedium
from guichet.language.errors import MissingProgramError
from guichet.language.speaking import ALWAYS
from guichet.language.tests.needs import needs_espeak, needs_ffmpeg
from guichet.records.audit.models import AuditEntry
from guichet.records.contacts.waiting import Wait
from guichet.records.directory.models import Organisation
from guichet.records.directory.writers import Editing
from guichet.records.knowledge import actions as articles
from guichet.records.knowledge.tests.contents import make_content, reword
from guichet.records.knowledge.words import Medium
from guichet.records.prompts import actions, errors, making, queries
from guichet.records.prompts.actions import Wanted
from guichet.records.prompts.making import make_some
from guichet.records.prompts.models import Prompt, Recording, VoiceChoice
from guichet.records.prompts.queries import forget_unused, get_music, ready
from guichet.records.prompts.sentences import ENGLISH, FRENCH, SENTENCES, list_fixed, list_waits, tell_wait, widen
from guichet.records.prompts.tests.offices import (
    NOW,
    WAIT,
    Studio,
    make_administrator,
    make_office,
    make_tone,
    publish_article,
    publish_script,
    studio,
)
from guichet.records.prompts.wordings import list_said
from guichet.records.prompts.words import Group, make_key
from guichet.records.scripts import actions as scripts
from guichet.records.scripts.tests.scripts import make_document
from guichet.records.separation import set_organisation

__all__ = ["studio"]
pytestmark = pytest.mark.django_db
ANSWER = "L’aide est de quatre cent vingt-trois euros et quarante-huit centimes par enfant."


@pytest.fixture
def office() -> Organisation:
    return make_office()


def make_all(organisation: Organisation) -> int:
    return make_some(organisation, NOW, seconds=60)


def list_texts(organisation: Organisation, group: Group, language: str = "fr") -> list[str]:
    return [said.text for said in list_said(organisation) if said.group is group and said.language == language]


def test_what_is_published_is_said_and_nothing_else(office: Organisation) -> None:
    version = publish_article(office)
    articles.add_draft(version.article, reword(make_content(), Medium.SPOKEN, "Un brouillon de {montant}."), Editing(None, NOW), version)
    assert list_texts(office, Group.ARTICLES) == [ANSWER]
    articles.create_article(office.pk, "brouillon", make_content(), articles.Details(), Editing(None, NOW))
    assert list_texts(office, Group.ARTICLES) == [ANSWER]
    own = list_texts(office, Group.TELEPHONE)
    assert own[:4] == [
        "Grève le 3 mars.",
        "Bonjour, vous êtes bien en relation avec La CAF d’ici.",
        "Pour le français, tapez 1.",
        "Pour : Un paiement, tapez 1.",
    ]
    assert not any("{" in said.text for said in list_said(office))


def test_scripts_are_said_where_they_are_switched_on_for_the_telephone(office: Organisation) -> None:
    version = publish_script(office, make_document(), ScriptMedium.CHAT)
    assert list_texts(office, Group.SCRIPTS) == []
    scripts.save_details(version.script, scripts.Details("x", (ScriptMedium.VOICE,), {}), Editing(None, NOW))
    said = list_texts(office, Group.SCRIPTS)
    assert "Que souhaitez-vous savoir ? Pour « La date de mon paiement », tapez 1. Pour « Je suis sans ressources », tapez 2." in said[0]
    assert {"Combien de pièces ?", "Merci, bonne journée.", "Une personne vous répond, avec vos réponses."} <= set(said)
    assert "Nous n’avons pas compris votre choix." in {*said, *list_texts(office, Group.TELEPHONE)}
    scripts.switch(version.script, Editing(None, NOW), is_on=False)
    assert list_texts(office, Group.SCRIPTS) == []


def test_prompts_are_made_once_each_in_the_voice_of_their_language(office: Organisation, studio: Studio) -> None:
    publish_article(office)
    made = make_all(office)
    assert made == Prompt.objects.count() == len(list_said(office))
    assert {(voice, language) for voice, language, _text in studio.said} == {("siwis", "fr"), (ALWAYS, "en")}
    assert make_all(office) == 0
    assert len(studio.said) == made
    assert all("CAF" not in text and not any(letter.isdigit() for letter in text) for _v, language, text in studio.said if language == "fr")


def test_who_answers_no_telephone_is_given_no_prompts(studio: Studio) -> None:
    assert make_all(make_office(number="")) == 0
    assert studio.said == []


def test_a_new_wording_is_made_and_the_old_one_goes(office: Organisation, studio: Studio) -> None:
    version = publish_article(office)
    make_all(office)
    before = set(Prompt.objects.values_list("key", flat=True))
    changed = reword(make_content(), Medium.SPOKEN, "Vous touchez {montant} par enfant.")
    editing = Editing(None, NOW + timedelta(hours=1))
    new = articles.add_draft(version.article, changed, editing, version)
    articles.publish(articles.approve(articles.submit(new, editing), editing), editing)
    assert make_all(office) == 1
    after = set(Prompt.objects.values_list("key", flat=True))
    assert before - after == {make_key("fr", ANSWER)}
    assert len(after - before) == 1
    assert studio.said[-1][2].startswith("Vous touchez quatre cent vingt-trois euros")


def test_work_that_takes_long_goes_on_where_it_stopped(office: Organisation, studio: Studio) -> None:
    wanted = len(list_said(office))
    assert [make_some(office, NOW, seconds=-1) for _ in range(3)] == [1, 1, 1]
    assert make_all(office) == wanted - 3
    assert len(studio.said) == wanted


def test_a_voice_that_fails_gives_way_and_the_settings_are_told(office: Organisation, studio: Studio) -> None:
    studio.broken = {"siwis"}
    make_all(office)
    assert set(Prompt.objects.filter(language="fr").values_list("voice", flat=True)) == {ALWAYS}
    said = len(studio.said)
    assert make_all(office) == 0
    assert len(studio.said) == said
    studio.broken = set()
    actions.make_again(make_administrator(office), NOW)
    assert make_all(office) == said
    assert set(Prompt.objects.filter(language="fr").values_list("voice", flat=True)) == {"siwis"}


def test_where_nothing_can_speak_the_trouble_is_kept_and_told_once_it_ends(office: Organisation, studio: Studio) -> None:
    studio.is_mute = True
    with pytest.raises(MissingProgramError):
        make_all(office)
    assert VoiceChoice.objects.get().trouble == "language-program-missing"
    studio.is_mute = False
    assert make_all(office) > 0
    assert VoiceChoice.objects.get().trouble == ""


def test_a_prompt_that_is_made_is_played_without_a_word_being_spoken_again(office: Organisation, studio: Studio) -> None:
    make_all(office)
    said = len(studio.said)
    says = [FRENCH.connecting, *tell_wait(FRENCH, WAIT)]
    files = ready(office.pk, says, "fr")
    assert [file.read_bytes()[:7] for file in files] == [b"encoded"] * 3
    assert len(set(files)) == 3
    assert ready(office.pk, says, "fr") == files
    assert len(studio.said) == said


def test_what_is_not_ready_is_said_at_once_by_the_quick_voice(office: Organisation, studio: Studio) -> None:
    [file] = ready(office.pk, ["Vous avez rendez-vous le 03/03/2027."], "fr")
    assert studio.said == [(ALWAYS, "fr", "Vous avez rendez-vous le trois mars deux mille vingt-sept.")]
    assert ready(office.pk, ["Vous avez rendez-vous le 03/03/2027."], "fr") == [file]
    assert len(studio.said) == 1
    assert not Prompt.objects.exists()


def test_a_file_that_was_lost_or_cut_off_comes_again(office: Organisation, studio: Studio) -> None:
    make_all(office)
    [file] = ready(office.pk, [FRENCH.connecting], "fr")
    content = file.read_bytes()
    file.unlink()
    (file.parent / ".arriving-x").write_bytes(b"half")
    assert ready(office.pk, [FRENCH.connecting], "fr") == [file]
    assert file.read_bytes() == content
    assert studio.said


def test_a_caller_never_hears_nothing(office: Organisation, studio: Studio) -> None:
    hold = FRENCH.connecting
    ready(office.pk, [hold], "fr")
    studio.is_mute = True
    assert len(ready(office.pk, [hold, "Une phrase inattendue."], "fr")) == 1
    with pytest.raises(errors.NoVoiceError, match="telephone"):
        ready(office.pk, ["Une phrase inattendue."], "fr")
    assert ready(office.pk, ["", "  "], "fr") == []


def test_a_recording_is_heard_for_as_long_as_exactly_this_is_said(office: Organisation, studio: Studio) -> None:
    account = make_administrator(office)
    version = publish_article(office)
    make_all(office)
    assert ("siwis", "fr", ANSWER) in studio.said
    recording = actions.keep_recording(account, make_key("fr", ANSWER), make_tone(), NOW)
    assert (recording.milliseconds, recording.place) == (500, "rentree")
    [first] = ready(office.pk, [ANSWER], "fr")
    assert first.read_bytes() == b"encoded 8000"
    actions.keep_recording(account, make_key("fr", ANSWER), make_tone(0.25), NOW + timedelta(minutes=1))
    assert ready(office.pk, [ANSWER], "fr")[0].read_bytes() == b"encoded 4000"
    make_all(office)
    assert not Prompt.objects.filter(key=make_key("fr", ANSWER)).exists()
    editing = Editing(None, NOW)
    new = articles.add_draft(version.article, reword(make_content(), Medium.SPOKEN, "Autre : {montant}."), editing, version)
    articles.publish(articles.approve(articles.submit(new, editing), editing), editing)
    [now] = list_texts(office, Group.ARTICLES)
    assert ready(office.pk, [now], "fr")[0].read_bytes() != b"encoded 4000"
    with pytest.raises(errors.NotSaidError):
        actions.keep_recording(account, make_key("fr", ANSWER), make_tone(), NOW)
    actions.remove_recording(account, make_key("fr", ANSWER), NOW)
    actions.remove_recording(account, make_key("fr", ANSWER), NOW)
    assert not Recording.objects.exists()
    verbs = list(AuditEntry.objects.values_list("verb", flat=True))
    assert (verbs.count("prompt-recorded"), verbs.count("prompt-recording-removed")) == (2, 1)


def test_another_voice_pace_or_word_is_heard_from_the_next_prompt_on(office: Organisation, studio: Studio) -> None:
    account = make_administrator(office)
    make_all(office)
    hold = FRENCH.welcome.format(name=office.name)
    first = ready(office.pk, [hold], "fr")
    choice = VoiceChoice.objects.get()
    choice = actions.save_choice(account, Wanted(ALWAYS, 90, "CAF = caisse"), choice.edition, NOW)
    studio.said.clear()
    make_all(office)
    assert {voice for voice, _language, _text in studio.said} == {ALWAYS}
    assert "Bonjour, vous êtes bien en relation avec La caisse d’ici." in [text for _voice, _language, text in studio.said]
    assert ready(office.pk, [hold], "fr") != first
    with pytest.raises(errors.ChoiceMovedError):
        actions.save_choice(account, Wanted("", 100, ""), choice.edition - 1, NOW)
    with pytest.raises(errors.UnknownVoiceError):
        actions.save_choice(account, Wanted("absent", 100, ""), choice.edition, NOW)
    with pytest.raises(errors.LexiconRefusedError, match="2"):
        actions.save_choice(account, Wanted("", 100, "A = b\nnothing"), choice.edition, NOW)
    assert actions.save_choice(account, Wanted("siwis", 1_000, ""), choice.edition, NOW).pace == 130


def test_music_is_ours_until_the_administration_brings_its_own(office: Organisation, studio: Studio) -> None:
    account = make_administrator(office)
    assert studio.voices
    ours = get_music(office.pk)
    assert ours.read_bytes() == b"our music"
    actions.save_music(account, "attente.mp3", make_tone(), NOW)
    own = get_music(office.pk)
    assert own.read_bytes() == b"encoded 8000"
    actions.save_music(account, "autre.mp3", make_tone(0.25), NOW)
    assert get_music(office.pk).read_bytes() == b"encoded 4000"
    actions.remove_music(account, NOW)
    assert get_music(office.pk) == ours
    with pytest.raises(errors.RecordingRefusedError, match="10"):
        actions.save_music(account, "x", bytes(11 * 2**20), NOW)


def test_nobody_hears_the_recordings_of_another_organisation(studio: Studio) -> None:
    ours, theirs = make_office(), make_office(number="+33123456780")
    for office in (ours, theirs):
        set_organisation(office.pk)
        make_all(office)
    set_organisation(theirs.pk)
    actions.keep_recording(make_administrator(theirs), make_key("fr", FRENCH.connecting), make_tone(), NOW)
    [file] = ready(ours.pk, [FRENCH.connecting], "fr")
    assert file.read_bytes() != b"encoded 8000"
    assert str(theirs.pk) not in file.parts
    assert studio.said


def test_files_that_nobody_plays_go_and_those_in_use_stay(office: Organisation, studio: Studio) -> None:
    make_all(office)
    [old], [used] = (ready(office.pk, [each], "fr") for each in (FRENCH.connecting, FRENCH.full))
    for file in (old, used):
        os.utime(file, (1_000, 1_000))
    ready(office.pk, [FRENCH.full], "fr")
    assert forget_unused(time.time() - 3_600) == 1
    assert (old.exists(), used.exists()) == (False, True)
    assert studio.said


def test_all_that_is_told_of_a_wait_is_known_beforehand() -> None:
    assert tell_wait(FRENCH, WAIT) == ["Il y a 3 personnes avant vous.", "L’attente devrait durer de 5 à 10 minutes."]
    assert tell_wait(ENGLISH, Wait(position=1, from_minutes=0, to_minutes=1)) == ["You are the next person we will take."]
    assert tell_wait(FRENCH, Wait(position=99, from_minutes=None, to_minutes=None)) == ["Il y a plus de 30 personnes avant vous."]
    for sentences in SENTENCES.values():
        known = set(list_waits(sentences))
        assert len(known) < 120
        for low in range(121):
            for high in (*range(low + 1, 131), None):
                assert set(tell_wait(sentences, Wait(position=low, from_minutes=low, to_minutes=high))) <= known
        assert all("{" not in text for _name, text in list_fixed(sentences))


def test_a_range_that_is_told_holds_the_one_that_is_expected() -> None:
    """Below a minute nobody counts: the least that is said is one."""
    for low in range(121):
        for high in range(low + 1, 131):
            least, most = widen(low, high)
            assert least <= max(low, 1)
            assert most is None or most >= high
        assert widen(low, None)[1] is None


@needs_espeak
@needs_ffmpeg
@pytest.mark.peers
def test_a_real_voice_is_heard_from_many_threads_at_once(office: Organisation, settings: object, tmp_path: Path) -> None:
    """Through the real programs: a file in the format that rtpengine plays, the same for all who ask at once."""
    settings.PROMPTS_FOLDER, settings.MODELS_FOLDER = tmp_path / "prompts", tmp_path / "models"  # type: ignore[attr-defined]
    making.get_speakers.cache_clear()
    [file] = ready(office.pk, ["Il y a 3 personnes devant vous."], "fr")
    assert file.read_bytes()[:4] == b"\x1aE\xdf\xa3"
    assert get_music(office.pk).stat().st_size > 8_000 * 40
    style = making.read_style(None)
    found: list[Path | None] = []
    threads = [threading.Thread(target=lambda: found.append(queries._speak_now(office.pk, style, "Et 12 €.", "fr"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({each for each in found if each}) == 1
