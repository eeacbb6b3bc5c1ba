// Every public page, in both languages, narrow and wide.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openPage, startBrowser } from '../lib/browser.js';
import { visit } from '../lib/inspect.js';
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
