// A Playwright file in page-object style: a test a path, a `test.step` a step. How the screens are worked is the reader's to write.
import { oneLine } from '../cases/one-line.ts';
import type { Step, Suite, TestPath } from '../cases/suite.ts';
import { type Language, type Teller, teller } from '../cases/teller.ts';
import { code } from './vitest.ts';

const words = {
  zh: {
    made: '由 bihuan 生成；页面对象里的选择器由您来写。',
    page: '被测系统的页面：每件事一个方法。',
    people: '谁以什么角色登录',
    time: '把被测系统的时钟拨过这段时间，并让到期的期限生效',
    news: '关联案件传来的消息，不经过页面',
    state: '案件当前状态的显示',
    refusal: '被拒绝时的提示',
  },
  en: {
    made: 'Made by bihuan; the selectors of the page object are yours to write.',
    page: 'The screens of the system under test: a method an act.',
    people: 'who signs in, and as what',
    time: 'moves the clock of the system under test, and lets what falls due take effect',
    news: 'what a linked case tells, past the screens',
    state: 'where the screen shows the state of the case',
    refusal: 'what is shown when a request is refused',
  },
} as const;

/** Code that compiles as it is: it signs in, does, waits and looks by labels and roles, which the reader replaces with the screens' own. */
export function playwright(suite: Suite, { language = 'zh' }: { readonly language?: Language } = {}): string {
  const say = teller(suite, language);
  const word = words[language];
  const acts = new Map(
    suite.paths.flatMap(({ steps }) =>
      steps.filter(({ kind }) => kind !== 'time' && kind !== 'news').map((step) => [step.command ?? step.kind, say.text(step.label)]),
    ),
  );
  return `// ${say.text(suite.title)} — ${oneLine(`${suite.process} ${suite.version} ${suite.hash}`)}. ${word.made}
import { expect, type Page, test } from '@playwright/test';

/** ${word.people} */
const cast: Readonly<Record<string, readonly string[]>> = ${castCode(suite)};

/** ${word.page} */
class CasePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async signInAs(person: string): Promise<void> {
    await this.page.goto(\`/login?as=\${encodeURIComponent(person)}&roles=\${encodeURIComponent((cast[person] ?? []).join(','))}\`);
  }

  async act(command: string, payload: unknown): Promise<void> {
    for (const [field, value] of Object.entries((payload ?? {}) as Record<string, unknown>)) {
      await this.page.getByLabel(field).fill(typeof value === 'string' ? value : JSON.stringify(value));
    }
    switch (command) {
${[...acts].map(([command, label]) => `      case ${code(command)}:\n        return this.page.getByRole('button', { name: ${code(label)} }).click();`).join('\n')}
      default:
        throw new Error(\`no screen for \${command}\`);
    }
  }

  /** ${word.news} */
  async news(event: string, payload: unknown): Promise<void> {
    await this.page.request.post('/news', { data: { event, payload } });
  }

  /** ${word.time} */
  async passTime(waitMs: number): Promise<void> {
    await this.page.clock.fastForward(waitMs);
  }

  /** ${word.state} */
  async expectStates(...states: readonly string[]): Promise<void> {
    for (const state of states) await expect(this.page.getByTestId('case-state')).toContainText(state);
  }

  /** ${word.refusal} */
  async expectRefusal(reason: string): Promise<void> {
    await expect(this.page.getByRole('alert')).toContainText(reason);
  }
}

test.describe(${code(say.text(suite.title))}, () => {
${suite.paths.map((path) => testCode(path, say)).join('\n\n')}
});
`;
}

/** Keys are computed: a plain `__proto__` would set one. */
function castCode({ cast }: Suite): string {
  const rows = cast.map(({ id, roles }) => `  [${code(id)}]: ${code(roles)},`);
  return `{\n${rows.join('\n')}\n}`;
}

function testCode({ id, title, steps }: TestPath, say: Teller): string {
  const body = steps.map((step, index) => stepCode(step, index + 1, say)).join('\n');
  return `  test(${code(`${say.text(title)} [${id}]`)}, async ({ page }) => {\n    const casePage = new CasePage(page);\n${body}\n  });`;
}

function stepCode(step: Step, number: number, say: Teller): string {
  const refused = step.negative || step.expect.outcome !== 'applied';
  const times = step.kind === 'together' || step.kind === 'retry' ? ` // ${step.kind}` : '';
  const lines = [
    ...(step.kind === 'time' ? [`await casePage.passTime(${code(step.time?.waitMs ?? 0)});`] : []),
    ...(step.kind !== 'time' && step.actor !== null ? [`await casePage.signInAs(${code(step.actor)});`] : []),
    ...(step.kind === 'time'
      ? []
      : [
          `await casePage.${step.kind === 'news' ? 'news' : 'act'}(${code(step.command ?? step.kind)}, ${code(step.payload ?? null)});${times}`,
        ]),
    ...(refused && step.kind !== 'time' ? [`await casePage.expectRefusal(${code(say.expected(step)[0])});`] : []),
    `await casePage.expectStates(${step.expect.states.map((state) => code(say.name('state', state))).join(', ')});`,
  ];
  const name = code(`${number}. ${say.act(step)}`);
  return `    await test.step(${name}, async () => {\n${lines.map((line) => `      ${line}`).join('\n')}\n    });`;
}
