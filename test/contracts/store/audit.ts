import { expect, test } from '@jest/globals';
import type { AuditEntry } from '#core/ports/store.ts';
import { START, type StoreBench } from './bench.ts';
import { OTHER_TENANT, TENANT } from './a-link.ts';

const entry = (subject: string, at = START): AuditEntry => ({
  tenant: TENANT,
  at,
  by: 'admin',
  verb: 'settle',
  subject,
});

export const describeAudit = (bench: StoreBench): void => {
  test('entries come back newest first, no more than the limit, of this tenant only', async () => {
    const { audit } = bench.store();
    const elsewhere = { ...entry('elsewhere'), tenant: OTHER_TENANT };
    const early = entry('early', '2026-11-23T09:00:00.000Z');
    for (const each of [entry('one'), entry('two'), early, elsewhere]) await audit.append(each);
    expect(await audit.list(TENANT, 10)).toEqual([entry('two'), entry('one'), early]);
    expect(await audit.list(TENANT, 1)).toEqual([entry('two')]);
    expect(await audit.list(OTHER_TENANT, 10)).toEqual([elsewhere]);
  });

  test('the same entry twice is two entries', async () => {
    const { audit } = bench.store();
    await audit.append(entry('one'));
    await audit.append(entry('one'));
    expect(await audit.list(TENANT, 10)).toEqual([entry('one'), entry('one')]);
  });
};
