import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { by, desk, hour, li, root, startMs, wang, zhao } from './desk.fixture.ts';
import { defineProcess, type Explained, given, hours } from './index.ts';
import { parcel } from './parcel.fixture.ts';
import { workshop } from './workshop.fixture.ts';

const text = { zh: '文', en: 'text' };

/** No rule of this one throws, and one command may leave its payload out. */
const quiz = defineProcess({
  id: 'quiz',
  version: 1,
  roles: ['pupil', 'teacher'],
  opener: ['pupil'],
  input: z.object({}),
  context: z.object({ tries: z.number() }),
  initialContext: () => ({ tries: 0 }),
  commands: {
    answer: { by: ['pupil'], payload: z.object({ value: z.number().optional() }) },
    praise: { by: ['teacher'], payload: z.object({ word: z.string() }) },
    pass: { by: ['teacher', 'pupil'] },
  },
  rules: { tried: ({ context }) => context.tries > 0 || { tries: context.tries }, byTeacher: ({ by }) => by.roles.includes('teacher') },
  payloadRules: { answer: { right: ({ payload }) => payload.value === 42 || { given: payload.value ?? null } } },
  assignments: { counted: ({ context }) => ({ tries: context.tries + 1 }) },
  deadlines: { bell: hours(1) },
  controls: { extend: [['teacher']], suspend: ['teacher'] },
  labels: {
    title: text,
    states: { asked: text, solved: text, late: text },
    commands: { answer: text, praise: text, pass: text },
    roles: { pupil: text, teacher: text },
    rules: { tried: { zh: '已试{tries}次', en: '{tries} tries' }, byTeacher: text, right: text },
    deadlines: { bell: text },
    messages: {},
    fields: { tries: text, value: text, word: text },
    outcomes: { solved: text, late: text },
  },
}).machine({
  initial: 'asked',
  states: {
    asked: {
      meta: { owner: 'pupil' },
      after: { bell: 'late' },
      on: {
        answer: [
          { guard: 'right', target: 'solved' },
          { guard: 'byTeacher', actions: 'counted' },
        ],
        praise: { guard: 'tried', actions: 'counted' },
        pass: [
          { guard: 'tried', target: 'solved' },
          { guard: 'byTeacher', target: 'late' },
        ],
      },
    },
    solved: { meta: { closes: 'solved' }, on: { praise: 'asked' } },
    late: { type: 'final', meta: { closes: 'late' } },
  },
});
const pupil = { id: 'p', roles: ['pupil'] };
const teacher = { id: 't', roles: ['teacher'] };

const people = { p: [{ role: 'pupil', unit: '' }], t: [{ role: 'teacher', unit: '' }] };
async function asked() {
  const { engine, ...rest } = desk({ processes: [quiz], people });
  const opened = await engine.open(quiz, { by: by('p'), unit: '', input: {} });
  if (opened.outcome !== 'applied') throw new Error(opened.outcome);
  const c = opened.case;
  return { ...rest, engine, c, told: async (id: string) => (await engine.explain(c, { by: by(id) }))! };
}

it('law 5: every command is allowed, needs input or is refused, with all the reasons', async () => {
  const { told } = await asked();
  const { commands, states } = await told('p');
  expect(states).toEqual(['asked']);
  expect(commands).toMatchObject({
    answer: { status: 'needs-input', reasons: [] },
    praise: { status: 'refused', reasons: [{ code: 'role' }, { rule: 'tried', data: { tries: 0 }, text: { en: '0 tries' } }] },
    pass: {
      status: 'refused',
      reasons: [{ rule: 'tried' }, { rule: 'byTeacher' }],
    },
  });
});

it('law 5: branches are told one by one, in the order they are tried', async () => {
  const { told } = await asked();
  expect((await told('t')).commands['pass']).toMatchObject({
    status: 'allowed',
    reasons: [],
    branches: [
      { source: 'asked', target: 'solved', status: 'refused', reasons: [{ rule: 'tried' }] },
      { source: 'asked', target: 'late', status: 'allowed', reasons: [] },
    ],
  });
});

it('law 5: a rule of the payload needs input, even where the payload may be left out and is refused without', async () => {
  const { told, engine, c } = await asked();
  expect((await told('p')).commands['answer']).toMatchObject({
    status: 'needs-input',
    branches: [{ status: 'needs-input' }, { status: 'refused' }],
  });
  expect(await engine.send(c, 'answer', { by: by('p') })).toMatchObject({ outcome: 'refused' });
  expect(await engine.send(c, 'answer', { by: by('p'), payload: { value: 42 } })).toMatchObject({ outcome: 'applied' });
});

it('law 5: the reasons of a refusal are those of the explanation', async () => {
  const { told, engine, c } = await asked();
  const refused = await engine.send(c, 'pass', { by: by('p') });
  expect(refused).toMatchObject({ outcome: 'refused', reasons: (await told('p')).commands['pass']?.reasons });
});

it('law 5: an explanation sees the deadlines that are due, as a command would', async () => {
  const { told, clock } = await asked();
  clock.advance(hour);
  expect((await told('p')).states).toEqual(['late']);
  expect((await told('p')).commands['answer']).toMatchObject({
    status: 'refused',
    reasons: [{ code: 'closed', data: { outcome: 'late' } }],
  });
  expect((await told('p')).atMs).toBe(startMs + hour);
});

it('law 5: suspension is a reason beside the others', async () => {
  const { told, engine, c } = await asked();
  await engine.suspend(c, { by: by('t'), reason: 'fire drill' });
  const { commands, controls } = await told('p');
  expect(commands['pass']?.reasons.map((reason) => reason.code)).toEqual(['suspended', 'rule', 'rule']);
  expect(controls.resume.reasons.map((reason) => reason.code)).toEqual(['role']);
  expect((await told('t')).controls.resume.status).toBe('allowed');
});

it('law 5: built-in acts are explained like commands', async () => {
  const { told, engine, c } = await asked();
  const { controls } = await told('t');
  expect(controls).toMatchObject({
    suspend: { status: 'needs-input', reasons: [] },
    extend: { status: 'needs-input', reasons: [] },
    supervise: { status: 'refused', reasons: [{ code: 'role', data: { roles: [] } }] },
    cancel: { status: 'refused', reasons: [{ code: 'role' }] },
    comment: { status: 'needs-input' },
    claim: { status: 'refused', reasons: [{ code: 'role' }] },
    resume: { status: 'refused', reasons: [{ code: 'state' }] },
  });
  expect((await told('p')).controls.claim).toMatchObject({ status: 'allowed', reasons: [] });
  await engine.extend(c, { by: by('t'), deadline: 'bell', limit: hours(1), reason: 'r' });
  expect((await told('t')).controls.extend).toMatchObject({ status: 'refused', reasons: [{ code: 'limit', data: { most: 1 } }] });
});

it('law 5: a rule that throws is named at its command, and the others are explained all the same', async () => {
  const { engine, parcel: open } = desk();
  const { commands } = (await engine.explain(await open(), { by: li }))!;
  expect(commands['explode']).toMatchObject({ status: 'refused', reasons: [{ code: 'error', data: { error: 'RULE_THREW' } }] });
  expect(commands['lose']).toMatchObject({ status: 'allowed' });
});

const payloads: Record<string, readonly unknown[]> = {
  answer: [undefined, {}, { value: 1 }, { value: 42 }],
  praise: [{ word: 'good' }],
  pass: [undefined],
};

/** What is refused is refused with every payload; what is allowed is applied without one; what needs input has its branches told. */
function disagreements(explained: Explained, at: ReturnType<typeof given<typeof quiz>>, actor: typeof pupil): readonly string[] {
  return Object.entries(explained.commands).flatMap(([command, { status, reasons }]) => {
    const outcomes = payloads[command]!.map((payload) => at.when(command as 'pass', { by: actor, payload } as never).decision.outcome);
    const wrong =
      (status === 'refused' && (reasons.length === 0 || outcomes.includes('applied'))) ||
      (status === 'allowed' && outcomes[0] !== 'applied') ||
      (status === 'needs-input' && !outcomes.includes('applied'));
    return wrong ? [`${command} by ${actor.id}: ${status}, but ${outcomes.join(' ')}`] : [];
  });
}

it('law 5: explanations and decisions agree along any walk', async () => {
  const step = fc.tuple(fc.constantFrom('p', 't'), fc.constantFrom('answer', 'praise', 'pass', 'suspend', 'resume', 'hour'), fc.nat(3));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      const { engine, c, clock, told } = await asked();
      let at = given(quiz, { input: {}, by: pupil, id: c.id, atMs: startMs });
      for (const [id, act, pick] of steps) {
        const actor = id === 'p' ? pupil : teacher;
        if (act === 'hour') {
          clock.advance(hour / 2);
          at = at.later(hours(0.5));
        } else {
          const choices = act === 'suspend' ? [{ reason: 'r' }] : act === 'resume' ? [{}] : payloads[act]!;
          const payload = choices[pick % choices.length];
          at = at
            .when(act as 'pass', { by: actor, payload } as never)
            .expectOutcome(
              act === 'suspend' || act === 'resume'
                ? ((await engine[act](c, { by: by(id), ...(payload as { reason: string }) })).outcome as never)
                : ((await engine.send(c.id, act, { by: by(id), payload })).outcome as never),
            );
        }
        for (const each of [pupil, teacher]) expect(disagreements(await told(each.id), at, each)).toEqual([]);
      }
    }),
    { numRuns: 60, seed: 5 },
  );
});

it('law 17: every explanation has a label and texts in both languages', async () => {
  const { engine, parcel: open, clock } = desk();
  const c = await open();
  clock.advance(72 * hour);
  for (const person of [li, wang, zhao, root]) {
    const { commands, controls } = (await engine.explain(c, { by: person }))!;
    for (const { label, reasons } of [...Object.values(commands), ...Object.values(controls)]) {
      for (const each of [label, ...reasons.map((reason) => reason.text)])
        expect(each).toEqual({ zh: expect.stringMatching(/./), en: expect.stringMatching(/./) });
    }
  }
  expect(parcel.spec.labels.title.zh).toBe('包裹');
});

it('law 5: where there are several work items, an act on one of them needs its name', async () => {
  const { engine } = desk({ processes: [workshop], people: { s: [{ role: 'smith', unit: '' }], n: [] } });
  await engine.open(workshop, { by: by('s'), unit: '', input: {}, id: 'w' });
  const items = Object.keys((await engine.get('w', { by: by('s') }))!.workItems);
  expect(items.length).toBeGreaterThan(1);
  expect((await engine.explain('w', { by: by('s') }))!.controls.claim).toMatchObject({ status: 'needs-input', reasons: [] });
  expect((await engine.explain('w', { by: by('s') }))!.controls.release).toMatchObject({
    status: 'refused',
    reasons: [{ code: 'assignee' }],
  });
});
