import { expect, test } from '@jest/globals';
import type { StoreBench } from './bench.ts';
import { OTHER_TENANT, TENANT } from './a-link.ts';

export const describeSecrets = (bench: StoreBench): void => {
  test('a secret comes back as it was, after a restart too', async () => {
    const secret = `0.AX“é” ${'x'.repeat(4_000)}`;
    expect(await bench.store().secrets.find(TENANT, 'token')).toBeUndefined();
    await bench.store().secrets.save(TENANT, 'token', secret);
    expect(await bench.store().secrets.find(TENANT, 'token')).toBe(secret);
    await bench.store().close();
    expect(await (await bench.open()).secrets.find(TENANT, 'token')).toBe(secret);
  });

  test('a secret is replaced; names and tenants are kept apart', async () => {
    const { secrets } = bench.store();
    await secrets.save(TENANT, 'token', 'old');
    await secrets.save(TENANT, 'token', 'new');
    await secrets.save(TENANT, 'other', '');
    await secrets.save(OTHER_TENANT, 'token', 'theirs');
    expect(await secrets.find(TENANT, 'token')).toBe('new');
    expect(await secrets.find(TENANT, 'other')).toBe('');
    expect(await secrets.find(OTHER_TENANT, 'token')).toBe('theirs');
    expect(await secrets.find(OTHER_TENANT, 'other')).toBeUndefined();
  });

  test('a wrong key is told, and the right one still opens the secret', async () => {
    await bench.store().secrets.save(TENANT, 'token', 'secret');
    const wrong = await bench.open({ key: 'another key of some length' });
    await expect(wrong.secrets.find(TENANT, 'token')).rejects.toMatchObject({
      name: 'SyncError',
      code: 'BAD_SETTINGS',
    });
    expect(await bench.store().secrets.find(TENANT, 'token')).toBe('secret');
  });

  test('first secrets stored by two at once are both kept', async () => {
    const other = await bench.open();
    await Promise.all([
      bench.store().secrets.save(TENANT, 'one', 'first'),
      other.secrets.save(TENANT, 'two', 'second'),
    ]);
    expect(await bench.store().secrets.find(TENANT, 'two')).toBe('second');
    expect(await other.secrets.find(TENANT, 'one')).toBe('first');
  });
};
