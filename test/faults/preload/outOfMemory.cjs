/** At SIGUSR2 the program fills V8's heap completely. */
process.on("SIGUSR2", () => {
  /** @type {unknown[]} */
  const kept = [];
  // With small arrays, V8 would collect garbage so often that on a busy machine it could end the process with
  // another message, about ineffective collections.
  for (;;) kept.push(new Array(1_000_000).fill(kept.length));
});
