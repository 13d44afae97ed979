"""Scripts for tests: one that a person might write, and any that could be written."""

from dataclasses import dataclass, field

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from guichet.decisions.dialogue.words import (
    Address,
    Answer,
    Ask,
    Branch,
    Case,
    Choose,
    Code,
    Day,
    End,
    Free,
    HandOver,
    Identify,
    Kinds,
    Language,
    LookUp,
    Number,
    Option,
    PostalCode,
    Reference,
    RequestCallback,
    Say,
    Script,
    SendLink,
    StepId,
    Steps,
    Test,
    Texts,
    Wording,
)

FRENCH = Language("fr")
PERSON = StepId("person")


def french(text: str) -> Texts:
    return {FRENCH: Wording(text=text)}


def housing() -> Script:
    """Somebody asks about a housing benefit."""
    return Script(
        languages=(FRENCH,),
        start=StepId("topic"),
        person=PERSON,
        steps={
            StepId("topic"): Choose(
                name="topic",
                text=french("Que souhaitez-vous savoir ?"),
                options=(
                    Option(
                        name="certificate",
                        text=french("Obtenir une attestation de paiement"),
                        words={FRENCH: ("le justificatif",)},
                        next=StepId("number"),
                    ),
                    Option(name="moving", text=french("Signaler un déménagement"), next=StepId("moved-on")),
                    Option(name="evicted", text=french("Je risque une expulsion"), next=StepId("moving-answer"), vulnerable=True),
                ),
            ),
            StepId("number"): Ask(
                name="number", text=french("Quel est votre numéro d’allocataire ?"), kind=Reference(shape="9999999 A"), next=StepId("look")
            ),
            StepId("look"): LookUp(
                source="payments", arguments=("number",), found=StepId("sent"), missing=StepId("number"), failed=StepId("failed")
            ),
            StepId("sent"): SendLink(link="certificate", next=StepId("end"), failed=StepId("failed")),
            StepId("failed"): Say(text=french("Notre recherche n’a pas abouti."), next=PERSON),
            StepId("moved-on"): Ask(name="moved-on", text=french("À quelle date déménagez-vous ?"), kind=Day(), next=StepId("when")),
            StepId("when"): Branch(
                cases=(Case(name="moved-on", test=Test.AT_LEAST, value="2027-01-01", next=StepId("end")),),
                otherwise=StepId("moving-answer"),
            ),
            StepId("moving-answer"): Answer(article="demenagement", next=StepId("end")),
            StepId("end"): End(text=french("Merci, bonne journée.")),
            PERSON: HandOver(text=french("Une personne va vous répondre. Elle voit vos réponses."), reason=7),
        },
    )


KINDS: SearchStrategy[Kinds] = st.sampled_from([Number(least=1, most=50), Day(), PostalCode(), Reference(shape="99-A"), Free(most=200)])
RIGHT = {
    Number: "12",
    Day: "3 mars 2026",
    PostalCode: "54000",
    Address: "zoe@exemple.fr",
    Code: "123456",
    Reference: "12 b",
    Free: "Mon loyer a changé",
}
"""An answer that each kind takes."""
SUBJECTS = (
    "Le logement",
    "La retraite",
    "Une naissance",
    "Un mariage",
    "La cantine",
    "Le passeport",
    "Une amende",
    "La voirie",
    "Les impôts",
)


@dataclass
class Growing:
    """A script that grows from its end: whatever is drawn, every path ends and asks no more than is allowed."""

    draw: DrawFn
    steps: dict[StepId, Steps] = field(default_factory=dict)

    def add(self, step: Steps) -> StepId:
        name = StepId(f"step-{len(self.steps)}")
        self.steps[name] = step
        return name

    def grow(self, questions: int, depth: int) -> StepId:
        """:param questions: how many may still be asked before an answer."""
        calm = (self.grow_end, self.grow_work, self.grow_branch, self.grow_answer)
        asking = (self.grow_ask, self.grow_choose, self.grow_identify) if questions else ()
        if depth == 0 or len(self.steps) > 40:
            return self.grow_end(questions, depth)
        step: StepId = self.draw(st.sampled_from([*calm, *asking, *asking]))(questions, depth - 1)
        return step

    def grow_end(self, questions: int, depth: int) -> StepId:  # noqa: ARG002 - as all that grows
        if self.draw(st.booleans()):
            return PERSON
        return self.add(End(text=french("Merci."), settled=self.draw(st.booleans())))

    def grow_answer(self, questions: int, depth: int) -> StepId:  # noqa: ARG002 - an answer begins anew
        said = self.add(Say(text=french("Avez-vous une autre question ?"), next=self.grow(3, depth)))
        return self.add(Answer(article="fiche", next=said))

    def grow_ask(self, questions: int, depth: int) -> StepId:
        name = self.draw(st.sampled_from(["one", "two"]))
        return self.add(Ask(name=name, text=french("Dites-nous."), kind=self.draw(KINDS), next=self.grow(questions - 1, depth)))

    def grow_choose(self, questions: int, depth: int) -> StepId:
        subjects = self.draw(st.lists(st.sampled_from(SUBJECTS), min_size=1, max_size=9, unique=True))
        options = tuple(
            Option(name=subject, text=french(subject), next=self.grow(questions - 1, depth), vulnerable=self.draw(st.integers(0, 9)) == 0)
            for subject in subjects
        )
        return self.add(Choose(name="choice", text=french("De quoi s’agit-il ?"), options=options))

    def grow_work(self, questions: int, depth: int) -> StepId:
        ways = [self.grow(questions, depth) for _ in range(3)]
        works: list[Steps] = [
            LookUp(source="files", arguments=(), found=ways[0], missing=ways[1], failed=ways[2]),
            SendLink(link="form", next=ways[0], failed=ways[1]),
            RequestCallback(done=ways[0], failed=ways[1]),
        ]
        return self.add(self.draw(st.sampled_from(works)))

    def grow_identify(self, questions: int, depth: int) -> StepId:
        if questions < 2:
            return self.grow_end(questions, depth)
        known, unknown = self.grow(questions - 2, depth), self.grow(questions - 2, depth)
        return self.add(Identify(text=french("À quelle adresse envoyer un code ?"), known=known, unknown=unknown))

    def grow_branch(self, questions: int, depth: int) -> StepId:
        cases = tuple(
            Case(name=name, test=self.draw(st.sampled_from(list(Test))), value="12", next=self.grow(questions, depth))
            for name in self.draw(st.lists(st.sampled_from(["one", "two", "choice"]), max_size=3))
        )
        return self.add(Branch(cases=cases, otherwise=self.grow(questions, depth)))


@st.composite
def scripts(draw: DrawFn) -> Script:
    """Scripts that keep the rules of publication, but for names that nobody gives and steps that nothing leads to."""
    growing = Growing(draw)
    start = growing.grow(3, 4)
    person = HandOver(text=french("Une personne va vous répondre."))
    return Script(languages=(FRENCH,), start=start, person=PERSON, steps={**growing.steps, PERSON: person})
