import { hazard } from '@bihuan/processes';
import { describe, expect, it } from 'vitest';
import { explore } from './explore.ts';
import type { Place } from './place-key.ts';
import { processModel } from './process-model.ts';
import { scout } from './scout.ts';

const areaOf = ({ record: { states, context } }: Place) => JSON.stringify([states, context.rework]);
const thirdFailure = 'rectified|fail|2'; // the work was failed as often as may be: only then is it escalated
const model = () => processModel(hazard, { hats: 'one', counters: new Set(['rework']) });
const looked = () => scout(model(), { wanted: [thirdFailure], areaOf, visits: 20, states: 4_000 });

describe('scouting', () => {
  it('finds a far transition after a fraction of what breadth first takes', () => {
    const { graph } = looked();
    expect(graph.transitions.values.flat()).toContain(thirdFailure);
    const broad = explore(model(), { refine: false, enough: (taken) => taken.has(thirdFailure) });
    expect(graph.exploredCount * 3).toBeLessThan(broad.graph.exploredCount);
  });

  it('knows a way to everything it found, every step of which can be walked', () => {
    const { graph, arrivedBy, model } = looked();
    for (let node = 1; node < graph.nodeCount; node++) {
      const edge = arrivedBy[node]!;
      expect(graph.edgeTo.at(edge)).toBe(node);
      const from = graph.sourceOf(edge);
      expect(from).toBeLessThan(graph.exploredCount);
      if (from > 0)
        expect(model.step(model.unpack(graph.packed[from]!), graph.labelOf(edge))?.transitions).toEqual(graph.transitionsOf(edge));
    }
  });

  it('gives up on what cannot be found once every area was looked at, and says what it left', () => {
    const { graph, notExplored } = scout(model(), {
      wanted: ['none'],
      areaOf: ({ record }) => record.states.join(' '),
      visits: 3,
      states: 4_000,
    });
    expect(graph.exploredCount).toBeLessThan(600);
    expect(notExplored).toEqual([expect.stringMatching(/^\d+ states were reached and not gone on from$/)]);
  });
});
