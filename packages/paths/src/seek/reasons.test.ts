import { all, any, defineProcess, not } from '@bihuan/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Suite } from '../cases/suite.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import { generate } from '../generate/generate.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { runSuite } from '../run/run-suite.ts';

const text = { zh: '文', en: 'text' };
const flags = z.object({ card: z.boolean(), code: z.boolean(), banned: z.boolean(), guest: z.boolean() });

/** A door that opens to `card or code`, not to the banned, and within hours to guests or to those without a card. */
const door = defineProcess({
  id: 'door',
  version: 1,
  roles: ['visitor'],
  opener: ['visitor'],
  input: z.object({}),
  context: z.object({}),
  initialContext: () => ({}),
  commands: { enter: { by: ['visitor'], payload: flags }, ring: { by: ['visitor'], payload: flags }, wait: { by: ['visitor'] } },
  payloadRules: {
    enter: { hasCard: ({ payload }) => payload.card, hasCode: ({ payload }) => payload.code, isBanned: ({ payload }) => payload.banned },
    ring: {
      hasCard: ({ payload }) => payload.card,
      hasCode: ({ payload }) => payload.code,
      hasNoCard: ({ payload }) => !payload.card,
      isGuest: ({ payload }) => payload.guest,
    },
  },
  labels: {
    title: text,
    states: { outside: text, inside: text },
    commands: { enter: text, ring: text, wait: text },
    roles: { visitor: text },
    rules: { hasCard: text, hasCode: text, isBanned: text, hasNoCard: text, isGuest: text },
    deadlines: {},
    messages: {},
    fields: { card: text, code: text, banned: text, guest: text },
    outcomes: { inside: text },
  },
}).machine({
  initial: 'outside',
  states: {
    outside: {
      meta: { owner: 'visitor', waits: text },
      on: {
        enter: { guard: all(any('hasCard', 'hasCode'), not('isBanned')), target: 'inside' },
        ring: { guard: all(any('hasCard', 'hasCode'), any('hasNoCard', 'isGuest')), target: 'inside' },
        wait: {},
      },
    },
    inside: { type: 'final', meta: { closes: 'inside' } },
  },
});
/** A report that somebody else has to check, and send back once at most. */
const report = defineProcess({
  id: 'report',
  version: 1,
  roles: ['writer', 'checker'],
  opener: ['writer'],
  input: z.object({}),
  context: z.object({ rounds: z.int() }),
  initialContext: () => ({ rounds: 0 }),
  commands: { sendBack: { by: ['checker'] } },
  rules: { isAnother: ({ by, case: { openedBy } }) => !openedBy.includes(by.id), roundsLeft: ({ context }) => context.rounds < 1 },
  updates: { sendBack: ({ context }) => ({ rounds: context.rounds + 1 }) },
  labels: {
    title: text,
    states: { written: text, dropped: text },
    commands: { sendBack: text },
    roles: { writer: text, checker: text },
    rules: { isAnother: text, roundsLeft: text },
    deadlines: {},
    messages: {},
    fields: { rounds: text },
    outcomes: { dropped: text },
  },
}).machine({
  initial: 'written',
  states: {
    written: {
      meta: { owner: 'checker', waits: text },
      on: {
        sendBack: [
          { guard: all('isAnother', 'roundsLeft'), target: 'written', reenter: true },
          { guard: 'isAnother', target: 'dropped' },
        ],
      },
    },
    dropped: { type: 'final', meta: { closes: 'dropped' } },
  },
});

const every = [true, false].flatMap((card) =>
  [true, false].flatMap((code) => [true, false].flatMap((banned) => [true, false].map((guest) => ({ card, code, banned, guest })))),
);
const suiteOfDoor = generate(door, { cover: ['reasons'], payloads: { enter: every, ring: every } });

/** What the steps of a suite gave a command, and whether it was let in. */
const givenTo = ({ paths }: Suite, command: string) =>
  paths.flatMap(({ steps }) =>
    steps
      .filter((step) => step.command === command)
      .map(({ payload, expect: { outcome } }) => ({ ...(payload as z.infer<typeof flags>), inside: outcome === 'applied' })),
  );

describe('reasons, as MC/DC', () => {
  it('are shown by two steps in which one rule alone answers differently, and the guard with it', async () => {
    const suite = await suiteOfDoor;
    const asked = givenTo(suite, 'enter');
    for (const flag of ['card', 'code', 'banned'] as const) {
      const others = (['card', 'code', 'banned'] as const).filter((each) => each !== flag);
      const pair = asked.some((one) =>
        asked.some(
          (other) => one[flag] && !other[flag] && one.inside !== other.inside && others.every((each) => one[each] === other[each]),
        ),
      );
      expect([flag, pair]).toEqual([flag, true]);
    }
    expect(suite.obligations.filter(({ id }) => id.startsWith('mcdc:outside|enter|0:')).map(({ id, covered }) => [id, covered])).toEqual(
      ['hasCard', 'hasCode', 'isBanned'].flatMap((rule) => [true, false].map((holds) => [`mcdc:outside|enter|0:${rule}=${holds}`, true])),
    );
  });

  it('expect the refusal to name the rule that decided it', async () => {
    const { paths } = await suiteOfDoor;
    const refused = paths.flatMap(({ steps }) => steps).filter(({ command, negative }) => command === 'enter' && negative);
    const named = new Set(refused.flatMap((step) => step.expect.reasons?.map(({ code, rule }) => `${code} ${rule}`) ?? []));
    expect(named).toEqual(new Set(['rule hasCard', 'rule hasCode', 'rule not isBanned']));
  });

  it('take the masking form where rules hang together, and say so', async () => {
    const { obligations } = await suiteOfDoor;
    const of = (rule: string) => obligations.filter(({ id }) => id.startsWith(`mcdc:outside|ring|0:${rule}=`));
    // Whether there is a card answers two rules at once.
    for (const each of of('hasCard')) expect(each).toMatchObject({ covered: true, label: { en: expect.stringContaining('masking form') } });
    for (const each of of('hasCode')) expect(each.label.en).not.toContain('masking form');
  });

  it('need somebody under several hats where a separation of duties decides', async () => {
    const suite = await generate(report, { cover: ['reasons'] });
    expect(suite.obligations.filter(({ covered }) => !covered)).toEqual([]);
    expect(suite.totals).toMatchObject({ covered: 4, coverable: 4 });
    const { results } = await runSuite(suite, engineDriver(report, { calendar: everyDayCalendar }));
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  });

  it('that no state shows are not called covered', async () => {
    const { obligations, totals } = await generate(door, {
      cover: ['reasons'],
      payloads: { enter: [every[0]!], ring: [every[0]!] },
      exclude: { 'mcdc:outside|ring|0:isGuest=true': 'no guests here' },
    });
    const open = obligations.filter(({ covered }) => !covered);
    expect(open.length).toBeGreaterThan(0);
    expect(totals.covered).toBe(obligations.length - open.length);
  });
});
