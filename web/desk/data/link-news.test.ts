import { describe, expect, test } from "vitest";
import { LinkNews } from "./link-news";

describe("the connection", () => {
  test("that is gone for a moment is not spoken of", () => {
    const news = new LinkNews(0);
    news.tell(true, 100);
    news.tell(false, 1_000);
    expect(news.read(2_000)).toBe("");
    news.tell(true, 2_500);
    expect(news.read(2_600)).toBe("");
  });

  test("that is lost is said, and then for a while that it is back", () => {
    const news = new LinkNews(null);
    news.tell(false, 0);
    news.tell(false, 3_000);
    expect(news.read(3_000)).toBe("lost");
    news.tell(true, 9_000);
    expect(news.read(9_001)).toBe("back");
    expect(news.read(60_000)).toBe("");
  });

  test("that is lost again is said again", () => {
    const news = new LinkNews(null);
    news.tell(false, 0);
    news.tell(true, 9_000);
    news.tell(false, 10_000);
    expect(news.read(12_500)).toBe("lost");
  });
});
