"""A citizen writes from the site of her commune, where one tag shows the widget."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from guichet.records.notices.tests.peers import SENDER, Post, listening
from tests.journeys import acts
from tests.journeys.conftest import House, People, Street, open_house, wait_until
from tests.journeys.sites import Site, open_site

POST = Post()
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
PNG = Path(__file__).parent.parent.parent / "docs" / "screens" / "home-light-320.png"
MINE = "Ma quittance a été refusée, pourquoi ?"


@contextmanager
def open_writing_house() -> Iterator[House]:
    """One that sends mails: to a real SMTP peer."""
    with listening(POST) as server, open_house(GUICHET_SMTP_URL=f"smtp://{server.host}:{server.port}", GUICHET_MAIL_FROM=SENDER) as house:
        yield house


@pytest.fixture
def house(street: Street) -> House:
    return street.visit(open_writing_house)


@pytest.fixture
def site(house: House) -> Iterator[Site]:
    with open_site(house) as site:
        yield site


@pytest.fixture
def agent(people: People) -> Iterator[Page]:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    yield agent
    acts.go_offline(agent)


def launcher(page: Page) -> Locator:
    return page.get_by_role("button", name="Nous écrire")


def open_widget(page: Page) -> FrameLocator:
    launcher(page).click()
    frame = get_frame(page)
    heading = frame.get_by_role("heading", level=1)
    expect(heading).to_have_text("Allocations du Val")
    expect(heading).to_be_focused()
    return frame


def get_frame(page: Page) -> FrameLocator:
    return page.frame_locator("guichet-widget iframe")


def ask(frame: FrameLocator, text: str, name: str = "Zoé") -> None:
    frame.get_by_label("Quel est le sujet ?").select_option(label="Demander une aide au logement")
    frame.get_by_label("Votre message").fill(text)
    frame.get_by_label("Votre nom").fill(name)
    frame.get_by_role("button", name="Envoyer mon message").click()
    expect(frame.locator("conversation-log .bubble")).to_have_text([text])


def write(frame: FrameLocator, text: str) -> None:
    box = frame.locator(".composer textarea")
    box.fill(text)
    box.press("Enter")


def test_a_citizen_writes_from_another_site_and_is_answered_there(people: People, site: Site, agent: Page) -> None:
    citizen = people.arrive()
    citizen.goto(site.origin)
    frame = open_widget(citizen)
    ask(frame, MINE)
    expect(frame.locator("[data-wait]")).to_contain_text("Vous êtes la personne suivante.")
    acts.answer(agent, MINE)
    acts.write(agent, "Bonjour Zoé, envoyez-la de nouveau ici.")
    expect(frame.locator("conversation-log .bubble")).to_have_text([MINE, "Bonjour Zoé, envoyez-la de nouveau ici."])
    write(frame, "Merci !")
    expect(acts.bubbles(agent)).to_have_count(3)
    expect(frame.locator("conversation-log .fate").last).to_have_text("Lu")
    cookies = [str(cookie.get("path")) for cookie in citizen.context.cookies() if "guichet" in str(cookie.get("name"))]
    assert all(path.startswith("/widget/") for path in cookies), "no cookie of the widget opens a door"
    acts.finish(agent)
    expect(frame.get_by_text("Cette conversation est terminée.")).to_be_visible()
    frame.get_by_role("button", name="Faire une autre demande").click()
    expect(frame.get_by_label("Votre message")).to_have_value("")
    ask(frame, "Encore une question")
    acts.answer(agent, "Encore une question")
    expect(agent.get_by_role("alertdialog")).to_have_count(0)
    acts.finish(agent)


def test_a_page_change_and_a_reload_lose_and_double_nothing(people: People, site: Site, agent: Page) -> None:
    citizen = people.arrive()
    citizen.goto(site.origin)
    frame = open_widget(citizen)
    frame.get_by_label("Votre message").fill("Je change de page")
    citizen.get_by_role("link", name="Vie pratique").click()
    frame = get_frame(citizen)
    expect(frame.get_by_label("Votre message")).to_have_value("Je change de page")
    ask(frame, "Je change de page")
    acts.answer(agent, "Je change de page")
    frame.locator(".composer textarea").fill("Une phrase commencée")
    citizen.get_by_role("link", name="Accueil").click()
    frame = get_frame(citizen)
    expect(frame.locator("conversation-log .bubble")).to_have_text(["Je change de page"])
    expect(frame.locator(".composer textarea")).to_have_value("Une phrase commencée")
    frame.locator(".composer textarea").press("Enter")
    citizen.reload()
    expect(get_frame(citizen).locator("conversation-log .bubble")).to_have_text(["Je change de page", "Une phrase commencée"])
    expect(acts.bubbles(agent)).to_have_count(2)
    acts.finish(agent)


def test_a_cut_network_is_said_and_nothing_is_lost(people: People, site: Site, agent: Page) -> None:
    citizen = people.arrive()
    citizen.goto(site.origin)
    frame = open_widget(citizen)
    ask(frame, "Le train passe sous un tunnel")
    acts.answer(agent, "Le train passe sous un tunnel")
    citizen.context.set_offline(True)
    write(frame, "Écrit sous le tunnel")
    expect(frame.get_by_text(acts.LOST)).to_be_visible()
    expect(frame.get_by_text("Envoi…")).to_be_visible()
    citizen.context.set_offline(False)
    expect(acts.bubbles(agent)).to_have_text(["Le train passe sous un tunnel", "Écrit sous le tunnel"])
    expect(frame.get_by_text("Envoi…")).to_have_count(0)
    expect(frame.locator("conversation-log .bubble")).to_have_count(2)
    acts.finish(agent)


def test_files_go_both_ways_and_what_may_not_be_sent_is_said(people: People, site: Site, agent: Page) -> None:
    citizen = people.arrive()
    citizen.goto(site.origin)
    frame = open_widget(citizen)
    ask(frame, "Je vous envoie ma quittance")
    acts.answer(agent, "Je vous envoie ma quittance")
    chosen = [
        {"name": "Quittance d'octobre.png", "mimeType": "image/png", "buffer": PNG.read_bytes()},
        {"name": "photo.png", "mimeType": "image/png", "buffer": b"MZ" + bytes(100)},
    ]
    frame.locator("file-sender input").set_input_files(chosen)  # type: ignore[arg-type]  # what Playwright documents
    expect(frame.locator(".bubble.file .name")).to_have_text(["Quittance d'octobre.png"])
    expect(frame.locator(".parcel.failed")).to_contain_text("Les programmes ne peuvent pas être envoyés ici.")
    frame.locator(".parcel").get_by_role("button", name="Retirer").click()
    sent = agent.locator(".bubble.file")
    expect(sent.locator(".name")).to_have_text("Quittance d'octobre.png")
    with agent.expect_download() as download:
        sent.click()
    assert Path(download.value.path()).read_bytes() == PNG.read_bytes()
    key = "00000000-0000-4000-8000-000000000001"
    answered = agent.evaluate(
        """async ([contact, key, bytes]) => (await fetch(`/live/contacts/${contact}/files?key=${key}&name=notice.pdf`, {
          method: "POST", body: new Uint8Array(bytes),
          headers: {"Content-Type": "application/octet-stream", "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content},
        })).status""",
        [sent.get_attribute("href").split("/")[3], key, list(PDF)],  # type: ignore[union-attr]
    )
    assert answered == 201
    received = frame.locator(".bubble.file").last
    expect(received.locator(".name")).to_have_text("notice.pdf")
    with citizen.expect_download() as download:
        received.click()
    assert (download.value.suggested_filename, Path(download.value.path()).read_bytes()) == ("notice.pdf", PDF)
    acts.finish(agent)


def test_the_conversation_arrives_by_mail_and_its_link_shows_where_the_request_stands(people: People, site: Site, agent: Page) -> None:
    citizen, elsewhere = people.arrive(), people.arrive(scripts=False)
    citizen.goto(site.origin)
    frame = open_widget(citizen)
    ask(frame, "Quand serai-je payée ?")
    acts.answer(agent, "Quand serai-je payée ?")
    acts.write(agent, "Le 5 du mois prochain.")
    expect(frame.locator("conversation-log .bubble")).to_have_count(2)
    frame.get_by_text("Recevoir cette conversation par courriel").click()
    frame.get_by_label("Votre adresse électronique").fill("zoe@")
    frame.get_by_role("button", name="Me l’envoyer").click()
    expect(frame.get_by_role("alert")).to_contain_text("nom@exemple.fr")
    frame.get_by_label("Votre adresse électronique").fill("zoe@example.org")
    frame.get_by_role("button", name="Me l’envoyer").click()
    expect(frame.locator("transcript-form .notice")).to_contain_text("zoe@example.org")
    before = len(POST.envelopes)
    wait_until(lambda: len(POST.envelopes) > 0 and before >= 0, 20, "no mail arrived")
    mail = POST.read(-1)
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert mail["to"] == "zoe@example.org"
    assert "Quand serai-je payée ?" in text
    assert "Le 5 du mois prochain." in text
    link = next(word for word in text.split() if "/follow/" in word)
    elsewhere.goto(link)
    expect(elsewhere.get_by_text("Entre les mains d’un agent")).to_be_visible()
    expect(elsewhere.get_by_text("Le 5 du mois prochain.")).to_be_visible()
    elsewhere.get_by_role("button", name="Écrire dans cette conversation").click()
    elsewhere.get_by_label("Votre message").fill("Merci, c’est noté.")
    elsewhere.get_by_role("button", name="Envoyer", exact=True).click()
    expect(acts.bubbles(agent)).to_have_count(3)
    elsewhere.get_by_role("link", name="Terminer la conversation").click()
    elsewhere.get_by_role("button", name="Oui, terminer").click()
    expect(frame.get_by_text("Cette conversation est terminée.")).to_be_visible()
    elsewhere.goto(link)
    expect(elsewhere.get_by_text("Terminée", exact=True)).to_be_visible()
    agent.get_by_label("Réglé").check()
    agent.get_by_role("button", name="Enregistrer et clore").click()


def test_a_message_that_comes_while_the_window_is_closed_is_counted_on_the_button(people: People, site: Site, agent: Page) -> None:
    citizen = people.arrive()
    citizen.goto(site.origin)
    frame = open_widget(citizen)
    ask(frame, "Je referme la fenêtre")
    acts.answer(agent, "Je referme la fenêtre")
    frame.get_by_role("button", name="Fermer la fenêtre de conversation").click()
    expect(launcher(citizen)).to_be_focused()
    acts.write(agent, "Êtes-vous là ?")
    expect(citizen.locator("guichet-widget .count")).to_have_text("1")
    launcher(citizen).click()
    expect(citizen.locator("guichet-widget .count")).to_be_hidden()
    expect(frame.locator("conversation-log .bubble").last).to_have_text("Êtes-vous là ?")
    acts.finish(agent)


def test_a_site_that_is_not_allowed_is_told_so_with_another_way(people: People, house: House) -> None:
    with open_site(house, is_allowed=False) as stranger:
        citizen = people.arrive()
        citizen.goto(stranger.origin)
        launcher(citizen).click()
        frame = get_frame(citizen)
        expect(frame.get_by_text("La conversation ne peut pas s’afficher dans ce site.")).to_be_visible()
        expect(frame.get_by_text(stranger.origin)).to_be_visible()
        with citizen.expect_popup() as popup:
            frame.get_by_role("link", name="L’ouvrir sur une page à part").click()
        expect(popup.value.get_by_role("heading", level=1)).to_have_text("Comment pouvons-nous vous aider ?")
        frame.get_by_role("button", name="Fermer la fenêtre de conversation").click()
        expect(launcher(citizen)).to_be_focused()


def test_a_site_that_lies_about_its_name_is_held_out_by_the_browser(people: People, house: House, site: Site) -> None:
    with open_site(house, is_allowed=False) as stranger:
        citizen = people.arrive()
        citizen.goto(stranger.origin)
        citizen.evaluate(
            """(address) => {
              const frame = Object.assign(document.createElement("iframe"), {id: "stolen", src: address});
              document.body.append(frame);
            }""",
            f"{house.address}/widget/allocations-du-val?origin={site.origin}&language=fr",
        )
        citizen.wait_for_timeout(1_500)
        assert citizen.frame_locator("#stolen").get_by_label("Votre message").count() == 0


REFUSE = """
for (const name of ['localStorage', 'sessionStorage'])
  Object.defineProperty(window, name, {get() { throw new DOMException('denied', 'SecurityError'); }});
Object.defineProperty(document, 'cookie', {get() { return ''; }, set() {}});
"""
"""A browser set to keep nothing at all."""


def test_a_browser_that_refuses_storage_says_so_and_still_works(people: People, site: Site, agent: Page) -> None:
    citizen = people.arrive()
    citizen.add_init_script(REFUSE)
    citizen.goto(site.origin)
    frame = open_widget(citizen)
    ask(frame, "Sans mémoire")
    expect(frame.get_by_text("ce navigateur ne garde rien ici")).to_be_visible()
    acts.answer(agent, "Sans mémoire")
    acts.write(agent, "Je vous lis.")
    expect(frame.locator("conversation-log .bubble")).to_have_text(["Sans mémoire", "Je vous lis."])
    acts.finish(agent)


def test_without_scripts_the_tag_leaves_a_link(people: People, site: Site) -> None:
    citizen = people.arrive(scripts=False)
    citizen.goto(site.origin)
    citizen.get_by_role("link", name="Nous écrire").click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text("Comment pouvons-nous vous aider ?")


def test_the_keyboard_alone_goes_all_the_way_and_is_caught_nowhere(people: People, site: Site, agent: Page) -> None:
    citizen = people.arrive()
    citizen.goto(site.origin)
    launcher(citizen).focus()
    citizen.keyboard.press("Enter")
    frame = get_frame(citizen)
    expect(frame.get_by_role("heading", level=1)).to_be_focused()
    subject = frame.get_by_label("Quel est le sujet ?")
    press_until(citizen, "Tab", subject)
    citizen.keyboard.press("ArrowDown")
    press_until(citizen, "Tab", frame.get_by_label("Votre message"))
    citizen.keyboard.type("Au clavier seulement")
    press_until(citizen, "Tab", frame.get_by_role("button", name="Envoyer mon message"))
    citizen.keyboard.press("Enter")
    expect(frame.locator("conversation-log .bubble")).to_have_text(["Au clavier seulement"])
    acts.answer(agent, "Au clavier seulement")
    press_until(citizen, "Tab", frame.locator(".composer textarea"))
    citizen.keyboard.type("Deuxième ligne")
    citizen.keyboard.press("Enter")
    expect(acts.bubbles(agent)).to_have_count(2)
    citizen.keyboard.press("Escape")
    expect(launcher(citizen)).to_be_focused()
    citizen.keyboard.press("Shift+Tab")
    expect(citizen.get_by_role("button", name="Un bouton du site")).to_be_focused()
    acts.finish(agent)


def press_until(page: Page, key: str, wanted: Locator, most: int = 25) -> None:
    """Press a key until something has the focus."""
    for _ in range(most):
        page.keyboard.press(key)
        if wanted.evaluate("(element) => element === element.ownerDocument.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")
