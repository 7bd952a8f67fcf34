import { expect, test } from "vitest";
import { applyEvent } from "../../../src/runs/applyEvent";
import { decodeLine, encodeLine, seal } from "../../../src/runs/logLine";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { emptyRunState } from "../../../src/runs/RunState";
import { decodeForFold } from "../../../src/runs/stepsLine";
import { generator } from "../../faults/random";

const draw = generator(20260102);
const random = {
  /** A number from 0 to below 1. */
  next: () => draw(2 ** 31) / 2 ** 31,
  whole: (below: number) => draw(below),
  one: <T>(choices: readonly T[]): T => choices[draw(choices.length)]!,
  digits: (most: number) => Array.from({ length: 1 + draw(most) }, () => draw(10)).join(""),
};

/** A random number as a trainer or another program writes it, or another text in its place, such as null. */
function numberText(): string {
  return random.one([
    () => String(Math.fround(random.next() * 4)),
    () => String(Math.fround(10 ** (random.next() * 80 - 40))),
    () => String(-Math.fround(random.next())),
    () => "null",
    () => String(random.whole(1000)),
    () => `${random.whole(10)}.${random.digits(30)}`,
    () => `${random.digits(25)}`,
    () => `${random.next()}e${random.one(["", "+", "-"])}${random.digits(3)}`,
    () =>
      random.one([
        "-",
        ".5",
        "5.",
        "01",
        "-0",
        "0",
        "1e",
        "1e+",
        "NaN",
        "[1]",
        '"1"',
        "",
        " 1",
        "0x1",
        "1E2",
        "-null",
      ]),
  ])();
}

function lineOf(parts: { epoch: string; firstStep: string; losses: string[]; seconds: string }): string {
  const { epoch, firstStep, losses, seconds } = parts;
  return seal(
    `{"type":"steps","epoch":${epoch},"firstStep":${firstStep},"losses":[${losses.join(",")}],"seconds":${seconds}}`,
  );
}

/** A copy of an event with its losses in single precision, and NaN for each null. */
function inSingle(event: unknown): unknown {
  const { losses, ...rest } = event as { losses: ArrayLike<number | null> };
  return { ...rest, losses: Float32Array.from(losses, (loss) => loss ?? Number.NaN) };
}

test("a line with the learning rates of a schedule is read as a JSON reader reads it", () => {
  const rates = [0.0004, 1.2345678901234566e-7];
  const event = { type: "steps", epoch: 2, firstStep: 40 } as const;
  const line = encodeLine({ ...event, losses: [1.5, null], learningRates: rates, seconds: 3 });
  expect(decodeForFold(Buffer.from(line))).toEqual({
    ...event,
    losses: new Float32Array([1.5, Number.NaN]),
    learningRates: new Float32Array(rates),
    seconds: 3,
  });
});

test("a line of losses is decoded for a fold like any other line, but with losses in single precision", () => {
  let valid = 0;
  for (let round = 0; round < 1500; round++) {
    const usual = random.next() < 0.5;
    const count = random.whole(6);
    const text = lineOf({
      epoch: usual ? String(random.whole(10_001)) : numberText(),
      firstStep: usual ? String(random.whole(1e9)) : numberText(),
      losses: Array.from(
        { length: count },
        usual ? () => String(Math.fround(random.next() * 9 - 2)) : numberText,
      ),
      seconds: usual ? String(random.next() * 1e6) : numberText(),
    });
    const line = Buffer.from(text);
    const [folded, event] = [decodeForFold(line), decodeLine(line)];
    if (!event) expect(folded, text).toBeUndefined();
    else {
      valid++;
      expect(inSingle(folded), text).toEqual(inSingle(event));
    }
  }
  expect(valid).toBeGreaterThan(500);
});

test("a damaged line of losses is no event of a fold either", () => {
  const line = encodeLine({ type: "steps", epoch: 1, firstStep: 0, losses: [2.5, null, 1e-7], seconds: 1.5 });
  for (let at = 0; at < line.length; at++) {
    const damaged = Buffer.from(line);
    damaged[at]! ^= 1 << random.whole(7);
    expect(decodeForFold(damaged), damaged.toString()).toEqual(decodeLine(damaged));
    expect(decodeForFold(Buffer.from(line.slice(0, at)))).toBeUndefined();
  }
});

test("a line with a matching checksum that is not JSON is no event of a fold", () => {
  const object = '{"type":"steps","epoch":1,"firstStep":0,"losses":[2.5,3.5],"seconds":1}';
  for (let at = 0; at < object.length - 1; at++)
    for (const other of ['"', ",", "]", "}", "0", "-", " ", "é"]) {
      const line = Buffer.from(seal(object.slice(0, at) + other + object.slice(at + 1)));
      const [folded, event] = [decodeForFold(line), decodeLine(line)];
      if (!event) expect(folded, line.toString()).toBeUndefined();
      else if (event.type === "steps") expect(inSingle(folded), line.toString()).toEqual(inSingle(event));
      else expect(folded).toEqual(event);
    }
});

test("a log is folded to the same state by both ways of decoding", () => {
  const events: RunEvent[] = [];
  let step = 0;
  for (let epoch = 1; epoch <= 5; epoch++)
    for (let part = 0; part < 4; part++) {
      const losses = Array.from({ length: 1 + random.whole(50) }, () =>
        random.next() < 0.1 ? null : Math.fround(random.next()),
      );
      // Before an event, up to 6 steps may be missing, as after lost lines, or 1 or 2 be repeated, as after a resume.
      step = Math.max(0, step + random.whole(9) - 2);
      events.push({ type: "steps", epoch, firstStep: step, losses, seconds: step / 10 });
      step += losses.length;
    }
  const [one, other] = [decodeLine, decodeForFold].map((decode) => {
    const state = emptyRunState();
    for (const event of events) applyEvent(state, decode(Buffer.from(encodeLine(event)))!);
    return state;
  });
  expect([...other!.losses]).toEqual([...one!.losses]);
  expect({ ...other, losses: undefined }).toEqual({ ...one, losses: undefined });
});
