/** At SIGUSR2 the program exits with a code of its own and without a message. */
process.on("SIGUSR2", () => process.exit(7));
