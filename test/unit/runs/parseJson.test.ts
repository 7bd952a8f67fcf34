import { describe, expect, test } from "vitest";
import { parseJson } from "../../../src/runs/parseJson";

/** Parses `json` to its end. @returns the value, and how often {@link parseJson} paused */
function parsed(json: string, mostValues = 1_200_000): { value: unknown; pauses: number } {
  const steps = parseJson(Buffer.from(json), mostValues);
  for (let pauses = 0; ; pauses++) {
    const { done, value } = steps.next();
    if (done) return { value, pauses };
  }
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i / 8);

describe("a long text is parsed as JSON.parse does", () => {
  test.each<[string, unknown]>([
    ["a list", numbers(200_000)],
    ["a list of lists", Array.from({ length: 1000 }, () => numbers(50))],
    ["a long list within objects", { a: 1, b: { c: numbers(100_000), d: [] }, e: "x" }],
    ["a member that is long and last", { a: "é", b: numbers(100_000) }],
    ["texts with brackets, quotes and commas", Array(40_000).fill('},]"\\,:[{é')],
    ["a long text", { a: "x".repeat(1_000_000), b: [1] }],
    ["objects in a list", Array.from({ length: 20_000 }, (_, i) => ({ epoch: i, confusion: [[1, 2]] }))],
    ["many members", Object.fromEntries(numbers(30_000).map((n, i) => [`key:${i}`, n]))],
  ])("%s", (_, value) => {
    const json = JSON.stringify(value);
    const { value: found, pauses } = parsed(json);
    // The texts are compared, since comparing the values one by one would take most of the time.
    expect(JSON.stringify(found) === json).toBe(true);
    expect(pauses).toBeGreaterThan(json.length / (1024 * 1024));
  });

  test("with a number of pauses proportional to its length", () => {
    const [one, four] = [100_000, 400_000].map((count) => parsed(JSON.stringify(numbers(count))).pauses);
    expect(four / one).toBeGreaterThan(3.5);
  });
});

test.each<[string, string]>([
  ["that is cut off", JSON.stringify(numbers(100_000)).slice(0, -2)],
  ["with a comma too many", `[${"1,".repeat(100_000)}]`],
  ["without a comma", `[${"1 ".repeat(100_000)}]`],
  ["of brackets alone", "[".repeat(200_000) + "]".repeat(200_000)],
  ["of one long number", `[${"1".repeat(200_000)}]`],
  ["with a member without a key", `{${JSON.stringify(numbers(100_000))}}`],
])("a long text %s is refused", (_, json) => {
  expect(() => parsed(json)).toThrow(SyntaxError);
});

test("more values than allowed are refused", () => {
  expect(() => parsed(JSON.stringify(numbers(100_000)), 50_000)).toThrow("too many values");
});
