import type { Dice } from "./Dice";
import { side } from "./picture";

/** For each column x of the current picture, the sine and the cosine of foldX * x. */
const sines = new Float64Array(side);
const cosines = new Float64Array(side);

/**
 * Turns tones (0 for the background, about 1 for cloth) into bytes, with random brightness, pattern, light, folds and
 * noise.
 * @param patterned probability of a pattern
 */
export function weave(tones: Float32Array, out: Uint8Array, dice: Dice, patterned: number): void {
  const brightness = dice.chance(0.18) ? dice.between(35, 90) : dice.between(95, 235);
  const pattern = dice.chance(patterned) ? choosePattern(dice) : undefined;
  const lightX = 0.012 * dice.bell();
  const lightY = 0.012 * dice.bell();
  const fold = dice.between(0, 0.1);
  const foldX = dice.between(0.5, 1.1);
  const foldY = dice.between(-0.3, 0.3);
  const grain = dice.between(0.02, 0.09);
  for (let x = 0; x < side; x++) {
    sines[x] = Math.sin(foldX * x);
    cosines[x] = Math.cos(foldX * x);
  }
  for (let y = 0, i = 0; y < side; y++) {
    const rowSine = Math.sin(foldY * y);
    const rowCosine = Math.cos(foldY * y);
    for (let x = 0; x < side; x++, i++) {
      const tone = tones[i]!;
      if (tone < 0.02) {
        out[i] = 0;
        continue;
      }
      const light = 1 + lightX * (x - 14) + lightY * (y - 14);
      // The term in parentheses is the sine of foldX * x + foldY * y, by the addition theorem.
      const folds = 1 + fold * (sines[x]! * rowCosine + cosines[x]! * rowSine);
      const noise = 1 + grain * (dice.between(-1, 1) + dice.between(-1, 1));
      const shade = brightness * tone * light * folds * noise * (pattern ? pattern(x, y) : 1);
      out[i] = shade < 255 ? shade : 255;
    }
  }
}

type Pattern = (x: number, y: number) => number;

function choosePattern(dice: Dice): Pattern {
  const period = dice.between(2.2, 6);
  const share = dice.between(0.3, 0.6);
  const phase = dice.between(0, period);
  const other = dice.chance(0.5) ? dice.between(0.35, 0.75) : dice.between(1.15, 1.5);
  const stripes = Array.from({ length: side }, (_, at) =>
    (at + phase) % period < period * share ? other : 1,
  );
  const kind = dice.between(0, 1);
  if (kind < 0.4) return (_x, y) => stripes[y]!;
  if (kind < 0.55) return (x) => stripes[x]!;
  if (kind < 0.8) return (x, y) => Math.sqrt(stripes[x]! * stripes[y]!);
  const spots = dice.between(0.1, 0.3);
  return () => (dice.chance(spots) ? other : 1);
}
