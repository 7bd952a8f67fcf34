import * as l10n from "@vscode/l10n";

/** The range of `torch.manual_seed`: -2^63 to 2^64 - 1. */
const smallest = -(2n ** 63n);
const largest = 2n ** 64n - 1n;

/**
 * A seed: a number if a JSON number holds it exactly, else a text of decimal digits. PyTorch adds 2^64 to a negative
 * seed.
 */
export type Seed = number | string;

/**
 * A clause that states what a seed must be, to follow the name of the setting or option; undefined for a valid seed.
 */
export function whyNoSeed(value: unknown): string | undefined {
  if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value))
    return l10n.t(
      "must be in quotes where it is beyond {0}, since a JSON number is not exact there",
      Number.MAX_SAFE_INTEGER,
    );
  const isInteger = Number.isInteger(value) || isDigits(value);
  const exact = isInteger ? BigInt(value as Seed) : undefined;
  if (exact !== undefined && exact >= smallest && exact <= largest) return undefined;
  return l10n.t("must be a whole number of at least {0} and at most {1}", String(smallest), String(largest));
}

/** A seed in the form of a RunConfig: a number if it is a safe integer, else a text. */
export function canonicalSeed(seed: Seed): Seed {
  const exact = BigInt(seed);
  const asNumber = Number(exact);
  return Number.isSafeInteger(asNumber) ? asNumber : String(exact);
}

/** A random seed, from 0 to 2^32 - 1. */
export function randomSeed(): number {
  return Math.floor(Math.random() * 2 ** 32);
}

function isDigits(value: unknown): value is string {
  // A text of more digits is out of range, unless it is padded with zeros.
  return typeof value === "string" && /^-?\d{1,40}$/.test(value);
}
