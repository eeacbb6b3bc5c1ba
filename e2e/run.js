// Runs the journeys: one demonstration filled once, the tests, then the Java validator over
// every page that they met. Arguments name test files under tests/; none means all.

import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { kept } from './lib/inspect.js';
import { fillDemonstration } from './lib/server.js';

const tests = fileURLToPath(new URL('tests', import.meta.url));
const chosen = process.argv.slice(2).map((name) => basename(name));
const files = (await readdir(tests))
  .filter((name) => name.endsWith('.test.js') && (chosen.length === 0 || chosen.includes(name)))
  .sort();
if (files.length === 0) throw new Error(`no test file among: ${chosen.join(' ')}`);

await rm(kept, { recursive: true, force: true });
const demonstration = await mkdtemp(join(tmpdir(), 'vigie-e2e-demonstration-'));
let status;
try {
  fillDemonstration(demonstration);
  ({ status } = spawnSync(
    process.execPath,
    ['--test', '--test-concurrency=2', '--test-timeout=400000', '--test-reporter=spec',
      ...files.map((name) => join(tests, name))],
    { stdio: 'inherit', env: { ...process.env, VIGIE_E2E_DEMONSTRATION: demonstration } },
  ));
} finally {
  await rm(demonstration, { recursive: true, force: true });
}
process.exitCode = status === 0 && validPages() ? 0 : 1;

/** The reference validator of the W3C, over all pages in one start of Java. */
function validPages() {
  const jar = createRequire(import.meta.url)('vnu-jar');
  const { status: verdict, error } = spawnSync(
    'java', ['-jar', jar, '--errors-only', '--skip-non-html', kept], { stdio: 'inherit' });
  if (error) throw error;
  if (verdict === 0) console.log('every page met is valid HTML');
  return verdict === 0;
}
