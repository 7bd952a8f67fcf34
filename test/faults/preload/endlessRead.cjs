// A folder whose reading never ends, and keeps no process alive.
Object.assign(require("node:fs/promises"), { readdir: () => new Promise(() => {}) });
