// The order of cells within their layers, and how high each stands. Which layer a cell is in is decided in layout.ts.
import type { Cell } from './layout.ts';

const sweeps = 12;

/** Gives every cell its `y`, near what it is tied to, without overlaps; the layers come back from left to right, each from top to bottom. */
export function placed(cells: readonly Cell[]): Cell[][] {
  const depth = Math.max(0, ...cells.map(({ layer }) => layer)) + 1;
  let layers = Array.from({ length: depth }, (_, layer) => cells.filter((cell) => cell.layer === layer));
  let [best, fewest] = [layers, crossings(layers)];
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    layers = ordered(layers, sweep % 2 === 0);
    const count = crossings(layers);
    if (count < fewest) [best, fewest] = [layers, count];
  }
  for (const layer of best)
    stack(
      layer,
      layer.map(({ y }) => y),
    );
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    for (const layer of sweep % 2 === 0 ? best : best.toReversed()) {
      stack(
        layer,
        layer.map((cell) => (cell.near.length === 0 ? cell.y : mean(cell.near.map(middle)) - cell.height / 2)),
      );
    }
  }
  const top = Math.min(...cells.map(({ y }) => y));
  for (const cell of cells) cell.y = Math.round(cell.y - top);
  return best;
}

/** Each layer by the mean place of what its cells are tied to in the layer before (or, on the way back, after). */
function ordered(layers: readonly Cell[][], forward: boolean): Cell[][] {
  const order = new Map<Cell, number>();
  const result = [...layers];
  const indices = layers.map((_, index) => index);
  for (const index of forward ? indices : indices.reverse()) {
    const place = new Map(result[index]!.map((cell, at) => [cell, meanOf(cell, order) ?? at]));
    result[index] = result[index]!.toSorted((a, b) => place.get(a)! - place.get(b)!);
    for (const [at, cell] of result[index]!.entries()) order.set(cell, at);
  }
  return result;
}

function meanOf({ near }: Cell, order: ReadonlyMap<Cell, number>): number | undefined {
  const known = near.flatMap((cell) => order.get(cell) ?? []);
  return known.length === 0 ? undefined : mean(known);
}

function crossings(layers: readonly Cell[][]): number {
  let count = 0;
  for (const [index, layer] of layers.slice(1).entries()) {
    const place = new Map(layers[index]!.map((cell, at) => [cell, at]));
    const ends = layer.flatMap(({ near }, at) => near.flatMap((cell) => (place.has(cell) ? [[at, place.get(cell)!] as const] : [])));
    for (const [at, [a, b]] of ends.entries()) for (const [c, d] of ends.slice(at + 1)) if ((a - c) * (b - d) < 0) count += 1;
  }
  return count;
}

/**
 * Tops as near as can be to what is wanted, in order and without overlaps: cells that would overlap move as one block, by what all of them want (isotonic regression).
 */
function stack(layer: readonly Cell[], wanted: readonly number[]): void {
  const blocks: { sum: number; cells: Cell[]; offsets: number[]; length: number }[] = [];
  for (const [index, cell] of layer.entries()) {
    let block = { sum: wanted[index]!, cells: [cell], offsets: [0], length: cell.height + cell.gap };
    for (
      let above = blocks.at(-1);
      above && above.sum / above.cells.length + above.length > block.sum / block.cells.length;
      above = blocks.at(-1)
    ) {
      blocks.pop();
      const shift = above.length;
      block = {
        sum: above.sum + block.sum - shift * block.cells.length,
        cells: [...above.cells, ...block.cells],
        offsets: [...above.offsets, ...block.offsets.map((offset) => offset + shift)],
        length: shift + block.length,
      };
    }
    blocks.push(block);
  }
  for (const { sum, cells, offsets } of blocks) for (const [at, cell] of cells.entries()) cell.y = sum / cells.length + offsets[at]!;
}

const middle = ({ y, height }: Cell): number => y + height / 2;
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
