// Every public page, in both languages, narrow and wide.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openPage, startBrowser } from '../lib/browser.js';
import { visit } from '../lib/inspect.js';
import { atConsole } from '../lib/people.js';
import { startVigie } from '../lib/server.js';

let browser;
let server;

before(async () => {
  [browser, server] = await Promise.all([startBrowser(), startVigie()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const paths = [
  '/', '/declarer', '/declarer/dois-je-declarer', '/declarer/reprendre', '/declarer/danger', '/declarer/premiers-gestes', '/hors-ligne', '/suivi', '/connexion',
  '/accessibilite', '/mentions-legales', '/donnees-personnelles', '/plan-du-site',
  '/en', '/en/declare', '/en/declare/must-i-declare', '/en/declare/resume', '/en/declare/first-steps', '/en/offline', '/en/follow', '/en/sign-in',
  '/en/accessibility', '/en/legal-notice', '/en/personal-data', '/en/site-map',
];

for (const width of [320, 1280]) {
  test(`public pages at ${width} px`, async () => {
    const page = await openPage(browser, server.address, { width });
    for (const path of paths) await visit(page, path);
    await visit(page, '/nulle-part', { status: 404 });
    await page.finish();
  });
}

test('on paper, everything is there to read and nothing to press', async () => {
  const page = await openPage(browser, server.address);
  await page.emulateMedia({ media: 'print' });
  for (const path of ['/declarer/premiers-gestes', '/accessibilite', '/donnees-personnelles', '/en/declare/first-steps']) {
    await page.goto(path);
    const [pressed, closed] = await page.evaluate(() => {
      const shown = (element) => element.getClientRects().length > 0;
      return [
        [...document.querySelectorAll('button, input, select, nav, .skip')].filter(shown).map((element) => element.outerHTML),
        [...document.querySelectorAll('details > :not(summary)')].filter((element) => !shown(element)).map((element) => element.outerHTML),
      ];
    });
    assert.deepEqual([pressed, closed], [[], []], path);
  }
  await page.finish();
});

test('in colours of the reader\u2019s own, what is chosen, wrong or pressed is still told apart', async () => {
  const page = await openPage(browser, server.address, { forcedColors: 'active' });
  await page.goto('/declarer/etape/1');
  const edge = (locator) => locator.evaluate((element) => {
    const { borderTopStyle, borderTopWidth, outlineStyle, outlineWidth } = getComputedStyle(element);
    return [borderTopStyle, borderTopWidth, outlineStyle, outlineWidth].join(' ');
  });
  const choices = page.locator('.choice');
  await choices.first().locator('input').check();
  assert.notEqual(await edge(choices.first()), await edge(choices.last()), 'the choice made');
  assert.match(await edge(page.locator('main button').first()), /solid [1-9]/, 'a button has an edge');
  await page.goto('/suivi');
  await page.locator('main form button').first().click();
  assert.match(await edge(page.locator('[role=alert], .errors, .note.bad').first()), /solid [1-9]/, 'what is wrong has an edge');
  await page.finish();
});

test('the console says what it lacks, in the language that one reads, and its tables fold on a telephone', async () => {
  const page = await atConsole(browser, server, '/en/unit', 'analyste', { width: 360 });
  const paths = ['/en/unit', '/en/unit/alarms', '/en/unit/on-call', '/en/unit/handover', '/en/unit/call-backs', '/en/unit/events',
    '/en/unit/nation', '/en/unit/region', '/en/unit/memberships', '/en/editing'];
  for (const path of paths) {
    await visit(page, path);
    const [hollow, spaced] = await page.evaluate(() => {
      const level = (element) => (/^H[1-6]$/.test(element?.tagName ?? '') ? Number(element.tagName[1]) : 9);
      const empty = (element) => !element || level(element) <= 6 || (element.innerText.trim() === '' && !element.querySelector('svg, input, textarea'));
      const heads = [...document.querySelectorAll('main :is(h2, h3)')].filter((head) => head.getClientRects().length > 0);
      const bare = heads.filter((head) => empty(head.nextElementSibling) && !(level(head.nextElementSibling) > level(head) && level(head.nextElementSibling) <= 6));
      const said = [...document.querySelectorAll('main a')].map((element) => element.innerText);
      return [bare.map((head) => head.innerText), said.filter((text) => /^Event no\. \d+ :/.test(text))];
    });
    assert.deepEqual(hollow, [], `headings over nothing at ${path}`);
    assert.deepEqual(spaced, [], `French spaces in English at ${path}`);
  }
  await page.goto('/en/unit/on-call');
  const [heads, cells] = await page.locator('table.turns').evaluate((table) => {
    const clipped = getComputedStyle(table.querySelector('thead')).clipPath;
    const left = [...table.querySelectorAll('tbody tr:first-child > *')].map((cell) => Math.round(cell.getBoundingClientRect().left));
    return [clipped, left];
  });
  assert.notEqual(heads, 'none', 'the heads of columns are for those who hear the table');
  assert.equal(new Set(cells).size, 1, `each cell begins a line: ${cells}`);
  await page.finish();
});
