"""The pages of voices: administrators alone, of their own organisation; each text listened to and recorded; what is wrong is said."""

import subprocess

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from guichet.language.errors import MissingProgramError, SoundError, SoundTrouble
from guichet.language.sound import encode, read_recording
from guichet.language.tests.needs import needs_ffmpeg
from guichet.records.calls.models import Line
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.prompts import actions
from guichet.records.prompts.making import make_some
from guichet.records.prompts.models import Prompt, Recording, VoiceChoice
from guichet.records.prompts.sentences import FRENCH
from guichet.records.prompts.tests.offices import Studio, make_office, make_tone, publish_article, studio
from guichet.records.prompts.words import make_key
from guichet.records.separation import set_organisation
from guichet.screens.settings import voices

__all__ = ["studio"]
pytestmark = pytest.mark.django_db
CONNECTING = make_key("fr", FRENCH.connecting)


@pytest.fixture
def office(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Organisation:
    monkeypatch.setattr(voices, "list_voices", lambda _shelf: studio.voices)
    monkeypatch.setattr(voices, "listen", lambda prompt: b"RIFF " + prompt)
    return make_office()


def sign_on(client: Client, office: Organisation, role: Role = Role.ADMINISTRATOR) -> Client:
    set_organisation(office.pk)
    client.force_login(factories.make_account(office, role))
    client.cookies["guichet_language"] = "fr"
    set_organisation(office.pk)
    return client


def upload(content: bytes, name: str = "voix.wav") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_every_group_is_listed_with_who_says_each_text(client: Client, office: Organisation) -> None:
    publish_article(office)
    sign_on(client, office)
    assert "ne sont pas encore prêts" in read(client, "/settings/voices")
    assert "pas encore prêt" in read(client, "/settings/voices/said/telephone")
    set_organisation(office.pk)
    make_some(office, timezone.now(), seconds=60)
    assert "Tout est prêt." in read(client, "/settings/voices")
    page = read(client, "/settings/voices/said/telephone")
    assert FRENCH.connecting in page
    assert "dit par la voix siwis" in page
    assert "quatre cent vingt-trois euros" in read(client, "/settings/voices/said/articles")
    assert "avant vous" in read(client, "/settings/voices/said/waiting")
    assert "Rien n’est encore dit ici." in read(client, "/settings/voices/said/scripts")
    assert client.get("/settings/voices/said/absent").status_code == 404


def test_a_text_is_found_by_its_words(client: Client, office: Organisation) -> None:
    page = sign_on(client, office).get("/settings/voices/said/telephone", {"q": "GRÈVE mars"}).content.decode()
    assert "Grève le 3 mars." in page
    assert FRENCH.connecting not in page
    assert "Rien ici ne contient ces mots." in read(client, "/settings/voices/said/telephone?q=absent&from=999")


def test_any_text_is_listened_to_as_callers_hear_it(client: Client, office: Organisation) -> None:
    sign_on(client, office)
    heard = client.get(f"/settings/voices/heard/{CONNECTING}.wav")
    assert (heard["Content-Type"], heard.content[:12]) == ("audio/wav", b"RIFF encoded")
    assert client.get("/settings/voices/music.wav").content == b"RIFF our music"
    assert client.get(f"/settings/voices/heard/{make_key('fr', 'never said')}.wav").status_code == 404


def test_without_any_voice_it_is_said_and_nothing_breaks(
    client: Client, office: Organisation, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_prompt: bytes) -> bytes:
        raise MissingProgramError("ffmpeg", "Sound")

    studio.voices, studio.is_mute = [], True
    monkeypatch.setattr(voices, "listen", fail)
    assert "guichet doctor --install telephone" in sign_on(client, office).get("/settings/voices").content.decode()
    assert client.get(f"/settings/voices/heard/{CONNECTING}.wav").status_code == 503
    assert client.get("/settings/voices/music.wav").status_code == 503


def test_a_text_is_recorded_and_the_recording_removed(client: Client, office: Organisation) -> None:
    sign_on(client, office)
    reply = client.post(f"/settings/voices/record/{CONNECTING}", {"group": "telephone", "sound": upload(make_tone())})
    assert reply["Location"] == f"/settings/voices/said/telephone?done=recorded#said-{CONNECTING[:16]}"
    assert "enregistré par vous le" in read(client, "/settings/voices/said/telephone")
    assert client.get(f"/settings/voices/heard/{CONNECTING}.wav").content == b"RIFF encoded 8000"
    assert client.post(f"/settings/voices/record/{CONNECTING}", {"group": "telephone", "remove": "1"}).status_code == 302
    set_organisation(office.pk)
    assert not Recording.objects.exists()


def test_a_text_is_said_into_the_microphone_of_this_page_alone(client: Client, office: Organisation) -> None:
    sign_on(client, office)
    page = client.get("/settings/voices/said/telephone")
    assert "microphone=(self)" in page["Permissions-Policy"]
    assert "media-src 'self' blob:" in page["Content-Security-Policy"]
    assert 'template id="recorder"' in page.content.decode()
    refused = client.post(f"/settings/voices/record/{CONNECTING}", {"group": "telephone"})
    assert (refused.status_code, "microphone=(self)" in refused["Permissions-Policy"]) == (422, True)
    assert "blob:" in refused["Content-Security-Policy"]
    for address in ("/settings/voices", "/settings/telephone"):
        other = client.get(address)
        assert "microphone=()" in other["Permissions-Policy"]
        assert "blob:" not in other["Content-Security-Policy"]


@pytest.mark.peers
@needs_ffmpeg
def test_what_a_browser_records_is_heard_by_callers(client: Client, office: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "read_recording", read_recording)
    monkeypatch.setattr(actions, "encode", encode)
    given = ["-f", "lavfi", "-i", "sine=frequency=440:duration=2", "-c:a", "libopus", "-f", "webm", "pipe:1"]
    webm = subprocess.run(["ffmpeg", "-v", "error", "-nostdin", *given], capture_output=True, check=True, timeout=30).stdout
    sign_on(client, office)
    sent = SimpleUploadedFile("recording.webm", webm, "audio/webm;codecs=opus")
    assert client.post(f"/settings/voices/record/{CONNECTING}", {"group": "telephone", "sound": sent}).status_code == 302
    set_organisation(office.pk)
    [kept] = Recording.objects.all()
    assert kept.milliseconds == pytest.approx(2_000, abs=60)
    cut = SimpleUploadedFile("recording.webm", webm[:40])
    refused = client.post(f"/settings/voices/record/{CONNECTING}", {"group": "telephone", "sound": cut})
    assert (refused.status_code, "ce n’est pas un son" in refused.content.decode()) == (422, True)


@pytest.mark.parametrize(("content", "said"), [(None, "Choisissez d’abord un fichier."), (b"x", "ce n’est pas un son")])
def test_a_file_that_is_none_is_refused_in_words(
    client: Client, office: Organisation, monkeypatch: pytest.MonkeyPatch, content: bytes | None, said: str
) -> None:
    def refuse(_content: bytes, _seconds: float) -> None:
        raise SoundError(SoundTrouble.NOT_A_SOUND)

    monkeypatch.setattr(actions, "read_recording", refuse)
    sign_on(client, office)
    for address, name in ((f"/settings/voices/record/{CONNECTING}", "sound"), ("/settings/voices/music", "music")):
        sent = {name: upload(content)} if content else {}
        for group in ("telephone", "elsewhere"):
            reply = client.post(address, {"group": group, **sent})
            assert (reply.status_code, said in reply.content.decode()) == (422, True)


def test_a_recording_of_a_text_that_changed_is_shown_as_such(client: Client, office: Organisation) -> None:
    sign_on(client, office)
    client.post(f"/settings/voices/record/{make_key('fr', 'Grève le 3 mars.')}", {"group": "telephone", "sound": upload(make_tone())})
    set_organisation(office.pk)
    Line.objects.update(announcement={"fr": "Grève le 4 mars."})
    page = read(client, "/settings/voices")
    assert "Enregistrements que plus personne n’entend" in page
    assert "Grève le 3 mars." in page


def test_voice_pace_and_words_are_chosen_and_two_at_once_are_told(client: Client, office: Organisation) -> None:
    sign_on(client, office)
    fields = {"edition": "1", "voice": "siwis", "pace": "90", "lexicon": "ANTAI = antaï\r\nMSA = emme esse a"}
    assert client.post("/settings/voices", fields).status_code == 302
    set_organisation(office.pk)
    choice = VoiceChoice.objects.get()
    assert (choice.voice, choice.pace, choice.lexicon) == ("siwis", 90, "ANTAI = antaï\nMSA = emme esse a")
    second = client.post("/settings/voices", fields)
    assert (second.status_code, "entre-temps" in second.content.decode()) == (409, True)
    for wrong in ({"voice": "absent"}, {"pace": "5"}, {"edition": "x"}):
        assert client.post("/settings/voices", {**fields, "edition": choice.edition, **wrong}).status_code == 422
    bad = client.post("/settings/voices", {**fields, "edition": choice.edition, "lexicon": "nothing"})
    assert "La ligne 1" in bad.content.decode()


def test_music_is_brought_and_given_up_again(client: Client, office: Organisation) -> None:
    sign_on(client, office)
    assert client.post("/settings/voices/music", {"music": upload(make_tone(), "attente.mp3")}).status_code == 302
    assert "attente.mp3" in read(client, "/settings/voices")
    assert client.post("/settings/voices/music", {"remove": "1"}).status_code == 302
    assert "La nôtre" in read(client, "/settings/voices")


def test_a_voice_that_failed_is_named_and_everything_can_be_spoken_anew(client: Client, office: Organisation, studio: Studio) -> None:
    studio.broken = {"siwis"}
    make_some(office, timezone.now(), seconds=60)
    assert "espeak-ng parle à sa place" in read(sign_on(client, office), "/settings/voices")
    assert client.post("/settings/voices/again").status_code == 302
    set_organisation(office.pk)
    assert not Prompt.objects.exists()


def test_only_administrators_hear_and_change_and_only_their_own(client: Client, office: Organisation) -> None:
    other = make_office(number="+33123456780")
    set_organisation(other.pk)
    actions.keep_recording(factories.make_account(other, Role.ADMINISTRATOR), CONNECTING, make_tone(), timezone.now())
    sign_on(client, office)
    assert client.get(f"/settings/voices/heard/{CONNECTING}.wav").content != b"RIFF encoded 8000"
    client.post(f"/settings/voices/record/{CONNECTING}", {"remove": "1"})
    set_organisation(other.pk)
    assert Recording.objects.count() == 1
    for role in (Role.AGENT, Role.SUPERVISOR):
        sign_on(client, office, role)
        for address in ("/settings/voices", "/settings/voices/said/telephone", f"/settings/voices/heard/{CONNECTING}.wav"):
            assert client.get(address).status_code == 403
        assert client.post("/settings/voices/music", {"remove": "1"}).status_code == 403
