/** A legend's sample of a line, told apart by its stroke as well as by its colour. */
export function Swatch({ kind, children }: { kind: string; children: string }) {
  return (
    <span class="swatch">
      <span class={`line ${kind}`} aria-hidden="true" />
      {children}
    </span>
  );
}
