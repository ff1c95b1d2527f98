import { setTimeout as sleep } from 'node:timers/promises';
import { startCommand, type Command, type CommandOptions } from './command.ts';

export interface Restart {
  readonly killed: number;
  readonly next: number;
}

/** `lead-sync run`, started again whenever it is killed, as a service manager would. */
export interface Worker {
  /** SIGKILL, to the process that runs now. */
  kill(): void;
  /** SIGTERM; it is killed when it has not ended in time. */
  stop(): Promise<void>;
  /** One entry per kill, oldest first. */
  readonly restarts: readonly Restart[];
  /** It ended by itself: nothing will come of waiting. */
  trouble(): string | undefined;
}

export interface WorkerOptions extends Omit<CommandOptions, 'verb'> {
  readonly onRestart?: (restart: Restart) => void;
}

/** A worker ends within 30 s of SIGTERM; here it has little in hand. */
const STOP_MS = 10_000;

export const startWorker = ({ onRestart, ...options }: WorkerOptions): Worker => {
  const restarts: Restart[] = [];
  let isStopping = false;
  let trouble: string | undefined;

  const watch = async (command: Command): Promise<void> => {
    const { code, signal, error } = await command.ended;
    if (isStopping) return;
    if (signal === 'SIGKILL') {
      running = begin();
      const restart = { killed: command.pid, next: running.pid };
      restarts.push(restart);
      onRestart?.(restart);
      return;
    }
    const how = error?.message ?? signal ?? `exit code ${code}`;
    trouble = `The worker ended by itself (${how}):\n${command.lastWords()}`;
  };
  const begin = (): Command => {
    const command = startCommand({ ...options, verb: ['run'] });
    void watch(command);
    return command;
  };
  let running = begin();

  return {
    kill: () => {
      running.child.kill('SIGKILL');
    },
    stop: async () => {
      isStopping = true;
      if (running.child.exitCode !== null || running.child.signalCode !== null) return;
      running.child.kill('SIGTERM');
      const late = new AbortController();
      const timer = sleep(STOP_MS, undefined, { signal: late.signal }).then(
        () => running.child.kill('SIGKILL'),
        () => false,
      );
      await running.ended;
      late.abort();
      await timer;
    },
    restarts,
    trouble: () => trouble,
  };
};
