import type { Tx } from './client.ts';

/**
 * Asks, in the transaction of the change, that the chain's workflow be told to read again. The relay delivers it at
 * least once after the commit, however long Temporal is away.
 */
export async function tellChain(tx: Tx, chainId: string): Promise<void> {
  await tellChains(tx, [chainId]);
}

export async function tellChains(tx: Tx, chainIds: string[]): Promise<void> {
  await tx.outbox.createMany({ data: chainIds.map((key) => ({ kind: 'chain_changed', key })) });
}
