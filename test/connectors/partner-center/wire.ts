import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import nock from 'nock';

/** Nothing leaves the machine, and each test meets every answer it has prepared. */
export const guardWire = (): void => {
  beforeAll(() => nock.disableNetConnect());
  afterEach(() => {
    const pending = nock.pendingMocks();
    nock.cleanAll();
    expect(pending).toEqual([]);
  });
  afterAll(() => nock.restore());
};
