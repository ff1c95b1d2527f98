import { setImmediate } from 'node:timers/promises';
import { createSqliteStore } from '#connectors/sqlite/index.ts';
import { operationId, runId } from '#core/lead/ids.ts';
import { aLink, referral, TENANT } from '#test/contracts/store/a-link.ts';
import { START } from '#test/contracts/store/bench.ts';
import { KEY } from './sqlite-house.ts';

/** A step the store has promised to keep. */
export interface Kept {
  readonly number: number;
  readonly step: 'inserted' | 'saved' | 'appended';
}

/** Writes until it is killed or its parent is gone, and tells each step once its promise resolved. */
const writeForever = async (path: string, tell: (kept: Kept) => void): Promise<void> => {
  const { links, history } = await createSqliteStore({ path, key: KEY });
  const told = { Message: 'x'.repeat(6_000) };
  for (let number = 1; ; number += 1) {
    await links.insert(aLink(number, { told }));
    tell({ number, step: 'inserted' });
    await links.markDue(TENANT, [referral(number), referral(number - 1)]);
    await links.save(aLink(number, { told, customerId: 'saved' }), { doneSeq: 2 });
    tell({ number, step: 'saved' });
    await history.append(
      (['stale', 'done'] as const).map((outcome) => ({
        tenant: TENANT,
        referral: referral(number),
        opportunity: null,
        run: runId('run-1'),
        operation: operationId(`operation-${number}`),
        at: START,
        side: 'crm',
        kind: 'patch',
        purpose: 'sync',
        outcome,
        atoms: {},
      })),
    );
    tell({ number, step: 'appended' });
    await setImmediate();
  }
};

const [, , path = ''] = process.argv;
process.once('disconnect', () => process.exit());
await writeForever(path, (kept) => process.send?.(kept));
