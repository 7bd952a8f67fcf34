/**
 * Trains the tutorial's model on some batches with TensorFlow.js's WebAssembly backend and extrapolates the times to an
 * epoch.
 * usage: node train.mjs BATCHES TRAIN_IMAGES TRAIN_LABELS TEST_IMAGES TEST_LABELS
 * Prints one JSON object.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gunzipSync } from "node:zlib";

// The packages are installed at the first measurement.
const load = createRequire(import.meta.url);
const tf = load("@tensorflow/tfjs-core");
const { sequential, layers } = load("@tensorflow/tfjs-layers");
load("@tensorflow/tfjs-backend-cpu");
const { getThreadsCount } = load("@tensorflow/tfjs-backend-wasm");

const BATCH = 64;
const PIXELS = 28 * 28;
/** Number of first batches that are not timed, since TensorFlow.js compiles and allocates during them. */
const WARM_UP = 3;

const batches = Number(process.argv[2]);
const [trainImages, trainLabels, testImages, testLabels] = process.argv.slice(3).map(read);

await tf.setBackend("wasm");
const model = sequential({
  layers: [
    layers.dense({ inputShape: [PIXELS], units: 512, activation: "relu" }),
    layers.dense({ units: 512, activation: "relu" }),
    layers.dense({ units: 10 }),
  ],
});
const optimizer = tf.train.sgd(1e-3);

const train = (/** @type {number} */ i) => {
  const { X, y } = batch(trainImages, trainLabels, i);
  const loss = optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, model.apply(X)), true);
  loss.dataSync();
  tf.dispose([X, y, loss]);
};
const test = (/** @type {number} */ i) =>
  tf.tidy(() => {
    const { X, y } = batch(testImages, testLabels, i);
    const pred = model.apply(X);
    tf.losses.softmaxCrossEntropy(y, pred).dataSync();
    tf.sum(tf.equal(tf.argMax(pred, 1), tf.argMax(y, 1))).dataSync();
  });

console.log(
  JSON.stringify({
    version: `TensorFlow.js ${tf.version_core}`,
    threads: tf.env().get("WASM_HAS_MULTITHREAD_SUPPORT") ? getThreadsCount() : 1,
    trainSeconds: secondsPerBatch(train) * batchesIn(trainImages),
    testSeconds: secondsPerBatch(test) * batchesIn(testImages),
  }),
);

/** @param {(index: number) => void} step */
function secondsPerBatch(step) {
  for (let i = 0; i < WARM_UP; i++) step(i);
  const began = performance.now();
  for (let i = 0; i < batches; i++) step(WARM_UP + i);
  return (performance.now() - began) / 1000 / batches;
}

/** @param {Buffer} images */
function batchesIn(images) {
  return Math.ceil((images.length - 16) / PIXELS / BATCH);
}

/**
 * @param {Buffer} images
 * @param {Buffer} labels
 * @param {number} index
 */
function batch(images, labels, index) {
  const pixels = images.subarray(16 + index * BATCH * PIXELS, 16 + (index + 1) * BATCH * PIXELS);
  const classes = labels.subarray(8 + index * BATCH, 8 + (index + 1) * BATCH);
  return {
    X: tf.tensor2d(
      Float32Array.from(pixels, (byte) => byte / 255),
      [BATCH, PIXELS],
    ),
    y: tf.oneHot(tf.tensor1d(Int32Array.from(classes), "int32"), 10),
  };
}

/** @param {string} path */
function read(path) {
  const bytes = readFileSync(path);
  return path.endsWith(".gz") ? gunzipSync(bytes) : bytes;
}
