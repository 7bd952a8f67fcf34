/** At SIGUSR2 the program is told to exit, by whoever, without a word. */
process.on("SIGUSR2", () => process.exit(7));
