/** A part of the tests cannot run on this machine. The message is one sentence about what is missing. */
export class PartUnavailableError extends Error {}
