import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const DEMO = fileURLToPath(new URL('demo.ts', import.meta.url));
/** Well above the 75 s that it may take: a busy machine is no failure. */
const LIMIT_MS = 150_000;

const run = (args: readonly string[]): Promise<{ code: unknown; text: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [DEMO, ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, text: stdout + stderr });
    });
  });

test(
  'a day ends in step, and a value changed behind the worker’s back does not',
  async () => {
    const [day, broken] = await Promise.all([run([]), run(['--break'])]);
    expect(day).toEqual({ code: 0, text: expect.stringContaining('exit code 0.') });
    expect(day.text.match(/^╭─ \d+ · /gm)).toHaveLength(10);
    expect(day.text).toMatch(/SIGKILL hits worker \d+ between create and save; \d+ goes on/);
    expect(day.text).not.toContain('✗');
    expect(broken).toEqual({ code: 1, text: expect.stringContaining('exit code 1.') });
    expect(broken.text).toMatch(/^Woodgrove .* NOT IN STEP: Estimated deal value is/m);
  },
  LIMIT_MS,
);
