import { mostEpochs } from "./limits";
import { decodeLine, isSealed } from "./logLine";
import type { FoldEvent, FoldedSteps } from "./RunEvent";

const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const CLOSING = 0x5d;
const E = 0x45;
const SMALL_E = 0x65;

/** The parts of a line with a `steps` event, as `encodeLine` writes it. */
const parts = {
  type: Buffer.from('{"type":"steps","epoch":'),
  firstStep: Buffer.from(',"firstStep":'),
  losses: Buffer.from(',"losses":['),
  learningRates: Buffer.from('],"learningRates":['),
  seconds: Buffer.from('],"seconds":'),
  crc: Buffer.from(',"crc":"'),
  end: Buffer.from('"}'),
  null: Buffer.from("null"),
};
const checksumDigits = 8;

/**
 * Largest number of digits of a figure that is parsed without `Number`. The digits of such a figure are read as one
 * whole number, which is divided by a power of ten. 10^22 is the largest power of ten that a JavaScript number holds
 * exactly.
 */
const mostDigits = 22;
const powersOfTen = Array.from({ length: mostDigits + 1 }, (_, exponent) => 10 ** exponent);

/**
 * The event of a line, for a reader that folds the log into a state. Most lines of a long log are `steps` events. These
 * are parsed more than twice as fast as by `JSON.parse`. Their figures are in single precision, in which the trainer
 * computes losses. A figure that single precision cannot hold exactly may be rounded up or down.
 * @returns undefined for lines for which {@link decodeLine} returns undefined
 */
export function decodeForFold(line: Buffer): FoldEvent | undefined {
  return decodeSteps(line) ?? decodeLine(line);
}

/** The event of a line in the form in which `encodeLine` writes `steps`; undefined for any other line. */
function decodeSteps(line: Buffer): FoldedSteps | undefined {
  if (!follows(line, 0, parts.type) || !isSealed(line)) return undefined;
  const epochEnd = digitsEnd(line, parts.type.length);
  const epoch = countIn(line, parts.type.length, epochEnd);
  if (!(epoch <= mostEpochs) || !follows(line, epochEnd, parts.firstStep)) return undefined;
  const stepAt = epochEnd + parts.firstStep.length;
  const stepEnd = digitsEnd(line, stepAt);
  const firstStep = countIn(line, stepAt, stepEnd);
  if (Number.isNaN(firstStep) || !follows(line, stepEnd, parts.losses)) return undefined;
  const losses = figuresIn(line, stepEnd + parts.losses.length);
  if (!losses) return undefined;
  const rates = follows(line, losses.end, parts.learningRates)
    ? figuresIn(line, losses.end + parts.learningRates.length)
    : undefined;
  const end = rates?.end ?? losses.end;
  if (!follows(line, end, parts.seconds)) return undefined;
  const secondsAt = end + parts.seconds.length;
  const secondsEnd = line.length - parts.crc.length - checksumDigits - parts.end.length;
  const seconds = secondsIn(line.toString("latin1", secondsAt, secondsEnd));
  if (seconds === undefined) return undefined;
  const learningRates = rates && { learningRates: rates.values };
  return { type: "steps", epoch, firstStep, losses: losses.values, ...learningRates, seconds };
}

/** Whether a line has a text at an index. */
function follows(line: Buffer, at: number, text: Buffer): boolean {
  for (let i = 0; i < text.length; i++) if (line[at + i] !== text[i]) return false;
  return true;
}

function digitsEnd(line: Buffer, from: number): number {
  let at = from;
  while (isDigit(line[at])) at++;
  return at;
}

/**
 * The whole number whose digits are at the indices from `from` to before `to`; NaN if there are none, if they begin
 * with a needless 0, or if there are more than 15.
 */
function countIn(line: Buffer, from: number, to: number): number {
  const hasLeadingZero = line[from] === ZERO && to - from > 1;
  return to === from || hasLeadingZero || to - from > 15
    ? Number.NaN
    : Number(line.toString("latin1", from, to));
}

function secondsIn(text: string): number | undefined {
  if (!/^(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return undefined;
  const seconds = Number(text);
  return Number.isFinite(seconds) ? seconds : undefined;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

/**
 * Parses a list of losses or learning rates; NaN stands for null.
 * @param from index of the first figure
 * @returns the figures, and the index of the bracket that closes the list; undefined for an empty or invalid list
 */
function figuresIn(line: Buffer, from: number): { values: Float32Array; end: number } | undefined {
  // A figure and its comma take 2 bytes or more. No loop over digits passes the line's last byte, which is a brace.
  const values = new Float32Array((line.length - from) >> 1);
  for (let at = from, count = 0; count < values.length; at++) {
    const begin = at;
    if (line[at] === MINUS) at++;
    const first = at;
    let mantissa = 0;
    let byte = line[at]!;
    for (; byte >= ZERO && byte <= NINE; byte = line[++at]!) mantissa = 10 * mantissa + (byte - ZERO);
    if (at === first) {
      if (!follows(line, begin, parts.null)) return undefined;
      at += parts.null.length;
      byte = line[at]!;
      values[count++] = Number.NaN;
    } else {
      if (line[first] === ZERO && at > first + 1) return undefined;
      let decimals = 0;
      if (byte === POINT) {
        const point = at;
        byte = line[++at]!;
        for (; byte >= ZERO && byte <= NINE; byte = line[++at]!) mantissa = 10 * mantissa + (byte - ZERO);
        decimals = at - point - 1;
        if (decimals === 0) return undefined;
      }
      if (byte === E || byte === SMALL_E || at - first > mostDigits) {
        const end = byte === E || byte === SMALL_E ? exponentEnd(line, at) : at;
        const value = end === undefined ? Number.NaN : Number(line.toString("latin1", begin, end));
        if (!Number.isFinite(value)) return undefined;
        at = end!;
        byte = line[at]!;
        values[count++] = value;
      } else {
        const value = mantissa / powersOfTen[decimals]!;
        values[count++] = first === begin ? value : -value;
      }
    }
    if (byte === CLOSING) return { values: values.slice(0, count), end: at };
    if (byte !== COMMA) return undefined;
  }
  return undefined;
}

/** The index after an exponent; undefined if the exponent has no digit. @param at index of the letter `e` */
function exponentEnd(line: Buffer, at: number): number | undefined {
  const sign = line[at + 1];
  const first = sign === PLUS || sign === MINUS ? at + 2 : at + 1;
  const end = digitsEnd(line, first);
  return end === first ? undefined : end;
}
