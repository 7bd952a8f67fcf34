import { useMemo, useState } from "preact/hooks";
import type { Answers, Histories } from "../../src/protocol/modelProtocol";
import { mapRegions, regionImages } from "../figures/dataMap";
import { noFilter } from "../figures/imageFilter";
import type { ImageOrder } from "../figures/imageOrder";
import { strings } from "../strings";
import { DataMap } from "./DataMap";
import type { ModelViewProps } from "./ModelHeader";
import { OrderedImages } from "./OrderedImages";

/** The data map of the training set, and the images that were picked in it. */
export function DataMapPart(props: ModelViewProps & { answers: Answers; histories: Histories }) {
  const { histories } = props;
  const words = strings.model.map;
  const [picked, setPicked] = useState<readonly number[]>();
  const [filter, setFilter] = useState(noFilter);
  const [order, setOrder] = useState<ImageOrder>("loss");
  const within = useMemo(() => picked && new Set(picked), [picked]);
  return (
    <div class="map-part">
      <section class="card data-map" aria-label={words.title}>
        <h2>{words.title}</h2>
        <p class="quiet">{words.hint}</p>
        <DataMap histories={histories} picked={within} pick={setPicked} />
        <div class="map-regions">
          {mapRegions.map((region) => (
            <button
              type="button"
              class="link"
              key={region}
              title={words.regionHints[region]}
              onClick={() => setPicked(regionImages(histories, region))}
            >
              {words.regions[region]}
            </button>
          ))}
          {picked && (
            <button type="button" class="link" onClick={() => setPicked(undefined)}>
              {words.all}
            </button>
          )}
        </div>
      </section>
      <OrderedImages
        {...props}
        within={within}
        filter={filter}
        setFilter={setFilter}
        chosen={order}
        choose={setOrder}
      />
    </div>
  );
}
