import { expect, test } from "vitest";
import { FetchFailure } from "../../../src/data/FetchFailure";
import { withoutCredentials } from "../../../src/files/withoutCredentials";

test.each([
  ["http://ada:secret@proxy:3128/ refused", "http://…@proxy:3128/ refused"],
  ["asked http://ada@proxy and https://a:b@c", "asked http://…@proxy and https://…@c"],
  ["http://ada:se@cret@proxy", "http://…@proxy"],
  ["Proxy-Authorization: Basic c2VjcmV0", "Proxy-Authorization: Basic …"],
  ['{"authorization":"Bearer abc.def"}', '{"authorization":"Bearer …"}'],
  [`token ${"0a".repeat(32)}`, "token …"],
])("%j is shown as %j", (text, expected) => {
  expect(withoutCredentials(text)).toBe(expected);
});

test.each([
  "at file:///home/ada/node_modules/@scope/x.js:1:2",
  "https://registry.example/@scope/name",
  "mail ada@example.org",
  "answered 401 Authorization Required",
])("%j stays unchanged", (text) => {
  expect(withoutCredentials(text)).toBe(text);
});

test("a server's failure quotes no credentials", () => {
  expect(new FetchFailure('redirects to "ftp://ada:secret@host/x"', false).message).toBe(
    'redirects to "ftp://…@host/x"',
  );
});
