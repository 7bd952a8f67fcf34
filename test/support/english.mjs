/**
 * Environment variables with which programs print English messages, unless LC_ALL sets another language. LC_ALL stays
 * unchanged, since it may be the variable that sets the encoding to UTF-8.
 */
export const english = { LC_MESSAGES: "C" };
