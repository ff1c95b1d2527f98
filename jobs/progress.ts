import { SingleBar } from 'cli-progress';
import type { Cursor, FeedPage } from '#core/ports/feed.ts';
import type { TenantRuntime } from '#core/sync/tenant-runtime.ts';

export interface Progress {
  readonly begin: (tenant: string) => {
    readonly add: (rows: number) => void;
    readonly end: () => void;
  };
}

/** A pass of fewer rows is over before anybody would look. */
const LONG_PASS = 500;
/** Without a terminal: a line each time so many more rows are read. */
const LINE_EVERY = 5_000;

const QUIET = { add: () => undefined, end: () => undefined };

export const noProgress: Progress = { begin: () => QUIET };

/** How far a long pass over the feeds has come: a counter on a terminal, plain lines elsewhere. */
export const createProgress = (options: {
  readonly isTerminal: boolean;
  readonly line: (text: string) => void;
}): Progress => ({
  begin: (tenant) => {
    let read = 0;
    let bar: SingleBar | undefined;
    const draw = (): void => {
      if (bar === undefined) {
        const format = `${tenant}: {value} records read, {duration_formatted}`;
        bar = new SingleBar({ format, clearOnComplete: true, hideCursor: true });
        bar.start(0, read);
      }
      bar.update(read);
    };
    return {
      add: (rows) => {
        const before = read;
        read += rows;
        if (options.isTerminal) {
          if (read >= LONG_PASS) draw();
        } else if (Math.floor(read / LINE_EVERY) > Math.floor(before / LINE_EVERY)) {
          options.line(`${tenant}: ${read} records read`);
        }
      },
      end: () => bar?.stop(),
    };
  },
});

async function* counted<View>(
  pages: AsyncIterable<FeedPage<View>>,
  add: (rows: number) => void,
): AsyncGenerator<FeedPage<View>> {
  for await (const page of pages) {
    yield page;
    add(page.rows.length);
  }
}

/** The same tenant, whose feeds tell how many rows went by. */
export const withProgress = (
  runtime: TenantRuntime,
  add: (rows: number) => void,
): TenantRuntime => {
  const { partner, crm } = runtime;
  return {
    ...runtime,
    partner: {
      ...partner,
      get capabilities() {
        return partner.capabilities;
      },
      listChanges: (cursor: Cursor | undefined) => counted(partner.listChanges(cursor), add),
    },
    crm: {
      ...crm,
      listChanges: (cursor: Cursor | undefined) => counted(crm.listChanges(cursor), add),
    },
  };
};
