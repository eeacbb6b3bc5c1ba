// What readers see of the watch: lists, an alert, a card, products, feeds; without scripts, narrow, on paper, in English.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openPage, startBrowser } from '../lib/browser.js';
import { inspect, visit } from '../lib/inspect.js';
import { go } from '../lib/keys.js';
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
  fr: {
    home: '/', alerts: 'Alertes', all: 'Toutes les alertes', grave: 'Filtrer', first: 'L’essentiel', versions: 'Versions', pdf: /PDF/,
    cards: 'Fiches', card: 'Rançongiciel', outline: 'Sommaire', lists: ['/bulletins', '/actualites', '/guides', '/produits', '/alertes?severity=5&year=1999'],
  },
  en: {
    home: '/en', alerts: 'Alerts', all: 'All alerts', grave: 'Filter', first: 'At a glance', versions: 'Versions', pdf: /PDF/,
    cards: 'Cards', card: 'Ransomware', outline: 'Contents', lists: ['/en/bulletins', '/en/news', '/en/guides', '/en/products', '/en/alerts?severity=5&year=1999'],
  },
};

for (const [language, said, width, javascript] of [['fr', words.fr, 360, false], ['en', words.en, 1280, true]]) {
  test(`a reader in ${language} at ${width} px, scripts ${javascript}`, async () => {
    const page = await openPage(browser, server.address, { width, javascript });
    await visit(page, said.home);
    await go(page, page.locator('.top nav').getByRole('link', { name: said.alerts, exact: true }));
    await page.selectOption('#severity', '4');
    await go(page, page.getByRole('button', { name: said.grave }));
    assert.match(page.url(), /severity=4/);
    await go(page, page.locator('.watch a').first());
    assert.ok(await page.getByRole('heading', { name: said.first }).isVisible());
    assert.ok(await page.getByRole('heading', { name: said.versions }).isVisible());
    // Each measure of how grave it is opens, and is then inspected too.
    for (const summary of await page.locator('article summary').all()) await summary.click();
    await inspect(page);
    const product = page.locator('table a').first();
    if (await product.count() > 0) await go(page, product);
    for (const path of said.lists) await visit(page, path);
    await visit(page, said.home);
    await go(page, page.locator('.top nav').getByRole('link', { name: said.cards, exact: true }));
    await go(page, page.locator('.lines a').getByText(said.card, { exact: true }).first());
    await page.locator('summary', { hasText: said.outline }).click();
    await inspect(page);

    // A term is explained by keyboard alone, and Escape closes it.
    const term = page.locator('button.term').first();
    await term.press('Enter');
    const means = page.locator(`#${await term.getAttribute('popovertarget')}`);
    assert.ok(await means.isVisible());
    await inspect(page);
    await page.keyboard.press('Escape');
    assert.ok(!(await means.isVisible()));

    const pdf = await page.request.get(await page.locator('article').getByRole('link', { name: said.pdf }).getAttribute('href'));
    assert.equal(pdf.headers()['content-type'], 'application/pdf');
    assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-');
    await page.finish();
  });
}

test('a card on paper: all that is to be read, and nothing to press but the words themselves', async () => {
  const page = await openPage(browser, server.address);
  await page.emulateMedia({ media: 'print' });
  for (const path of ['/fiches-reflexes/rancongiciel', '/en/response-cards/ransomware', '/alertes']) {
    await page.goto(path);
    const pressed = await page.evaluate(() => [...document.querySelectorAll('button:not(.term), input, select, nav, .skip')]
      .filter((element) => element.getClientRects().length > 0).map((element) => element.outerHTML));
    assert.deepEqual(pressed, [], path);
    if (path !== '/alertes') assert.ok((await page.locator('main').innerText()).length > 2000, path);
  }
  await page.finish();
});

test('what is withdrawn says so, and a reader without a line has the cards', async () => {
  const page = await openPage(browser, server.address, { width: 360 });
  const feed = await (await page.request.get('/flux.xml')).text();
  const gone = feed.split('<item>').find((item) => item.includes('<title>Alerte retirée') || item.includes('<title>Actualité retirée'));
  if (gone) {
    const path = new URL(gone.match(/<link>([^<]+)/)[1]).pathname;
    await visit(page, path, { status: 410 });
    assert.match(await page.locator('h1').innerText(), /retirée/);
  }
  await page.goto('/fiches-reflexes');
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((resolve) => { navigator.serviceWorker.addEventListener('controllerchange', resolve); });
    }
  });
  await page.context().setOffline(true);
  await page.goto('/fiches-reflexes/rancongiciel');
  assert.match(await page.locator('h1').innerText(), /Rançongiciel/);
  page.watch = page.watch.filter((line) => !/net::ERR_/.test(line));
  await page.finish();
});
