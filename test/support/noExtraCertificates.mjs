/**
 * Environment variables without the user's additional certificates. Each Node.js process parses them when it starts,
 * which takes 45 ms of CPU time for a file with all certificates of a system. No test connects to another machine.
 */
export const noExtraCertificates = { NODE_EXTRA_CA_CERTS: "" };
