import type { RunState } from "../../src/runs/RunState";
import { collectTiles, type Tile } from "../figures/tiles";
import { strings } from "../strings";

/** The tiles of the latest loss and of the latest test accuracy. */
export function LargeTiles({ run }: { run: RunState }) {
  const { loss, accuracy } = collectTiles(run);
  return (
    <section class="large-tiles" aria-label={strings.figures}>
      <dl class="card tile large loss">
        <TileText tile={loss} />
      </dl>
      <dl class="card tile large accuracy">
        <TileText tile={accuracy} />
      </dl>
    </section>
  );
}

/** The tiles of learning rate, speed and training time. */
export function SmallTiles({ run }: { run: RunState }) {
  const { small } = collectTiles(run);
  return (
    <dl class="card small-tiles">
      {small.map((tile) => (
        <div class="tile" key={tile.label}>
          <TileText tile={tile} />
        </div>
      ))}
    </dl>
  );
}

function TileText({ tile }: { tile: Tile }) {
  return (
    <>
      <dt>{tile.label}</dt>
      <dd class="value">{tile.value}</dd>
      {tile.validation !== undefined && <Detail text={tile.validation} />}
      {tile.detail !== undefined && <Detail text={tile.detail} />}
      {tile.parent !== undefined && <Detail text={tile.parent} />}
    </>
  );
}

/** A line of details. A number in exponential form does not break at the sign of its exponent. */
function Detail({ text }: { text: string }) {
  const parts = text.split(/(\S+e-\d+)/);
  return (
    <dd class="detail">
      {parts.map((part, index) => (index % 2 === 0 ? part : <span class="number">{part}</span>))}
    </dd>
  );
}
