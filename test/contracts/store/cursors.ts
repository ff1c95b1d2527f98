import { expect, test } from '@jest/globals';
import type { StoreBench } from './bench.ts';
import { OTHER_TENANT, TENANT } from './a-link.ts';
import { raiseEpoch } from './a-run.ts';

export const describeCursors = (bench: StoreBench): void => {
  test('each side of each tenant has its own cursor', async () => {
    const { cursors } = bench.store();
    expect(await cursors.find(TENANT, 'crm')).toBeUndefined();
    expect(await cursors.save(TENANT, 'crm', 'one', 1)).toBe('saved');
    expect(await cursors.save(TENANT, 'partner', 'two', 1)).toBe('saved');
    expect(await cursors.save(TENANT, 'crm', 'three', 1)).toBe('saved');
    expect(await cursors.find(TENANT, 'crm')).toBe('three');
    expect(await cursors.find(TENANT, 'partner')).toBe('two');
    expect(await cursors.find(OTHER_TENANT, 'crm')).toBeUndefined();
  });

  test('an older epoch cannot move a cursor once a newer one has begun', async () => {
    const { cursors } = bench.store();
    await raiseEpoch(bench.store(), 1);
    await cursors.save(TENANT, 'crm', 'first', 1);
    await raiseEpoch(await bench.open(), 1);
    expect(await cursors.save(TENANT, 'crm', 'late', 1)).toBe('superseded');
    expect(await cursors.save(TENANT, 'partner', 'late', 1)).toBe('superseded');
    expect(await cursors.find(TENANT, 'crm')).toBe('first');
    expect(await cursors.find(TENANT, 'partner')).toBeUndefined();
    expect(await cursors.save(TENANT, 'crm', 'second', 2)).toBe('saved');
    expect(await cursors.find(TENANT, 'crm')).toBe('second');
  });

  test('an older epoch cannot move a cursor once a newer one has saved one', async () => {
    const { cursors } = bench.store();
    await cursors.save(TENANT, 'crm', 'newer', 8);
    expect(await cursors.save(TENANT, 'crm', 'late', 7)).toBe('superseded');
    expect(await cursors.save(TENANT, 'partner', 'late', 7)).toBe('superseded');
    expect(await cursors.find(TENANT, 'crm')).toBe('newer');
    expect(await cursors.find(TENANT, 'partner')).toBeUndefined();
    expect(await cursors.save(OTHER_TENANT, 'crm', 'elsewhere', 7)).toBe('saved');
  });
};
