/**
 * Appends a line to the file RECORD for each call of a function of `node:fs` whose first argument contains
 * RECORDED_PATH. Both are variables of the environment.
 */
const fs = require("node:fs");

const { RECORDED_PATH = "\0", RECORD = "" } = process.env;
const append = fs.appendFileSync;

/**
 * @param {string} name
 * @param {Function} original
 */
function recording(name, original) {
  /** @this {unknown} @param {unknown[]} given */
  return function (...given) {
    if (String(given[0]).includes(RECORDED_PATH)) append(RECORD, `${name} ${given[0]}\n`);
    return Reflect.apply(original, this, given);
  };
}

/** @param {Record<string, any>} module */
function recordPaths(module) {
  for (const [name, original] of Object.entries(module))
    if (typeof original === "function" && !/^[A-Z_]/.test(name))
      // `promisify` takes from the original's properties which values the callback of `fs.read` gets.
      module[name] = Object.defineProperties(
        recording(name, original),
        Object.getOwnPropertyDescriptors(original),
      );
}

recordPaths(fs);
recordPaths(fs.promises);
