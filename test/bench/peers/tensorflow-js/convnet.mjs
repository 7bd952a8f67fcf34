/**
 * Training of the built-in network convnet on TensorFlow.js's WebAssembly backend.
 * usage: node convnet.mjs STEPS WARM_UP BATCH TRAIN_IMAGES TRAIN_LABELS
 * Prints one JSON object. The first WARM_UP steps are not counted.
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

const SIDE = 28;
const [steps, warmUp, batchSize] = process.argv.slice(2, 5).map(Number);
const [images, labels] = process.argv.slice(5).map(read);

// The WebAssembly backend cannot compute the gradient of a convolution's filters. For filters of 3 × 3 and padding
// "same", this gradient is a convolution of the padded images by the gradient of the output, both with batch and
// channels exchanged.
tf.registerKernel({
  kernelName: "Conv2DBackpropFilter",
  backendName: "wasm",
  kernelFunc: (/** @type {any} */ { inputs }) =>
    tf.tidy(() => {
      const [x, dy] = [inputs.x, inputs.dy].map((info) => tf.engine().makeTensorFromTensorInfo(info));
      const padded = tf.pad(x, [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]);
      const [images, filters] = [tf.transpose(padded, [3, 1, 2, 0]), tf.transpose(dy, [1, 2, 0, 3])];
      return tf.transpose(tf.conv2d(images, filters, 1, "valid"), [1, 2, 0, 3]);
    }),
});

await tf.setBackend("wasm");
const model = sequential({ layers: [...block(32, [SIDE, SIDE, 1]), ...block(64), ...classifier()] });
const optimizer = tf.train.momentum(0.01, 0.9);
let began = 0;
for (let i = 0; i < warmUp + steps; i++) {
  if (i === warmUp) began = performance.now();
  const { X, y } = batch(i);
  const loss = optimizer.minimize(
    () => tf.losses.softmaxCrossEntropy(y, model.apply(X, { training: true })),
    true,
  );
  loss.dataSync();
  tf.dispose([X, y, loss]);
}
console.log(
  JSON.stringify({
    version: `TensorFlow.js ${tf.version_core}`,
    threads: tf.env().get("WASM_HAS_MULTITHREAD_SUPPORT") ? getThreadsCount() : 1,
    imagesPerSecond: (1000 * steps * batchSize) / (performance.now() - began),
  }),
);

/**
 * @param {number} filters
 * @param {number[]} [inputShape]
 */
function block(filters, inputShape) {
  const convolution = (/** @type {object} */ options = {}) => [
    layers.conv2d({ filters, kernelSize: 3, padding: "same", useBias: false, ...options }),
    layers.batchNormalization(),
    layers.reLU(),
  ];
  return [
    ...convolution(inputShape && { inputShape }),
    ...convolution(),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.dropout({ rate: 0.25 }),
  ];
}

function classifier() {
  return [
    layers.flatten(),
    layers.dense({ units: 256, activation: "relu" }),
    layers.dropout({ rate: 0.5 }),
    layers.dense({ units: 10 }),
  ];
}

/** @param {number} index */
function batch(index) {
  const size = SIDE * SIDE;
  const pixels = images.subarray(16 + index * batchSize * size, 16 + (index + 1) * batchSize * size);
  const classes = labels.subarray(8 + index * batchSize, 8 + (index + 1) * batchSize);
  return {
    X: tf.tensor4d(
      Float32Array.from(pixels, (byte) => byte / 255),
      [batchSize, SIDE, SIDE, 1],
    ),
    y: tf.oneHot(tf.tensor1d(Int32Array.from(classes), "int32"), 10),
  };
}

/** @param {string} path */
function read(path) {
  const bytes = readFileSync(path);
  return path.endsWith(".gz") ? gunzipSync(bytes) : bytes;
}
