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
 * A clause that states what a seed must be; undefined for a valid seed. In a message, the clause follows the name of
 * the setting or option.
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
  // A seed has no more than 20 digits. A longer text is accepted up to 40 digits, since zeros may precede the number.
  return typeof value === "string" && /^-?\d{1,40}$/.test(value);
}
