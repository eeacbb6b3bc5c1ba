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
    // A button of a form sends it; a label may both hold its box and name it.
    'no-implicit-button-type': 'off',
    'no-redundant-for': 'off',
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
 * dark; valid HTML; no horizontal scroll, with the reader's own spacing of text either; nothing on the watch list.
 */
export async function inspect(page) {
  const where = `${new URL(page.url()).pathname} at ${page.viewportSize().width} px`;
  const html = await page.source;
  const problems = [...await validity(html), ...await sideways(page), ...await accessibility(page)];
  problems.push(...page.watch.splice(0));
  const shown = problems.slice(0, 12).join('\n');
  assert.ok(problems.length === 0, `${where}: ${problems.length} problems\n${shown}`);
  // A page that is wrong has failed its test already: the last validator reads the others.
  await keep(html);
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

// WCAG 2.2, 1.4.12.
const spacing = '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}';

/** What scrolls sideways, and what is cut off once a reader spaces text out. */
async function sideways(page) {
  return page.evaluate((rules) => {
    const wide = (how) => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth > clientWidth ? [`scrolls sideways${how}: ${scrollWidth} px in ${clientWidth} px`] : [];
    };
    const problems = wide('');
    const spaced = new CSSStyleSheet();
    spaced.replaceSync(rules);
    document.adoptedStyleSheets = [spaced];
    problems.push(...wide(' when text is spaced out'));
    for (const element of document.querySelectorAll('main *')) {
      const { overflowX, overflowY, clipPath, position } = getComputedStyle(element);
      if (clipPath !== 'none' || position === 'absolute') continue;
      const cut = (overflowX === 'hidden' && element.scrollWidth > element.clientWidth)
        || (overflowY === 'hidden' && element.scrollHeight > element.clientHeight);
      if (cut) problems.push(`cut off when text is spaced out: ${element.outerHTML.slice(0, 120)}`);
    }
    document.adoptedStyleSheets = [];
    return problems;
  }, spacing);
}

async function accessibility(page) {
  const shown = page.scripts ? page : await withoutScripts(page);
  const problems = [];
  for (const colorScheme of ['light', 'dark']) {
    await shown.emulateMedia({ colorScheme });
    await shown.evaluate(axe);
    const found = await shown.evaluate(
      () => window.axe.run(document, { resultTypes: ['violations', 'incomplete'] }));
    for (const kind of ['violations', 'incomplete']) {
      for (const { id, help, nodes } of found[kind]) {
        for (const { html } of nodes) problems.push(`axe ${kind} (${colorScheme}) ${id}: ${help}: ${html}`);
      }
    }
  }
  await shown.emulateMedia({ colorScheme: null });
  if (shown !== page) await shown.context().close();
  return problems;
}

/** What a reader without scripts sees, where axe, a script itself, can run: the same HTML with none of ours. */
async function withoutScripts(page) {
  const body = (await page.source)
    .replace(/<script\b[^>]*>.*?<\/script>/gs, '')
    .replace(/<\/?noscript>/g, '');
  const context = await page.context().browser().newContext({ viewport: page.viewportSize() });
  const twin = await context.newPage();
  await twin.route(page.url(), (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
  await twin.goto(page.url());
  return twin;
}
