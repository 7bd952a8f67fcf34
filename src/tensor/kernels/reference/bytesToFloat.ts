import type { BytesToFloatTask } from "../Kernels";

export function bytesToFloat({ bytes, rowLength, indices, firstRow = 0, out }: BytesToFloatTask): void {
  const rows = rowLength === 0 ? 0 : out.length / rowLength;
  for (let row = 0; row < rows; row++) {
    const from = (indices ? indices[row]! : firstRow + row) * rowLength;
    const to = row * rowLength;
    for (let i = 0; i < rowLength; i++) {
      out[to + i] = bytes[from + i]! / 255;
    }
  }
}
