import * as l10n from "@vscode/l10n";

/** What `torch.manual_seed` takes: -2^63 to 2^64 - 1. */
const smallest = -(2n ** 63n);
const largest = 2n ** 64n - 1n;

/**
 * A seed as a run records it: a number where JSON's numbers are exact, else its decimal digits.
 * PyTorch takes a negative one as that number plus 2^64.
 */
export type Seed = number | string;

/** Why a value is no seed, to be read on after the name of its setting or option; undefined for one that is. */
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

/** The one way to record a seed, of those in which it may be written. */
export function canonicalSeed(seed: Seed): Seed {
  const exact = BigInt(seed);
  const asNumber = Number(exact);
  return Number.isSafeInteger(asNumber) ? asNumber : String(exact);
}

function isDigits(value: unknown): value is string {
  // Longer ones are beyond the range, whatever their digits, unless padded with zeros.
  return typeof value === "string" && /^-?\d{1,40}$/.test(value);
}
