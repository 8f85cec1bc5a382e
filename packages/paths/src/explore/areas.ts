// What is still to be looked at, by area: the area that was looked at least comes next.

interface Area {
  looked: number;
  readonly open: number[];
}

export class Areas {
  readonly #areas = new Map<string, Area>();

  add(name: string, item: number): void {
    const area = this.#areas.get(name);
    if (area) area.open.push(item);
    else this.#areas.set(name, { looked: 0, open: [item] });
  }

  /** The oldest item of that area, which was looked at fewer than `visits` times; what `isDone` is passed over. Undefined when nothing is left. */
  next(visits: number, isDone: (item: number) => boolean): number | undefined {
    let least: Area | undefined;
    for (const area of this.#areas.values()) {
      while (area.open.length > 0 && isDone(area.open[0]!)) area.open.shift();
      if (area.open.length > 0 && area.looked < (least?.looked ?? visits)) least = area;
    }
    if (!least) return undefined;
    least.looked += 1;
    return least.open.shift();
  }
}
