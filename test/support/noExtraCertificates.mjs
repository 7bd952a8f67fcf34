/**
 * Environment variables with which Node.js reads no additional certificates. Each process would parse the user's
 * additional certificates at its start, which takes 45 ms of CPU time for a file with all certificates of a system. The
 * tests with these variables connect to no other machine.
 */
export const noExtraCertificates = { NODE_EXTRA_CA_CERTS: "" };
