import { afterEach, expect, test } from "vitest";
import { localTimeOf, setTimeZone } from "../../../src/runs/localTime";

afterEach(() => setTimeZone(undefined));

const own = new Date(2026, 0, 2, 3, 4, 5).toISOString();

test("a time is written in the time zone of this process until another one is set", () => {
  expect(localTimeOf(own)).toBe("2026-01-02 03:04:05");
});

test("a time is written in the time zone that is set", () => {
  setTimeZone("Asia/Seoul");
  expect(localTimeOf("2026-11-30T15:00:00.999Z")).toBe("2026-12-01 00:00:00");
  setTimeZone("America/New_York");
  expect(localTimeOf("2026-07-01T03:59:59.000Z")).toBe("2026-06-30 23:59:59");
  expect(localTimeOf("no time")).toBe("no time");
});

test("a time zone that is not known leaves the one of this process", () => {
  for (const unknown of ["", "Nowhere/Land"]) {
    setTimeZone("Asia/Seoul");
    setTimeZone(unknown);
    expect(localTimeOf(own)).toBe("2026-01-02 03:04:05");
  }
});
