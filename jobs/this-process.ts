import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { fromMs } from '#core/lead/instant.ts';
import type { Processes } from './holder.ts';

const attempt = (read: () => string): string | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    return Error.isError(error) && 'code' in error && error.code === 'EPERM';
  }
};

/** Containers that share a host name have process ids of their own: the id space is part of the host. */
const hostOf = (): string => {
  const space = attempt(() => readlinkSync('/proc/self/ns/pid'));
  return space === undefined ? hostname() : `${hostname()} ${space}`;
};

export const thisProcess = (): Processes => ({
  readProc: (path) => attempt(() => readFileSync(`/proc/${path}`, 'utf8')),
  isAlive,
  ownStart: fromMs(performance.timeOrigin),
  host: hostOf(),
  ownPid: process.pid,
});
