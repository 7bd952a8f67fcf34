/** At SIGUSR2 the program exits with code 7 and without a message. */
process.on("SIGUSR2", () => process.exit(7));
