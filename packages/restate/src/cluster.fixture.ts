// Engines on real nodes, for tests: every one of them an installation of its own name, with its own services and projection.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '@bihuan/core';
import { type ObjectContext, object } from '@restatedev/restate-sdk';
import { connect } from '@restatedev/restate-sdk-clients';
import { type CaseOptions, caseServices, createRestateEngine, type RestateEngine } from './index.ts';
import { type Endpoint, freePorts, type RestateNode, register, serveOn, startNode, underWay, until } from './node.fixture.ts';

export interface SingleNode extends RestateNode {
  /** Resolves when every message that one object has sent another has been taken up: messages of a partition go in order, and this node has one. */
  barrier(): Promise<void>;
  /** Ends it and forgets its data. */
  end(): Promise<void>;
}

/** Calls itself under another key: the call goes the way of every message. */
const barrier = object({
  name: 'TestBarrier',
  handlers: {
    async pass(ctx: ObjectContext, _: null): Promise<null> {
      return ctx.key === 'there' ? null : ctx.objectClient<typeof barrier>({ name: 'TestBarrier' }, 'there').pass(null);
    },
  },
});

export async function singleNode(): Promise<SingleNode> {
  const folder = mkdtempSync(join(tmpdir(), 'bihuan-restate-'));
  const node = await startNode({ folder, name: 'one', ports: await freePorts() });
  const endpoint = await serveOn([barrier]);
  await register(node.admin, endpoint.url);
  return {
    ...node,
    async barrier() {
      await connect({ url: node.ingress }).objectClient(barrier, 'here').pass(null);
    },
    async end() {
      await node.kill();
      await endpoint.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Installation {
  readonly name: string;
  readonly engine: RestateEngine;
  readonly projection: Store<any>;
  readonly endpoint: Endpoint;
  /** Nothing is under way: queries have caught up. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

let installations = 0;

/** Services that are served and known to the node, and an engine that talks to them. */
export async function installOn(node: SingleNode, options: CaseOptions): Promise<Installation> {
  const named = { name: `Test${++installations}x`, ...options };
  const endpoint = await serveOn(caseServices(named));
  await register(node.admin, endpoint.url);
  return {
    name: named.name,
    engine: createRestateEngine({ ...named, ingress: node.ingress }),
    projection: options.projection,
    endpoint,
    settled: () => calm(node, named.name, endpoint),
    async close() {
      await endpoint.close();
      await options.projection.close();
    },
  };
}

/** Until nothing of this installation is under way, and nothing that it has sent is left to be taken up. */
export async function calm(node: SingleNode, name: string, { calls }: Endpoint): Promise<void> {
  const isIdle = async () => (await underWay(node.admin, name)) === 0;
  const failure = () => `${name} does not come to rest:\n${node.output()}`;
  for (let before = -1; before !== calls(); ) {
    await until(isIdle, failure);
    before = calls();
    await node.barrier();
    await until(isIdle, failure);
  }
}
