/** At SIGUSR2 the program fills V8's heap completely. */
process.on("SIGUSR2", () => {
  /** @type {unknown[]} */
  const kept = [];
  // Small arrays take so many collections of garbage that a busy machine ends the process for those instead.
  for (;;) kept.push(new Array(1_000_000).fill(kept.length));
});
