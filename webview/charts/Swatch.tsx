/** A legend's sample of a line. Lines differ in stroke as well as in colour. */
export function Swatch({ kind, children }: { kind: string; children: string }) {
  return (
    <span class="swatch">
      <span class={`line ${kind}`} aria-hidden="true" />
      {children}
    </span>
  );
}
