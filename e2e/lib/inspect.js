// What must hold on every page that a journey meets.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { HtmlValidate } from 'html-validate';

import { root } from './server.js';

const require = createRequire(import.meta.url);
const axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {
    // Templates are written for people who read them, not for a formatter.
    'no-trailing-whitespace': 'off',
    // A non-breaking space before : ; ? ! is French, not an accident.
    'no-raw-characters': 'off',
    'no-inline-style': 'error',
    'require-sri': 'off',
  },
});

/** Where each page met is kept, for the Java validator that reads them all at the end. */
export const kept = join(root, 'target/e2e/pages');

/** Goes to `path`, expects `status`, and inspects what is there. */
export async function visit(page, path, { status = 200 } = {}) {
  const answer = await page.goto(path);
  assert.equal(answer.status(), status, `${path} answers ${answer.status()}`);
  await inspect(page);
  return answer;
}

/**
 * The page as it now stands: nothing that axe objects to or leaves undecided, in light and in
 * dark; valid HTML; no horizontal scroll; nothing on the watch list.
 */
export async function inspect(page) {
  const where = `${new URL(page.url()).pathname} at ${page.viewportSize().width} px`;
  const html = await page.source;
  await keep(html);
  const problems = [...await validity(html), ...await sideways(page), ...await accessibility(page)];
  problems.push(...page.watch.splice(0));
  assert.deepEqual(problems, [], `${where}:\n${problems.join('\n')}`);
}

async function keep(html) {
  await mkdir(kept, { recursive: true });
  const name = createHash('sha256').update(html).digest('hex').slice(0, 16);
  await writeFile(join(kept, `${name}.html`), html);
}

async function validity(html) {
  const report = await validator.validateString(html);
  return report.results.flatMap(({ messages }) => messages)
    .map(({ line, ruleId, message }) => `html-validate ${ruleId} (line ${line}): ${message}`);
}

async function sideways(page) {
  const [content, window] = await page.evaluate(
    () => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  return content > window ? [`scrolls sideways: ${content} px in ${window} px`] : [];
}

async function accessibility(page) {
  // axe is a script: for a reader without any, they are let in while it looks, after the
  // page's own have missed their moment, so that it sees what that reader sees.
  const session = await page.context().newCDPSession(page);
  const scripts = (on) => session.send('Emulation.setScriptExecutionDisabled', { value: !on });
  if (!page.scripts) await scripts(true);
  const problems = [];
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe);
    const found = await page.evaluate(
      () => window.axe.run(document, { resultTypes: ['violations', 'incomplete'] }));
    for (const kind of ['violations', 'incomplete']) {
      for (const { id, help, nodes } of found[kind]) {
        for (const { html } of nodes) problems.push(`axe ${kind} (${colorScheme}) ${id}: ${help}: ${html}`);
      }
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (!page.scripts) await scripts(false);
  await session.detach();
  return problems;
}
