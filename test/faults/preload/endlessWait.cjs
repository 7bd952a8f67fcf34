// Makes `Promise.all` return a promise that never settles. Such a promise does not keep the process from ending.
Object.assign(Promise, { all: () => new Promise(() => {}) });
