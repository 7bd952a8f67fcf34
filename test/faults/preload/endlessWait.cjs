// Promises that are awaited together never settle, and keep no process alive.
Object.assign(Promise, { all: () => new Promise(() => {}) });
