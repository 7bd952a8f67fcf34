import type { DataDescription } from "../../src/protocol/modelProtocol";
import { withDecimals } from "../../src/text/numbers";
import { ScrollRegion } from "../components/ScrollRegion";
import { integer } from "../figures/format";
import { strings } from "../strings";
import { ImageStrip } from "./ImageStrip";
import type { ModelData } from "./ModelData";
import { Refused } from "./Refused";
import { useKept } from "./useKept";

/**
 * The figures and examples of a data set, which depend on no training: of the data set of a run or, without a run, of
 * the data set in the settings.
 */
export function DataPart({ data, runId }: { data: ModelData; runId?: string | undefined }) {
  const answer = data.descriptions.get(runId === undefined ? {} : { runId });
  const description = useKept(answer.value, runId);
  if (answer.refusal) return <Refused data={data} refusal={answer.refusal} />;
  if (!description) return <p class="quiet">{strings.model.data.loading}</p>;
  return (
    <div class="data-part">
      <Figures description={description} />
      <Classes description={description} />
    </div>
  );
}

function Figures({ description }: { description: DataDescription }) {
  const { dataset, sets, duplicates, pairs } = description;
  const words = strings.model.data;
  const { train, test } = sets;
  const rows = [
    [words.images, integer(train.samples), integer(test.samples)],
    [words.mean, withDecimals(train.mean, 4), withDecimals(test.mean, 4)],
    [words.deviation, withDecimals(train.deviation, 4), withDecimals(test.deviation, 4)],
    [words.duplicates, integer(duplicates.train), integer(duplicates.test)],
  ] as const;
  return (
    <section class="card" aria-label={dataset}>
      <h2>{dataset}</h2>
      <ScrollRegion label={words.figures} class="table-scroller">
        <table>
          <thead>
            <tr>
              <th scope="col">{words.figure}</th>
              <th scope="col">{strings.model.sets.train}</th>
              <th scope="col">{strings.model.sets.test}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, ofTrain, ofTest]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{ofTrain}</td>
                <td>{ofTest}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p class="quiet">{words.pixels}</p>
      <p class="quiet">{words.between(strings.model.images(duplicates.between))}</p>
      {pairs.length > 0 && (
        <ul class="quiet">
          {pairs.map(({ set, index, ofSet, ofIndex }) => (
            <li key={`${set} ${index}`}>
              {words.pair(
                integer(index),
                strings.model.sets[set],
                integer(ofIndex),
                strings.model.sets[ofSet],
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Classes({ description }: { description: DataDescription }) {
  const { classes, image, sets, examples, means } = description;
  const words = strings.model.data;
  const size = image.reduce((product, length) => product * length, 1);
  const most = Math.max(...sets.train.counts);
  let from = 0;
  return (
    <div class="card data-classes">
      <h2>{words.classes}</h2>
      <ScrollRegion label={words.classes} class="table-scroller">
        <table>
          <thead>
            <tr>
              <th scope="col">{strings.model.classes.name}</th>
              <th scope="col">{strings.model.sets.train}</th>
              <th scope="col">{strings.model.sets.test}</th>
              <th scope="col">{words.meanImage}</th>
              <th scope="col">{words.examples}</th>
            </tr>
          </thead>
          <tbody>
            {classes.map((name, label) => {
              const count = Math.min(sets.train.counts[label]!, examples.indices.length / classes.length);
              const own = examples.images.subarray(from * size, (from + count) * size);
              from += count;
              return (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>
                    {integer(sets.train.counts[label]!)}
                    <span
                      class="bar"
                      style={{ width: `${(100 * sets.train.counts[label]!) / (most || 1)}%` }}
                    />
                  </td>
                  <td>{integer(sets.test.counts[label]!)}</td>
                  <td>
                    <ImageStrip
                      images={means.subarray(label * size, (label + 1) * size)}
                      shape={image}
                      name={words.meanOf(name)}
                    />
                  </td>
                  <td>
                    <ImageStrip images={own} shape={image} name={words.examplesOf(name)} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollRegion>
    </div>
  );
}
