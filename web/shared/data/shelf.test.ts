import { expect, test } from "vitest";
import { CookieShelf, openShelf, type Jar } from "./shelf";

const refused = (): never => {
  throw new DOMException("denied", "SecurityError");
};

/** Cookies as a browser keeps them: by name, gone when their age is 0. */
function makeJar(): Jar {
  const kept = new Map<string, string>();
  return {
    get cookie() {
      return [...kept].map(([name, value]) => `${name}=${value}`).join("; ");
    },
    set cookie(written: string) {
      const [pair = "", ...attributes] = written.split("; ");
      const [name = "", value = ""] = pair.split("=");
      if (attributes.includes("Max-Age=0")) kept.delete(name);
      else kept.set(name, value);
    },
  };
}

test("where storage is refused, parted cookies keep what is short", () => {
  const jar = makeJar();
  const { shelf, isLasting } = openShelf(refused, () => new CookieShelf(jar, "/widget/ville"));
  expect(isLasting).toBe(true);
  shelf.setItem("guichet:draft:1", "Élève né à Nîmes ; 100 % = tout");
  shelf.setItem("guichet:draft:2", "x".repeat(4_000));
  expect([shelf.length, shelf.getItem("guichet:draft:1"), shelf.getItem("guichet:draft:2")?.length]).toEqual([2, "Élève né à Nîmes ; 100 % = tout", 4_000]);
  const later = new CookieShelf(jar, "/widget/ville");
  expect([later.length, later.key(0), later.getItem("guichet:draft:1")]).toEqual([1, "guichet:draft:1", "Élève né à Nîmes ; 100 % = tout"]);
  later.removeItem("guichet:draft:1");
  expect([later.length, later.getItem("guichet:draft:1")]).toEqual([0, null]);
});

test("where everything is refused, things live as long as the page", () => {
  const deaf = { get cookie() { return ""; }, set cookie(_: string) { /* refused without a word */ } };
  const { shelf, isLasting } = openShelf(refused, () => new CookieShelf(deaf, "/"));
  shelf.setItem("guichet:a", "1");
  expect([isLasting, shelf.getItem("guichet:a")]).toEqual([false, "1"]);
});
