import type { LinkStore, Store } from '#core/ports/store.ts';

type Save = LinkStore['save'];

/** A store whose saves of links run through `around`. */
export const aroundSaves =
  (around: (save: () => ReturnType<Save>, link: Parameters<Save>[0]) => ReturnType<Save>) =>
  (store: Store): Store => ({
    ...store,
    links: new Proxy(store.links, {
      get: (links, name) => {
        const method: unknown = Reflect.get(links, name);
        if (name !== 'save') return method;
        return (...args: Parameters<Save>) => around(() => links.save(...args), args[0]);
      },
    }),
  });
