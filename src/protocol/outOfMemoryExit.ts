/** The exit code of a trainer or an inspector to which the system did not give the memory for its tensors. */
export const outOfMemoryExit = 70;
