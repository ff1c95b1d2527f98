import type { Store } from '#core/ports/store.ts';
import type { Life } from './life.ts';

const IS_READ = /^(?:find|list|count|used|requestedCycle)/;

type Method = (...args: unknown[]) => Promise<unknown>;

const mortalPart = <Part extends object>(part: Part, name: string, life: Life): Part =>
  new Proxy(part, {
    get: (target, key) => {
      const method: unknown = Reflect.get(target, key);
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]): Promise<unknown> => {
        const call = (): Promise<unknown> => (method as Method).apply(target, args);
        if (!IS_READ.test(String(key))) return life.effect(`${name}.${String(key)}`, call);
        life.require();
        return call();
      };
    },
  });

/** A store as one process sees it: each write is one of its effects, and there is none after its death. */
export const mortalStore = (store: Store, life: Life): Store => ({
  links: mortalPart(store.links, 'links', life),
  history: mortalPart(store.history, 'history', life),
  cursors: mortalPart(store.cursors, 'cursors', life),
  runs: mortalPart(store.runs, 'runs', life),
  tenants: mortalPart(store.tenants, 'tenants', life),
  budget: mortalPart(store.budget, 'budget', life),
  secrets: mortalPart(store.secrets, 'secrets', life),
  audit: mortalPart(store.audit, 'audit', life),
  close: () => store.close(),
});
