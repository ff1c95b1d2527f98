import { pino } from 'pino';
import type { Instant } from '#core/lead/instant.ts';
import type { Log, LogFacts } from '#core/ports/log.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LogOptions {
  readonly level: LogLevel;
  /** One readable line instead of JSON. */
  readonly isPretty: boolean;
  readonly write: (line: string) => void;
  readonly now: () => Instant;
}

const CENSORED = '[hidden]';
/** Facts that no log may show, whatever a caller thinks. */
const SECRET_NAMES = [
  'authorization',
  'clientSecret',
  'cookie',
  'password',
  'privateKey',
  'refreshToken',
  'secret',
  'token',
];
/** One line for each call to a system: for whoever looks into a trouble. */
const TRACE = new Set(['call']);
/** A bearer token or a JWT inside a text. */
const SECRET_TEXT = /Bearer\s+[\w.~+/=-]+|eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]+)?/g;

const clean = (facts: LogFacts): LogFacts =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll(SECRET_TEXT, CENSORED) : value,
    ]),
  );

const pretty = (line: string): string => {
  const { level, time, msg, ...facts } = JSON.parse(line) as Record<string, unknown>;
  const told = Object.entries(facts).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const clock = String(time).slice(11, 19);
  return [clock, String(level).padEnd(5), String(msg), ...told].join(' ') + '\n';
};

/** pino behind the port `Log`: one line per event, secrets hidden. */
export const createLog = (options: LogOptions): Log => {
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: () => `,"time":"${options.now()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_NAMES, censor: CENSORED },
    },
    { write: (line) => options.write(options.isPretty ? pretty(line) : line) },
  );
  return {
    info: (event, facts = {}) => {
      if (TRACE.has(event)) logger.debug(clean(facts), event);
      else logger.info(clean(facts), event);
    },
    warn: (event, facts = {}) => logger.warn(clean(facts), event),
    error: (event, facts = {}) => logger.error(clean(facts), event),
  };
};
