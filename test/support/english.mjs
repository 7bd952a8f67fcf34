/**
 * Environment variables that make a terminal use English messages. LC_ALL, which has priority, stays unchanged: it
 * may be the variable that sets the encoding to UTF-8.
 */
export const english = { LC_MESSAGES: "C" };
