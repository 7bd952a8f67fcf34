// `Promise.all` returns a promise that never settles and keeps no process alive.
Object.assign(Promise, { all: () => new Promise(() => {}) });
