import { readFileSync } from 'node:fs';
import type { Answer } from './server.ts';

const SCRIPT = readFileSync(new URL('live-page.js', import.meta.url), 'utf8');

/** Where every stand-in serves it. */
export const LIVE_PATH = '/sandbox/live.js';

/** Keeps a page up to date: each element with `data-live="KEY"` is replaced once the server shows it otherwise. */
export const LIVE_TAG = `<script defer src="${LIVE_PATH}"></script>`;

/** What has just changed is seen to have changed. */
export const LIVE_STYLE =
  '@keyframes fresh{from{background:#fff3a8}}.fresh{animation:fresh 3s ease-out}';

export const liveScript = (): Answer => ({
  status: 200,
  headers: { 'content-type': 'text/javascript;charset=UTF-8' },
  body: SCRIPT,
});
