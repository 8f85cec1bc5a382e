import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Box, layout, type Spot, type Tie } from './layout.ts';
import { fitted, textWidth } from './text-width.ts';

const graphs = fc
  .record({
    sizes: fc.array(fc.integer({ min: 20, max: 200 }), { minLength: 1, maxLength: 14 }),
    ends: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 10, max: 150 }), fc.integer({ min: 18, max: 80 })), { maxLength: 30 }),
  })
  .map(({ sizes, ends }): [Box[], Tie[]] => [
    sizes.map((width, index) => ({ id: `n${index}`, width, height: 46 })),
    ends.map(([from, to, width, height]) => ({ from: `n${from % sizes.length}`, to: `n${to % sizes.length}`, width, height })),
  ]);

const overlap = (a: Spot, b: Spot): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

it('lets no box and no label overlap another, and keeps all of them in the picture', () => {
  fc.assert(
    fc.property(graphs, ([boxes, ties]) => {
      const drawn = layout(boxes, ties, ['n0']);
      const spots = [...drawn.boxes, ...drawn.lines.map(({ label }) => label)];
      for (const [index, spot] of spots.entries()) {
        expect(spots.slice(index + 1).filter((other) => overlap(spot, other))).toEqual([]);
        expect(spot.x >= 0 && spot.y >= 0 && spot.x + spot.width <= drawn.width && spot.y + spot.height <= drawn.height).toBe(true);
      }
      expect(drawn.lines.filter(({ path }) => /NaN|undefined|Infinity/.test(path))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

it('draws the same graph the same way', () => {
  fc.assert(
    fc.property(graphs, ([boxes, ties]) => {
      expect(layout(boxes, ties, ['n0'])).toEqual(layout(structuredClone(boxes), structuredClone(ties), ['n0']));
    }),
  );
});

it('stands states by their distance from the first', () => {
  const box = (id: string) => ({ id, width: 50, height: 40 });
  const tie = (from: string, to: string) => ({ from, to, width: 30, height: 20 });
  const { boxes } = layout(
    [box('a'), box('b'), box('c'), box('lone')],
    [tie('a', 'b'), tie('b', 'c'), tie('c', 'a'), tie('a', 'a')],
    ['a'],
  );
  const [a, b, c, lone] = boxes.map(({ x }) => x);
  expect([a! < b!, b! < c!, a === lone]).toEqual([true, true, true]);
});

it('counts a Chinese character for two columns, and cuts what is too long', () => {
  expect(textWidth('整改')).toBeGreaterThan(2);
  expect(textWidth('ab')).toBeLessThan(1.5);
  expect(fitted('整改期限', 10)).toBe('整改期限');
  expect(fitted('整改期限整改期限', 4)).toMatch(/^整改.*…$/);
  expect(textWidth(fitted('WWWWWWWWWW', 4))).toBeLessThanOrEqual(4);
});
