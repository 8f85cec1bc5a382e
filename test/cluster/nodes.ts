// Three Restate nodes on loopback: every log on two of them, every node able to do everything.
import { freePorts, type RestateNode, startNode } from '../../packages/restate/src/node.fixture.ts';

export async function threeNodes(folder: string): Promise<readonly RestateNode[]> {
  const names = ['one', 'two', 'three'];
  const ports = await Promise.all(names.map(() => freePorts()));
  const addresses = JSON.stringify(ports.map(({ fabric }) => `http://127.0.0.1:${fabric}`));
  return Promise.all(
    names.map((name, index) =>
      startNode({
        folder,
        name,
        ports: ports[index]!,
        environment: {
          RESTATE_AUTO_PROVISION: String(index === 0),
          RESTATE_DEFAULT_REPLICATION: '2',
          RESTATE_DEFAULT_NUM_PARTITIONS: '4',
          RESTATE_METADATA_CLIENT__TYPE: 'replicated',
          RESTATE_METADATA_CLIENT__ADDRESSES: addresses,
          RESTATE_BIFROST__DEFAULT_PROVIDER: 'replicated',
        },
      }),
    ),
  );
}
