// Starts the program as a person would, on a data folder and a port of its own.

import { spawn, spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const program = process.env.VIGIE_PROGRAM ?? join(root, 'target/debug/vigie');
const patience = 30_000;

/** A port that nobody listens on right now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Fills `data` with the demonstration, or another database; throws with what the program said when it fails. */
export function fillDemonstration(data, database = {}) {
  const filled = spawnSync(program, ['demo'], {
    env: { ...bare(), VIGIE_DATA_DIR: data, VIGIE_DEMO: 'on', ...database },
    encoding: 'utf8',
  });
  if (filled.error) throw filled.error;
  if (filled.status !== 0) throw new Error(`vigie demo failed:\n${filled.stdout}${filled.stderr}`);
}

/**
 * Starts `vigie serve` and answers when it does. `settings` are further environment variables, `config` the text of a settings file;
 * `demonstration: false` starts on an empty folder; `host` is the name by which a browser calls it. Call `stop` in an `after` hook.
 */
export async function startVigie({ demonstration = true, host = '127.0.0.1', settings = {}, config = '' } = {}) {
  const data = await mkdtemp(join(tmpdir(), 'vigie-e2e-'));
  const { VIGIE_DATABASE_URL } = settings;
  const database = VIGIE_DATABASE_URL ? { VIGIE_DATABASE_URL } : {};
  if (demonstration) {
    // run.js fills one demonstration for all; a file run on its own fills its own, and so does one on a database of its own.
    const filled = VIGIE_DATABASE_URL ? null : process.env.VIGIE_E2E_DEMONSTRATION;
    if (filled) await cp(filled, data, { recursive: true });
    else fillDemonstration(data, database);
  }
  const port = await freePort();
  const address = `http://${host}:${port}`;
  const said = [];
  const shown = demonstration ? { VIGIE_DEMO: 'on' } : {};
  const file = config ? ['--config', join(data, 'vigie.toml')] : [];
  if (config) await writeFile(join(data, 'vigie.toml'), config);
  const child = spawn(program, ['serve', ...file], {
    env: {
      ...bare(),
      VIGIE_LISTEN: `127.0.0.1:${port}`,
      VIGIE_BASE_URL: address,
      VIGIE_DATA_DIR: data,
      ...shown,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let ended = null;
  const end = new Promise((resolve) => {
    child.once('error', (error) => { said.push(String(error)); ended = error; resolve(); });
    child.once('exit', (code, signal) => { ended = signal ?? code; resolve(); });
  });
  child.stdout.on('data', (chunk) => said.push(chunk));
  child.stderr.on('data', (chunk) => said.push(chunk));

  const server = {
    address,
    data,
    /** The setting of a demonstration, for commands beside it. */
    demonstration: shown,
    /** The setting of another database than the folder's, for them too. */
    database,
    /** Everything that the program wrote, for the message of a failing test. */
    log: () => said.join(''),
    /** The messages that it would have sent, oldest first, as raw text. */
    async mails() {
      const folder = join(data, 'mail');
      const names = await readdir(folder).catch((error) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      const letters = names.filter((name) => name.endsWith('.eml')).sort();
      return Promise.all(letters.map((name) => readFile(join(folder, name), 'utf8')));
    },
    /** Asks it to stop, as an operator does, and says with what it ended. */
    async stop() {
      if (ended === null) child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), patience);
      await end;
      clearTimeout(timer);
      await rm(data, { recursive: true, force: true });
      return ended;
    },
  };
  try {
    await answers(`${address}/healthz`, () => ended !== null);
  } catch (error) {
    await server.stop();
    throw new Error(`vigie serve did not answer (${error.message}):\n${server.log()}`);
  }
  return server;
}

/** Waits until `url` answers 200; gives up early when `gone()` says that nobody will. */
export async function answers(url, gone = () => false) {
  const limit = Date.now() + patience;
  for (;;) {
    if (gone()) throw new Error('it stopped');
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    if (Date.now() > limit) throw new Error(`no answer from ${url} in ${patience / 1000} s`);
    await sleep(50);
  }
}

/** The environment without the settings of the person who runs the tests. */
export function bare() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VIGIE_')));
}
