import * as format from "../figures/format";
import type { Mark } from "../figures/marks";
import { strings } from "../strings";

/** The marks of a run as a table: the step and the labels of each mark. */
export function MarksTable({ marks }: { marks: readonly Mark[] }) {
  const { marks: words } = strings;
  return (
    <table class="marks">
      <caption>{words.title}</caption>
      <thead>
        <tr>
          <th scope="col">{words.step}</th>
          <th scope="col">{words.what}</th>
        </tr>
      </thead>
      <tbody>
        {marks.map(({ step, labels }) => (
          <tr key={step}>
            <th scope="row">{format.integer(step)}</th>
            <td>{labels.join(", ")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
