// Where the boxes and lines of a graph go: layers from left to right, a place of its own for every label. How they are painted is svg.ts.
import { placed } from './placed.ts';

export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface Tie {
  readonly from: string;
  readonly to: string;
  /** The room its label takes. */
  readonly width: number;
  readonly height: number;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  /** Top left of the label. */
  readonly label: Spot;
  /** Of an SVG path, from `from` to `to`. */
  readonly path: string;
}

/** One thing in a layer: a box, the label of a tie, or the place where a long tie passes. */
export interface Cell {
  readonly layer: number;
  readonly width: number;
  readonly height: number;
  readonly gap: number;
  readonly near: Cell[];
  /** Top, once placed. */
  y: number;
}

/** Room between layers, in which lines bend. */
const bend = 52;
/** Room beside a label at which a line turns back. */
const turned = 6;

/**
 * Boxes by their distance from `initial`, each layer ordered so that few lines cross; what nothing leads to stands in the first layer. Labels and lines that pass a layer
 * have places in it, so that nothing overlaps. The same graph gives the same layout.
 */
export function layout(
  boxes: readonly Box[],
  ties: readonly Tie[],
  initial: readonly string[],
): { width: number; height: number; boxes: Spot[]; lines: Line[] } {
  const rank = ranks(boxes, ties, initial);
  const cells: Cell[] = [];
  const add = (layer: number, width: number, height: number, gap: number): Cell => {
    const cell: Cell = { layer, width, height, gap, near: [], y: 0 };
    cells.push(cell);
    return cell;
  };
  const ports = (id: string) => ties.reduce((count, { from, to }) => count + (from === id ? 1 : 0) + (to === id ? 1 : 0), 0);
  const boxCells = new Map(boxes.map(({ id, width, height }) => [id, add(rank.get(id)! * 2, width, Math.max(height, ports(id) * 9), 22)]));
  const chains = ties.map(({ from, to, width, height }) => {
    const [start, end] = [boxCells.get(from)!, boxCells.get(to)!];
    const towards = end.layer < start.layer ? -1 : 1;
    const label = add(start.layer + towards, width + (start.layer === end.layer ? turned : 0), height, 8);
    // A long line passes every layer between, nearest to its start first.
    const between = Array.from({ length: Math.max(0, Math.abs(end.layer - start.layer) - 2) }, (_, index) =>
      add(start.layer + towards * (index + 2), 0, 8, 8),
    );
    const chain = [start, label, ...between, end];
    for (const [index, cell] of chain.slice(1).entries()) {
      cell.near.push(chain[index]!);
      chain[index]!.near.push(cell);
    }
    return chain;
  });
  const layers = placed(cells);
  const widths = layers.map((layer) => Math.max(0, ...layer.map(({ width }) => width)));
  const lefts = widths.map((_, index) => widths.slice(0, index).reduce((sum, width) => sum + width + bend, 0));
  const spot = (cell: Cell): Spot => {
    const x = lefts[cell.layer]! + (widths[cell.layer]! - cell.width) / 2;
    return { x, y: cell.y, width: cell.width, height: cell.height };
  };
  const lines = chains.map((chain): Line => {
    const [start, label] = chain as [Cell, Cell];
    const path = linePath(chain, {
      left: (cell) => lefts[cell.layer]!,
      right: (cell) => lefts[cell.layer]! + widths[cell.layer]!,
      spot,
      port,
    });
    const at = spot(label);
    return { label: chain.at(-1)!.layer === start.layer ? { ...at, x: lefts[label.layer]! + turned, width: at.width - turned } : at, path };
  });
  return {
    width: lefts.at(-1)! + widths.at(-1)!,
    height: Math.max(...cells.map(({ y, height }) => y + height)),
    boxes: boxes.map(({ id }) => spot(boxCells.get(id)!)),
    lines,
  };
}

function ranks(boxes: readonly Box[], ties: readonly Tie[], initial: readonly string[]): Map<string, number> {
  const rank = new Map(initial.filter((id) => boxes.some((box) => box.id === id)).map((id) => [id, 0]));
  const queue = [...rank.keys()];
  for (const next of boxes.map(({ id }) => id)) {
    while (queue.length > 0) {
      const at = queue.shift()!;
      for (const { from, to } of ties) {
        if (from !== at || rank.has(to)) continue;
        rank.set(to, rank.get(at)! + 1);
        queue.push(to);
      }
    }
    if (rank.has(next)) continue;
    rank.set(next, 0);
    queue.push(next);
  }
  return rank;
}

/** Where on a side of a box the line to `next` begins, in the order of what it leads to; a line back to the same box ends at the next port. */
function port(cell: Cell, next: Cell, further = 0): number {
  const side = cell.near.filter(({ layer }) => layer === next.layer).sort((a, b) => a.y + a.height - b.y - b.height);
  const share = (side.indexOf(next) + 1 + further) / (side.length + 1);
  return cell.y + cell.height * share;
}

interface Places {
  left(cell: Cell): number;
  right(cell: Cell): number;
  spot(cell: Cell): Spot;
  port(cell: Cell, next: Cell, further?: number): number;
}

/** Level through labels and places of passage, bent between layers. */
function linePath(chain: readonly Cell[], { left, right, spot, port }: Places): string {
  const [start, label] = chain as [Cell, Cell];
  const end = chain.at(-1)!;
  const box = spot(start);
  const level = (cell: Cell) => cell.y + cell.height - (cell === label ? 1 : cell.height / 2);
  const bent = (x1: number, y1: number, x2: number, y2: number) =>
    `C${n((x1 + x2) / 2)} ${n(y1)} ${n((x1 + x2) / 2)} ${n(y2)} ${n(x2)} ${n(y2)}`;
  if (start.layer === end.layer) {
    const [x1, x2, turn, y] = [box.x + box.width, spot(end).x + spot(end).width, left(label), label.y + label.height / 2];
    const [y1, y2] = [port(start, label), port(end, label, start === end ? 1 : 0)];
    const [upper, lower] = y1 < y2 ? [-1, 1] : [1, -1];
    if (Math.min(y1, y2) < y && y < Math.max(y1, y2)) {
      return `M${n(x1)} ${n(y1)}C${n(turn)} ${n(y1)} ${n(turn)} ${n(y1)} ${n(turn)} ${n(y)}C${n(turn)} ${n(y2)} ${n(turn)} ${n(y2)} ${n(x2)} ${n(y2)}`;
    }
    const [there, again] = [y + 4 * upper, y + 4 * lower];
    const around = `A4 4 0 0 ${upper < 0 ? 1 : 0} ${n(turn - 4)} ${n(again)}`;
    return `M${n(x1)} ${n(y1)}${bent(x1, y1, turn - 4, there)}${around}${bent(turn - 4, again, x2, y2)}`;
  }
  const back = end.layer < start.layer;
  let [x, y] = [back ? box.x : box.x + box.width, port(start, label)];
  let path = `M${n(x)} ${n(y)}`;
  for (const cell of chain.slice(1, -1)) {
    const [enter, leave] = back ? [right(cell), left(cell)] : [left(cell), right(cell)];
    path += `${bent(x, y, enter, level(cell))}H${n(leave)}`;
    [x, y] = [leave, level(cell)];
  }
  const target = spot(end);
  return path + bent(x, y, back ? target.x + target.width : target.x, port(end, chain.at(-2)!));
}

const n = (value: number): string => String(Math.round(value * 10) / 10);
