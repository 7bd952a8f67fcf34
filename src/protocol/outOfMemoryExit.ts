/** The exit code of a trainer or an inspector that ended since the system did not give it the memory for its tensors. */
export const outOfMemoryExit = 70;
