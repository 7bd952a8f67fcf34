import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { inLine } from "../../../src/runs/inert";
import { decodeLine, encodeLine } from "../../../src/runs/logLine";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { checkpoint, control, dataset, ended, epochEnd, resumed, started, steps } from "./exampleEvents";

/** A line of a log with the content `json`, valid or not, and a matching checksum. */
function sealed(json: string): string {
  const crc = crc32(json).toString(16).padStart(8, "0");
  return `${json.slice(0, -1)},"crc":"${crc}"}`;
}

const events: RunEvent[] = [
  started,
  dataset,
  steps(1, 0, [2.3025851249694824, null, 1e-45], 0.25),
  epochEnd(1, 0.5, 2),
  control("learningRate", 4, 0.5),
  checkpoint(1, ["checkpoints/step-000000.safetensors"]),
  resumed(4),
  { type: "data", file: "a.gz", receivedBytes: 5, totalBytes: null },
  { type: "warning", message: 'Tab\t, quote ", newline\n, NUL\0, é, 👟, \ud800 and </script>' },
  ended("failed", "It died."),
];

test.each(events)("a line holds its $type event unchanged", (event) => {
  const line = encodeLine(event);
  expect(line).not.toContain("\n");
  expect(decodeLine(line)).toEqual(event);
  expect(JSON.parse(line)).toEqual({ ...event, crc: expect.stringMatching(/^[0-9a-f]{8}$/) });
});

test("a line has no invisible characters, and is read back unchanged", () => {
  const message =
    "C1 \u009b, mark \u202e, no width \u200b, tag \u{e0041}, separator \u2028, DEL \u007f, é, 👟";
  const line = encodeLine({ type: "warning", message });
  expect(line).toBe(inLine(line));
  expect(line).toContain("C1 \\u009b, mark \\u202e, no width \\u200b, tag \\udb40\\udc41, separator \\u2028");
  expect(decodeLine(line)).toEqual({ type: "warning", message });
});

test("a line of an older log with invisible characters is read", () => {
  const event = { type: "warning", message: "\u009b\u202e\u200b\u2028" } as const;
  expect(decodeLine(sealed(JSON.stringify(event)))).toEqual(event);
});

test("a line that differs in a single bit holds no event", () => {
  for (const event of events) {
    const bytes = Buffer.from(encodeLine(event));
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      if (decodeLine(bytes.toString())) expect.fail(`bit ${bit} of ${event.type} goes unnoticed`);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
    }
  }
});

test.each([
  ["no checksum", JSON.stringify(dataset)],
  ["an empty line", ""],
  ["a checksum alone", ',"crc":"fcb6e20c"}'],
  ["what was cut off", encodeLine(dataset).slice(0, -1)],
  ["a checksum with capitals", encodeLine(dataset).replace(/[0-9a-f]{8}"}$/, (crc) => crc.toUpperCase())],
])("%s is not an event", (_, line) => {
  expect(decodeLine(line)).toBeUndefined();
});

const chunk = JSON.stringify(steps(1, 7, [0.5], 1));

test("a line's checksum is the CRC-32 of its object without the member crc", () => {
  expect(sealed(chunk)).toBe(encodeLine(steps(1, 7, [0.5], 1)));
});

test.each([
  ["not JSON", "{type:1}"],
  ["a list", "[1]"],
  ["of a type that nobody knows", chunk.replace("steps", "__proto__")],
  ["of a step below zero", chunk.replace("7", "-7")],
  ["of a step that no number holds", chunk.replace("7", "1e16")],
  ["of an epoch that no run has", chunk.replace('"epoch":1', '"epoch":10001')],
  ["with losses that are no numbers", chunk.replace("0.5", '"0.5"')],
  ["with a loss that JSON makes infinite", chunk.replace("0.5", "1e999")],
  [
    "whose config names a prototype",
    `${JSON.stringify(started).replace('"config":', '"config":{"__proto__":')}}`,
  ],
])("an event %s is refused, even with a matching checksum", (_, json) => {
  expect(decodeLine(sealed(json))).toBeUndefined();
});

test("unknown members of an event are left out", () => {
  const line = sealed(`{"__proto__":{"firstStep":0},"toString":1,${chunk.slice(1)}`);
  expect(decodeLine(line)).toStrictEqual(steps(1, 7, [0.5], 1));
});

test("a text of more than 10,000 characters is cut off", () => {
  const event = decodeLine(encodeLine({ type: "warning", message: "x".repeat(1_000_000) }));
  expect(event?.type === "warning" && event.message).toHaveLength(10_000);
});
