import { describe, expect, it } from "vitest";
import { sayEmergency } from "./emergency";

describe("the line about emergency numbers", () => {
  it("stands on the desk as long as nothing here can call them", () => {
    expect(sayEmergency("none")).toBe("Emergency numbers cannot be called from here: use another telephone.");
  });

  it("says that a browser calls them during a call alone", () => {
    expect(sayEmergency("call")).toContain("during a call only");
  });

  it("says nothing where a telephone calls them, or nobody calls", () => {
    expect(sayEmergency("telephone") + sayEmergency("")).toBe("");
  });
});
