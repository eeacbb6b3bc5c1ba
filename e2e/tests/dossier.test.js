// One incident by keyboard alone: taken, a message to the structure undone and written again, a qualification looked at and
// confirmed, tasks of the playbook. Every page inspected, at both widths and in both languages.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { clicked, openPage, startBrowser, tabTo } from '../lib/browser.js';
import { inspect } from '../lib/inspect.js';
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
  fr: { unit: '/cellule', leaves: /Part dans/, text: 'Coupez les accès à distance.', confirmed: /Confirmée par/, late: /à faire/, done: /Fait par/ },
  en: { unit: '/en/unit', leaves: /Leaves in/, text: 'Cut remote access.', confirmed: /Confirmed by/, late: /to do/, done: /Done by/ },
};

/** Goes to an element by its key or by tabs, and presses it. */
async function press(page, selector, tabs = 120) {
  await tabTo(page, page.locator(selector).first(), tabs);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await page.waitForLoadState('networkidle');
}

for (const [language, said] of Object.entries(words)) {
  for (const width of [360, 1280]) {
    test(`an incident by keyboard in ${language} at ${width} px`, async () => {
      const page = await openPage(browser, server.address, { width });
      await page.goto(said.unit);
      await signIn(page, 'analyste@vigie.example', 'demonstration-2017');
      await page.waitForURL((url) => url.pathname === said.unit);
      await page.goto(`${said.unit}?vue=a-prendre`);
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.waitForURL(/incidents/);
      await inspect(page);
      const focused = () => page.evaluate(() => document.activeElement.id);

      await Promise.all([page.waitForNavigation(), page.keyboard.press('a')]);
      assert.equal(await page.locator('form[action$="/take"]').count(), 0, 'taken');

      // For whom first, then the text; undone, it is back where it was typed.
      await page.keyboard.press('c');
      assert.equal(await focused(), 'pour-cell', 'inside, until somebody chooses');
      await page.keyboard.press('ArrowDown');
      assert.ok(await page.locator('#pour-facility').isChecked());
      await tabTo(page, page.locator('#texte'), 10);
      await page.keyboard.type(said.text);
      await press(page, '.composer button:not([name])', 10);
      assert.match(await page.locator('.waits').innerText(), said.leaves);
      await inspect(page);
      await page.keyboard.press('u');
      await page.waitForURL(/undo/);
      assert.equal(await page.locator('#texte').inputValue(), said.text);
      assert.equal(await focused(), 'texte');
      await inspect(page);
      await press(page, '.composer button:not([name])', 10);
      assert.equal(await page.locator('.thread .facility').filter({ hasText: said.text }).count(), 1);

      // Looked at, then confirmed.
      await page.keyboard.press('q');
      assert.equal(await focused(), 'qualify-severity');
      await press(page, 'form[action$="/qualify"] button', 10);
      await inspect(page);
      await press(page, 'form[action$="/qualify"] button');
      assert.match(await page.locator('main').innerText(), said.confirmed);

      // The playbook, whole; one of its steps is done.
      await page.keyboard.press('t');
      await press(page, 'form[action$="/play"] button', 20);
      assert.match(await page.locator('#taches').innerText(), said.late);
      await press(page, 'form[action$="/task-done"] button');
      assert.match(await page.locator('.todo').innerText(), said.done);
      await inspect(page);
      await page.finish();
    });
  }
}

test('without scripts, one message to each, and the second of two who press', async () => {
  const open = async () => {
    const page = await openPage(browser, server.address, { width: 360, javascript: false });
    await page.goto('/cellule');
    await signIn(page, 'analyste@vigie.example', 'demonstration-2017');
    await page.goto('/cellule?vue=a-prendre');
    return page;
  };
  const page = await open();
  await page.locator('a.ref').first().click();
  await page.waitForURL(/incidents/);
  const address = page.url();
  for (const audience of ['cell', 'facility', 'ars', 'fssi']) {
    if (await page.locator(`#pour-${audience}`).count() === 0) continue;
    await page.check(`#pour-${audience}`);
    await page.fill('#texte', `Pour ${audience}.`);
    await clicked(page, page.locator('.composer button:not([name])'));
  }
  await inspect(page);
  assert.ok(await page.locator('.waits').count() >= 1);
  const other = await open();
  await other.goto(address);
  await clicked(page, page.locator('form[action$="/take"] button'));
  const [late] = await Promise.all([other.waitForResponse(/take/), other.click('form[action$="/take"] button')]);
  assert.equal(late.status(), 409);
  await inspect(other);
  assert.ok(await other.locator('.beside').isVisible());
  await page.finish();
  await other.finish();
});
