import { expect, test } from "vitest";
import type { ArticleChoice, Articles } from "../../shared/words/answers";
import { ArticleShelf } from "./articles";

function make(article: string): ArticleChoice {
  return {
    article,
    version: 1,
    title: article,
    passage: "",
    text: "",
    medium: "chat",
    language: "fr",
    advice: "",
    checklist: [],
    is_for_reason: false,
    is_public: true,
    is_outdated: false,
    is_review_due: false,
  };
}

/** A server that answers when told to, and the shelf that asks it. */
function open(): { shelf: ArticleShelf; asked: [string, string, string][]; answer: (at: number, articles: string[]) => Promise<void>; pause: () => Promise<void> } {
  const asked: [string, string, string][] = [];
  const answers: ((articles: Articles) => void)[] = [];
  let pauses: (() => void)[] = [];
  const shelf = new ArticleShelf(
    (...question) => {
      asked.push(question);
      return new Promise((resolve) => answers.push(resolve));
    },
    () => undefined,
    () => new Promise((resolve) => pauses.push(resolve)),
  );
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  return {
    shelf,
    asked,
    answer: async (at, articles) => {
      answers[at]?.({ articles: articles.map(make) });
      await settle();
    },
    pause: async () => {
      for (const go of pauses) go();
      pauses = [];
      await settle();
    },
  };
}

const keys = (shelf: ArticleShelf): readonly string[] | undefined => shelf.read("c").articles?.map((each) => each.article);

test("a contact is asked about at once, and again once the talking pauses", async () => {
  const { shelf, asked, answer, pause } = open();
  void shelf.follow("c", 1);
  expect(asked).toHaveLength(1);
  await answer(0, ["rentree"]);
  expect(keys(shelf)).toEqual(["rentree"]);
  for (const number of [2, 3, 3]) void shelf.follow("c", number);
  expect(asked).toHaveLength(1);
  await pause();
  expect(asked).toHaveLength(2);
});

test("an answer to a question that was left meanwhile is dropped", async () => {
  const { shelf, answer, pause } = open();
  void shelf.follow("c", 1);
  void shelf.type("c", "cantine");
  await pause();
  await answer(1, ["cantine"]);
  await answer(0, ["rentree"]);
  expect(keys(shelf)).toEqual(["cantine"]);
});

test("what is typed on is the same search, and talking does not replace what is looked for", async () => {
  const { shelf, asked, pause } = open();
  void shelf.type("c", "can");
  await pause();
  void shelf.type("c", "cantine");
  await pause();
  const [first, second] = asked;
  expect(first?.[2]).not.toBe("");
  expect(second?.[2]).toBe(first?.[2]);
  void shelf.follow("c", 4);
  await pause();
  expect(asked).toHaveLength(2);
  void shelf.type("c", "");
  await pause();
  expect(asked[2]).toEqual(["c", "", ""]);
  expect(shelf.getSearch("c")).toBe("");
});

test("a failure is said and what was found stays", async () => {
  let fails = false;
  const shelf = new ArticleShelf(
    () => (fails ? Promise.reject(new Error("Attendez")) : Promise.resolve({ articles: [make("rentree")] })),
    () => undefined,
    () => Promise.resolve(),
  );
  await shelf.follow("c", 1);
  fails = true;
  await shelf.follow("c", 2);
  expect(keys(shelf)).toEqual(["rentree"]);
  expect(shelf.read("c").problem).toBe("Attendez");
  fails = false;
  await shelf.look("c");
  expect(shelf.read("c").problem).toBe("");
  shelf.forget("c");
  expect(shelf.read("c").articles).toBeNull();
});
