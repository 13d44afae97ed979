"""The supervisor's day: a wait grows, is given to somebody, taken back; a queue is closed with a word; a team is told something."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys import acts
from tests.journeys.conftest import People
from tests.journeys.looking import examine
from tests.journeys.town import SUPERVISOR

ANNOUNCEMENT = "Notre logiciel est en panne. Revenez vers 15 h, ou écrivez-nous par courrier."


def figure(board: Page, name: str) -> Locator:
    return board.locator(".headline", has=board.get_by_role("heading", name=name)).locator(".value")


def next_ones(board: Page) -> Locator:
    return board.locator("waiting-list .next > li")


def orders(board: Page) -> Locator:
    return board.locator("order-list li")


def give_up(citizen: Page) -> None:
    citizen.get_by_role("button", name="Renoncer à ma demande").click()
    citizen.get_by_role("dialog").get_by_role("button", name="Oui").click()


def assign(board: Page, row: Locator, agent: str) -> None:
    row.get_by_role("button", name="Confier").click()
    dialog = board.get_by_role("dialog")
    option = dialog.get_by_label("Agent").locator("option", has_text=agent)
    dialog.get_by_label("Agent").select_option(value=option.get_attribute("value"))
    dialog.get_by_role("button", name="Confier").click()


def test_a_wait_grows_is_assigned_and_taken_back(people: People) -> None:
    board = people.sign_in(SUPERVISOR, width=1440, height=900)
    agent, colleague = people.sign_in("awa@example.org"), people.sign_in("benoit@example.org")
    acts.pause(agent, "Formation")
    citizens = [people.arrive() for _ in range(3)]
    for number, citizen in enumerate(citizens):
        acts.ask(citizen, f"Question numéro {number}")
    expect(figure(board, "En attente")).to_have_text("3")
    expect(next_ones(board)).to_have_count(3)
    expect(next_ones(board).first).to_contain_text("Aucun agent compétent n’est libre.")
    assign(board, next_ones(board).first, "Awa Diallo")
    expect(board.get_by_role("dialog").get_by_role("alert")).to_contain_text("Awa Diallo n’est pas disponible en ce moment")
    board.keyboard.press("Escape")
    acts.become_available(colleague)
    expect(board.locator("agent-list")).to_contain_text("En réponse")
    assign(board, next_ones(board).last, "Benoît Le Goff")
    expect(orders(board)).to_have_count(1)
    expect(orders(board).first).to_contain_text("est confié à Benoît Le Goff.")
    expect(orders(board).first).to_contain_text("Denis Roche, à")
    expect(acts.bubbles(colleague).filter(has_text="Question numéro 2")).to_be_visible()
    expect(figure(board, "En attente")).to_have_text("2")
    examine(people, board, "board")
    orders(board).first.get_by_role("button", name="Annuler").click()
    expect(orders(board)).to_have_count(0)
    expect(figure(board, "En attente")).to_have_text("3")
    for citizen in citizens:
        give_up(citizen)
    expect(figure(board, "En attente")).to_have_text("0")
    acts.go_offline(agent)
    acts.go_offline(colleague)


def test_the_list_behind_a_figure_and_its_definition_are_one_step_away(people: People) -> None:
    board = people.sign_in(SUPERVISOR, width=1440, height=900)
    citizen = people.arrive()
    acts.ask(citizen, "Qui attend ?")
    expect(figure(board, "En attente")).to_have_text("1")
    card = board.locator(".headline").first
    card.locator("summary").click()
    expect(card).to_contain_text("Ceux qui sonnent chez un agent sont comptés")
    card.locator("summary").click()
    card.get_by_role("button", name="Liste").click()
    expect(board.get_by_role("dialog").locator("tbody tr")).to_have_count(1)
    expect(board.get_by_role("dialog")).to_contain_text("Demander une aide au logement")
    examine(people, board, "board-list")
    board.get_by_role("dialog").get_by_role("button", name="Fermer").click()
    give_up(citizen)
    expect(figure(board, "En attente")).to_have_text("0")


def test_a_queue_is_closed_with_an_announcement_that_citizens_read(people: People) -> None:
    board, citizen, other = people.sign_in(SUPERVISOR, width=1440, height=900), people.arrive(), people.arrive()
    acts.ask(citizen, "J'attends déjà")
    expect(figure(board, "En attente")).to_have_text("1")
    board.locator("board-tables .menu summary").first.click()
    board.locator("board-tables").get_by_role("button", name="Fermer la file").click()
    dialog = board.get_by_role("dialog")
    dialog.get_by_label("Annonce aux usagers").fill(ANNOUNCEMENT)
    examine(people, board, "board-closing")
    dialog.get_by_role("button", name="Fermer la file").click()
    expect(board.locator("board-tables .menu summary").first).to_be_focused()
    expect(orders(board)).to_contain_text("La file « Allocataires » est fermée, avec une annonce.")
    expect(board.locator("board-tables")).to_contain_text("fermée par ordre")
    expect(citizen.locator(".message.system")).to_contain_text(ANNOUNCEMENT)
    other.goto("/")
    expect(other.get_by_text(ANNOUNCEMENT)).to_be_visible()
    other.get_by_role("link", name="Demander une aide au logement").click()
    expect(other.get_by_text(ANNOUNCEMENT)).to_be_visible()
    expect(other.get_by_role("button", name="Envoyer mon message")).to_have_count(0)
    orders(board).get_by_role("button", name="Annuler : La file").click()
    expect(orders(board)).to_have_count(0)
    expect(board.locator("#orders-title")).to_be_focused()
    expect(board.locator("board-tables")).not_to_contain_text("fermée par ordre")
    other.reload()
    expect(other.get_by_role("button", name="Envoyer mon message")).to_be_visible()
    give_up(citizen)
    expect(figure(board, "En attente")).to_have_text("0")


def test_a_team_is_told_something_and_says_that_it_has_read_it(people: People) -> None:
    board, agent = people.sign_in(SUPERVISOR, width=1440, height=900), people.sign_in("awa@example.org")
    board.get_by_role("button", name="Message à une équipe").click()
    dialog = board.get_by_role("dialog")
    dialog.get_by_label("Message", exact=True).fill("Point d'équipe à 14 h : terminez vos notes avant.")
    dialog.get_by_role("button", name="Envoyer").click()
    notice = agent.locator("team-notices .notice")
    expect(notice).to_contain_text("Point d'équipe à 14 h")
    expect(notice).to_contain_text("Denis Roche")
    examine(people, agent, "desk-notice")
    expect(orders(board)).to_contain_text("lu par 0")
    notice.get_by_role("button", name="J’ai lu").click()
    expect(notice).to_have_count(0)
    expect(orders(board)).to_contain_text("lu par 1")
    late = people.sign_in("chloe@example.org")
    expect(late.locator("team-notices .notice")).to_contain_text("Point d'équipe")
    orders(board).get_by_role("button", name="Annuler").click()
    expect(late.locator("team-notices .notice")).to_have_count(0)


def test_the_board_is_worked_with_the_keyboard_alone(people: People) -> None:
    board, agent, citizen = people.sign_in(SUPERVISOR, width=1440, height=900), people.sign_in("awa@example.org"), people.arrive()
    acts.ask(citizen, "Au clavier")
    expect(next_ones(board)).to_have_count(1)
    button = next_ones(board).first.get_by_role("button", name="Priorité")
    press_until(board, button)
    board.keyboard.press("Enter")
    choice = board.get_by_role("dialog").get_by_label("Il attend comme")
    press_until(board, choice)
    board.keyboard.press("ArrowDown")
    board.keyboard.press("Enter")
    press_until(board, board.get_by_role("dialog").get_by_role("button", name="Changer la priorité"))
    board.keyboard.press("Enter")
    expect(orders(board)).to_contain_text("avance de 5 minutes")
    expect(next_ones(board).first).to_contain_text("Priorité 5 min")
    press_until(board, orders(board).get_by_role("button", name="Annuler"))
    board.keyboard.press("Enter")
    expect(orders(board)).to_have_count(0)
    expect(next_ones(board).first).not_to_contain_text("Priorité 5 min")
    give_up(citizen)
    acts.become_available(agent)
    acts.go_offline(agent)


def press_until(page: Page, wanted: Locator) -> None:
    """Tab until it has the focus."""
    for _ in range(80):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {wanted}")
