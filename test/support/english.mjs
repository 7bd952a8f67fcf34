/** Variables of the environment with which a terminal speaks English, on a machine of whatever language. */
export const english = { LC_ALL: "", LC_MESSAGES: "C" };
