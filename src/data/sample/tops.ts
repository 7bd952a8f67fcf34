/**
 * T-shirt, pullover, coat and shirt: variations of one cut, so that some are hard to distinguish, as in the real set.
 */
import type { Dice } from "./Dice";
import { arc, type Pen, type Point } from "./Pen";

/** The measures of a garment, in the coordinates of {@link Pen}. */
interface Cut {
  /** Half of the width of the garment at the neck, the shoulder, the chest and the hem. */
  neck: number;
  shoulder: number;
  chest: number;
  hem: number;
  /** The y of the hem: the lower end of the garment without the sleeves. */
  bottom: number;
  /** Length of the sleeve: 0 for none, 1 for a sleeve down to the hand. */
  sleeve: number;
  sleeveWidth: number;
  /** Horizontal distance from the shoulder to the end of a sleeve of length 1. */
  spread: number;
}

const top = -12.5;
const armpit = -5;

function drawCut(pen: Pen, cut: Cut): void {
  const { neck, shoulder, chest, hem, bottom, sleeve, sleeveWidth, spread } = cut;
  const tipX = shoulder + spread * sleeve;
  const tipY = -10.2 + (bottom + 9) * sleeve;
  const along = Math.hypot(tipX - shoulder, tipY + 10.2);
  const acrossX = ((tipY + 10.2) / along) * sleeveWidth;
  const acrossY = ((tipX - shoulder) / along) * sleeveWidth;
  pen.fillEach(
    [
      [shoulder - 1.5, -11.2],
      [shoulder + 0.6, -10.2],
      [tipX + acrossX * 0.4, tipY - acrossY * 0.4],
      [tipX - acrossX * 0.6, tipY + acrossY * 0.6],
      [chest - 0.6, armpit + 1],
      [chest - 2, armpit - 3],
    ],
    0.93,
  );
  if (sleeve > 0.5) {
    // The shadow that separates a hanging sleeve from the body.
    pen.fillEach(
      [
        [chest - 0.4, armpit + 0.5],
        [chest + 0.5, armpit + 1],
        [Math.max(chest, hem) + 0.7, bottom * 0.8],
        [Math.max(chest, hem) - 0.2, bottom],
      ],
      0.15,
    );
  }
  pen.fillBoth(
    [
      [0, top + 1.2],
      [neck, top],
      [shoulder, -10.6],
      [chest, armpit],
      [(chest + hem) / 2 - 0.3, (bottom + armpit) / 2],
      [hem, bottom - 0.6],
      [hem - 0.8, bottom],
      [0, bottom + 0.3],
    ],
    1,
  );
}

function roundNeck(pen: Pen, neck: number, depth: number, tone: number): void {
  pen.fillBoth([[neck, top - 1.5], ...arc(0, top - 0.4, neck, depth, 0, 0.5, 4)], tone);
}

function vNeck(pen: Pen, neck: number, depth: number, tone: number): void {
  pen.fill(
    [
      [-neck, top - 1],
      [neck, top - 1],
      [0, top + depth],
    ],
    tone,
  );
}

export function tShirt(pen: Pen, dice: Dice): void {
  const chest = dice.between(6, 7.6);
  const neck = dice.between(2.4, 4);
  drawCut(pen, {
    neck,
    shoulder: dice.between(7, 8.6),
    chest,
    hem: chest + dice.between(-0.8, 0.9),
    bottom: dice.between(10.5, 13),
    sleeve: dice.chance(0.1) ? dice.between(0.1, 0.16) : dice.between(0.2, 0.42),
    sleeveWidth: dice.between(4, 5.6),
    spread: dice.between(9, 14),
  });
  if (dice.chance(0.3)) vNeck(pen, neck, dice.between(3, 6), 0.12);
  else roundNeck(pen, neck, dice.between(1.6, 3.4), 0.12);
  if (dice.chance(0.35)) print(pen, dice, chest);
}

function print(pen: Pen, dice: Dice, chest: number): void {
  const width = dice.between(2, chest - 1.5);
  const y = dice.between(-5.5, -2);
  const tone = dice.chance(0.5) ? dice.between(0.2, 0.6) : dice.between(1.3, 1.7);
  pen.box(-width, y, width, y + dice.between(1.5, 6), tone);
}

export function pullover(pen: Pen, dice: Dice): void {
  const chest = dice.between(6, 7.4);
  const neck = dice.between(2.2, 3.6);
  const bottom = dice.between(10, 12.8);
  const cut = {
    neck,
    shoulder: dice.between(6.6, 8),
    chest,
    hem: chest + dice.between(-0.8, 0.5),
    bottom,
    sleeve: dice.chance(0.1) ? dice.between(0.5, 0.75) : dice.between(0.88, 1.02),
    sleeveWidth: dice.between(3.6, 4.8),
    spread: dice.between(2.6, 5.4),
  };
  drawCut(pen, cut);
  if (dice.chance(0.75)) pen.box(-cut.hem, bottom - 1.6, cut.hem, bottom - 0.9, dice.between(0.6, 0.85));
  const neckline = dice.between(0, 1);
  if (neckline < 0.2) {
    pen.box(-neck, top - 1, neck, top + 1.2, dice.between(0.75, 1.2));
  } else if (neckline < 0.4) {
    vNeck(pen, neck, dice.between(3, 5.5), 0.15);
  } else {
    roundNeck(pen, neck + 0.8, dice.between(2.4, 3.4), dice.between(0.7, 0.85));
    roundNeck(pen, neck, dice.between(1.4, 2.2), 0.12);
  }
}

export function coat(pen: Pen, dice: Dice): void {
  const chest = dice.between(6, 7.6);
  const neck = dice.between(2, 3.4);
  const bottom = dice.between(11.4, 13.8);
  drawCut(pen, {
    neck,
    shoulder: dice.between(6.8, 8.2),
    chest,
    hem: chest + dice.between(-0.4, 1.4),
    bottom,
    sleeve: dice.between(0.84, 0.98),
    sleeveWidth: dice.between(3.8, 5),
    spread: dice.between(2.2, 4.6),
  });
  const opening = dice.between(-0.5, 0.8);
  if (dice.chance(0.93)) {
    pen.line(
      [
        [0, top + 1],
        [opening, -4],
        [opening, bottom + 0.4],
      ],
      dice.between(0.7, 1.3),
      dice.between(0.05, 0.45),
    );
  }
  if (dice.chance(0.65)) lapels(pen, dice, neck);
  else pen.box(-neck - 0.4, top - 1, neck + 0.4, top + 1, dice.between(0.7, 1.2));
  if (dice.chance(0.5)) {
    const y = dice.between(3, 6);
    pen.fillEach(box(2.4, y, chest - 0.8, y + 0.9), dice.between(0.4, 0.65));
  }
  if (dice.chance(0.2)) pen.box(-chest, 1, chest, 2.3, dice.between(0.3, 0.6));
}

function lapels(pen: Pen, dice: Dice, neck: number): void {
  const depth = dice.between(5, 9);
  vNeck(pen, neck, depth, 0.2);
  pen.fillEach(
    [
      [neck - 0.3, top - 0.4],
      [neck + 1.8, top + 2.6],
      [neck + 0.4, top + 3.4],
      [0.3, top + depth],
    ],
    dice.between(0.65, 1.25),
  );
}

export function shirt(pen: Pen, dice: Dice): void {
  const chest = dice.between(5.6, 7.4);
  const neck = dice.between(2, 3.4);
  const bottom = dice.between(10.6, 13.4);
  const short = dice.chance(0.28);
  drawCut(pen, {
    neck,
    shoulder: dice.between(6.4, 8),
    chest,
    hem: chest + dice.between(-0.6, 0.8),
    bottom,
    sleeve: short ? dice.between(0.24, 0.45) : dice.between(0.84, 1.02),
    sleeveWidth: dice.between(3.2, 4.6),
    spread: short ? dice.between(8, 12) : dice.between(2.6, 5.4),
  });
  const depth = dice.between(2, 4.5);
  vNeck(pen, neck * 0.8, depth, 0.2);
  if (dice.chance(0.92)) collar(pen, dice, neck, depth);
  if (dice.chance(0.92)) buttons(pen, dice, top + depth, bottom);
  if (dice.chance(0.25)) {
    pen.fill(box(1.8, -5, 4.4, -2), dice.between(0.75, 0.85));
    pen.fill(box(1.8, -5, 4.4, -4.4), 0.6);
  }
}

function collar(pen: Pen, dice: Dice, neck: number, depth: number): void {
  pen.fillEach(
    [
      [neck * 0.7, top - 1.2],
      [neck + 1, top + 0.6],
      [neck * 0.8, top + depth],
      [0.2, top + depth * 0.9],
    ],
    dice.between(1.12, 1.4),
  );
}

function buttons(pen: Pen, dice: Dice, from: number, to: number): void {
  pen.line(
    [
      [0, from],
      [0, to],
    ],
    dice.between(1, 1.6),
    dice.between(0.62, 0.82),
  );
  const tone = dice.chance(0.5) ? 0.3 : 1.6;
  for (let y = from + 1.5; y < to - 1; y += 3.2) pen.box(-0.5, y, 0.5, y + 1, tone);
}

function box(left: number, top: number, right: number, bottom: number): Point[] {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}
