/** At SIGUSR2 the program throws where nobody catches it. */
process.on("SIGUSR2", () => {
  throw new Error("A bug in the trainer");
});
