import type { RunState } from "../../src/runs/RunState";
import { collectTiles, type Tile } from "../figures/tiles";
import { strings } from "../strings";

/** The run in figures. */
export function Tiles({ run }: { run: RunState }) {
  const { loss, accuracy, small } = collectTiles(run);
  return (
    <section class="tiles" aria-label={strings.figures}>
      <dl class="card tile large loss">
        <TileText tile={loss} />
      </dl>
      <dl class="card tile large accuracy">
        <TileText tile={accuracy} />
      </dl>
      <dl class="card small-tiles">
        {small.map((tile) => (
          <div class="tile" key={tile.label}>
            <TileText tile={tile} />
          </div>
        ))}
      </dl>
    </section>
  );
}

function TileText({ tile }: { tile: Tile }) {
  return (
    <>
      <dt>{tile.label}</dt>
      <dd class="value" style={{ "--length": tile.value.length }}>
        {tile.value} {tile.whole !== undefined && <span class="whole">{tile.whole}</span>}
      </dd>
      {tile.detail !== undefined && <dd class="detail">{tile.detail}</dd>}
    </>
  );
}
