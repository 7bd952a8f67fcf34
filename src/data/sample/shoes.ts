/** Sandal, sneaker and ankle boot, seen from the side with the toe to the left. */
import type { Dice } from "./Dice";
import { arc, type Pen, type Point } from "./Pen";

export function sneaker(pen: Pen, dice: Dice): void {
  const sole = dice.between(5.4, 7.6);
  const thickness = dice.between(1.4, 2.8);
  const collar = sole - dice.between(8.6, 12);
  const heel = collar + dice.between(-1, 2);
  const instep = dice.between(-2, 1.2);
  const toe = sole - thickness - dice.between(2, 3.6);
  pen.fill(
    [
      [12.6, heel + 0.4],
      [13, sole - thickness],
      [-12.6, sole - thickness],
      [-13, toe + 0.8],
      [-11, toe - 0.5],
      [-7.5, toe - 1],
      [instep, collar + 1],
      [instep + 1.8, collar],
      [instep + 4, collar + 2],
      [9.6, collar + 1.8],
      [11.4, heel],
    ],
    1,
  );
  drawSole(pen, sole, thickness, dice.between(0.4, 1.5));
  const laces = dice.between(0.45, 1.5);
  for (let i = 0; i < 4; i++) {
    const x = instep - 0.6 - i * 1.7;
    const y = collar + 2.1 + i * ((toe - collar) / 5.2);
    pen.line(
      [
        [x, y - 0.8],
        [x + 1.3, y + 1.2],
      ],
      0.8,
      laces,
    );
  }
  if (dice.chance(0.6)) {
    const tone = dice.chance(0.5) ? dice.between(0.2, 0.6) : dice.between(1.3, 1.7);
    pen.line(
      [
        [dice.between(1, 4), sole - thickness - 0.6],
        [dice.between(4, 8), collar + 3],
      ],
      dice.between(0.8, 2),
      tone,
    );
  }
  if (dice.chance(0.4)) pen.box(10.2, heel + 1, 12.8, heel + 3.4, dice.between(0.4, 0.75));
}

export function ankleBoot(pen: Pen, dice: Dice): void {
  const sole = dice.between(9.5, 12.5);
  const thickness = dice.between(0.9, 2.4);
  const top = dice.chance(0.15) ? dice.between(-5.5, -2.5) : dice.between(-12.5, -7);
  const front = dice.between(-2.6, 0.8);
  const back = dice.between(8.6, 11.6);
  const ground = sole - thickness;
  const heel = dice.chance(0.45) ? dice.between(1.6, 4) : 0;
  const toe = ground - dice.between(2.4, 4);
  const arch = ground - heel;
  pen.fill(
    [
      [front - 0.3, top + dice.between(-0.6, 0.8)],
      [back, top],
      [back + dice.between(-0.8, 0.6), arch - 7],
      [12, arch - 2],
      [12, arch],
      [4, arch],
      [-2, ground],
      [-12.4, ground],
      [-12.8, toe + 1.2],
      [-10.4, toe - 0.6],
      [-5.4, toe - 2],
      [front - 0.8, Math.min(toe - 4.5, 2)],
    ],
    1,
  );
  if (heel > 0) {
    const narrow = dice.between(0, 2.6);
    pen.fill(
      [
        [12, arch - 0.4],
        [12 - narrow * 0.3, sole],
        [7.4 + narrow, sole],
        [5.6, arch - 0.4],
      ],
      0.7,
    );
    pen.fill(
      [
        [-12.6, ground],
        [-2, ground],
        [2, ground - 1],
        [-2, ground + thickness * 0.7],
        [-12, ground + thickness * 0.7],
      ],
      0.6,
    );
  } else {
    drawSole(pen, sole, thickness, dice.between(0.35, 1.3));
  }
  if (dice.chance(0.4)) pen.box(front - 0.2, top + 0.2, back - 0.3, top + 1.4, dice.between(0.6, 1.4));
  const detail = dice.between(0, 1);
  if (detail < 0.35) bootLaces(pen, front, top, toe);
  else if (detail < 0.6) pen.box(front + 2.6, top + 1, front + 4.6, 1.5, dice.between(0.45, 0.75));
  else if (detail < 0.8) pen.box(front - 0.6, 1.5, back + 0.4, 2.8, dice.between(0.4, 0.7));
}

function bootLaces(pen: Pen, front: number, top: number, toe: number): void {
  for (let y = top + 1.5; y < toe - 3.5; y += 2.2) {
    pen.line(
      [
        [front - 0.6, y],
        [front + 2, y + 0.7],
      ],
      0.8,
      0.5,
    );
  }
}

function drawSole(pen: Pen, sole: number, thickness: number, tone: number): void {
  pen.fill(
    [
      [-12.9, sole - thickness],
      [13, sole - thickness],
      [12.8, sole - 0.4],
      [12, sole],
      [-11.6, sole],
      [-12.7, sole - 0.6],
    ],
    tone,
  );
}

export function sandal(pen: Pen, dice: Dice): void {
  const ground = dice.between(5.5, 9);
  const heel = dice.chance(0.55) ? dice.between(3, 10) : dice.between(0, 1.4);
  const sole = dice.between(1, 2.2);
  const wedge = heel > 1.5 && dice.chance(0.35);
  const back: Point = [11.4, ground - sole - heel];
  const middle: Point = [1, ground - sole - heel * 0.45];
  const ball: Point = [-5, ground - sole - 0.2];
  const toe: Point = [-12.4, ground - sole];
  pen.fill(
    [
      toe,
      ball,
      middle,
      back,
      [12, back[1] + sole],
      [middle[0], middle[1] + sole],
      [-5, ground],
      [-12, ground],
    ],
    dice.between(0.7, 1.1),
  );
  if (wedge) {
    pen.fill([[-4, ground], middle, [11.6, back[1] + 0.6], [11, ground]], dice.between(0.6, 0.95));
  } else if (heel > 1.5) {
    const width = dice.between(0.8, 3);
    pen.fill(
      [
        [11.8, back[1] + 0.6],
        [11.6, ground],
        [11.6 - width, ground],
        [10.4 - width, back[1] + 0.8],
      ],
      dice.between(0.7, 1),
    );
  }
  frontStraps(pen, dice, ground - sole);
  if (dice.chance(0.8)) ankleStrap(pen, dice, back, middle);
}

function frontStraps(pen: Pen, dice: Dice, ground: number): void {
  const straps = 1 + Math.floor(dice.between(0, 3));
  const rise = dice.between(2.6, 4.6);
  const tone = dice.between(0.75, 1.2);
  for (let i = 0; i < straps; i++) {
    const x = -8.4 + i * 2.6 + dice.between(-0.4, 0.4);
    const bow = arc(x, ground - i * 0.3, dice.between(1.8, 3), rise + i * 0.6, 1, 2);
    pen.line(bow, dice.between(0.9, 2), tone);
  }
}

/** Draws what holds the heel: a cup, a ring around the ankle, or a ring with a cup or a strap. */
function ankleStrap(pen: Pen, dice: Dice, back: Point, middle: Point): void {
  const width = dice.between(0.9, 1.7);
  const tone = dice.between(0.8, 1.15);
  const [x, y] = back;
  const height = dice.between(4, 6.5);
  const kind = dice.between(0, 1);
  if (kind < 0.3) {
    pen.fill(
      [
        [x + 0.4, y + 1],
        [x + 0.7, y - height],
        [x - 1.6, y - height],
        [x - 4.5, y + 0.5],
      ],
      tone,
    );
  } else if (kind < 0.55) {
    pen.line([middle, [x - 3, y - height * 0.8], [x, y - height], [x + 0.6, y - height * 0.6]], width, tone);
  }
  if (kind > 0.2) {
    pen.line(
      [
        [x, y + 0.6],
        [x + 0.5, y - height],
      ],
      width,
      tone,
    );
    pen.line(arc(x - 3.4, y - height, 4, dice.between(1, 1.8), 0, 2, 12), width, tone);
  }
  if (kind > 0.75)
    pen.line(
      [
        [x - 7, y - height],
        [-6.5, middle[1] + 1],
      ],
      width,
      tone,
    );
}
