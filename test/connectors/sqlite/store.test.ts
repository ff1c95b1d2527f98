import { describeStore } from '#test/contracts/store.ts';
import { makeSqliteHouse } from './sqlite-house.ts';

describeStore('SQLite', makeSqliteHouse);
