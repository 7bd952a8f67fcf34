/** At SIGUSR2 the program fills V8's heap completely. */
process.on("SIGUSR2", () => {
  /** @type {unknown[]} */
  const kept = [];
  for (;;) kept.push(new Array(10_000).fill(kept.length));
});
