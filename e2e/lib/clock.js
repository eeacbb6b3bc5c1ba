// A clock that a test moves, on a server of the demonstration.

import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startVigie } from './server.js';

let count = 0;

/** Starts a server whose clock is `offset` seconds ahead; `turn` moves it on. */
export async function startAt(offset, options = {}) {
  count += 1;
  const file = join(tmpdir(), `vigie-clock-${process.pid}-${count}`);
  let ahead = offset;
  const turn = async (seconds) => {
    ahead += seconds;
    await writeFile(file, String(ahead));
  };
  await turn(0);
  const server = await startVigie({ ...options, settings: { ...options.settings, VIGIE_TEST_CLOCK: file } });
  return { server, turn, now: () => new Date(Date.now() + ahead * 1000) };
}

/** Seconds from now until that hour in Paris of the first day to come of which `fits(weekday, 'MM-DD')` says yes. */
export function until(hour, fits = () => true) {
  const parts = (at) => Object.fromEntries(new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Paris', weekday: 'short', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at).map(({ type, value }) => [type, value]));
  const now = parts(new Date());
  const wait = hour * 3600 - Number(now.hour) * 3600 - Number(now.minute) * 60 - Number(now.second);
  for (let days = 1; ; days += 1) {
    const day = parts(new Date(Date.now() + (wait + days * 86400) * 1000));
    if (fits(day.weekday, `${day.month}-${day.day}`)) return wait + days * 86400;
  }
}
