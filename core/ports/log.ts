export type LogFacts = Readonly<Record<string, string | number | boolean | null>>;

/** `event` is a fixed phrase, what varies goes into the facts: never a token, a header, a body or a person's data. */
export interface Log {
  info(event: string, facts?: LogFacts): void;
  warn(event: string, facts?: LogFacts): void;
  error(event: string, facts?: LogFacts): void;
}
