import type { Holder } from '#core/ports/store.ts';

/** What this machine can tell of its processes; each undefined where it cannot. */
export interface Processes {
  /** Text of a file below /proc; undefined when there is none. */
  readonly readProc: (path: string) => string | undefined;
  /** Whether a process with this id lives, whoever owns it. */
  readonly isAlive: (pid: number) => boolean;
  /** ISO; of this very process. */
  readonly ownStart: string;
  readonly host: string;
  readonly ownPid: number;
}

/** Linux: field 22 of /proc/PID/stat, in ticks since boot; the second field, in brackets, may hold anything. */
const START_FIELD_AFTER_NAME = 19;

const startOf = (pid: number | 'self', { readProc }: Processes): string | undefined => {
  const stat = readProc(`${pid}/stat`);
  const boot = readProc('sys/kernel/random/boot_id')?.trim();
  if (stat === undefined || boot === undefined) return undefined;
  const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_FIELD_AFTER_NAME];
  return ticks === undefined ? undefined : `${boot}:${ticks}`;
};

export interface Self {
  readonly holder: Holder;
  /**
   * True only where this host is sure: the process is gone, or its id belongs to a later one.
   * A holder on another host is never called dead: its lease runs out.
   */
  readonly isDead: (holder: Holder) => boolean;
}

/** Who holds a lease when this process does. */
export const createSelf = (processes: Processes): Self => {
  const { host, ownPid, isAlive } = processes;
  const holder: Holder = {
    host,
    pid: ownPid,
    startedAt: startOf('self', processes) ?? processes.ownStart,
  };
  return {
    holder,
    isDead: (other) => {
      if (other.host !== host) return false;
      if (other.pid === ownPid) return other.startedAt !== holder.startedAt;
      if (!isAlive(other.pid)) return true;
      const start = startOf(other.pid, processes);
      return start !== undefined && start !== other.startedAt;
    },
  };
};
