import type { Log, LogFacts } from '#core/ports/log.ts';

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly facts: LogFacts;
}

export interface MemoryLog extends Log {
  readonly lines: readonly LogLine[];
}

/** Keeps every line, so that a test can ask what was told, and that no secret was. */
export const createMemoryLog = (): MemoryLog => {
  const lines: LogLine[] = [];
  const at =
    (level: LogLine['level']) =>
    (event: string, facts: LogFacts = {}): void => {
      lines.push({ level, event, facts });
    };
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
};
