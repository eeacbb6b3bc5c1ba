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

/** Somebody in Rennes declares. */
async function declare() {
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
}

/** Where each line of the queue stands, and what has the focus. */
const lines = (page) => page.evaluate(() => ({
  lines: [...document.querySelectorAll('.queue tbody tr')].map((row) => [row.innerText, row.getBoundingClientRect().top]),
  focus: document.activeElement.textContent,
}));

test('what is new is said at once without moving a line, and only of one’s own region', async () => {
  const [cell, narrow, here, there] = await Promise.all([
    staff(words.fr, { width: 1280 }), staff(words.en, { width: 360, locale: 'en-GB' }, 'responsable'),
    ...['ars53', 'ars11'].map((name) => staff(words.fr, { width: 1280 }, name)),
  ]);
  assert.match(await cell.locator('#nouveautes').innerText(), /^Liste de \d+\s*h\s*\d\d$/);
  await cell.keyboard.press('j');
  await tabTo(narrow, narrow.locator('.queue .ref').first());
  const before = await Promise.all([cell, narrow].map(lines));
  await declare();
  // Nobody touches anything: asking by itself would take up to 20 seconds.
  await Promise.all([cell, narrow, here].map((page) => page.locator('#nouveautes a').waitFor({ state: 'visible', timeout: 8000 })));
  assert.deepEqual(await Promise.all([cell, narrow].map(lines)), before);
  await inspect(cell);
  await inspect(narrow);
  await there.waitForTimeout(2000);
  assert.ok(await there.locator('#nouveautes a').isHidden(), 'nothing of another region, not even a count');
  await clicked(cell, cell.locator('#nouveautes a'));
  assert.notDeepEqual((await lines(cell)).lines, before[0].lines);
  for (const page of [cell, narrow, here, there]) await page.finish();
});

// What stands between may keep streams back; and when many listen, the oldest are told to ask.
for (const [why, answer, again] of [
  ['streams do not pass', (route) => route.abort(), true],
  ['others need the place', (route) => route.fulfill({ contentType: 'text/event-stream', body: 'event: full\ndata: full\n\n' }), false],
]) {
  test(`where ${why}, what is new is asked for`, async () => {
    const page = await staff(words.fr, { width: 1280 });
    let streams = 0;
    await page.route(/nouveautes/, (route) => {
      if (route.request().resourceType() !== 'eventsource') return route.continue();
      streams += 1;
      return answer(route);
    });
    await page.clock.install();
    await page.reload();
    await declare();
    await page.clock.fastForward(21_000);
    await page.locator('#nouveautes a').waitFor({ state: 'visible' });
    assert.equal(streams > 1, again, `${streams} tried`);
    if (again) page.watch = page.watch.filter((line) => !line.includes('ERR_FAILED'));
    await page.finish();
  });
}

test('nothing is listened to while nobody looks', async () => {
  const page = await staff(words.fr, { width: 1280 });
  let streams = 0;
  await page.route(/nouveautes/, (route) => {
    streams += 1;
    return route.continue();
  });
  const turn = (hidden) => page.evaluate((state) => {
    Object.defineProperty(document, 'hidden', { value: state, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  await turn(true);
  await declare();
  await page.waitForTimeout(3000);
  assert.ok(await page.locator('#nouveautes a').isHidden());
  assert.equal(streams, 0);
  await turn(false);
  await page.locator('#nouveautes a').waitFor({ state: 'visible', timeout: 8000 });
  assert.equal(streams, 1);
  await page.finish();
});
