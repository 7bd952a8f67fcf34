/**
 * Renames the folder of a run to NAME-moved when this process receives the trainer's answer, before any listener gets
 * the answer.
 */
const childProcess = require("node:child_process");
const fs = require("node:fs");

const { prototype } = childProcess.ChildProcess;
const { emit } = prototype;

/** @this {import("node:child_process").ChildProcess} @param {string} name @param {any[]} given */
prototype.emit = function (name, ...given) {
  const folder = name === "message" ? given[0]?.result?.folder : undefined;
  if (folder !== undefined) fs.renameSync(folder, `${folder}-moved`);
  return Reflect.apply(emit, this, [name, ...given]);
};
