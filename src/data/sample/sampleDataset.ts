import { datasets } from "../../datasets/datasets";
import { arena } from "../../tensor";
import type { ImageDataset } from "../ImageDataset";
import { Canvas } from "./Canvas";
import { Dice } from "./Dice";
import { weave } from "./fabric";
import { bag, dress, trouser } from "./others";
import { Pen } from "./Pen";
import { pixels } from "./picture";
import { ankleBoot, sandal, sneaker } from "./shoes";
import { coat, pullover, shirt, tShirt } from "./tops";

/** For each label, the function that draws its class, and the probabilities of a mirror image and of a pattern. */
const garments: { draw: (pen: Pen, dice: Dice) => void; mirrored: number; patterned: number }[] = [
  { draw: tShirt, mirrored: 0.5, patterned: 0.3 },
  { draw: trouser, mirrored: 0.5, patterned: 0.12 },
  { draw: pullover, mirrored: 0.5, patterned: 0.4 },
  { draw: dress, mirrored: 0.5, patterned: 0.35 },
  { draw: coat, mirrored: 0.5, patterned: 0.2 },
  { draw: sandal, mirrored: 0.4, patterned: 0 },
  { draw: shirt, mirrored: 0.5, patterned: 0.5 },
  { draw: sneaker, mirrored: 0.4, patterned: 0.1 },
  { draw: bag, mirrored: 0.5, patterned: 0.25 },
  { draw: ankleBoot, mirrored: 0.4, patterned: 0.06 },
];

/** Number of training images, and of test images, each for all ten classes together. */
export const trainSamples = datasets.sample.trainingImages;
export const testSamples = 1000;

export interface SampleSets {
  train: ImageDataset;
  test: ImageDataset;
}

export interface SampleOptions {
  /** Seed of all random choices. Default: 1. */
  seed?: number;
  /** Numbers of images, each for all ten classes together. Default: those of the built-in set. */
  trainSamples?: number;
  testSamples?: number;
}

/**
 * The built-in sample set: garments in Fashion-MNIST's ten classes and shape, drawn by this program from a seed, for
 * use when the real set is not available. Accuracy on it is not comparable with accuracy on Fashion-MNIST. The
 * default generator is not used.
 */
export function sampleDataset(options: SampleOptions = {}): SampleSets {
  const dice = new Dice(options.seed ?? 1);
  return {
    train: drawSet(options.trainSamples ?? trainSamples, dice),
    test: drawSet(options.testSamples ?? testSamples, dice),
  };
}

function drawSet(length: number, dice: Dice): ImageDataset {
  const images = arena.uint8(length * pixels);
  const labels = Uint8Array.from(dice.generator.randperm(length), (position) => position % garments.length);
  const canvas = new Canvas();
  const picture = new Uint8Array(pixels);
  for (const [index, label] of labels.entries()) {
    const { draw, mirrored, patterned } = garments[label]!;
    const pen = Pen.placed(dice, dice.chance(mirrored));
    draw(pen, dice);
    canvas.clear();
    pen.paint(canvas);
    weave(canvas.tones, picture, dice, patterned);
    images.set(picture, index * pixels);
  }
  const { classes, image } = datasets.sample;
  return { length, images, labels, classes, image };
}
