// The cell at its queue: filter, preview, one command to many, keys; without scripts too.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { clicked, openPage, startBrowser, tabTo } from '../lib/browser.js';
import { inspect, visit } from '../lib/inspect.js';
import { signIn } from '../lib/people.js';
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
  fr: { unit: '/cellule', filter: 'gravite:4+ ou danger:oui', wrong: 'etta:pris', none: 'depuis:1h etat:clos', add: 'Ajouter un critère', mine: 'Moi', beside: /^Aperçu/, prepare: 'Préparer…', take: 'Prendre en charge', own: 'charge:moi' },
  en: { unit: '/en/unit', filter: 'severity:4+ or danger:yes', wrong: 'stale:yes', none: 'since:1h state:closed', add: 'Add a criterion', mine: 'Me', beside: /^Preview/, prepare: 'Prepare…', take: 'Take in charge', own: 'owner:me' },
};

async function staff(said, options, name = 'analyste') {
  const page = await openPage(browser, server.address, options);
  await page.goto(said.unit);
  await signIn(page, `${name}@vigie.example`, 'demonstration-2017');
  await page.waitForURL((url) => url.pathname === said.unit);
  return page;
}

for (const [language, said] of Object.entries(words)) {
  for (const [width, javascript] of [[360, false], [1280, true]]) {
    test(`the queue in ${language} at ${width} px${javascript ? '' : ', without scripts'}`, async () => {
      const page = await staff(said, { width, javascript });
      await inspect(page);
      const all = await page.locator('.queue tbody tr').count();
      assert.ok(all > 3);

      await page.locator('#filtre').fill(said.filter);
      await page.locator('#filtre').press('Enter');
      await page.waitForURL(/filtre=/);
      await inspect(page);
      const some = await page.locator('.queue tbody tr').count();
      assert.ok(some > 0 && some < all, `${some} of ${all}`);
      assert.equal(await page.locator('#filtre').inputValue(), said.filter);

      await visit(page, `${said.unit}?filtre=${said.wrong}`, { status: 422 });
      assert.equal(await page.locator('#filtre').inputValue(), said.wrong);
      await visit(page, `${said.unit}?filtre=${said.none}`);
      assert.equal(await page.locator('.queue').count(), 0);

      await page.goto(said.unit);
      await page.getByText(said.add).click();
      await page.locator('.facets').getByRole('link', { name: said.mine, exact: true }).click();
      await page.waitForURL(/filtre=/);
      assert.equal(await page.locator('#filtre').inputValue(), said.own);

      await page.goto(said.unit);
      await page.getByRole('link', { name: said.beside }).first().click();
      await page.waitForURL(/apercu=/);
      await inspect(page);
      assert.ok((await page.locator('#apercu .told').innerText()).length > 10);
      await page.finish();
    });
  }
}

test('one command to many is shown, then done', async () => {
  const said = words.fr;
  const page = await staff(said, { width: 1280, javascript: false });
  await page.goto(`${said.unit}?vue=a-prendre`);
  const waiting = await page.locator('.queue tbody tr').count();
  assert.ok(waiting > 1, `${waiting} wait`);
  for (const box of (await page.locator('input[name=choix]').all()).slice(0, 2)) await box.check();
  await clicked(page, page.getByRole('button', { name: said.prepare }));
  await inspect(page);
  assert.equal(await page.locator('input[name=vus]').count(), 2);
  await page.getByRole('button', { name: said.take }).click();
  await page.waitForURL((url) => url.pathname === said.unit);
  await page.goto(`${said.unit}?vue=a-prendre`);
  assert.equal(await page.locator('.queue tbody tr').count(), waiting - 2);
  await page.finish();
});

test('by keys alone, and with the keys switched off', async () => {
  const page = await staff(words.fr, { width: 1280 });
  const focused = () => page.evaluate(() => document.activeElement.textContent);
  const references = await page.locator('.queue .ref').allInnerTexts();
  await page.keyboard.press('j');
  assert.equal(await focused(), references[0]);
  await page.keyboard.press('j');
  assert.equal(await focused(), references[1]);
  await page.keyboard.press('k');
  await page.keyboard.press('x');
  assert.ok(await page.locator('input[name=choix]').first().isChecked());
  await page.keyboard.press('/');
  await page.keyboard.type('jx');
  assert.equal(await page.locator('#filtre').inputValue(), 'jx', 'where one types, a letter is a letter');
  await page.locator('h1').click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('retard');
  await inspect(page);
  await page.keyboard.press('Enter');
  await page.waitForURL(/retard/);
  await page.goto(words.fr.unit);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/incidents/);
  await inspect(page);
  await page.keyboard.press('n');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'texte');

  await page.goto(words.fr.unit);
  await page.keyboard.press('?');
  await inspect(page);
  await tabTo(page, page.locator('#touches-actives'), 10);
  await page.keyboard.press('Space');
  await page.reload();
  await page.keyboard.press('j');
  assert.notEqual(await focused(), references[0], 'switched off, a letter does nothing');
  await page.finish();
});

test('what is new is said without moving a line, and only of one’s own region', async () => {
  const [cell, here, there] = await Promise.all(
    ['analyste', 'ars53', 'ars11'].map((name) => staff(words.fr, { width: 1280 }, name)));
  const before = await cell.locator('.queue .ref').allInnerTexts();
  const found = await (await fetch(`${server.address}/api/v1/facilities?q=chu+rennes`)).json();
  const filed = await fetch(`${server.address}/api/v1/declarations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      facility: found.items[0].finess, summary: 'Plus de réseau.', noticed_at: new Date().toISOString(),
      declarant: { name: 'Camille Fictif', phone: '01 99 00 12 34' },
    }),
  });
  assert.equal(filed.status, 201);
  for (const page of [cell, here, there]) {
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  }
  await cell.locator('#nouveautes').waitFor({ state: 'visible' });
  await inspect(cell);
  assert.deepEqual(await cell.locator('.queue .ref').allInnerTexts(), before);
  await here.locator('#nouveautes').waitFor({ state: 'visible' });
  await there.waitForLoadState('networkidle');
  assert.ok(await there.locator('#nouveautes').isHidden(), 'nothing of another region, not even a count');
  await clicked(cell, cell.locator('#nouveautes a'));
  assert.notDeepEqual(await cell.locator('.queue .ref').allInnerTexts(), before);
  for (const page of [cell, here, there]) await page.finish();
});
