import { figureOf, type Figure } from './figure.ts';
import { settle, startPlace } from './place.ts';

/** How many plans a second; the link is a typical one. */
export const measurePlanner = async (): Promise<Figure[]> => {
  const place = await startPlace();
  try {
    await settle(place, 1);
    const speed = await place.product.call('planSpeed', undefined);
    return [
      figureOf('i', 'plans of a link in step', speed.quietPerSecond, 'per s'),
      figureOf('i', 'plans of a link with three changed values', speed.changedPerSecond, 'per s'),
    ];
  } finally {
    await place.end();
  }
};
