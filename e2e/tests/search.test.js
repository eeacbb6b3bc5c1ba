// What a reader finds: nothing typed, words, one typed wrong, narrowed and widened, nothing found; without scripts, narrow, in English.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openPage, startBrowser } from '../lib/browser.js';
import { visit } from '../lib/inspect.js';
import { go, type } from '../lib/keys.js';
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

const words = {
  fr: { at: '/recherche', button: 'Chercher', asked: 'rançongiciel', mistyped: 'GlobalProtetc', card: 'Fiche réflexe' },
  en: { at: '/en/search', button: 'Search', asked: 'ransomware', mistyped: 'GlobalProtetc', card: 'Response card' },
};

for (const [language, said, width, javascript] of [['fr', words.fr, 360, false], ['en', words.en, 1280, true]]) {
  test(`a search in ${language} at ${width} px, scripts ${javascript}`, async () => {
    const page = await openPage(browser, server.address, { width, javascript });
    await visit(page, said.at);
    await type(page, page.locator('#q'), said.asked);
    await go(page, page.getByRole('button', { name: said.button }));
    const all = await page.locator('ol.watch > li').count();
    assert.ok(all > 1 && (await page.locator('mark').count()) > 0);
    await go(page, page.getByRole('link', { name: said.card, exact: true }));
    const some = await page.locator('ol.watch > li').count();
    assert.ok(some > 0 && some < all);
    // The filter is taken away by the link that names it.
    await go(page, page.locator('main .here').last().locator('a'));
    assert.equal(await page.locator('ol.watch > li').count(), all);

    await visit(page, `${said.at}?q=${said.mistyped}`);
    await go(page, page.locator('main p > a').first());
    assert.ok(await page.locator('ol.watch > li').count() > 0);
    await visit(page, `${said.at}?q=zzzzqqqq`);
    assert.equal(await page.locator('ol.watch > li').count(), 0);
    await page.finish();
  });
}
