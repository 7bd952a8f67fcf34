/** At SIGUSR2 the program exits without a message. */
process.on("SIGUSR2", () => process.exit(7));
