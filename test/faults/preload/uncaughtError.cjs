/** At SIGUSR2 the program throws an error that is not caught. */
process.on("SIGUSR2", () => {
  throw new Error("A bug in the trainer");
});
