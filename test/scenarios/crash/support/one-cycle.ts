import { loadMapping } from '#config/mapping.ts';
import { createSqliteStore } from '#connectors/sqlite/index.ts';
import type { Holder } from '#core/ports/store.ts';
import { runTenant } from '#core/sync/run-tenant.ts';
import { composeTenant } from '#jobs/main.ts';
import { createManualClock } from '#test/support/manual-clock.ts';
import { createMemoryLog } from '#test/support/memory-log.ts';
import { settingsFor } from './settings.ts';

/** A process of its own: one cycle on a store in a file, told to its parent as it ends. Killed with SIGKILL by the test. */
const [, , path = '', partner = '', crm = '', start = ''] = process.argv;

const isGone = ({ pid }: Holder): boolean => {
  try {
    return !process.kill(pid, 0);
  } catch {
    return true;
  }
};

const clock = createManualClock(start);
const store = await createSqliteStore({ path, key: 'a key of the tests, long enough' });
const loaded = loadMapping('salesforce', () => '');
if (loaded.kind === 'problems') throw new Error(JSON.stringify(loaded.problems));
const runtime = await composeTenant({
  settings: settingsFor({ partner, crm }),
  mapping: loaded.mapping,
  store,
  clock,
  log: createMemoryLog(),
  holder: { host: 'test', pid: process.pid, startedAt: start },
  isDead: isGone,
});
const result = await runTenant(runtime, { signal: new AbortController().signal });
await store.close();
process.send?.(result.kind === 'done' ? result.report : result.kind);
process.disconnect();
