/** Trouser, dress and bag. */
import type { Dice } from "./Dice";
import { arc, type Pen } from "./Pen";

export function trouser(pen: Pen, dice: Dice): void {
  const waist = dice.between(3, 4.4);
  const hip = waist + dice.between(0.4, 1.4);
  const crotch = dice.between(-6.5, -3.5);
  const bottom = dice.chance(0.12) ? dice.between(2, 7) : dice.between(11.5, 13.8);
  const ankle = dice.between(1.6, 3.2);
  const stance = dice.between(0.1, 1.6);
  pen.fillBoth(
    [
      [0, -13.4],
      [waist, -13.4],
      [hip, -8],
      [0.4, crotch],
      [0, crotch],
    ],
    1,
  );
  pen.fillEach(
    [
      [-0.1, -9],
      [hip, -8.2],
      [stance + ankle + 1, bottom * 0.4],
      [stance + ankle + 0.3, bottom],
      [stance, bottom],
      [Math.min(stance, 0.5), bottom * 0.5],
      [-0.1, crotch + 0.6],
    ],
    1,
  );
  if (dice.chance(0.7)) pen.box(-waist, -12.4, waist, -11.8, dice.between(0.5, 0.75));
  if (dice.chance(0.4)) {
    pen.fillEach(
      [
        [hip - 1.8, -11.6],
        [hip - 0.3, -8.8],
        [hip - 1, -8.6],
        [hip - 2.4, -11.4],
      ],
      0.55,
    );
  }
  if (dice.chance(0.4)) {
    const crease = stance + ankle * 0.55;
    pen.line(
      [
        [crease, crotch + 2],
        [crease, bottom - 0.5],
      ],
      0.8,
      1.2,
    );
    pen.line(
      [
        [-crease, crotch + 2],
        [-crease, bottom - 0.5],
      ],
      0.8,
      1.2,
    );
  }
}

export function dress(pen: Pen, dice: Dice): void {
  const shoulder = dice.between(2.8, 4.6);
  const bust = dice.between(3.4, 4.9);
  const waist = bust - dice.between(0.2, 1.4);
  const waistAt = dice.between(-4, -0.5);
  const hem = dice.chance(0.4) ? waist + dice.between(0.6, 1.6) : waist + dice.between(2, 5);
  const bottom = dice.between(11.5, 13.8);
  const sleeve = dice.between(0, 1);
  if (sleeve < 0.5) dressSleeves(pen, dice, shoulder, bust, sleeve < 0.14);
  pen.fillBoth(
    [
      [0, -12],
      [shoulder - 1.4, -13.2],
      [shoulder, -12.6],
      [bust - 0.5, -9.5],
      [bust, -7],
      [waist, waistAt],
      [waist + (hem - waist) * 0.45, (waistAt + bottom) / 2],
      [hem, bottom - 0.5],
      [0, bottom],
    ],
    1,
  );
  const depth = dice.between(1.4, 4.4);
  pen.fillBoth(
    [
      [shoulder - 1.5, -14],
      [shoulder - 1.7, -12.8],
      [0, -12.6 + depth],
    ],
    0.08,
  );
  if (dice.chance(0.4)) pen.box(-waist, waistAt - 0.6, waist, waistAt + 0.7, dice.between(0.35, 0.7));
  if (dice.chance(0.35)) {
    pen.fillEach(
      [
        [waist * 0.35, waistAt + 2],
        [waist * 0.5, waistAt + 2],
        [hem * 0.6, bottom - 0.6],
        [hem * 0.45, bottom - 0.6],
      ],
      0.72,
    );
  }
}

function dressSleeves(pen: Pen, dice: Dice, shoulder: number, bust: number, long: boolean): void {
  const length = long ? dice.between(9, 16) : dice.between(2.5, 5);
  const spread = long ? dice.between(2.2, 3.6) : dice.between(1.8, 3.4);
  pen.fillEach(
    [
      [shoulder - 0.8, -13],
      [shoulder + 0.8, -12.2],
      [bust + spread, -11 + length],
      [bust + spread - 2, -10.4 + length],
      [bust - 0.9, -7.5],
    ],
    0.9,
  );
}

export function bag(pen: Pen, dice: Dice): void {
  const width = dice.between(8.5, 13);
  const lower = width + dice.between(-1.6, 0.8);
  const height = dice.between(10, 17);
  const bottom = dice.between(9, 12.5);
  const top = bottom - height;
  const handle = dice.between(0, 1);
  if (handle < 0.8) {
    const rise = handle < 0.2 ? dice.between(1.5, 3) : dice.between(4, Math.max(5, top + 13));
    const half = dice.between(3, width - 1.5);
    pen.line(arc(0, top + 0.6, half, rise, 1, 2, 12), dice.between(1, 1.9), dice.between(0.6, 1.1));
  }
  pen.fillBoth(
    [
      [width - 0.9, top],
      [width, top + 0.9],
      [lower, bottom - 1],
      [lower - 1, bottom],
    ],
    1,
  );
  const detail = dice.between(0, 1);
  if (detail < 0.4) {
    const flap = top + height * dice.between(0.35, 0.6);
    const tip = dice.between(0, 2.5);
    pen.line(
      [
        [-width, flap - tip],
        [0, flap],
        [width, flap - tip],
      ],
      0.9,
      0.5,
    );
    pen.box(-0.9, flap - 0.8, 0.9, flap + 1.2, dice.between(1.3, 1.7));
  } else if (detail < 0.7) {
    pen.box(-width + 1, top + 1.3, width - 1, top + 2.1, 0.45);
  } else if (detail < 0.85) {
    pen.box(-width * 0.6, top + height * 0.45, width * 0.6, bottom - 1.6, dice.between(0.65, 0.8));
  }
}
