import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { certificate } from './certificate.ts';
import { verifyMachine } from './verify-machine.ts';

const lamp = createMachine({
  id: 'lamp',
  initial: 'off',
  states: { off: { on: { PRESS: 'on', BREAK: 'broken' } }, on: { on: { PRESS: 'off' } }, broken: {} },
});

describe('a certificate', () => {
  it('says what is proven, what is not sound and where, and within which limits', () => {
    const proof = verifyMachine(lamp, { seed: 7 });
    const text = certificate([proof]);
    expect(text).toContain(`| \`lamp@1\` | **not sound** | 3 | 4 | 200000 states | 7 | \`${proof.hash}\` |`);
    expect(text).toMatch(/^Proven: P001 every state can be reached · .*P016/m);
    expect(text).toMatch(/^Not sound:\n\n- P003 broken: a case is stuck/m);
    expect(text).not.toContain('Left out');
    expect(certificate([verifyMachine(lamp, { seed: 7 })])).toBe(text);
  });

  it('calls nothing proven of which a part was left out, and quotes what Markdown would read', () => {
    const odd = createMachine({ id: 'odd', initial: 'a_*b*', states: { 'a_*b*': { on: { X: 'c' } }, c: { on: { X: 'a_*b*' } } } });
    const text = certificate([verifyMachine(odd, { limits: { states: 1 } })]);
    expect(text).toContain('nothing found; not all was explored');
    expect(text).not.toMatch(/^Proven/m);
    expect(text).toMatch(/^Left out:\n\n- stopped at 2 states/m);
    expect(certificate([verifyMachine(odd)])).toContain('P005 a\\_\\*b\\*:');
  });
});
