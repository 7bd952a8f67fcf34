/** Why a part of the tests cannot run on this machine: one sentence that says what is missing. */
export class PartUnavailableError extends Error {}
