// Every public page, in both languages, narrow and wide.

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
