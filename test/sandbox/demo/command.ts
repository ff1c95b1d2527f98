import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(import.meta.resolve('#jobs/main.ts'));
/** Of what a child said last. */
const LINES_KEPT = 12;

export interface CommandOptions {
  readonly verb: readonly string[];
  readonly config: string;
  /** LEAD_SYNC_KEY */
  readonly key: string;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  /** It could not be started. */
  readonly error?: Error;
}

export interface Command {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** The last lines it wrote, to say why it failed. */
  lastWords(): string;
}

/** `lead-sync VERB` as a process of its own, as an operator would start it. */
export const startCommand = ({ verb, config, key }: CommandOptions): Command => {
  const child = spawn(process.execPath, [MAIN, ...verb, '--config', config], {
    env: { LEAD_SYNC_KEY: key },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const last: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      last.push(line);
      if (last.length > LINES_KEPT) last.shift();
    });
  }
  return {
    child,
    pid: child.pid ?? 0,
    ended: new Promise((resolve) => {
      child.once('error', (error) => resolve({ code: null, signal: null, error }));
      child.once('close', (code, signal) => resolve({ code, signal }));
    }),
    lastWords: () => last.join('\n'),
  };
};
