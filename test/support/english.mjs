/**
 * With which a terminal speaks English on a machine of another language. LC_ALL, which outdoes it, stays as it is: it
 * may be what says that the terminal's encoding is UTF-8.
 */
export const english = { LC_MESSAGES: "C" };
