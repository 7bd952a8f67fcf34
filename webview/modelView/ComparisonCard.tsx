import { mcnemar } from "../../src/runs/mcnemar";
import { withDigits } from "../../src/text/numbers";
import { sentences } from "../../src/text/sentences";
import { type ComparedCells, total } from "../figures/comparedCells";
import { integer } from "../figures/format";
import { type ImageFilter, noFilter, type Outcome } from "../figures/imageFilter";
import { strings } from "../strings";

/** A difference with a p-value below this is called unlikely to be chance. */
const significant = 0.05;
/** The smallest p-value that is written as a number. */
const leastWritten = 1e-4;

/**
 * For two predictions of each image: for how many images only the first, only the second, neither or both of them are
 * right, and whether the difference may be chance.
 */
export function ComparisonCard(props: {
  compared: ComparedCells;
  name: string;
  open: (filter: ImageFilter) => void;
}) {
  const { compared, name } = props;
  const words = strings.model.compare;
  const [onlyFirst, onlySecond] = onlyRight(compared);
  const rows: [Outcome, string, number][] = [
    ["onlyOwn", words.onlyOwn, onlyFirst],
    ["onlyOther", words.onlyOther(name), onlySecond],
    ["neither", words.neither, total(compared.neither)],
    ["both", words.both, compared.both],
  ];
  return (
    <section class="card comparison" aria-label={words.title}>
      <h2>{words.title}</h2>
      <ul>
        {rows.map(([outcome, text, count]) => (
          <li key={outcome}>
            <button type="button" class="link" onClick={() => props.open({ ...noFilter, outcome })}>
              {text}
            </button>
            <span>{integer(count)}</span>
          </li>
        ))}
      </ul>
      <p class="quiet">{verdict(compared)}</p>
    </section>
  );
}

/** The comparison in a sentence, for a screen reader. */
export function comparisonText(compared: ComparedCells, name: string): string {
  const [onlyFirst, onlySecond] = onlyRight(compared);
  return strings.model.compare.told(name, integer(onlyFirst), integer(onlySecond), verdict(compared));
}

function onlyRight({ fixed, broken }: ComparedCells): [onlyFirst: number, onlySecond: number] {
  return [total(fixed), total(broken)];
}

/** The p-value of McNemar's test and what it means, in sentences. */
function verdict(compared: ComparedCells): string {
  const words = strings.model.compare;
  const [onlyFirst, onlySecond] = onlyRight(compared);
  const p = mcnemar({ onlyFirst, onlySecond });
  return sentences(
    words.mcnemar(p < leastWritten ? "< 0.0001" : `= ${withDigits(p, 2)}`),
    p < significant ? words.notChance : words.mayBeChance,
  );
}
